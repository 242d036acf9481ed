"""How a command ends: what its exit status means, and what it ends for before it writes."""

import sys
from pathlib import Path

import click

from ..errors import DtsError, finding
from ..messages import say

WELL, ERRORS, CANNOT = 0, 1, 2


def check_outside(out, *places):
    """Refuse to write into the raw folder, where every file is a received one, or the inbox, where it would be.

    Raises
    ------
    DtsError
        Where `out` lies in one of these places.
    """
    if any(Path(out).resolve().is_relative_to(Path(each).resolve()) for each in places):
        raise DtsError(finding("output_in_raw", out))


def check_out(out, option="--out"):
    """End with a sentence where the file that an option names cannot be written, or would be written over."""
    if out.exists() or not out.parent.is_dir():
        key, where = ("cli_exists", out) if out.exists() else ("cli_no_folder", out.parent)
        words = say(key, where=where, option=option)
        click.echo(words, err=True)
        sys.exit(CANNOT)
