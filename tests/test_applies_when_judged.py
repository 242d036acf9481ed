"""What applies by another answer, from the unit's form to the assessor's and the panel's; worked by hand."""

import io

import openpyxl
import pytest
from filled_forms import Typing, need_office, recalculated
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, office, show
from dts_analysis.analysis import losses

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


def test_an_answer_that_it_is_not_their_task_is_not_called_a_blank(tmp_path):
    """Of 40 A-03 and B-01 claim 17; A-01 is said not to apply and judged 10, A-02 follows it and is judged 5."""
    judged = [["", "Yes", 10], ["", "", 5], [10, "", 10], [7, "", 7]]
    data = Staged(tmp_path).send("own", OWN, NOT_OURS).send("assessor", ASSESSOR, judged).read()
    view = data.about(UNIT, YEAR, "claimed")
    assert on(data, "claimed")["A-01"][0] == "missing"
    lines = show.headline(view).splitlines()
    assert not [line for line in lines if "bỏ trống" in line and "chỉ số bỏ trống" in line]
    said_so = "1/3 chỉ số đơn vị tự ghi không áp dụng mà người chấm cho là có áp dụng"
    assert [line for line in lines if line.startswith(said_so)]
    lost = losses.losses(view.on_basis, view.scores)
    table = show.weak_table(view, losses.weak(lost))
    assert table.loc["1.1", "Mức"] == "Tự ghi không áp dụng"


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


def template(data, stage):
    """Our own form for a stage, opened to be typed into."""
    view, unit = data.about(UNIT, YEAR), data.unit(UNIT, YEAR)
    content = office.verification_form(view.scores, view.criteria_set, unit, YEAR, data.grounds, stage)
    return content, Typing(io.BytesIO(content))


def filled_in(folder, stage, typing, levels, points=()):
    """The bytes of a form of ours into which these levels and points by printed code were typed, calculated."""
    for code, label in dict(levels).items():
        typing.type("verified_declared", code, label)
    for code, number in dict(points).items():
        typing.page.cell(typing.rows[code], typing.columns[HEADS[stage]]).value = number
    out = folder / f"out_{stage}_{len(list(folder.iterdir()))}"
    out.mkdir()
    (path,) = recalculated([typing.save(folder / f"{stage}.xlsx")], out)
    return path.read_bytes()


HEADS = {"own": "Điểm tự khai", "assessor": "Điểm đoàn", "panel": "Điểm hội đồng"}


def shown(content, stage):
    """What the cells of a stage's points hold as they were last calculated, by printed code; None where blank."""
    typing = Typing(io.BytesIO(content))
    page = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    cells = {code: page.cell(row, typing.columns[HEADS[stage]]).value for code, row in typing.rows.items()}
    return {
        code: None if str(value or "").strip() == "" and value != 0 else value for code, value in cells.items()
    }


@pytest.mark.parametrize(
    ("own", "answer", "cell", "claimed", "verified"),
    [
        (NO, "Yes", None, "not_applicable", "unscored"),  # it applies, and nobody has judged it yet
        (NO, "No", OUT, "not_applicable", "not_applicable"),
        (NO, None, None, "not_applicable", "not_applicable"),  # nothing verified: as the unit's own answer has it
        (YES, "No", OUT, "answered", "not_applicable"),  # the unit's claim stays what it was
        (YES, "Not our task", OUT, "not_applicable", "not_applicable"),  # reports follow the verification
        (NOT_OURS, "Yes", None, "not_applicable", "unscored"),
    ],
)
def test_a_verifiers_cell_follows_what_is_verified_of_the_other_answer(
    tmp_path, own, answer, cell, claimed, verified
):
    need_office()
    raw = Staged(tmp_path).send("own", OWN, own)
    content, typing = template(raw.read(), "assessor")
    assert shown(content, "assessor") == dict.fromkeys(
        ("1.1", "1.2", "1.3", "2.1")
    )  # nothing stands there unasked
    levels = {"1.3": "Level 3", "2.1": "71-90%"} | ({"1.1": answer} if answer else {})
    content = filled_in(tmp_path, "assessor", typing, levels)
    assert shown(content, "assessor")["1.2"] == cell
    data = raw.take("assessor", content).read()
    assert [on(data, basis)["A-02"][0] for basis in ("claimed", "verified")] == [claimed, verified]
    wrong = "condition_answered", "condition_judged", "verified_level_differs", "not_applicable_claimed"
    assert said(data, *wrong) == []
    total = data.totals[((data.totals["basis"] == "verified") & (data.totals["level"] == "total")).to_numpy()]
    assert total["is_complete"].tolist() == [verified != "unscored" and answer is not None]
    again = shown(template(data, "assessor")[0], "assessor")
    assert again == shown(content, "assessor")  # made anew it says what was verified so far


