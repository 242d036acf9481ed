"""A snapshot of the loaded modules, shown to ipykernel and IPython in their place while a kernel starts.

Both look at every module there is: for the files a debugger steps over, and for the names ``%reset`` keeps. To
look at 2,000 modules is to copy 9 MB of pages that were shared; the snapshot's names and files lie together.

Here and nowhere else it matters how the two are written inside: each of `READERS` reads ``sys.modules`` through a
``sys`` of its own. A test names them. Should that change, kernels do the same and take more memory.
"""

import contextlib
import importlib
import sys

READERS = ("ipykernel.ipkernel", "IPython.core.shellapp")


def take():
    """Return a dict: the name of every module loaded now, with what has its ``__file__`` and nothing else of it.

    Where a module has no file, that is empty.

    >>> take()["contextlib"].__file__ == contextlib.__file__, take()["sys"].__file__
    (True, '')
    """
    files = {name: getattr(module, "__file__", None) or "" for name, module in list(sys.modules.items())}
    return {_copy(name): _Module(_copy(file)) for name, file in files.items()}


@contextlib.contextmanager
def shown(snapshot):
    """Show a snapshot, as from `take`, to `READERS` while what is inside runs.

    >>> with shown({"json": None}):
    ...     list(importlib.import_module("ipykernel.ipkernel").sys.modules)
    ['json']
    """
    readers = [importlib.import_module(name) for name in READERS]
    for reader in readers:
        reader.sys = _Sys(snapshot)
    try:
        yield
    finally:
        for reader in readers:
            reader.sys = sys


def _copy(text):
    return text[:1] + text[1:]


class _Module:
    """What is asked of a module."""

    __slots__ = ("__file__",)

    def __init__(self, file):
        self.__file__ = file


class _Sys:
    """``sys``, with other modules."""

    def __init__(self, modules):
        self.modules = modules

    def __getattr__(self, name):
        return getattr(sys, name)
