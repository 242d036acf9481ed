"""``dts notebook``: a notebook made that runs at once."""

import datetime
import re
import sys

import click

from ..errors import DtsError
from ..messages import say
from .exits import CANNOT

YEAR = re.compile(r"20\d\d")


@click.group()
def notebook():
    """Notebook: tạo mới (notebooks/README.md) / notebooks."""


@notebook.command("new")
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(["unit", "parent", "region"]),
    default="unit",
    show_default=True,
    help="unit: một đơn vị; parent: các đơn vị ngay dưới một đơn vị; region: mọi phiếu nhận từ cấp dưới.",
)
@click.option("--title", default="", help="Tên trên trang; không cho thì lấy từ NAME / the page's title.")
@click.option("--title-en", default="", help="Tên tiếng Anh / the English title.")
@click.pass_obj
def new(home, name, scope, title, title_en):
    """Một notebook mới, chạy được ngay; không bao giờ ghi đè / a new notebook, never over one that is there."""
    from .. import reports

    if not home.notebooks.is_dir():
        click.echo(say("cli_no_notebooks", where=home.notebooks), err=True)
        sys.exit(CANNOT)
    unit_code, year = _example(home.raw, scope)
    path = reports.write_notebook(home.notebooks, name, scope, unit_code, year, title, title_en)
    click.echo(say("cli_notebook", where=path, year=year, name=name))


def _example(raw, scope):
    """A unit and year to show when it is run by hand: the first unit of the latest forms, or the one above it."""
    from .. import reference

    try:
        listed = reference.read_table(raw / "manifest.csv", ["unit_code", "year"])
        units = reference.load_units(raw)
    except DtsError:  # `dts report` says what is wrong there; a notebook can be made before the data is
        listed = None
    known = () if listed is None else [each for each in listed["year"] if YEAR.fullmatch(each)]
    if not known:
        return "", datetime.date.today().year
    year = int(max(known))
    code = listed.loc[listed["year"] == max(known), "unit_code"].min()
    if scope != "unit":
        borne = reference.units_in(units, year).set_index("unit_code")["parent_code"]
        code = borne.get(code) or reference.load_levels(raw).top.code
    return code, year
