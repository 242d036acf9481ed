"""``dts init``: a workspace of one's own."""

import click

from ..messages import say


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option(
    "--region",
    "--province",
    "region",
    default="",
    help="Mã hoặc tên nơi có các đơn vị gửi phiếu / the region's code or name.",
)
@click.option("--criteria", multiple=True, help="Bộ tiêu chí mang theo; lặp lại được / sets to bring, repeatable.")
def init(folder, region, criteria):
    """Không gian làm việc riêng, tách khỏi số liệu minh họa / a workspace of one's own."""
    from .. import office
    from ..workspace.making import GUIDE, make

    made = make(folder, region, criteria)
    office.documents.give_templates(made.workspace.templates, made.levels)
    click.echo(say("cli_made", where=folder, files=len(made.written), region=_region(made)))
    if made.unknown_parties:
        click.echo(say("cli_made_parties", parties=", ".join(made.unknown_parties)))
    click.echo(say("cli_made_sets", sets=", ".join(made.criteria)) if made.criteria else say("cli_made_no_set"))
    click.echo(say("cli_made_next", folder=folder, guide=GUIDE))


def _region(made):
    if not made.levels.region:
        return ""
    level = made.levels.of(made.levels.region).name
    return say("cli_made_region", level=level, code=made.workspace.region or "—")
