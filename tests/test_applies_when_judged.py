"""What applies by another answer, from the unit's form to the assessor's and the panel's; worked by hand."""

import io

import openpyxl
import pytest
from filled_forms import Typing, need_office, recalculated
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, office

SET, UNIT, YEAR = "nho_2022", "373", 2022
OUT = "Không áp dụng"
HAS = [{"label": "Yes", "points": 10}, {"label": "No"}, {"label": "Not our task", "counts": "not_applicable"}]
LEVELS = [{"label": f"Level {at}", "points": points} for at, points in enumerate((0, 2, 5, 10))]
BANDS = [{"label": "91-100%", "points": 10}, {"label": "71-90%", "points": 7}]
RULES = {
    "A-01": {"kind": "choice", "options": HAS}, "A-02": {"kind": "ratio"},
    "A-03": {"kind": "choice", "options": LEVELS}, "B-01": {"kind": "choice", "otherwise": 0, "options": BANDS},
}  # fmt: skip
STAGES = [
    {"code": "own", "basis": "claimed", "name_vi": "điểm tự khai"},
    {"code": "assessor", "basis": "verified", "name_vi": "điểm đoàn", "reworks": 1},
    {"code": "panel", "basis": "final", "name_vi": "điểm hội đồng"},
]
OWN = ["TT", "Chỉ số", "Số thực hiện (a)", "Tổng số (b)", "Điểm tự khai"]
ASSESSOR = ["TT", "Chỉ số", "Điểm tự khai", "Mức thẩm định", "Điểm đoàn"]
# By hand, of A-01, A-02, A-03, B-01: own answers (a, b, points), then what the assessor's form says.
NO = [["No", "", 0], ["", "", ""], ["Level 3", "", 10], ["71-90%", "", 7]]
YES = [["Yes", "", 10], [5, 10, 5], ["Level 3", "", 10], ["71-90%", "", 7]]
NOT_OURS = [["Not our task", "", ""], ["", "", ""], ["Level 3", "", 10], ["71-90%", "", 7]]


@pytest.fixture(autouse=True)
def _vietnamese():
    yield messages.use("vi")
    messages.use("vi")


def a_set(**changes):
    """Four indicators of 10: a choice, a share if the choice is yes, levels, bands with another answer for 0."""
    changes = {"rule": RULES, "applies_if": {"A-02": {"indicator": "A-01", "is": ["Yes"]}}} | changes
    return criteria(SET, "district", [YEAR], {"A": [10, 10, 10], "B": [10]}, **changes) | {"stages": STAGES}


class Staged(RawFolder):
    """A raw folder whose forms are sent by stage, as a workbook of cells or as the bytes of a form of ours."""

    def __init__(self, folder, **changes):
        super().__init__(folder / "raw", a_set(**changes))

    def send(self, stage, headings, cells):
        names = [[each["printed_as"], each["name_vi"]] for each in self.sets[SET]["indicators"]]
        book, content = openpyxl.Workbook(), io.BytesIO()
        for row in [headings, *([*name, *row] for name, row in zip(names, cells, strict=True))]:
            book.active.append(row)
        book.save(content)
        return self.take(stage, content.getvalue())

    def take(self, stage, content):
        self.file(f"{YEAR}/{UNIT}_{stage}.xlsx", UNIT, YEAR, SET, stage, content)
        return self

    def read(self):
        return dataset.read(self.done())


def said(data, *codes):
    rows = data.findings[data.findings["code"].isin(codes)]
    return [(row.code, row.where.rpartition("/")[2]) for row in rows.itertuples()]


def on(data, basis):
    rows = data.counted[(data.counted["basis"] == basis).to_numpy()].set_index("indicator_code")
    return {code: (row["status"], row["points"]) for code, row in rows.iterrows()}


