"""Reading shared out among processes. Answers, findings and their order are the same whatever the number."""

import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import psutil

from .. import messages

UNITS_AT_ONCE = 32
FILES_A_WORKER = 500  # fewer are read before another process is up
MOST_WORKERS = 4  # each takes memory of its own, and starting more takes longer than they save
FOLDER = "dts-reading-"  # in the temporary directory, then the number of the process it is of
_here: dict = {}  # in a worker: the `Reading` it was started with


def read_units(reading, units, workers=None):
    """Return what `Reading.answers` returns, for many units, in parts that follow one another.

    Parameters
    ----------
    reading : Reading
    units : list of ReceivedUnit
    workers : int, optional
        Processes; 1 reads in this one. Default: as many as there are cores, where the number of files pays for it.

    Returns
    -------
    list of (Arrow table, list of Finding)
        A file that ends the process it is read in is a finding; the unit's other file is read.
    """
    workers = workers or _as_many_as_pay(units)
    chunks = [units[start : start + UNITS_AT_ONCE] for start in range(0, len(units), UNITS_AT_ONCE)] or [[]]
    if workers == 1:
        return [reading.answers(chunk) for chunk in chunks]
    with _Workers(reading, workers) as several:
        parts = several.read(chunks)
    lost = [unit for part, chunk in zip(parts, chunks, strict=True) if part is None for unit in chunk]
    again = iter(_read_apart(reading, lost) if lost else ())
    whole = []
    for part, chunk in zip(parts, chunks, strict=True):
        whole += [next(again) for _ in chunk] if part is None else [part]
    return whole


def _as_many_as_pay(units):
    if multiprocessing.current_process().daemon:  # such a process may start none
        return 1
    files = sum(len(unit.files) for unit in units)
    return max(1, min(os.cpu_count() or 1, MOST_WORKERS, files // FILES_A_WORKER))


class _Workers:
    """Processes that read. When one dies all are gone, and another call starts new ones."""

    def __init__(self, reading, number):
        self.reading, self.number, self.pool = reading, number, None

    def __enter__(self):
        # In a file: what is given at the start goes through a pipe, and fills it where the process has died.
        _sweep()
        self.folder = tempfile.TemporaryDirectory(prefix=f"{FOLDER}{os.getpid()}-")
        self.given = Path(self.folder.name) / "reading.pickle"
        self.given.write_bytes(pickle.dumps(self.reading))
        return self

    def __exit__(self, *_):
        self._end()
        self.folder.cleanup()

    def _end(self):
        if self.pool:
            self.pool.shutdown(cancel_futures=True)
            self.pool = None

    def read(self, chunks):
        """Return the answers of each of these chunks of units; None where a process died before it had them."""
        return self._done([self._begun(_read, chunk) for chunk in chunks])

    def can_start(self):
        """Return whether this system lets a process be started, and stay."""
        return self._done([self._begun(os.getpid)]) != [None]

    def _begun(self, *call):
        if self.pool is None:
            context = multiprocessing.get_context("spawn")  # a process with threads must not be forked
            arguments = (self.given, messages.language())
            self.pool = ProcessPoolExecutor(self.number, context, _begin, arguments)
        try:
            return self.pool.submit(*call)
        except BrokenProcessPool:
            return None

    def _done(self, begun):
        results = []
        for each in begun:
            try:
                results.append(each and each.result())
            except BrokenProcessPool:
                results.append(None)
        if None in results:
            self._end()
        return results


def _read_apart(reading, units):
    """The answers of each unit, read by itself: a file that ends its process is found and left unopened."""
    parts = []
    with _Workers(reading, 1) as child:
        if not child.can_start():
            return [reading.answers([unit]) for unit in units]
        for unit in units:
            (part,) = child.read([[unit]])
            if part is None:
                alone = {path: [replace(unit, files={stage: path})] for stage, path in unit.files.items()}
                fatal = tuple(path for path, one in alone.items() if child.read([one]) == [None])
                (part,) = child.read([[replace(unit, unopened=fatal)]])
            parts.append(part or reading.answers([replace(unit, unopened=tuple(unit.files.values()))]))
    return parts


def _sweep():
    """Remove what processes that were killed while reading left in the temporary directory."""
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        owner = left.name.removeprefix(FOLDER).partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _begin(given, language):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    messages.use(language)
    _here["reading"] = pickle.loads(given.read_bytes())


def _end_with_parent():
    multiprocessing.parent_process().join()
    os._exit(1)


def _read(units):
    return _here["reading"].answers(units)
