"""Jobs spread over processes of this machine; one that dies or hangs is replaced, and its job tried once more."""

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from multiprocessing import connection

import psutil

from .. import kernel
from ..messages import say
from .make import Outcome

PRELOAD = f"{__package__}.preload"
TRIES = 2
RETIRE_AFTER = 250  # reports: whatever a library hoards goes with its process
RETIRE_MEGABYTES = 1024
GRACE_SECONDS = 20.0  # a worker ends a notebook that takes too long; one that does not has hung itself
CLOSE_SECONDS = 10.0


def spread(jobs, kit, workers, started=lambda at: None):
    """Yield ``(place in jobs, Outcome)`` as jobs are done, in any order.

    Whatever ends the loop, an interrupt too, ends every worker, and with it its kernels.

    Parameters
    ----------
    jobs : sequence of Job
    kit : Kit
    workers : int
        How many processes.
    started : callable
        Told a job's place when a worker takes it up.
    """
    kernel.warm_up(PRELOAD)  # of use where nothing was forked yet: else every worker imports all this anew
    waiting, tries = deque(range(len(jobs))), [0] * len(jobs)
    crew = [_Worker(kit) for _ in range(min(workers, len(jobs)))]
    try:
        while waiting or any(worker.at is not None for worker in crew):
            for worker in crew:
                if worker.at is None and waiting:
                    worker.take(at := waiting.popleft(), jobs[at], is_last=not waiting)
                    tries[at] += 1
                    started(at)
            for number, worker in _ready(crew):
                at, outcome, stays = worker.result()
                if not stays:
                    crew[number] = _Worker(kit)
                if outcome.try_again and tries[at] < TRIES:
                    waiting.appendleft(at)
                else:
                    yield at, outcome
        for worker in crew:
            worker.dismiss()
        for worker in crew:
            worker.close()
    finally:
        for worker in crew:
            worker.kill()


def _ready(crew):
    """Wait for a worker that has something to say, has died, or is out of time; all such ones."""
    busy = {number: worker for number, worker in enumerate(crew) if worker.at is not None}
    soonest = min(worker.deadline for worker in busy.values())
    said = connection.wait([worker.pipe for worker in busy.values()], max(soonest - time.monotonic(), 0))
    return [
        (number, worker)
        for number, worker in busy.items()
        if worker.pipe in said or worker.deadline <= time.monotonic()
    ]


class _Worker:
    """One process and the pipe to it; `at` is the place of the job it is at, None while it waits."""

    def __init__(self, kit):
        self.kit, self.at, self.deadline = kit, None, float("inf")
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = kernel.start(work, theirs, kit)
        theirs.close()

    def take(self, at, job, is_last):
        """Give it a job, the last one or not; one that has died meanwhile tells so as its result."""
        self.at, self.since = at, time.monotonic()
        self.deadline = self.since + self.kit.seconds + GRACE_SECONDS
        try:
            self.pipe.send((job, is_last))
        except OSError:
            self.process.join(CLOSE_SECONDS)

    def result(self):
        """Return ``(place of its job, Outcome, whether the worker goes on)``."""
        at, self.at = self.at, None
        try:
            if self.pipe.poll():
                outcome, goes_on = self.pipe.recv()
                if not goes_on:
                    self.dismiss()
                    self.close()
                return at, outcome, goes_on
            error = say("report_too_long", seconds=self.kit.seconds)
        except (EOFError, OSError):
            self.process.join(CLOSE_SECONDS)
            error = say("report_worker_died", code=self.process.exitcode)
        self.kill()
        return at, Outcome("failed", time.monotonic() - self.since, error, try_again=True), False

    def dismiss(self):
        """Let it end by itself."""
        with contextlib.suppress(OSError):  # it has ended already
            self.pipe.send(None)

    def close(self):
        """See that it ends."""
        self.process.join(CLOSE_SECONDS)
        self.kill()

    def kill(self):
        """End it now; its kernels end with it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _next(pipe):
    """The next job, None where there is none, or where who gives them has gone."""
    with contextlib.suppress(EOFError, ConnectionError):
        return pipe.recv()


def work(pipe, kit):
    """Make the jobs that come down the pipe, until told to stop; this is what a worker process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's interrupt is the runner's affair
    kernel.join_family()
    maker, made = kit.maker(), 0
    while (given := _next(pipe)) is not None:
        outcome, made = maker.make(*given), made + 1
        grown = psutil.Process().memory_info().rss > RETIRE_MEGABYTES * 2**20
        goes_on = made < RETIRE_AFTER and not grown and not maker.is_spent
        pipe.send((outcome, goes_on))
    maker.close()
