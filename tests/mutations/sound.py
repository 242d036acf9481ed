"""A sound form: one that reads whole and without a finding, before anybody changes it."""

from .paper import BASES, BLANK, HEADINGS, SHEETS, Column, Form, Row
from .sets import SETS

STAGES = ("self", "self", "self", "sheet", "verification")
COLUMNS = {
    "self": ["code", "name", "max_points", "a", "b", "claimed", "explanation", "evidence"],
    "sheet": ["code", "name", "max_points", "claimed", "verified", "note"],
    "verification": ["code", "name", "max_points", "claimed", "verified", "note"],
}


def sound(unit_code, chance):
    """Return a form that reads without a finding about its content."""
    stage, criteria_id = chance.choice(STAGES), chance.choice(("small_2022", "small_2022", "large_2022"))
    form = Form(unit_code, unit_name(unit_code), stage, criteria_id, chance, sheet=SHEETS[stage])
    form.suffix = chance.choice((".xlsx",) * 6 + (".csv",))
    dropped = {name for some in (("a", "b"), ("evidence",)) if chance.random() < 0.3 for name in some}
    fields = [each for each in COLUMNS[stage] if each not in dropped]
    form.columns = [Column(each, HEADINGS[each]) for each in fields]
    form.head = [["BẢNG TỰ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ (số liệu minh họa)"], ["Tên đơn vị", form.unit_name], []]
    form.meant = {(code, basis): BLANK for code in form.indicators for basis in BASES}
    for pillar in SETS[criteria_id]["pillars"]:
        form.rows.append(Row("pillar", {"code": pillar["printed_as"], "name": pillar["name_vi"].upper()}))
        some = [each for each in form.indicators.values() if each["code"][0] == pillar["code"]]
        form.rows += [_answer(form, each) for each in some]
    if chance.random() < 0.6:
        totals = {basis: form.total(basis) for basis in ("claimed", "verified")}
        form.rows.append(Row("total", {"name": "Tổng cộng"} | {key: each for key, each in totals.items() if each}))
    return form


def unit_name(unit_code):
    """Return the name of an invented commune.

    >>> unit_name("90017")
    'Xã Thử 90017'
    """
    return f"Xã Thử {unit_code}"


def points(chance, maximum):
    """Return points of at most `maximum`, in quarters; those of large maxima without a third decimal."""
    return chance.randint(1, maximum * 4) / 4


def _answer(form, indicator):
    chance, code = form.random, indicator["code"]
    cells = {"code": indicator["printed_as"], "name": indicator["name_vi"], "max_points": indicator["max_points"]}
    cells |= dict(zip("ab", _counted(indicator["rule"], chance), strict=True))
    cells["evidence"] = f"Báo cáo số {chance.randint(1, 90)}/BC-UBND"
    cells["claimed"] = points(chance, indicator["max_points"])
    if form.stage != "self":
        cells["verified"] = cells["claimed"] - chance.choice((0, 0, 0.25))
        cells["note"] = "Theo hồ sơ kèm phiếu"
    row = Row("indicator", cells, {code})
    if chance.random() < 0.05:
        cells |= dict.fromkeys(("claimed", "verified"), "")
    for basis in form.bases:
        form.means(row, cells[basis] if cells[basis] != "" else None, basis=basis)
    return row


def _counted(rule, chance):
    kind = rule["kind"]
    if kind in ("ratio", "target"):
        whole = chance.randint(20, 90)
        return chance.randint(1, whole), whole
    return {"tiers": (chance.randint(1, 15), ""), "choice": (1, ""), "checklist": ("1; 2", "")}.get(kind, ("", ""))
