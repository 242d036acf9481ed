"""Why a unit says it lost points: codes as typed, or those of a reviewed explanation; never guessed."""

import re

from .columns import read_texts
from .numbers import read_number
from .text import fold

_REASON = re.compile(r"\bR\d+\b")  # also one digit or three: what the taxonomy does not have is reported
_SHARED = re.compile(r"\b(R\d+)\b\s*[:=(]?\s*(\d+(?:[.,]\d+)?\s*%)")


def read_reasons(rows, explanations, known):
    """Return the columns of reasons, and the faults.

    Parameters
    ----------
    rows : Rows
    explanations : list of str
        As read; what stands beside the codes in a cell of reasons is added to them.
    known : Codes

    Returns
    -------
    dict
        ``reason_codes`` (parted by ;), ``reason_shares`` ("" = equally), ``reason_basis`` (form, mapping or "").
    faults : list of (row, code, field, facts)
    """
    typed, faults = read_texts(rows, "reasons")
    faults += _codes_explained(typed, explanations, known)
    columns = {name: [""] * len(rows) for name in ("reason_codes", "reason_shares", "reason_basis")}
    for row, text in enumerate(typed):
        if text in known.reasons:  # as most cells are filled in
            codes, shares, basis = text, "", "form"
        elif text:
            codes, shares, found = _read_cell(text, known)
            basis = "form" if codes else ""
            faults += [(row, code, "reasons", facts) for code, facts in found]
            if _beside(text, codes, known):
                explanations[row] = f"{explanations[row]}\nNguyên nhân: {text}".strip()
        elif known.mapping and explanations[row]:
            codes, shares = known.mapping.get(fold(explanations[row]), ""), ""
            basis = "mapping" if codes else ""
        else:
            continue
        for name, value in zip(columns, (codes, shares, basis), strict=True):
            columns[name][row] = value
    return columns, faults


def _codes_explained(typed, explanations, known):
    """Take as reasons what stands among the explanations and is known codes and nothing else; moves them."""
    moved = [
        row
        for row, text in enumerate(explanations)
        if text and not typed[row] and set(_REASON.findall(text.upper())) & known.reasons
        if not _REASON.sub("", text.upper()).strip(" ;,.+&/\n")
    ]
    for row in moved:
        typed[row], explanations[row] = explanations[row], ""
    return [(row, "reason_explained", "explanation", {"text": typed[row]}) for row in moved]


def _beside(text, codes, known):
    """What stands in a cell beside codes, shares and the codes' own labels."""
    rest = fold(_REASON.sub("", _SHARED.sub("", text.upper())))
    for code in codes.split(";"):
        rest = rest.replace(known.labels.get(code, ""), "").strip()
    return rest


def _read_cell(text, known):
    codes = list(dict.fromkeys(_REASON.findall(text.upper())))
    faults = [("reason_unknown", {"code": code}) for code in codes if code not in known.reasons]
    kept = [code for code in codes if code in known.reasons]
    stated = {code: read_number(share).value for code, share in _SHARED.findall(text.upper())}
    shares = ""
    if stated and (set(stated) != set(kept) or abs(sum(stated.values()) - 1) > 1e-6):
        faults.append(("reason_shares_sum", {"text": text, "sum": sum(stated.values())}))
    elif stated:
        shares = ";".join(f"{stated[code]:.12g}" for code in kept)
    return ";".join(kept), shares, faults
