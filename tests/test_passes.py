"""Sets that give no points: what passes is counted, ranked and headed; worked by hand."""

import io

import openpyxl
import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, office, show
from dts_analysis.analysis import planning, streaks
from dts_analysis.office.self_form import WIDTHS as SELF
from dts_analysis.office.sheets import heading
from dts_analysis.office.verification import HELP, WIDTHS as VERIFICATION
from dts_analysis.rules import Target

CODES = [f"{pillar}-{place:02}" for pillar in "AB" for place in (1, 2)]
TARGETS = {code: {"kind": "target", "of": "share", "at_least": 0.5} for code in CODES[:3]} | {
    "B-02": {"kind": "manual"}
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Three communes under one district: 3, 1 and 3 of 4 pass; of the third one verdict is typed over the rule."""
    one = criteria("dat_2022", "commune", [2022], {"A": [0, 0], "B": [0, 0]}, rule=TARGETS)
    one["passes"] = {"all_of": ["A", {"any_of": ["B-01", "B-02"]}]}
    raw = RawFolder(tmp_path_factory.mktemp("passes") / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "- - - 0", declared="1/2 2/2 9/10 -")
    raw.unit("14467", 2022, "dat_2022", "- - - 1", declared="0/2 2/2 1/10 -")
    raw.unit("14470", 2022, "dat_2022", "1 1 1 0", declared="1/2 2/2 9/10 -")
    return dataset.read(raw.done())


def test_what_passes_is_the_total_and_gives_the_places(data):
    rows = data.standings[data.standings["basis"] == "claimed"].set_index("unit_code")
    assert rows[["points", "max_points", "rank"]].to_numpy().tolist() == [[3, 4, 1], [2, 4, 3], [3, 4, 1]]
    assert rows["n_missing"].tolist() == [1, 0, 1]  # a 0 of 0 points says nothing of what a person judges
    assert rows["passed"].tolist() == [True, False, True]
    assert data.findings["code"].tolist() == []


def test_pages_head_and_rank_by_passes_and_say_by_what(data):
    unit, group = data.about("14467", 2022), data.within("373", 2022)
    said = show.headline(unit).splitlines()
    assert said[0] == "Điểm tự chấm: đạt 2/4 chỉ số (50,0%)"
    assert "Điểm tự chấm: không đạt; chưa đạt ở A, B." in said or "Điểm tự chấm: không đạt; chưa đạt ở" in said[1]
    about = str(show.about(unit))
    assert "Bộ tiêu chí này không cho điểm: mỗi chỉ số đạt được tính là 1" in about
    assert "Đơn vị đạt khi mọi phần sau đều đạt" in about
    assert "ít nhất 1 trong các phần sau đạt" in about
    assert show.ranking_table(group)["Đạt"].tolist() == ["đạt", "đạt", "không đạt"]
    assert show.pillar_table(unit)["Đạt"].tolist() == ["không đạt", "không đạt"]
    assert show.ranking_headline(group).splitlines()[0] == (
        "Cao nhất: Thị trấn Me, Xã Gia Hưng, 3/4; thấp nhất: Xã Gia Hòa, 2/4"
    )


def test_a_place_that_a_new_set_moves_is_the_sets_doing_also_by_passes(tmp_path):
    """1 of 2 becomes 3 of 4, 2 of 2 becomes 2 of 4: the old ones stand as they were, the new ones moved it."""
    old = criteria("dat_2022", "commune", [2022], {"A": [0, 0]}, rule=TARGETS)
    rules = TARGETS | {"B-02": TARGETS["B-01"]}
    new = criteria("dat_2023", "commune", [2023], {"A": [0, 0], "B": [0, 0]}, rule=rules,
                   continues={code: f"dat_2022:{code}" for code in CODES[:2]})  # fmt: skip
    raw = RawFolder(tmp_path / "raw", old, new)
    for unit, before, later in (("14464", "1/1 0/1", "1/1 0/1 1/1 1/1"), ("14467", "1/1 1/1", "1/1 1/1 0/1 0/1")):
        raw.unit(unit, 2022, "dat_2022", "- -", declared=before)
        raw.unit(unit, 2023, "dat_2023", "- - - -", declared=later)
    data = dataset.read(raw.done())
    rows = data.standings[(data.standings["basis"] == "claimed") & (data.standings["year"] == 2023)]
    columns = ["rank_before", "rank", "own_places", "others_places", "criteria_places"]
    assert rows.set_index("unit_code")[columns].to_numpy().tolist() == [[2, 1, 0, 0, 1], [1, 2, 0, 0, -1]]


def test_a_plan_needs_whole_passes(tmp_path):
    """3 of 4 beside a leader at 6 of 7: 4 * 6/7 = 3.43 passes, which only the fourth one reaches."""
    rule = {f"A-{place:02}": TARGETS["A-01"] for place in range(1, 8)}
    others = {f"A-{place:02}": ["14470"] for place in (5, 6, 7)}
    one = criteria("dat_2022", "commune", [2022], {"A": [0] * 7}, rule=rule, applies_to=others)
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "- " * 7, declared="1/1 1/1 1/1 0/1 - - -")
    raw.unit("14470", 2022, "dat_2022", "- " * 7, declared="1/1 1/1 1/1 1/1 1/1 1/1 0/1")
    view = dataset.read(raw.done()).about("14464", 2022)
    made = planning.plan_of(view)
    assert (made.needed_points, made.is_reached, made.reached_points) == (4, True, 4)
    said = str(show.plan_headline(view, made))
    assert said.startswith("Để đạt hạng 1 cần 4 chỉ số đạt, còn thiếu 1 chỉ số đạt: 1 việc dưới đây")
    for target, needed in (("points:2.5", 3), ("points:4", 4), ("class:basic", 3)):  # 0.7 of 4 is 2.8
        assert planning.plan_of(view, dataset.read_target(target, view.criteria_set)).needed_points == needed


def test_a_pass_lies_one_whole_pass_away_and_reaches_the_class_that_passing_has(data):
    """Classes begin at 1 and at 0.7: what does not pass is 0.7 of a pass away from nothing."""
    counted = data.about("14467", 2022).on_basis
    near = streaks.next_class(counted, data.criteria)
    assert near[["indicator_code", "next_code", "missing_points"]].to_numpy().tolist() == [
        ["A-01", "completed", 1], ["B-01", "completed", 1],
    ]  # fmt: skip
    table = show.next_class_table(data.about("14467", 2022), near, streaks.streaks(counted, data.criteria))
    assert table["Còn thiếu (chỉ số đạt)"].tolist() == ["1", "1"]


def test_verdicts_on_what_passes_agree_or_not_as_shares_of_one(tmp_path):
    """Of four passes claimed one is refused: a mean gap of -1/4."""
    one = criteria("dat_2022", "commune", [2022], {"A": [0, 0]})
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "Đạt Đạt", "Đạt Đạt")
    raw.unit("14467", 2022, "dat_2022", "Đạt Đạt", "Đạt no")
    data = dataset.read(raw.done())
    found = data.agreement.set_index("measure")
    assert found.loc["bias", ["value", "n", "n_units"]].tolist() == [-0.25, 4, 2]
    assert data.outliers["moved_share"].tolist() == [0, -0.5]


def test_a_claim_that_cannot_be_read_is_no_pass(tmp_path):
    one = criteria(
        "dat_2022", "commune", [2022], {"A": [0, 0]}, rule={"A-01": TARGETS["A-01"], "A-02": TARGETS["A-02"]}
    )
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "5 -", declared="1/2 2/2")
    rows = dataset.read(raw.done()).counted
    assert rows.loc[rows["basis"] == "claimed", "status"].tolist() == ["invalid", "answered"]


def test_a_penalty_that_is_not_claimed_is_said(tmp_path):
    rule = {"A-02": {"kind": "count", "each": -2}}
    raw = RawFolder(tmp_path / "raw", criteria("tru_2022", "commune", [2022], {"A": [10, 0]}, rule=rule))
    raw.unit("14464", 2022, "tru_2022", "10 -", declared="- 2")
    assert dataset.read(raw.done()).findings["code"].tolist() == ["claim_unfilled"]


def test_what_passes_may_be_said_in_words_also_by_those_who_verify(tmp_path):
    """Beside a printed maximum of 0, where a 0 in figures would say nothing."""
    one = criteria("dat_2022", "commune", [2022], {"A": [0, 0]})
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "Đạt no", "Failed x")
    rows = dataset.read(raw.done()).counted
    points = {basis: rows.loc[rows["basis"] == basis, "points"].tolist() for basis in ("claimed", "verified")}
    assert points == {"claimed": [1, 0], "verified": [0, 1]}


def test_a_rule_without_points_says_when_it_passes(data):
    rule = Target(kind="target", of="value", at_least=4)
    assert [rule.words(each) for each in (0.0, 10.0)] == ["từ 4: đạt", "từ 4: 10 điểm"]
    (one,) = data.criteria.values()
    assert one.rule_words(one.indicator("A-01")) == "từ 50%: đạt"  # which counts 1
    messages.use("en")
    assert one.rule_words(one.indicator("A-01")) == "from 50%: passes"


def read_all(content):
    """Every text of a form, what cells say once they are chosen among them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    inputs = [each.prompt for sheet in book for each in sheet.data_validations.dataValidation]
    return [*cells, *filter(None, inputs)]


@pytest.mark.parametrize(("language", "word", "said"), [("vi", "điểm", "đạt"), ("en", "points", "pass")])
def test_forms_of_such_a_set_ask_for_passes_not_for_points(data, language, word, said):
    messages.use(language)
    headings = {heading(field) for field in (*SELF, *VERIFICATION, *HELP)}
    (one,), unit = data.criteria.values(), data.unit("14464", 2022)
    scores = data.about("14464", 2022).scores.assign(measured_text="60%", measured_points=1.0)
    for content in (
        office.self_form(one, unit, 2022, data.reasons),
        office.verification_form(scores, one, unit, 2022, data.grounds),
    ):
        texts = [each for each in read_all(content) if each not in headings and not each.startswith("=")]
        assert any(said in each for each in texts)
        assert [each for each in texts if word in each.lower().split()] == []


def test_a_pillar_where_nothing_applies_is_not_said_to_be_unknown(tmp_path):
    """B applies to another unit; of A one is judged by a person, which nobody has done yet."""
    one = criteria("dat_2022", "commune", [2022], {"A": [0, 0], "B": [0]}, rule={"A-01": TARGETS["A-01"]},
                   applies_to={"B-01": ["14467"]})  # fmt: skip
    one["passes"] = {"all_of": ["A"]}
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "- - -", declared="1/2 - -")
    unit = dataset.read(raw.done()).about("14464", 2022, "computed")
    assert show.pillar_table(unit)["Đạt"].tolist() == ["chưa rõ", "không áp dụng"]
