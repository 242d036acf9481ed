"""What a form sums while it is filled in: maxima that apply, what is sure within bounds; worked by hand."""

import openpyxl
import pandas as pd
import pytest
from filled_forms import Typing, need_office, recalculated
from raw_folder import criteria

from dts_analysis import reference
from dts_analysis.office import self_form
from dts_analysis.office.sheets import heading

REASONS = pd.DataFrame({"reason_code": ["R01"], "label_vi": ["Chưa triển khai"], "label_en": ["Not rolled out"]})
UNIT = {"unit_code": "001", "name": "Xã Thử"}
OUT = "Không áp dụng"
MANUAL = {"kind": "manual"}
DONE = [
    {"label": "Có", "points": 4},
    {"label": "Chưa", "points": 0},
    {"label": "Ngoài", "counts": "not_applicable"},
]
LEAK = [{"label": "Không", "points": 0}, {"label": "Bị lộ", "points": -5}]


def made_set():
    """A and B (cap 6, a bonus of 3 in it) in a group capped at 12; penalties down to -3; a leader's; floor 0."""
    rules = {
        "A-01": {"kind": "choice", "options": DONE}, "C-01": {"kind": "choice", "options": LEAK},
        "D-01": {"kind": "relative", "of": "value", "target": 10},
    }  # fmt: skip
    points = {"A": [4, 6], "B": [4, 3], "C": [0], "D": [5, 5]}
    one = criteria("tong_2024", "commune", [2024], points, rule=rules, applies_to={"D-02": ["002"]})
    one["indicators"][1]["applies_if"] = {"indicator": "A-01", "is": ["Có"]}
    one["indicators"][3]["is_bonus"] = True
    groups = [{"code": "G", "printed_as": "G", "name_vi": "Nền tảng", "name_en": "Base", "cap": 12}]
    bounds = {"A": {"group": "G"}, "B": {"group": "G", "cap": 6, "max_points": 4}, "C": {"floor": -3}, "D": {}}
    pillars = [each | bounds[each["code"]] for each in one["pillars"]]
    return one | {"groups": groups, "pillars": pillars, "total_points": 22, "floor": 0}


CASES = {
    # 10 and 7 (cap 6) in a group of 12: without the bonus of 3 it is 10 and 4, still 12
    "capped": (
        {"A-01": "Có", "A-02": 6, "B-01": 4, "B-02": 3, "C-01": "Không", "D-01": 7}, ["B-02"],
        (10, 4, 0, 5, 17), "6/6", "12/17 điểm: 12 điểm chắc chắn, 0 điểm",
    ),
    # the claim of 6 that is not sure leaves 4 and 4: of 10 and 4, capped at 12, these 8 are sure
    "unsure": (
        {"A-01": "Có", "A-02": 6, "B-01": 4, "C-01": "Không"}, ["A-02"],
        (10, 4, 0, 5, 17), "4/6", "12/17 điểm: 8 điểm chắc chắn, 4 điểm",
    ),
    # the option ends A-01, and A-02 with it: of four left two are filled; 1 - 3 (floor) is 0 at the least
    "ended": (
        {"A-01": "Ngoài", "B-01": 1, "C-01": "Bị lộ"}, ["C-01"],
        (0, 4, 0, 5, 9), "2/4", "0/9 điểm: 0 điểm chắc chắn, 0 điểm",
    ),
    # a penalty that is not sure leaves sure only what stands with it: 4 + 4 - 3
    "penalty": (
        {"A-01": "Có", "B-01": 4, "C-01": "Bị lộ"}, ["C-01"],
        (10, 4, 0, 5, 17), "3/6", "5/17 điểm: 5 điểm chắc chắn, 0 điểm",
    ),
    # said where points stand; a bonus that does not apply takes nothing off a maximum it is not part of
    "said": (
        {"A-01": "Có", "A-02": OUT, "B-01": 4, "B-02": OUT}, [],
        (4, 4, 0, 5, 13), "2/4", "8/13 điểm: 8 điểm chắc chắn, 0 điểm",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The forms of all cases as a spreadsheet calculates them."""
    need_office()
    folder = tmp_path_factory.mktemp("sums")
    one = reference.CriteriaSet.model_validate(made_set())
    (folder / "blank.xlsx").write_bytes(self_form(one, UNIT, 2024, REASONS))
    paths = [_filled(folder, one, name) for name in CASES]
    (folder / "back").mkdir()
    paths = [folder / "blank.xlsx", *paths]
    return {path.stem: path for path in recalculated(paths, folder / "back")}


def _filled(folder, one, name):
    typed, unsure, *_ = CASES[name]
    typing = Typing(folder / "blank.xlsx")
    for code, value in typed.items():
        indicator = one.indicator(code)
        field = "claimed_points" if indicator.rule.kind == "manual" else "declared_value"
        is_said = value == OUT
        typing.type("claimed_points" if is_said else field, indicator.printed_as, value)
    for code in unsure:
        typing.type("is_unsure", one.indicator(code).printed_as, "Có")
    return typing.save(folder / f"{name}.xlsx")


def sums(path):
    """The maxima of the pillars and of the total, and the two sentences of the head."""
    page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    columns = {cell.value: cell.column - 1 for cell in page[4]}
    rows = list(page.iter_rows(min_row=5, values_only=True))
    at, named = columns[heading("max_points")], ("Tổng cộng", *(f"Trụ cột {code}" for code in "ABCD"))
    maxima = {row[1]: row[at] for row in rows if row[1] in named}
    return tuple(maxima.values()), page["C2"].value, page["C3"].value


@pytest.mark.parametrize("name", CASES)
def test_a_form_sums_what_applies_and_what_is_sure_as_pages_do(pages, name):
    *_, maxima, filled, told = CASES[name]
    assert sums(pages[name]) == (maxima, f"Đã điền {filled} chỉ số", f"Tạm tính {told} còn chưa chắc")


def test_a_blank_form_counts_what_applies_to_the_unit(pages):
    told = "Tạm tính 0/17 điểm: 0 điểm chắc chắn, 0 điểm còn chưa chắc"
    assert sums(pages["blank"]) == ((10, 4, 0, 5, 17), "Đã điền 0/6 chỉ số", told)
