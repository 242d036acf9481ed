"""What the working group decided about an answer: decision, ground, method, date; a cut needs a reason."""

import datetime
import re

from ..scoring.verdict import decision
from .text import clean, fold
from .typed_words import first_words, read_word

PLACEHOLDERS = {"ghi ly do", "ly do", "ghi ro ly do", "x", "nhu tren", "khong", "n a", "chua ro", "abc", "test"}
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_GROUND = re.compile(r"\bG\d{2}\b")


def read_verdict(row, record, grounds):
    """Return a row's ``ground_code``, ``method`` and ``verified_on`` ("" where none) and the faults found.

    Parameters
    ----------
    row : mapping
        Cells by field.
    record : dict
        The row's points and ``verifier_note``, as read so far.
    grounds : dict
        Folded label to ground code.

    Returns
    -------
    (dict, list of (code, field, facts))
    """
    faults = []
    made = decision(record["claimed_points"], record["verified_points"])
    typed, method = (read_word(field, row[field]) for field in ("decision", "method"))
    for field, code in (("decision", typed), ("method", method)):
        if code is None:
            facts = {"text": clean(row[field]), "known": ", ".join(first_words(field).values()).lower()}
            faults.append(("verdict_word_unknown", field, facts))
    if typed and made and typed != made:
        facts = {"text": clean(row["decision"])}
        facts |= {"claimed": record["claimed_points"], "verified": record["verified_points"]}
        faults.append(("decision_contradicts", "decision", facts))
    ground = _ground(clean(row["ground"]), grounds)
    if ground is None:
        faults.append(("ground_unknown", "ground", {"text": clean(row["ground"])}))
    verified_on = _date(row["verified_on"])
    if verified_on is None:
        faults.append(("date_unreadable", "verified_on", {"text": clean(row["verified_on"])}))
    has_column = bool({"ground", "verifier_note"} & set(row.columns))
    if made in ("lowered", "zeroed") and has_column and not ground:
        faults += _unreasoned(row, record)
    return {"ground_code": ground or "", "method": method or "", "verified_on": verified_on or ""}, faults


def _unreasoned(row, record):
    note = fold(record["verifier_note"])
    field = "verifier_note" if "verifier_note" in row.columns else "ground"
    facts = {"claimed": record["claimed_points"], "verified": record["verified_points"]}
    if not note:
        return [("cut_without_reason", field, facts)]
    if note in PLACEHOLDERS or len(note) < 4:
        return [("cut_placeholder", field, facts | {"text": record["verifier_note"]})]
    return []


def _ground(text, grounds):
    if not text:
        return ""
    coded = _GROUND.search(text.upper())
    if coded:
        return coded.group() if coded.group() in grounds.values() else None
    return grounds.get(fold(text))


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
