"""The fork server: one process that has imported everything, from which kernels and workers are forked.

Of multiprocessing it takes what is documented and, beyond that, three names, here and nowhere else:
``forkserver.ensure_running``, ``resource_tracker.ensure_running``, and the method behind the first, which `share`
replaces. A test names each.
"""

import atexit
import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import types
import weakref
from multiprocessing import forkserver, resource_tracker

PRELOAD = "dts_analysis.kernel.preload"
REPLACE_SECONDS, POLL_SECONDS = 10.0, 0.05
LEAN = {  # what the server starts with, and every process forked from it
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # one thread of linear algebra
    "MALLOC_ARENA_MAX": "1",  # a kernel's threads wait for one another anyway; each would hoard 1 MB and more
    "MALLOC_TRIM_THRESHOLD_": "131072",  # what a figure took is given back
    "MALLOC_MMAP_THRESHOLD_": "33554432",  # what a table took is used for the next one
}
SHARED_BELOW = (3, 14)  # Python versions whose fork server answers whoever knows its address
_preload = [PRELOAD]
_starting = threading.Lock()
_forked: weakref.WeakSet = weakref.WeakSet()
_is_shared = False  # whether the server that this process forks from is another's


def warm_up(modules=()):
    """Start the fork server; it imports `PRELOAD` and `modules` while the caller does something else."""
    _preload.extend(name for name in modules if name not in _preload)
    multiprocessing.set_forkserver_preload(_preload)
    if not _is_shared:
        with _starting, _without_main(), _environment(LEAN), _deaf():
            forkserver.ensure_running()


def fork(target, *arguments):
    """Return a started process, forked from the preloaded one, that calls `target` with `arguments`.

    It may start processes of its own, and is killed where it still lives when this process exits. A server
    that died meanwhile is replaced, where it is this process's own.
    """
    deadline = time.monotonic() + REPLACE_SECONDS
    while True:
        try:
            return _fork(target, arguments)
        except (EOFError, ConnectionError):  # Python's server ends, too, when one who asks is killed while asking
            if _is_shared or time.monotonic() > deadline:
                raise
            time.sleep(POLL_SECONDS)  # its end is seen a moment later, and another one started


def _fork(target, arguments):
    multiprocessing.set_forkserver_preload(_preload)
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=target, args=arguments, daemon=False)
    with _starting, _without_main(), _environment(LEAN), _deaf(), _allowed_children():
        process.start()
    _forked.add(process)
    return process


@atexit.register
def _kill_forked():
    """Runs before multiprocessing's own exit, which would wait for every process, for ever."""
    for process in _forked:
        if process.is_alive():
            process.kill()


def share():
    """Let this process, itself forked from the server, fork from that same server.

    Python means a child to do so ("will just reuse the forkserver started by its parent"), but a child does
    not know the server's process id and would start, and preload, another one.
    """
    global _is_shared
    if sys.version_info < SHARED_BELOW:
        forkserver.ForkServer.ensure_running = lambda self: None
        _is_shared = True


@contextlib.contextmanager
def _without_main():
    """Hide the program that runs: a fork would import it once more, and a kernel has its own ``__main__``."""
    real = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = real


@contextlib.contextmanager
def _deaf():
    """Hold an interrupt from the terminal back: it is this process's, not the server's, which it would break off.

    What is started inside is deaf to it until `PRELOAD` has it ignored; here it comes a moment later.
    """
    resource_tracker.ensure_running()  # first: its start lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _allowed_children():
    """Let a daemon, such as a Dask worker, fork: Python forbids it for fear of orphans, and ours end with it."""
    own = multiprocessing.current_process()
    was, own.daemon = own.daemon, False
    try:
        yield
    finally:
        own.daemon = was


@contextlib.contextmanager
def _environment(values):
    """Set these variables for what is started inside."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
