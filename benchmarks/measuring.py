"""Seconds and peak memory of one call, the same way in every benchmark."""

import argparse
import resource
import sys
import time


def no_options(doc):
    """Answer ``--help`` with the first line of a module's docstring; refuse options."""
    argparse.ArgumentParser(description=doc.partition("\n")[0]).parse_args()


def seconds(call, repeats=7):
    """Return the best time of some calls and the last result: machines are shared, the best is least disturbed."""
    best, result = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        result = call()
        best = min(best, time.perf_counter() - start)
    return best, result


def processor_seconds(call, repeats=3):
    """Return the best wall time and the best processor time of some calls, whichever call each was of.

    On a machine that others use too the second says more: it counts this process only.
    """
    best = [float("inf"), float("inf")]
    for _ in range(repeats):
        start = time.perf_counter(), time.process_time()
        call()
        spent = time.perf_counter() - start[0], time.process_time() - start[1]
        best = [min(pair) for pair in zip(best, spent, strict=True)]
    return best


def peak_gigabytes():
    """Return the largest resident size this process ever had."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (2**30 if sys.platform == "darwin" else 2**20)
