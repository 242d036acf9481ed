"""What the package made of a file that was tampered with, held against what a person reads in it."""

import resource
import time
import traceback
from dataclasses import dataclass

from dts_analysis import dataset, intake, messages, reference
from dts_analysis.errors import DtsError

from . import plain
from .held import held, unlike

MOST_SECONDS = 5  # of the processor
MOST_LETTERS = 1500  # of one sentence, whatever stands in the file
MOST_SENTENCES = 400
MOST_KILOBYTES = 500_000  # that reading one small file may add to what the process ever took


@dataclass(frozen=True)
class Fault:
    """What is wrong: a traceback, a silence, a sentence that is none, or too much of something."""

    kind: str
    case: str
    said: str


def read(raw):
    """Return what the package reads in a raw folder: the dataset, headings and mapped explanations."""
    data = dataset.read(raw, workers=1)
    mapping = reference.load_reason_mapping(raw, reference.load_reasons(raw))
    return data, intake.headings.load(raw), mapping


def of_raw(raw, path, case, reading=read):
    """Return the faults of reading a raw folder in which one file was tampered with."""
    found, error, faults = _tried(case, reading, raw)
    if error or found is None:
        return faults
    said = {str(each) for each in found[0].findings["where"]}
    if any(path.rpartition("/")[2] in where for where in said):
        return faults
    place = raw / path
    try:
        content = place.read_bytes()
        seen = plain.rows(content) if path.endswith(".csv") else plain.leaves(content)
    except (plain.Unreadable, OSError) as fault:
        return [*faults, Fault("silent", case, f"nobody can read it: {fault}")]
    return faults + [Fault("silent", case, words) for words in unlike(path, seen, held(path, *found))]


def of_built(raw, processed, path, content, before, case):
    """Return the faults of reading processed data of which one file holds other bytes, and mend it again."""
    place, faults = processed / path, []
    whole = place.read_bytes()
    place.unlink()
    if content is None:
        place.mkdir()
    else:
        place.write_bytes(content)
    current, _, more = _tried(case, dataset.is_current, raw, processed)
    if current is not False:
        faults.append(Fault("silent", case, "it is taken for current"))
    after, error, again = _tried(case, tables, processed)
    if error and not any(each.code in ("processed_missing", "processed_changed") for each in error.findings):
        faults.append(Fault("unsaid", case, str(error)))
    if after is not None and not _same(before, after):
        faults.append(Fault("silent", case, "other tables"))
    if content is None:
        place.rmdir()
    place.write_bytes(whole)
    return faults + more + again


def tables(processed):
    """Return all that is stored, read from there."""
    data = dataset.load(processed)
    found = {name: data.rows(name) for name in dataset.TABLES}
    return found | {f"published {name}": table for name, table in data.published.items()} | {
        "sets": data.criteria, "inputs": data.inputs, "provenance": data.provenance,
    }  # fmt: skip


def _same(before, after):
    return before.keys() == after.keys() and all(
        value.equals(after[name]) if hasattr(value, "equals") else value == after[name]
        for name, value in before.items()
    )


def _tried(case, read, *given):
    """What reading gave, or the `DtsError` it raised, and the faults of the way it did so."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = error = None
    faults = []
    try:
        found = read(*given)
    except DtsError as raised:
        error, faults = raised, _of_sentences(case, raised)
    except Exception:
        faults = [Fault("traceback", case, traceback.format_exc()[-1500:])]
    seconds, more = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if seconds > MOST_SECONDS:
        faults.append(Fault("slow", case, f"{seconds:.1f} s"))
    if more > MOST_KILOBYTES:
        faults.append(Fault("large", case, f"{more} KB"))
    return found, error, faults


def _of_sentences(case, error):
    faults = []
    if not 0 < len(error.findings) <= MOST_SENTENCES:
        faults.append(Fault("unsaid", case, f"{len(error.findings)} sentences"))
    for language in messages.LANGUAGES:
        messages.use(language)
        for each in error.findings:
            parts = (each.where, each.found, each.expected, each.remedy)
            if not all(part.strip() for part in parts) or len(str(each)) > MOST_LETTERS:
                faults.append(Fault("unsaid", case, str(each)[:300]))
    messages.use("vi")
    return faults
