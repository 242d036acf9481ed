"""Seconds and peak memory of one call, the same way in every benchmark."""

import resource
import sys
import time


def seconds(call, repeats=7):
    """Return the best time of some calls and the last result: machines are shared, the best is least disturbed."""
    best, result = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        result = call()
        best = min(best, time.perf_counter() - start)
    return best, result


def peak_gigabytes():
    """Return the largest resident size this process ever had."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (2**30 if sys.platform == "darwin" else 2**20)
