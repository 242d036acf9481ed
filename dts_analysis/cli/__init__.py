"""``dts``: init, receive, check, build, report, template, criteria, notebook, lab, units, plan, audit.

Exit: 0 well, 1 errors or failed reports, 2 cannot go on, 130 stopped with Ctrl-C.
"""

import contextlib
import os
import signal
import sys

INTERRUPTED = 130


def main():
    """Run `dts`; Ctrl-C ends it with a sentence and 130, during its first imports too, and a second one at once.

    A process that was started deaf to Ctrl-C, as by ``nohup``, stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _first)
    try:
        from .commands import main as run

        run()
    except KeyboardInterrupt:
        with contextlib.suppress(Exception):  # modules of which the interrupt left half: then without the sentence
            from ..messages import say

            sys.stderr.write(f"{say('cli_interrupted')}\n")
        sys.exit(INTERRUPTED)


def _first(*_):
    """Let what is at work clean up; whoever cannot wait for that presses again."""
    signal.signal(signal.SIGINT, _second)
    raise KeyboardInterrupt


def _second(*_):
    os._exit(INTERRUPTED)  # as a kill: no half page, and processes end with the one that started them
