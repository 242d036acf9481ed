"""The forms that our own template writes, filled in as units and working groups do, as Excel shows them.

The template's cells are taken as openpyxl reads them; what a rule makes of an answer is worked out here anew.
"""

import datetime
import io
from dataclasses import replace
from functools import cache

import openpyxl
import pandas as pd

from dts_analysis import office, reference

from .own_sums import claim_of, reads_share, refresh, rounded, verdict_of
from .paper import BASES, BLANK, NOT_APPLICABLE, Cell, Column, Form, NoPlace, Page, Row
from .sets import ISSUED, SETS
from .sound import unit_name

WEIGHTS = {"thu_quy_tac_2022": 7, "tayninh_commune_2025": 2, "ninhbinh_district_2022": 2}
FIELDS = {
    "TT": "code", "Chỉ số": "name", "Điểm tối đa": "max_points", "Cách tính điểm": "rule_text",
    "Số thực hiện (a)": "a", "Tổng số (b)": "b", "Điểm tính theo quy tắc": "computed",
    "Điểm tự chấm": "claimed", "Chưa chắc": "unsure", "Nguyên nhân": "reasons",
    "Giải trình": "explanation", "Tài liệu kiểm chứng": "evidence", "Điểm thẩm định": "verified",
    "Mức thẩm định": "level",
    "Chênh lệch": "gap", "Kết luận": "decision", "Căn cứ": "ground", "Hình thức kiểm tra": "method",
    "Ngày thẩm định": "verified_on", "Lý do điều chỉnh": "note",
}  # fmt: skip
REASONS = ("R05 – Thiếu nhân lực", "R16 – Thiếu kinh phí", "R07 – Hạ tầng chưa đồng bộ")
OUT = "Không áp dụng"
SELF = ("self",)
WITH_RULES = ("thu_quy_tac_2022", "ninhbinh_district_2022")
_RAW = ISSUED["tayninh_commune_2025"].parents[1]
_SOMEBODY, _SOME_CODE = "Đơn vị của mẫu", "99999"


def own(unit_code, chance, criteria_id="", stage=""):
    """Return a filled form of our own template that reads without a finding about its content."""
    criteria_id = criteria_id or chance.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
    stage = stage or chance.choice(("self", "self", "verification"))
    form = Form(unit_code, unit_name(unit_code), stage, criteria_id, chance)
    _lay_out(form, _template(criteria_id, stage))
    form.meant = {(code, basis): BLANK for code in form.indicators for basis in (*BASES, "a", "b")}
    for row in form.answers:
        (_claim if stage == "self" else _judge)(form, row)
    refresh(form)
    return form


@cache
def _template(criteria_id, stage):
    """A blank form's sheets as (name, state, rows of `Cell`)."""
    criteria_set = reference.CriteriaSet.model_validate(SETS[criteria_id])
    unit, year = {"unit_code": _SOME_CODE, "name": _SOMEBODY}, criteria_set.years[0]
    if stage == "self":
        content = office.self_form(criteria_set, unit, year, reference.load_reasons(_RAW))
    else:
        blank = {"claimed_points": float("nan"), "verified_points": float("nan"), "answer_status": "missing"}
        blank |= dict.fromkeys(("ground_code", "method", "verified_on", "verifier_note"), "")
        scores = pd.DataFrame([blank | {"indicator_code": each.code} for each in criteria_set.indicators])
        content = office.verification_form(scores, criteria_set, unit, year, reference.load_grounds(_RAW))
    formulas, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=each) for each in (False, True))
    return [
        (
            sheet.title,
            {"veryHidden": "very hidden"}.get(sheet.sheet_state, sheet.sheet_state),
            [[_cell(cell, values[sheet.title][cell.coordinate]) for cell in row] for row in sheet.iter_rows()],
        )
        for sheet in formulas
    ]


def _cell(cell, shown):
    look = "" if cell.number_format == "General" else cell.number_format
    if isinstance(cell.value, str) and cell.value.startswith("="):
        return Cell("" if shown.value == " " else shown.value, look, cell.value)
    return Cell("" if cell.value is None else cell.value, look)


def _lay_out(form, sheets):
    names = {_SOMEBODY: form.unit_name, _SOME_CODE: form.unit_code}
    sheets = [
        (name, state, [[_mine(cell, names) for cell in row] for row in rows]) for name, state, rows in sheets
    ]
    (form.sheet, _, rows), *others = sheets
    form.after = [Page(name, rows, state) for name, state, rows in others]
    top = next(number for number, row in enumerate(rows) if row[0].value == "TT")
    form.head = rows[:top]
    form.columns = [Column(FIELDS[cell.value], cell.value) for cell in rows[top]]
    printed, last = {each["printed_as"]: code for code, each in form.indicators.items()}, ""
    for number, row in enumerate(rows[top + 1 :], top + 1):
        cells = {column.field: cell for column, cell in zip(form.columns, row, strict=True)}
        code = str(cells["code"].value)
        if code in printed:
            last = printed[code]
            form.rows.append(Row("indicator", cells, {last}))
        elif code:
            form.rows.append(Row("pillar", cells))
        elif cells["name"].value:
            form.rows.append(Row("total", cells))
        elif cells["max_points"].value != "":
            form.rows.append(Row("part", cells, {last}))
        else:
            form.tail = rows[number:]
            break


