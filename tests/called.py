"""`dts` called as a person calls it, but in this process: one of its own costs seconds to import and warm up."""

import contextlib
import io
import sys
from typing import NamedTuple
from unittest import mock

from dts_analysis import messages
from dts_analysis.cli import commands


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def dts(*arguments, cwd=None):
    """Call `dts` and return its exit status and what it printed; a traceback is a failure of the test."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    messages.use("vi")
    with (
        contextlib.chdir(cwd or "."),
        mock.patch.object(sys, "argv", ["dts", *map(str, arguments)]),
        mock.patch.object(commands, "own_temporary"),  # would be this process's until it ends
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            commands.main()
        except SystemExit as ended:
            status = ended.code or 0
    messages.use("vi")
    done = Done(status, out.getvalue(), err.getvalue())
    assert "Traceback" not in done.stdout + done.stderr
    return done
