"""A set that only takes points: nothing is out of a maximum, and fewer points taken is better; worked by hand."""

import numpy as np
import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, show
from dts_analysis.analysis import planning

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
        "xếp thứ 2 trong 4 đơn vị cấp huyện của tỉnh Ninh Bình theo điểm tự chấm."
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
    assert planning.plan_of(data.about("372", 2022), "points:-15").needed_points == -15
