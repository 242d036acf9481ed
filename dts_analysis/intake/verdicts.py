"""What the working group decided about an answer: decision, ground, method, date; a cut needs a reason."""

import datetime
import re

import numpy as np

from ..scoring.verdict import DECISIONS, decisions
from .text import clean, fold
from .typed_words import first_words, read_word

PLACEHOLDERS = {"ghi ly do", "ly do", "ghi ro ly do", "x", "nhu tren", "khong", "n a", "chua ro", "abc", "test"}
_CUT = [DECISIONS.index(name) for name in ("lowered", "zeroed")]
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_GROUND = re.compile(r"\bG\d+\b")  # also one digit or three: what the list does not have is reported


def read_verdicts(rows, claimed, verified, notes, grounds):
    """Return what the working group decided, and the faults.

    Parameters
    ----------
    rows : Rows
    claimed, verified : array of float
        Points as read; NaN where there are none. A decision is held against both or not at all.
    notes : list of str
        The verifier's notes as read.
    grounds : dict
        Folded label to ground code.

    Returns
    -------
    dict
        Columns ``ground_code``, ``method`` and ``verified_on``, "" where none.
    faults : list of (row, code, field, facts)
    """
    made = np.where(np.isnan(claimed), -1, decisions(claimed, verified))
    columns = {name: [""] * len(rows) for name in ("ground_code", "method", "verified_on")}
    faults = []
    for row, cell in rows.filled("decision"):
        typed = read_word("decision", cell)
        if typed is None:
            faults.append((row, *_unknown("decision", cell)))
        elif typed and made[row] >= 0 and typed != DECISIONS[made[row]]:
            facts = {"text": clean(cell), **_points(claimed, verified, row)}
            faults.append((row, "decision_contradicts", "decision", facts))
    for row, cell in rows.filled("method"):
        method = read_word("method", cell)
        columns["method"][row] = method or ""
        if method is None:
            faults.append((row, *_unknown("method", cell)))
    for row, cell in rows.filled("ground"):
        columns["ground_code"][row], found = _read_ground(clean(cell), grounds)
        faults += [(row, code, "ground", facts) for code, facts in found]
    for row, cell in rows.filled("verified_on"):
        date = _date(cell)
        columns["verified_on"][row] = date or ""
        if date is None:
            faults.append((row, "date_unreadable", "verified_on", {"text": clean(cell)}))
    field = next((name for name in ("verifier_note", "ground") if name in rows), "verified_points")
    for row in np.flatnonzero(np.isin(made, _CUT)).tolist():
        found = None if columns["ground_code"][row] else _unreasoned(notes[row])
        if found:
            code, facts = found
            faults.append((row, code, field, _points(claimed, verified, row) | facts))
    return columns, faults


def _points(claimed, verified, row):
    return {"claimed": float(claimed[row]), "verified": float(verified[row])}


def _unknown(field, cell):
    facts = {"text": clean(cell), "known": ", ".join(first_words(field).values()).lower()}
    return "verdict_word_unknown", field, facts


def _unreasoned(note):
    """What is wrong with the note beside a cut that names no ground, None where it is a reason."""
    folded = fold(note)
    if not folded:
        return "cut_without_reason", {}
    if folded in PLACEHOLDERS or len(folded) < 4:
        return "cut_placeholder", {"text": note}
    return None


def _read_ground(text, grounds):
    """The ground a cell names, "" where none, and what is wrong with it: codes, or else one label."""
    codes = list(dict.fromkeys(_GROUND.findall(text.upper())))
    if not codes:
        ground = grounds.get(fold(text), "")
        return ground, [("ground_unknown", {"text": text})] if text and not ground else []
    known = [code for code in codes if code in grounds.values()]
    faults = [("ground_unknown", {"text": code}) for code in codes if code not in known]
    if len(known) > 1:
        faults.append(("ground_doubled", {"text": text, "first": known[0]}))
    return known[0] if known else "", faults


def _date(cell):
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    text = clean(cell)
    if not text:
        return ""
    found = _DATE.fullmatch(text)
    try:
        return datetime.date(*(int(part) for part in found.groups()[::-1])).isoformat() if found else None
    except ValueError:
        return None
