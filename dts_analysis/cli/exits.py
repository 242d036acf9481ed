"""How a command ends: what its exit status means, and what it ends for before it writes."""

import sys

import click

from ..messages import say

WELL, ERRORS, CANNOT, INTERRUPTED = 0, 1, 2, 130


def check_out(out):
    """End with a sentence where a file cannot be written, or would be written over."""
    if out.exists() or not out.parent.is_dir():
        words = say("cli_exists", where=out) if out.exists() else say("cli_no_folder", where=out.parent)
        click.echo(words, err=True)
        sys.exit(CANNOT)
