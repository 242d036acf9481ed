"""What the working group decided about an answer: decision, ground, method, date; a cut needs a reason."""

import datetime
import re

from ..scoring.verdict import decision
from .text import clean, fold
from .typed_words import first_words, read_word

PLACEHOLDERS = {"ghi ly do", "ly do", "ghi ro ly do", "x", "nhu tren", "khong", "n a", "chua ro", "abc", "test"}
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_GROUND = re.compile(r"\bG\d+\b")  # also one digit or three: what the list does not have is reported


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
    ground, found = _read_ground(clean(row["ground"]), grounds)
    faults += [(code, "ground", facts) for code, facts in found]
    verified_on = _date(row["verified_on"])
    if verified_on is None:
        faults.append(("date_unreadable", "verified_on", {"text": clean(row["verified_on"])}))
    has_column = bool({"ground", "verifier_note"} & set(row.columns))
    if made in ("lowered", "zeroed") and has_column and not ground:
        faults += _unreasoned(row, record)
    return {"ground_code": ground, "method": method or "", "verified_on": verified_on or ""}, faults


def _unreasoned(row, record):
    note = fold(record["verifier_note"])
    field = "verifier_note" if "verifier_note" in row.columns else "ground"
    facts = {"claimed": record["claimed_points"], "verified": record["verified_points"]}
    if not note:
        return [("cut_without_reason", field, facts)]
    if note in PLACEHOLDERS or len(note) < 4:
        return [("cut_placeholder", field, facts | {"text": record["verifier_note"]})]
    return []


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