@pytest.mark.parametrize("rule", [RULES, {"A-01": {"kind": "tiers", "tiers": [{"at_least": 1, "points": 10}]}}])
def test_a_verifiers_sheet_says_when_a_row_applies_as_the_units_form_does(tmp_path, rule):
    """Also where nothing is chosen, so that no rule of a choice stands there."""
    asked = {"indicator": "A-01", "is": ["Yes"]} if rule is RULES else {"indicator": "A-01", "at_least": 1}
    raw = Staged(tmp_path, rule=rule, applies_if={"A-02": asked}).send("own", OWN, [["", "", ""]] * 4)
    _, typing = template(raw.read(), "assessor")
    told = typing.cell("rule_text", "1.2").value.splitlines()[0]
    assert told == f"Chỉ áp dụng khi 1.1 Chỉ số thử A thứ 1: {'«Yes»' if rule is RULES else 'từ 1'}."


def test_what_the_set_excludes_stands_fixed_in_every_sheet(tmp_path):
    raw = Staged(tmp_path, applies_to={"A-01": ["001"]}).send("own", OWN, [["", "", ""]] * 2 + NO[2:])
    _, typing = template(raw.read(), "assessor")
    column = typing.columns[HEADS["assessor"]]
    cells = [typing.page.cell(typing.rows[code], column) for code in ("1.1", "1.2")]
    assert [(cell.value, cell.protection.locked) for cell in cells] == [(OUT, True)] * 2


def test_the_next_stage_sees_what_was_verified_and_fills_in_its_own(tmp_path):
    need_office()
    raw = Staged(tmp_path).send("own", OWN, NO)
    judged = [[0, "Yes", 10], [OUT, "", 5], [10, "Level 2", 5], [7, "71-90%", 7]]
    data = raw.send("assessor", ASSESSOR, judged).read()
    content, typing = template(data, "panel")
    assert list(typing.columns)[3:8] == [
        "Cách tính điểm",
        *list(HEADS.values())[:2],
        "Mức thẩm định",
        HEADS["panel"],
    ]
    assert shown(content, "own") == {"1.1": 0, "1.2": OUT, "1.3": 10, "2.1": 7}
    assert shown(content, "assessor") == {"1.1": 10, "1.2": 5, "1.3": 5, "2.1": 7}
    assert set(shown(content, "panel").values()) == {None}
    content = filled_in(tmp_path, "panel", typing, {"1.3": "Level 1"}, {"1.2": 4})
    data = raw.take("panel", content).read()
    final = on(data, "final")
    assert (final["A-02"], final["A-03"]) == (("answered", 4), ("answered", 2))
    assert [final[code][0] for code in ("A-01", "B-01")] == ["unscored"] * 2
    assert [on(data, "verified")[code][1] for code in ("A-01", "A-02", "A-03", "B-01")] == [10, 5, 5, 7]
    assert shown(template(data, "panel")[0], "panel") == {"1.1": None, "1.2": 4, "1.3": 2, "2.1": None}


def test_a_panel_may_end_what_the_assessor_began(tmp_path):
    need_office()
    raw = Staged(tmp_path).send("own", OWN, YES)
    judged = [[10, "Yes", 10], [5, "", ""], [10, "Level 3", 10], [7, "71-90%", 7]]
    _, typing = template(raw.send("assessor", ASSESSOR, judged).read(), "panel")
    content = filled_in(tmp_path, "panel", typing, {"1.1": "No"})
    assert shown(content, "panel") == {"1.1": 0, "1.2": OUT, "1.3": None, "2.1": None}
    data = raw.take("panel", content).read()
    assert (on(data, "final")["A-01"], on(data, "final")["A-02"][0]) == (("answered", 0), "not_applicable")
    assert on(data, "claimed")["A-02"] == ("answered", 5)


PANEL = ["TT", "Chỉ số", "Mức thẩm định", "Điểm hội đồng"]
SILENT = ["", ""]
JUDGED_NO = [[0, "No", 0], [OUT, "", OUT], [10, "Level 2", 5], [7, "71-90%", 7]]
JUDGED_YES = [[10, "Yes", 10], [5, "", 5], [10, "", OUT], [7, "71-90%", 7]]
NOT_THEIRS = [[10, "Not our task", OUT], [5, "", OUT], [10, "Level 2", 5], [7, "71-90%", 7]]


