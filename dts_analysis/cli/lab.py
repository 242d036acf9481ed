"""``dts lab``: JupyterLab, opened at the start notebook."""

import os

import click

from .. import messages
from ..messages import say


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def lab(home, options):
    """JupyterLab ở notebook bắt đầu; OPTIONS là của jupyter lab / JupyterLab at the start notebook."""
    from jupyterlab.labapp import LabApp

    from .. import desk

    path = desk.prepare(home.place)
    click.echo(say("cli_lab", where=path))
    folder = home.place.folder.absolute()
    os.environ.update({"DTS_HOME": str(folder), "DTS_LANG": messages.language()})  # for kernels
    at = path.absolute().relative_to(folder).as_posix()
    arguments = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{at}", *options]
    if is_root():
        click.echo(say("cli_lab_root"))
        arguments.append("--allow-root")
    LabApp.launch_instance(arguments)


def is_root():
    """Return whether this runs as the system's root, as in most containers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
