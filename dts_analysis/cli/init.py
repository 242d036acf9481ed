"""``dts init``: a workspace of one's own."""

import click

from ..messages import say


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("--province", default="", help="Mã hoặc tên tỉnh / the province's code or name.")
@click.option("--criteria", multiple=True, help="Bộ tiêu chí mang theo; lặp lại được / sets to bring, repeatable.")
def init(folder, province, criteria):
    """Không gian làm việc riêng, tách khỏi số liệu minh họa / a workspace of one's own."""
    from ..workspace.making import GUIDE, make

    made = make(folder, province, criteria)
    click.echo(say("cli_made", where=folder, files=len(made.written), province=made.workspace.province or "—"))
    click.echo(say("cli_made_sets", sets=", ".join(made.criteria)) if made.criteria else say("cli_made_no_set"))
    click.echo(say("cli_made_next", folder=folder, guide=GUIDE))
