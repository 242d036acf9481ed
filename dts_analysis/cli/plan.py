"""``dts plan``: which indicators of a unit to raise for a target with the least effort; what changes bring."""

from pathlib import Path

import click

from ..messages import say
from .exits import check_out, check_outside


@click.command()
@click.option("--unit", "unit_code", required=True, help="Mã đơn vị / unit code.")
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option(
    "--target",
    default="",
    help="rank:3, class:completed (hoặc tên mức), points:600; không ghi: hạng ngay trên / next.",
)
@click.option("--basis", default="", help="Căn cứ / basis.")
@click.option(
    "--efforts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV: indicator_code, effort (1 nhẹ, 2 vừa, 3 nặng).",
)
@click.option("--new-points", default="", help="Thử đổi điểm: «2.3 = 10,5; 3.1 = 7» / what if.")
@click.option("--new-answers", default="", help="Thử đổi số kê khai: «4.2 = 12/20» / what if.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Ghi ra Excel / write as Excel.")
@click.pass_obj
def plan(home, unit_code, year, target, basis, efforts, new_points, new_answers, xlsx):
    """Kế hoạch nâng điểm của một đơn vị / what a unit may raise next."""
    from .. import dataset, files, office, reference, show
    from ..analysis import planning

    if xlsx:
        check_outside(xlsx, home.raw)
        check_out(xlsx, "--xlsx")
    unit = home.data().about(unit_code, year, basis)
    law = unit.criteria_set
    aim, own = dataset.read_target(target, law), reference.read_efforts(efforts, law)
    supposed = planning.what_if_of(unit, dataset.read_changes(new_points, new_answers, law))
    made = planning.plan_of(unit, aim, own)
    outputs = [show.plan_headline(unit, made), show.task_table(unit, made)]
    if supposed is not None:
        found = show.what_if_tables(unit, supposed)
        outputs += found if isinstance(found, list) else [found]
    click.echo(f"{unit.name} {year}")
    click.echo("\n\n".join(map(str, outputs)))
    if xlsx:
        outputs[2:2] = [show.effect_table(unit, made), show.out_of_reach_table(unit, made)]
        tables = [each.resource() for each in outputs if isinstance(each, show.Table)]
        said = [line for each in outputs if isinstance(each, show.Prose) for line in each.splitlines()]
        files.write(xlsx, office.tables_book(tables, f"{unit.name} {year}", list(dict.fromkeys(said))))
        click.echo(say("cli_plan_book", where=xlsx))
