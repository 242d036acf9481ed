"""Read mutated forms and report what fails: ``python -m tests.mutations --family rows --out DIR``."""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from . import FAMILIES, MIXED, OWN, OWN_MIXED, SOUND, draw, report
from .written import write


def _peak():
    """The most memory this process held, in kilobytes: ``getrusage`` counts that of who started it too."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def main():
    """Run some families; prints the report, writes the smallest failing forms, or prints what it took."""
    parser = argparse.ArgumentParser(prog="tests.mutations", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--family", nargs="*", default=[*FAMILIES, MIXED, SOUND, OWN, OWN_MIXED], help=", ".join(FAMILIES)
    )
    parser.add_argument("--each", type=int, default=8, help="forms a mutator; of mixed forms 100 times as many")
    parser.add_argument("--only", nargs="*", default=(), help="names of mutators")
    parser.add_argument("--out", type=Path, help="where the smallest failing forms go")
    parser.add_argument("--measured", action="store_true", help="print what each form took, as lines of JSON")
    parser.add_argument("--most", type=int, default=0, help="megabytes of address space this process may have")
    given = parser.parse_args()
    if given.most:
        resource.setrlimit(resource.RLIMIT_AS, (given.most * 2**20,) * 2)
    for family in given.family:
        names = [name for name in given.only if name in FAMILIES.get(family, ())]
        if given.only and not names:
            continue
        count = given.each * (len(names or FAMILIES[family]) if family in FAMILIES else 100)
        if given.measured:
            for form in draw(given.seed, family, count, names):
                sys.stdout.write(json.dumps(measured(form)) + "\n")
            continue
        some = report.cases(given.seed, family, count, names=names)
        sys.stdout.write(report.text(some, given.seed, family) + "\n\n")
        if given.out:
            save(report.smallest(some), given.out)


def measured(form):
    """Return what reading one form took (seconds of the processor, the most megabytes so far) and its faults."""
    began = time.process_time()
    (case,) = report.of_forms([form])
    seconds, peak = time.process_time() - began, _peak() / 1024
    faults = [f"{fault.kind} {fault.place} {fault.said}" for fault in case.faults]
    return {"form": "+".join(form.done), "seconds": seconds, "megabytes": peak, "faults": faults}


def save(found, folder):
    """Write the smallest failing forms, each with what is wrong beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, name, _, case in found:
        stem = f"{kind}_{name}"[:150]
        (folder / f"{stem}{case.form.suffix}").write_bytes(write(case.form)[0])
        lines = [f"{fault.kind} {fault.place}: meant {fault.meant}, read {fault.read}" for fault in case.faults]
        said = [f"{each.severity} {each.where}: {each.message}" for each in case.outcome.findings]
        (folder / f"{stem}.txt").write_text("\n".join([*lines, "", *said, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
