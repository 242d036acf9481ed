"""``dts plan``: which indicators of a unit to raise for a target, with the least effort."""

from pathlib import Path

import click

from ..messages import say
from .exits import check_out, check_outside


@click.command()
@click.option("--unit", "unit_code", required=True, help="Mã đơn vị / unit code.")
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option(
    "--target", default="", help="rank:3, class:completed, points:600; không ghi: hạng ngay trên / next."
)
@click.option("--basis", default="", help="Căn cứ / basis.")
@click.option(
    "--efforts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV: indicator_code, effort (1 nhẹ, 2 vừa, 3 nặng).",
)
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Ghi ra Excel / write as Excel.")
@click.pass_obj
def plan(home, unit_code, year, target, basis, efforts, xlsx):
    """Kế hoạch nâng điểm của một đơn vị / what a unit may raise next."""
    from .. import dataset, files, office, reference, show
    from ..analysis import planning

    if xlsx:
        check_outside(xlsx, home.raw)
        check_out(xlsx)
    unit = home.data().about(unit_code, year, basis)
    made = planning.plan_of(
        unit, dataset.read_target(target, unit.criteria_set), reference.read_efforts(efforts, unit.criteria_set)
    )
    outputs = {
        "headline": show.plan_headline(unit, made),
        "tasks": show.task_table(unit, made),
        "effect": show.effect_table(unit, made),
        "out_of_reach": show.out_of_reach_table(unit, made),
    }
    click.echo(f"{unit.name} {year}")
    click.echo(f"{outputs['headline']}\n\n{outputs['tasks']}")
    if xlsx:
        tables = [each.resource() for each in outputs.values() if isinstance(each, show.Table)]
        files.write(xlsx, office.tables_book(tables, f"{unit.name} {year}"))
        click.echo(say("cli_plan_book", where=xlsx))