@pytest.mark.parametrize(
    ("own", "judged", "panel", "code", "verified", "final"),
    [
        (NO, JUDGED_NO, [["Yes", 10], SILENT], "A-02", "not_applicable", "unscored"),  # not lost without a word
        (NO, JUDGED_NO, [["Yes", 10], ["", 4]], "A-02", "not_applicable", 4),
        (NO, JUDGED_NO, [SILENT, SILENT], "A-02", "not_applicable", "not_applicable"),
        (YES, NOT_THEIRS, [["Yes", 10], SILENT], "A-01", "not_applicable", 10),
        (YES, NOT_THEIRS, [["Yes", 10], SILENT], "A-02", "not_applicable", "unscored"),
        (YES, JUDGED_YES, [SILENT, SILENT, ["Level 2", 5]], "A-03", "not_applicable", 5),
        (YES, JUDGED_YES, [SILENT, SILENT, SILENT], "A-03", "not_applicable", "not_applicable"),
        (YES, JUDGED_YES, [["No", 0], ["", OUT]], "A-02", 5, "not_applicable"),  # what was verified stays
        (YES, JUDGED_YES, [["No", 0], SILENT], "A-02", 5, "not_applicable"),
    ],
)
def test_what_applies_is_told_of_each_stage_on_its_own(tmp_path, own, judged, panel, code, verified, final):
    panel = [*(panel + [SILENT] * 4)[:3], ["71-90%", 7]]
    data = (
        Staged(tmp_path)
        .send("own", OWN, own)
        .send("assessor", ASSESSOR, judged)
        .send("panel", PANEL, panel)
        .read()
    )
    for basis, expected in (("verified", verified), ("final", final)):
        status, points = on(data, basis)[code]
        assert (status if isinstance(expected, str) else points) == expected
    assert said(data, "condition_judged", "not_applicable_contradicted") == []


def test_beside_an_assessors_points_no_later_answer_stands(tmp_path):
    judged = [[0, "Yes", 10], ["", "", 6], [10, "Level 2", 5], [7, "71-90%", 7]]
    raw = Staged(tmp_path).send("own", OWN, NO).send("assessor", ASSESSOR, judged)
    assert shown_points(raw.read())["1.1"] == "10,00 (Yes)"
    told = shown_points(raw.send("panel", PANEL, [["No", 0], SILENT, SILENT, SILENT]).read())
    assert (told["1.1"], told["1.3"]) == ("10,00", "5,00 (Level 2)")


def shown_points(data):
    return show.gap_table(data.about(UNIT, YEAR, "verified"), data.grounds)["Điểm đoàn"].astype(str).to_dict()


def test_a_panel_that_gives_points_against_its_own_answer_is_told_once(tmp_path):
    raw = Staged(tmp_path).send("own", OWN, YES).send("assessor", ASSESSOR, JUDGED_YES)
    data = raw.send("panel", PANEL, [["No", 0], ["", 4], SILENT, SILENT]).read()
    assert [code for code, _ in said(data, "condition_judged")] == ["condition_judged"]
    assert [on(data, basis)["A-02"][0] for basis in ("verified", "final")] == ["answered", "not_applicable"]


def test_what_the_panel_changed_is_what_its_sheet_made_anew_says(tmp_path):
    need_office()
    raw = Staged(tmp_path).send("own", OWN, NO).send("assessor", ASSESSOR, JUDGED_NO)
    _, typing = template(raw.read(), "panel")
    content = filled_in(tmp_path, "panel", typing, {"1.1": "Yes", "1.3": "Level 1"}, {"1.2": 4, "2.1": OUT})
    data = raw.take("panel", content).read()
    assert {code: pair for code, pair in on(data, "final").items() if code != "B-01"} == {
        "A-01": ("answered", 10), "A-02": ("answered", 4), "A-03": ("answered", 2)
    }  # fmt: skip
    assert (on(data, "verified")["B-01"], on(data, "final")["B-01"][0]) == (("answered", 7), "not_applicable")
    again, typing = template(data, "panel")
    assert shown(again, "panel") == {"1.1": 10, "1.2": 4, "1.3": 2, "2.1": OUT}
    assert [typing.cell("verified_declared", code).value for code in ("1.1", "1.3")] == ["Yes", "Level 1"]
    assert shown(again, "assessor") == {"1.1": 0, "1.2": OUT, "1.3": 5, "2.1": 7}
