"""What Excel would show in the formulas of our own forms: points of an answer, sums of claims, gaps, decisions."""

import math
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from .paper import DOUBT, Cell

AGAIN = "xem lại"
ERRORS = ("#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!")


def rounded(points):
    """Return points as ROUND(…,2) gives them.

    >>> rounded(1.005), rounded(2.4)
    (1.01, 2.4)
    """
    return float(Decimal(f"{points:.12g}").quantize(Decimal("0.01"), ROUND_HALF_UP))


def reads_share(rule):
    """Return whether a rule reads a part (a) of a whole (b)."""
    return rule.get("of", {"ratio": "share", "target": "share"}.get(rule["kind"])) == "share"


def claim_of(form, row):
    """Let the formulas of an indicator's row show what they make of its answer; sets what is meant."""
    rule, maximum = form.indicators[row.code]["rule"], form.indicators[row.code]["max_points"]
    if rule["kind"] == "manual":
        return
    a, b = (row.cells[field].value if field in row.cells else "" for field in ("a", "b"))
    marks = [each.cells["a"].value for each in form.rows if each.kind == "part" and each.code == row.code]
    points, is_odd = _points(rule, maximum, a, b, marks), _is_odd(rule, maximum, a, b, marks)
    if rule["kind"] == "checklist":
        done = [number for number, mark in enumerate(marks, 1) if _is(mark, "Có")]
        shown = "; ".join(map(str, done)) if done else "0" if any(mark != "" for mark in marks) else ""
        show(row, "a", shown)
        form.means(row, None if shown == "" else float(sum(2 ** (each - 1) for each in done)), basis="a")
    if "computed" in row.cells:
        show(row, "computed", "" if points is None else points)
    show(row, "claimed", AGAIN if is_odd else "" if points is None else rounded(points))
    if row.cells["claimed"].formula:
        read = _read(form, row, rule) if is_odd and rule["kind"] == "choice" else None
        if read is None:
            form.means(row, None if points is None else rounded(points), told="refused" if is_odd else "")
        else:
            form.means(row, read, told="mentioned")


def _read(form, row, rule):
    """The points of the option that an answer means, however it is spelt; None where that is not known."""
    meant = form.meant.get((row.code, "a"), DOUBT)
    options = {float(each["value"]): float(each["points"]) for each in rule["options"]}
    return options.get(meant.readings[0]) if meant != DOUBT and len(meant.readings) == 1 else None


def verdict_of(form, row):
    """Let the formulas of a verified row show what they make of its level; returns the points, which are meant."""
    rule, maximum = form.indicators[row.code]["rule"], form.indicators[row.code]["max_points"]
    marks = [each.cells["level"].value for each in form.rows if each.kind == "part" and each.code == row.code]
    level = row.cells["level"].value
    if rule["kind"] == "checklist":
        done = [f"{number}" for number, mark in enumerate(marks, 1) if _is(mark, "Có")]
        show(row, "level", "; ".join(done) or "0")
    points = _points({**rule, "otherwise": None}, maximum, level, "", marks)
    is_odd = _is_odd({**rule, "otherwise": None}, maximum, level, "", marks)
    show(row, "verified", AGAIN if is_odd else rounded(points))
    form.means(row, None if is_odd else rounded(points), told="refused" if is_odd else "")
    return points


def show(row, field, value):
    """Let a formula show something; a cell without a formula stays as it is."""
    if row.cells[field].formula:
        row.cells[field] = replace(row.cells[field], value=value)


def _is(cell, word):
    return isinstance(cell, str) and cell.casefold() == word.casefold()  # as Excel compares


def _says(cell, option):
    return any(_is(cell, word) for word in (option["label"], *option.get("also", ())))


def _points(rule, maximum, a, b, marks):
    kind = rule["kind"]
    if kind == "checklist":
        if not any(mark != "" for mark in marks):
            return None
        points = [part["points"] for part, mark in zip(rule["parts"], marks, strict=True) if _is(mark, "Có")]
        return float(min(sum(points), rule.get("at_most") or math.inf))
    if kind == "choice":
        chosen = (each for each in rule["options"] if a == each["value"] or _says(a, each))
        other = None if a == "" or rule.get("otherwise") is None else float(rule["otherwise"])
        return next((float(each["points"]) for each in chosen), other)
    if not isinstance(a, float) or a < 0:
        return None
    if reads_share(rule):
        if isinstance(b, float):
            if b <= 0:
                return None
            a /= b
        elif a > 1:
            return None
    if kind == "count":
        points = min(rule["each"] * max(a - rule.get("above", 0), 0), maximum)
        return float(max(points, -math.inf if rule.get("floor") is None else rule["floor"]))
    if kind == "ratio":
        return float(min(a / rule.get("target", 1), 1) * maximum)
    if kind == "target":
        return float(maximum if a >= rule["at_least"] - 1e-9 else 0)
    return next((float(step["points"]) for step in rule["tiers"] if a >= step["at_least"] - 1e-9), 0.0)


def _is_odd(rule, maximum, a, b, marks):
    if rule["kind"] == "checklist":
        return any(mark != "" and not _is(mark, "Có") and not _is(mark, "Không") for mark in marks)
    if rule["kind"] == "choice":
        return a != "" and _points(rule, maximum, a, b, marks) is None
    return (isinstance(a, str) and a != "") or (isinstance(b, str) and b != "")


def refresh(form):
    """Let the sums of pillars and of the whole, gaps and decisions show what they add up to now."""
    if form.stage == "verification":
        for row in form.answers:
            _compare(row)
        return
    claims, sums = [], []
    for row in reversed(form.rows):
        if row.kind == "indicator":
            claims.append((row.cells["claimed"].value, row.cells.get("unsure", Cell()).value))
        elif row.kind == "pillar" and "claimed" in row.cells:
            show(row, "claimed", sums_of([claim for claim, _ in claims]))
            if "unsure" in row.cells:
                show(row, "unsure", sums_of([claim for claim, mark in claims if _is(mark, "Có")]) or "")
            if "reasons" in row.cells:
                filled = sum(claim not in ("", AGAIN) for claim, _ in claims)
                show(row, "reasons", f"Đã điền {filled}/{len(claims)} chỉ số")
            sums.append(row.cells["claimed"].value)
            claims = []
    for row in form.rows:
        if row.kind == "total" and "claimed" in row.cells:
            show(row, "claimed", sums_of(sums))


def sums_of(cells):
    """Return what the sum of cells shows: an error where one is, nothing where none is filled; no text counts."""
    broken = next((each for each in cells if each in ERRORS), "")
    if broken or all(each in ("", AGAIN) for each in cells):
        return broken
    return rounded(sum(each for each in cells if isinstance(each, float)))


def _compare(row):
    claimed, verified = (row.cells[field].value for field in ("claimed", "verified"))
    gap = decision = ""
    if isinstance(claimed, float) and isinstance(verified, float):
        gap = verified - claimed
        decision = "Nâng điểm" if gap > 0 else "Không điểm" if verified == 0 else "Hạ điểm"
        decision = "Chấp nhận" if abs(gap) <= 0.005 else decision
    for field, shown in (("gap", gap), ("decision", decision)):
        if field in row.cells:
            show(row, field, shown)