def test_a_level_that_says_it_does_not_apply_agrees_with_points_that_say_so(tmp_path):
    judged = [["", "Not our task", OUT], ["", "", ""], [10, "Level 2", 5], [7, "71-90%", 7]]
    data = Staged(tmp_path).send("own", OWN, YES).send("assessor", ASSESSOR, judged).read()
    assert said(data, "verified_level_differs") == []
    assert on(data, "verified")["A-01"][0] == "not_applicable"


def test_points_of_a_verifier_are_no_answer_of_the_unit(tmp_path):
    judged = [[0, "No", 0], ["", "", 6], [10, "", 10], [7, "", 7]]
    data = Staged(tmp_path).send("own", OWN, NO).send("assessor", ASSESSOR, judged).read()
    codes = "condition_answered", "condition_judged"
    assert said(data, *codes) == [("condition_judged", f"{UNIT}_assessor.xlsx!Sheet!E3")]
    assert on(data, "verified")["A-02"][0] == "not_applicable"  # the verified «No» ends it too
    answered = [NO[0], [5, 10, ""], *NO[2:]]
    data = Staged(tmp_path / "both").send("own", OWN, answered).send("assessor", ASSESSOR, judged).read()
    assert said(data, *codes) == [
        ("condition_answered", f"{UNIT}_own.xlsx!Sheet!C3"), ("condition_judged", f"{UNIT}_assessor.xlsx!Sheet!E3")
    ]  # fmt: skip


def test_points_verified_against_the_units_no_alone_are_told_as_the_verifiers(tmp_path):
    judged = [[0, "", ""], ["", "", 6], [10, "", 10], [7, "", 7]]
    data = Staged(tmp_path).send("own", OWN, NO).send("assessor", ASSESSOR, judged).read()
    codes = "condition_answered", "condition_judged", "not_applicable_contradicted"
    assert said(data, *codes) == [("not_applicable_contradicted", f"{UNIT}_assessor.xlsx!Sheet!E3")]
    assert on(data, "verified")["A-02"] == ("answered", 6)


@pytest.mark.parametrize("own", [NO, NOT_OURS])
def test_what_the_set_itself_lets_not_apply_needs_no_confirming(tmp_path, own):
    claimed = [[OUT if row[0] == "Not our task" else row[2]] for row in own]
    claimed[1] = [OUT]
    judged = [[*each, "", ""] for each in claimed]  # as our own form for the assessor repeats the unit
    said_so = [own[0][:2] + claimed[0], ["", "", OUT], *own[2:]]
    data = Staged(tmp_path).send("own", OWN, said_so).send("assessor", ASSESSOR, judged).read()
    assert said(data, "not_applicable_claimed") == []
    assert on(data, "claimed")["A-02"][0] == "not_applicable"


def test_what_the_set_excludes_needs_none_and_the_rest_is_told_once_with_the_units_cells(tmp_path):
    own = [YES[0], ["", "", OUT], ["", "", OUT], ["", "", OUT]]
    judged = [[10, "", ""], *[[OUT, "", ""]] * 3]
    raw = Staged(tmp_path, applies_to={"B-01": ["001"]})
    data = raw.send("own", OWN, own).send("assessor", ASSESSOR, judged).read()
    (found,) = data.findings[data.findings["code"] == "not_applicable_claimed"].itertuples()
    assert (found.where, found.count) == (f"{YEAR}/{UNIT}_own.xlsx!Sheet!E3", 2)
    assert "E3, E4" in found.message


def test_a_system_that_also_says_it_does_not_apply_is_of_one_mind_with_the_unit(tmp_path):
    raw = Staged(tmp_path).send("own", OWN, NOT_OURS)
    head = "year,criteria_id,unit_code,indicator_code,value,total,measured_on,system,source\n"
    lines = [f"{YEAR},{SET},{UNIT},{code},{YEAR}-12-31,LGSP,x\n" for code in ("A-01,Not our task,", "A-02,7,10")]
    (raw.folder / "measured").mkdir()
    (raw.folder / "measured/do.csv").write_text(head + "".join(lines), encoding="utf-8")
    assert said(raw.read(), "measured_not_applicable") == [("measured_not_applicable", "do.csv!3")]
