"""What the working group decided about an answer: decision, ground, method, date; a cut needs a reason."""

import datetime
import re

from .text import clean, fold

TOLERANCE = 0.005  # typed with two decimals
DECISIONS = {
    "accepted": {"chap nhan", "giu nguyen", "dong y"},
    "lowered": {"ha diem", "giam diem"},
    "raised": {"nang diem", "tang diem"},
    "zeroed": {"khong diem", "cho 0 diem", "khong cho diem"},
}
METHODS = {"desk": {"ho so", "tren ho so"}, "on_site": {"tai cho", "thuc te", "kiem tra thuc te"}}
PLACEHOLDERS = {"ghi ly do", "ly do", "ghi ro ly do", "x", "nhu tren", "khong", "n a", "chua ro", "abc", "test"}
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_GROUND = re.compile(r"\bG\d{2}\b")


def decision(claimed, verified):
    """Return what two numbers of points amount to: accepted, lowered, raised or zeroed; "" without both.

    >>> [decision(5, v) for v in (5, 4, 6, 0, None)]
    ['accepted', 'lowered', 'raised', 'zeroed', '']
    """
    if claimed is None or verified is None:
        return ""
    if abs(verified - claimed) <= TOLERANCE:
        return "accepted"
    if verified > claimed:
        return "raised"
    return "zeroed" if verified == 0 else "lowered"


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
    typed = _word(row["decision"], DECISIONS)
    if typed is None:
        facts = {"text": clean(row["decision"]), "known": "chấp nhận, hạ điểm, nâng điểm, không điểm"}
        faults.append(("verdict_word_unknown", "decision", facts))
    elif typed and made and typed != made:
        facts = {"text": clean(row["decision"])}
        facts |= {"claimed": record["claimed_points"], "verified": record["verified_points"]}
        faults.append(("decision_contradicts", "decision", facts))
    method = _word(row["method"], METHODS)
    if method is None:
        facts = {"text": clean(row["method"]), "known": "hồ sơ, tại chỗ"}
        faults.append(("verdict_word_unknown", "method", facts))
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


def _word(cell, words):
    """The word's code; "" for a blank, None for a word nobody knows."""
    folded = fold(clean(cell))
    if not folded:
        return ""
    return next((code for code, spellings in words.items() if folded in spellings), None)


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
