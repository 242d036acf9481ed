"""Tamper with more files than the suite does: ``python -m tests.tampering --seed 7 --raw 1000 --built 1000``."""

import argparse
import resource
import sys

from . import built_faults, raw_faults


def main():
    """Run both trials and print every fault."""
    parser = argparse.ArgumentParser(prog="tests.tampering", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--raw", type=int, default=200, help="raw folders")
    parser.add_argument("--built", type=int, default=200, help="folders of processed data")
    parser.add_argument("--only", nargs="*", default=(), help="names of tamperings with raw files")
    parser.add_argument("--most", type=int, default=0, help="megabytes that this process may take")
    given = parser.parse_args()
    faults = raw_faults(given.seed, given.raw, names=given.only) + built_faults(given.seed, given.built)
    for fault in faults:
        sys.stdout.write(f"{fault.kind}: {fault.case}\n{fault.said}\n\n")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    sys.stdout.write(f"{given.raw} + {given.built} files, {len(faults)} faults, {megabytes} MB at most\n")
    sys.exit(bool(faults) or (given.most and megabytes > given.most))


if __name__ == "__main__":
    main()