def _mine(cell, names):
    if isinstance(cell.value, str):
        for old, new in names.items():
            cell = Cell(cell.value.replace(old, new), cell.format, cell.formula)
    return Cell(cell.value, cell.format, cell.formula)


def comma(points):
    """Return a number as it is typed in Vietnam.

    >>> comma(8.5), comma(10.0)
    ('8,5', '10')
    """
    return f"{points:.10g}".replace(".", ",")


def type_in(row, field, value):
    """Type a value into a cell, which keeps its format."""
    row.cells[field] = Cell(value, row.cells[field].format)


def points_cell(form, row, value, look="", formula=""):
    """Let the cell of points hold something else; what is meant stays."""
    row.cells[form.basis] = Cell(value, look, formula)


def seen(form):
    """Return the rows in which a person reads points, in chance order; raises `NoPlace` where there is none."""
    rows = [row for row in form.answers if isinstance(row.cells[form.basis].value, float)]
    if not rows:
        raise NoPlace(form.basis)
    return form.random.sample(rows, len(rows))


def to_values(rows):
    """Turn the formulas of some rows to what they show."""
    for row in rows:
        row.cells = {field: replace(cell, formula="") for field, cell in row.cells.items()}


def parts_of(form, row):
    """Return the rows of a checklist's parts."""
    return [each for each in form.rows if each.kind == "part" and each.code == row.code]


def _claim(form, row):
    chance, rule = form.random, form.indicators[row.code]["rule"]
    lot = chance.random()
    if lot < 0.06:
        return
    if lot < 0.1:
        type_in(row, "claimed", OUT)
        out(form, row)
    elif rule["kind"] == "manual":
        _type_claim(form, row)
    else:
        declare(form, row)
        claim_of(form, row)
        if lot > 0.92 and isinstance(row.cells["claimed"].value, float):
            _type_claim(form, row)
    if lot > 0.5:
        type_in(row, "evidence", f"Báo cáo số {chance.randint(1, 90)}/BC-UBND")
        type_in(row, "reasons", chance.choice(REASONS))
        type_in(row, "unsure", chance.choice(("Có", "Không", "")))


def out(form, row):
    """A row says that its indicator does not apply: on every basis."""
    for basis in BASES:
        form.means(row, NOT_APPLICABLE, basis=basis)


def _type_claim(form, row):
    claim = float(form.random.randint(0, int(form.indicators[row.code]["max_points"] * 4)) / 4)
    type_in(row, "claimed", claim)
    form.means(row, claim)


def declare(form, row):
    """Type what an indicator's rule asks for."""
    chance, rule = form.random, form.indicators[row.code]["rule"]
    kind = rule["kind"]
    if kind == "choice":
        option = chance.choice(rule["options"])
        type_in(row, "a", option["label"])
        form.means(row, float(option["value"]), basis="a")
    elif kind == "checklist":
        for part in parts_of(form, row):
            type_in(part, "a", chance.choice(("Có", "Không")))
    elif reads_share(rule):
        whole = chance.randint(8, 60)
        part = chance.randint(0, whole)
        for field, number in (("a", part), ("b", whole)):
            type_in(row, field, float(number))
            form.means(row, float(number), basis=field)
    else:
        number = float(chance.randint(0, 5))
        type_in(row, "a", number)
        form.means(row, number, basis="a")


def is_option(form, row, words):
    """Return whether whoever verifies may write these words instead of points."""
    options = form.indicators[row.code]["rule"].get("options", ())
    return form.stage == "verification" and words in [each["label"] for each in options]


def choose_level(form, row):
    """Choose an option or parts as whoever verifies does; returns whether there is such a choice."""
    rule = form.indicators[row.code]["rule"]
    if rule["kind"] == "choice":
        type_in(row, "level", form.random.choice(rule["options"])["label"])
    for part in parts_of(form, row):
        type_in(part, "level", form.random.choice(("Có", "Không")))
    return rule["kind"] in ("choice", "checklist")


def _judge(form, row):
    chance, maximum = form.random, form.indicators[row.code]["max_points"]
    claim = float(chance.randint(0, int(maximum * 4)) / 4)
    if chance.random() < 0.05:
        return
    if chance.random() < 0.05:
        type_in(row, "claimed", OUT)
        type_in(row, "verified", OUT)
        out(form, row)
        return
    type_in(row, "claimed", claim)
    if chance.random() < 0.4 and choose_level(form, row):
        verified = verdict_of(form, row)
    else:
        verified = max(0.0, rounded(claim - chance.choice((0, 0, 0.5, 1.25))))
        type_in(row, "verified", verified)
        form.means(row, verified)
    if verified < claim:
        type_in(row, "ground", "Không có minh chứng")
        type_in(row, "note", "Chưa có văn bản kèm theo")
    type_in(row, "verified_on", datetime.date(form.year, 11, chance.randint(1, 28)))
    type_in(row, "method", chance.choice(("Hồ sơ", "Tại chỗ")))
