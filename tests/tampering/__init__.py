"""Reference and processed files tampered with by chance from a seed, and what the package makes of them.

The oracle shares nothing with the package: `plain` reads a file as a person would, and whatever the package does
not refuse it must hold as `plain` sees it. ``python -m tests.tampering --help`` runs more of it.
"""

import random
import shutil
import tempfile
from pathlib import Path

from . import built, raw_files, root, verdict
from .registry import TAMPERINGS

RAW, BUILT = "raw", "built"


def raw_faults(seed, count, read=verdict.read, names=()):
    """Return the faults of `count` raw folders, each with one file tampered with.

    Parameters
    ----------
    seed, count : int
    read : callable
        What reads a raw folder, and raises `DtsError` where it refuses it.
    names : list of str, optional
        Only these tamperings.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = root.make(Path(folder) / "sound")
        files = root.reference_files(home)
        faults = []
        for number in range(count):
            chance = random.Random(f"{seed} {RAW} {number}")
            path = files[number % len(files)]
            done, content = raw_files.draw(chance, path, home / path, names)
            copied = Path(folder) / "raw"
            shutil.copytree(home, copied)
            raw_files.lay(copied / path, content)
            faults += verdict.of_raw(copied, path, f"{number} {path} {done}", read)
            shutil.rmtree(copied)
    return faults


def built_faults(seed, count):
    """Return the faults of `count` folders of processed data, each with one file tampered with."""
    with tempfile.TemporaryDirectory() as folder:
        raw, processed = root.build(Path(folder))
        before, files = verdict.tables(processed), built.files(processed)
        faults = []
        for number in range(count):
            chance = random.Random(f"{seed} {BUILT} {number}")
            path = files[number % len(files)]
            done, content = built.draw(chance, processed, path)
            faults += verdict.of_built(raw, processed, path, content, before, f"{number} {path.name} {done}")
    return faults


__all__ = ["TAMPERINGS", "built_faults", "raw_faults"]
