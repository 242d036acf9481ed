"""A set that only takes points: nothing is out of a maximum, and fewer points taken is better; worked by hand."""

import numpy as np
import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, show
from dts_analysis.analysis import losses, planning, rollup

RULE = {
    "A-01": {"kind": "count", "each": -2, "floor": -10},
    "A-02": {"kind": "count", "each": -5, "floor": -20},
    "B-01": {"kind": "count", "each": -1, "floor": -5},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Claims of -5, 0, -20 and -5 points in a set of penalties; 373 is verified with 5 more taken."""
    raw = RawFolder(
        tmp_path_factory.mktemp("tru") / "raw",
        criteria("tru_2022", "district", [2022, 2023], {"A": [0, 0], "B": [0]}, rule=RULE),
    )
    raw.unit("373", 2022, "tru_2022", "-4 0 -1", "-4 -5 -1", declared="2 0 1")
    raw.unit("370", 2022, "tru_2022", "0 0 0", "0 0 0", declared="0 0 0")
    raw.unit("372", 2022, "tru_2022", "-10 -5 -5", declared="5 1 5")
    raw.unit("369", 2022, "tru_2022", "-2 0 -3", declared="1 0 3")
    raw.unit("373", 2023, "tru_2022", "0 0 -1", declared="0 0 1")
    raw.unit("370", 2023, "tru_2022", "-2 0 0", declared="1 0 0")
    return dataset.read(raw.done())


def placed(data, year):
    rows = data.standings[(data.standings["year"] == year) & (data.standings["basis"] == "claimed")]
    return rows.set_index("unit_code")


def test_units_are_ranked_by_points_and_fewer_taken_is_better(data):
    rows = placed(data, 2022)
    assert rows["points"].to_dict() == {"369": -5, "370": 0, "372": -20, "373": -5}
    assert rows["rank"].to_dict() == {"369": 2, "370": 1, "372": 4, "373": 2}
    assert rows["is_placed"].all()
    assert rows["attainment_share"].isna().all()  # of no maximum nothing is attained
    rows = placed(data, 2023)
    assert rows["rank"].to_dict() == {"370": 2, "373": 1}
    # of 0 and -5 373 made -1, which beats the 0 of 370 only after that lost 2
    assert rows.loc["373", ["rank_before", "own_places", "others_places"]].tolist() == [2, 0.5, 0.5]


def test_pages_say_points_and_that_there_is_no_maximum(data):
    view, group = data.about("373", 2022), data.within("37", 2022)
    assert show.headline(view).splitlines()[0].startswith("Điểm tự chấm: −5,00 điểm")
    assert str(show.story_headline(view)).splitlines()[0] == (
        "Huyện Gia Viễn năm 2022 tự chấm −5,00 điểm; điểm thẩm định là −10,00, "
        "đồng hạng 2 với 1 đơn vị khác, trong 4 đơn vị cấp huyện của tỉnh Ninh Bình theo điểm tự chấm."
    )
    assert show.pillar_figure(view, "x").title == "Bộ tiêu chí không có điểm tối đa, nên không có tỷ lệ đạt"
    assert show.heatmap_figure(group, "x").title == "Bộ tiêu chí không có điểm tối đa, nên không có tỷ lệ đạt"
    assert show.pillar_table(view)["Điểm"].tolist() == ["−4,00", "−1,00"]
    assert show.ranking_headline(group).splitlines() == [
        "Cao nhất: Thành phố Tam Điệp, 0,00; thấp nhất: Huyện Nho Quan, −20,00",
        "4/4 đơn vị được xếp theo điểm tự chấm; điểm từ −20,00 đến 0,00, trung vị −5,00.",
    ]
    assert "Hạng kiểu 1-2-2-4 theo điểm, ít bị trừ hơn là cao hơn" in show.ranking_table(group).note
    assert show.pillar_table(view).note == "Bộ tiêu chí không có điểm tối đa, nên không có tỷ lệ đạt"
    assert "Thẩm định hạ 5,00 điểm ở 1 chỉ số." in show.story_points(view, data.causes.head(0)).splitlines()
    messages.use("en")
    assert str(show.story_headline(view)).splitlines()[0].startswith("Huyện Gia Viễn claims −5.00 points for 2022")


def test_a_plan_says_what_stands_between_a_unit_and_the_next_place(data):
    made = planning.plan_of(data.about("373", 2022))
    assert (made.target, made.needed_points) == (planning.Target("rank", 1.0), 0)
    # the cheapest way to 0 is all of it: 4 back of A-01, 1 of B-01
    assert made.moves[["indicator_code", "gain_points"]].to_numpy().tolist() == [["A-01", 4], ["B-01", 1]]
    assert (made.is_reached, made.reached_points, made.places["then"]) == (True, 0, 1)
    said = str(show.plan_headline(data.about("373", 2022), made))
    assert said.startswith("Để đạt hạng 1 cần 0,00 điểm, còn thiếu 5,00 điểm: 2 việc dưới đây")
    assert "đưa đơn vị từ −5,00 điểm lên 0,00 điểm" in said
    last = planning.plan_of(data.about("372", 2022))  # the third place is that of the two that have -5
    assert (last.target, last.needed_points, last.is_reached) == (planning.Target("rank", 3.0), -5, True)


def test_the_first_is_told_what_was_taken_of_it_or_that_nothing_was(data):
    first = planning.plan_of(data.about("373", 2023))  # -1, which nobody beats
    assert (first.target, first.needed_points) == (planning.Target("points", 0.0), 0)
    assert first.moves["indicator_code"].tolist() == ["B-01"]
    view = data.about("370", 2022)
    nothing = planning.plan_of(view)
    assert show.plan_headline(view, nothing) == "Đơn vị không bị trừ điểm nào: không còn gì để nâng."
    assert nothing.target is None
    assert np.isnan(nothing.needed_points)
    assert planning.plan_of(data.about("372", 2022), planning.Target("points", -15.0)).needed_points == -15


def test_what_only_takes_points_has_no_class_blank_or_not_and_no_sentence_waits_for_one(tmp_path):
    """Of A-01 10 of 10; C-01 takes 2, C-02 is blank: 1/1 is done, and two indicators never have a class."""
    rule = {"C-01": RULE["A-01"], "C-02": RULE["A-02"]}
    one = criteria("lan_2022", "district", [2022], {"A": [10], "C": [0, 0]}, rule=rule)
    raw = RawFolder(tmp_path / "raw", one)
    for unit in ("373", "370", "372"):
        raw.unit(unit, 2022, "lan_2022", "10 -2 -", declared="- 1 -")
    mixed = dataset.read(raw.done())
    view, group = mixed.about("373", 2022), mixed.within("37", 2022)
    total = view.total()
    assert total[["n_indicators", "n_missing", "n_upper", "n_lower", "n_unclassified"]].tolist() == [3, 1, 1, 0, 0]
    assert show.headline(view).splitlines()[:3] == [
        "Điểm tự chấm: 8,00/10 (80,0%); 1/1 chỉ số ở mức Hoàn thành hoặc Cơ bản hoàn thành, "
        "0/1 chỉ số ở mức Hoàn thành thấp hoặc Chưa thực hiện",
        "1/3 chỉ số bỏ trống: vẫn tính vào điểm tối đa, không có điểm (điểm tự chấm).",
        "2/3 chỉ số chỉ trừ điểm, không xếp mức.",
    ]
    assert list(show.completion_table(view).kept["Không xếp mức"]) == ["0", "2"]  # for want of width
    assert "3/3 đơn vị" in show.rollup_headline(group)
    assert "1/1" in show.rollup_headline(group)
    indicators = group.of_group("indicator_counts")
    majority = show.majority_table(group, rollup.majority_by_pillar(indicators))
    assert majority["Số chỉ số đạt ở đa số đơn vị"].tolist() == ["1/1", "—"]
    assert "2 chỉ số là điểm trừ hoặc điểm cộng, không xếp mức, nên không kể." in majority.note


def test_a_blank_penalty_is_no_weak_indicator(tmp_path):
    one = criteria("tru_2022", "district", [2022], {"A": [0, 0], "B": [0]}, rule=RULE)
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("373", 2022, "tru_2022", "-2 - -", declared="1 - -")
    found = dataset.read(raw.done())
    view, group = found.about("373", 2022), found.within("37", 2022)
    lost = losses.losses(view.counted[view.counted["basis"] == view.basis], view.scores)
    assert losses.weak(lost).empty
    said = "Các chỉ số chỉ trừ điểm, không xếp mức, nên không nói chỉ số nào yếu (điểm tự chấm)"
    assert show.weak_table(view, lost.head(0)) == said
    assert show.headline(view).splitlines() == [
        "Điểm tự chấm: −2,00 điểm",
        "2/3 chỉ số bỏ trống: chưa trừ điểm nào ở đó (điểm tự chấm).",
        "3/3 chỉ số chỉ trừ điểm, không xếp mức.",
    ]
    assert show.rollup_headline(group) == "Bộ tiêu chí chỉ có điểm trừ, điểm cộng, không xếp mức chỉ số nào"
