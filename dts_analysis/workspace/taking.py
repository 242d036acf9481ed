"""Received files taken in: the one gate for names that become paths, unchanged bytes, rows of the manifest."""

import csv
import io
import re

from .. import files
from ..errors import DtsError, finding
from ..intake.manifest import COLUMNS
from ..intake.text import masked
from ..messages import say, table as messages_table
from .answers import safe
from .testimony import SUFFIXES

_SAFE = re.compile(r"[0-9A-Za-z_-]+")
_BLANK_ROWS = re.compile(rb"([\r\n]+[, \t]*)+\Z")
_SUFFIX_OF = {"self": "", "sheet": "", "verification": "_tham_dinh"}


def raw_path(year, unit_code, stage, suffix, taken):
    """Return where a received file goes, below the raw folder: the only place where names become paths.

    Parameters
    ----------
    year : int
    unit_code, stage : str
        A stage that a set names itself stands in the path.
    suffix : str
        As the file came; what is no form's ending is written as none.
    taken : collection of str
        Paths without their endings that are not free: 25489.xlsx after 25489.csv is another time.

    Raises
    ------
    DtsError
        Where a code could lead elsewhere.

    Examples
    --------
    >>> raw_path(2025, "25489", "self", ".XLSX", ())
    '2025/25489.xlsx'
    >>> raw_path(2025, "25489", "verification", ".csv", {"2025/25489_tham_dinh"})
    '2025/25489_tham_dinh_lan_2.csv'
    """
    if not _SAFE.fullmatch(unit_code):
        raise DtsError(finding("path_unsafe", "units.csv", part=unit_code))
    stem = f"{int(year)}/{unit_code}{_SUFFIX_OF.get(stage, f'_{stage}')}"
    ending = suffix.lower() if suffix.lower() in SUFFIXES else ""
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}_lan_{number}"
    return found + ending


def manifest_row(seen, path, values, received_on, replaces):
    """Return one row of the manifest; its note says under which name the file came."""
    note, _ = masked(say("note_received", name=seen.name))
    return {
        "path": path,
        "sha256": seen.sha256,
        "unit_code": values["unit_code"],
        "year": str(values["year"]),
        "criteria_id": values["criteria_id"],
        "stage": values["stage"],
        "received_on": received_on,
        "provenance": "official",
        "replaces": replaces,
        "note": safe(note),
    }


def name_in_note(note):
    """Return the name a file came under, as its row's note says; "" where it says none.

    >>> name_in_note("tệp nhận: Xã Tân Lập.xlsx"), name_in_note("gửi qua văn thư")
    ('Xã Tân Lập.xlsx', '')
    """
    plain = note.removeprefix("'")
    for words in messages_table()["words"]["note_received"].values():
        before = words.partition("{name}")[0]
        if plain.startswith(before):
            return plain.removeprefix(before)
    return ""


def take(raw, rows, sources):
    """Copy files into the raw folder, bytes unchanged, and then list them.

    Parameters
    ----------
    raw : Path
    rows : list of dict
        As from `manifest_row`.
    sources : dict
        Path below `raw` to where the file lies; one that lies there already is not copied.

    Raises
    ------
    DtsError
        Where something cannot be written; files that are not listed by then are received at the next call.
    """
    with files.sayable(raw):
        for path, source in sources.items():
            target = raw / path
            if not target.exists():
                files.write(target, source.read_bytes())
        if rows:
            files.write(raw / "manifest.csv", _with_rows(raw / "manifest.csv", rows))


def _with_rows(manifest, rows):
    """The manifest's bytes with rows after those it has, whose own bytes stay; blank rows at its end go."""
    before = manifest.read_bytes()
    ending = b"\r\n" if before.endswith(b"\r\n") else b"\n"
    text = io.StringIO()
    names = next(csv.reader([before.decode("utf-8-sig").splitlines()[0]]))
    writer = csv.DictWriter(text, names, lineterminator=ending.decode(), restval="")
    writer.writerows({name: row[name] for name in COLUMNS} for row in rows)
    return _BLANK_ROWS.sub(b"", before) + ending + text.getvalue().encode()
