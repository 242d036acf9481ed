"""What verified answers decide besides points: whether a target is met, and whether another indicator applies."""

import numpy as np
import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset
from dts_analysis.analysis import verification

CHOICE = {"kind": "choice", "options": [{"label": "Có", "points": 10}, {"label": "Không", "points": 0}]}
TARGET = {"kind": "target", "at_least": 0.3}  # without points: met or not
IF_YES = {"A-03": {"indicator": "A-01", "is": ["Có"]}}
OWN = ["TT", "Chỉ số", "Số thực hiện (a)", "Tổng số (b)", "Điểm tự chấm"]
JUDGED = ["TT", "Chỉ số", "Mức thẩm định", "Số liệu thẩm định (a)", "Số liệu thẩm định (b)", "Điểm thẩm định"]
UNIT, YEAR = "373", 2022


def a_set():
    """A choice of 10 points, a target without points, 10 points by hand that apply if the choice is yes."""
    rules = {"A-01": CHOICE, "A-02": TARGET}
    return criteria("thu_2022", "district", [YEAR], {"A": [10, 0, 10]}, rule=rules, applies_if=IF_YES)


def told(folder, own, judged):
    """The rows of one unit's `counted` by basis and indicator, and the data: own cells, then those that judge."""
    document = a_set()
    raw = RawFolder(folder / "raw", document)
    for stage, headings, cells in (("self", OWN, own), ("verification", JUDGED, judged)):
        names = [[each["printed_as"], each["name_vi"]] for each in document["indicators"]]
        lines = [",".join(f'"{cell}"' for cell in row) for row in
                 [headings, *([*name, *row] for name, row in zip(names, cells, strict=True))]]  # fmt: skip
        path = f"{YEAR}/{UNIT}{'' if stage == 'self' else '_tham_dinh'}.csv"
        raw.file(path, UNIT, YEAR, document["id"], stage, "\n".join(lines).encode())
    data = dataset.read(raw.done())
    return data.counted.astype({"basis": "str"}).set_index(["basis", "indicator_code"]), data


@pytest.mark.parametrize(
    ("declared", "verified", "claimed_met", "verified_met"),
    [
        ((4, 10), (2, 10), True, False),
        ((2, 10), (5, 10), False, True),
        ((4, 10), (6, 10), True, True),  # another answer, and met as well
        ((4, 10), ("", ""), True, True),  # none was verified: points alone follow the unit's own answer
    ],
)
def test_a_target_without_points_is_met_as_the_verified_answer_says(
    tmp_path, declared, verified, claimed_met, verified_met
):
    own = [["Có", "", 10], [*declared, 0], ["", "", 8]]
    rows, _ = told(tmp_path, own, [["", "", "", 10], ["", *verified, 0], ["", "", "", 8]])
    for basis, is_met in (("claimed", claimed_met), ("verified", verified_met)):
        row = rows.loc[basis, "A-02"]
        assert (row["status"], row["attainment_share"], row["is_upper"]) == ("answered", float(is_met), is_met)


def maxima(data):
    total = data.totals[data.totals["level"] == "total"]
    return total.set_index(total["basis"].astype("str"))["max_points"].to_dict()


def test_a_verified_no_ends_what_applied_by_the_units_own_yes(tmp_path):
    own = [["Có", "", 10], ["", "", ""], ["", "", 8]]
    rows, data = told(tmp_path, own, [["Không", "", "", ""], ["", "", "", ""], ["", "", "", ""]])
    assert rows.loc["claimed", "A-03"][["status", "points", "max_points"]].tolist() == ["answered", 8, 10]
    assert rows.loc["verified", "A-03"]["status"] == "not_applicable"
    assert (maxima(data)["claimed"], maxima(data)["verified"]) == (20, 10)
    total = data.totals[(data.totals["level"] == "total") & (data.totals["basis"] == "verified")].iloc[0]
    assert (total["points"], total["n_unscored"]) == (0, 1)  # of the target nobody said a word
    assert "condition_judged" not in set(data.findings["code"])


def test_points_verified_beside_a_verified_no_are_told_and_do_not_count(tmp_path):
    own = [["Có", "", 10], [4, 10, 0], ["", "", 8]]
    rows, data = told(tmp_path, own, [["Không", "", "", ""], ["", "", "", 0], ["", "", "", 8]])
    assert rows.loc["verified", "A-03"]["status"] == "not_applicable"
    (found,) = data.findings[data.findings["code"] == "condition_judged"].itertuples()
    assert (found.severity, found.where) == ("warning", "2022/373_tham_dinh.csv!F4")
    assert found.message == (
        "có điểm thẩm định, trong khi 1.1 Chỉ số thử A thứ 1 được thẩm định là «Không» nên chỉ số này không áp "
        "dụng. Cần: để trống, hoặc 1.1 Chỉ số thử A thứ 1: «Có»"
    )
    gaps = verification.gaps(data.counted, data.scores).set_index("indicator_code")
    assert sorted(gaps.index) == ["A-01", "A-02"]  # of what ended nothing was cut


def test_a_verified_yes_begins_what_the_units_own_no_ended(tmp_path):
    own = [["Không", "", 0], [4, 10, 0], ["", "", ""]]
    rows, data = told(tmp_path, own, [["Có", "", "", ""], ["", "", "", 0], ["", "", "", 6]])
    assert rows.loc["claimed", "A-03"]["status"] == "not_applicable"
    assert rows.loc["verified", "A-03"][["status", "points"]].tolist() == ["answered", 6]
    assert (maxima(data)["claimed"], maxima(data)["verified"]) == (10, 20)
    gaps = verification.gaps(data.counted, data.scores).set_index("indicator_code")
    assert gaps["gap_points"].to_dict() == {"A-01": 10, "A-02": 0}


def test_what_a_verified_yes_begins_waits_for_its_points(tmp_path):
    own = [["Không", "", 0], [4, 10, 0], ["", "", ""]]
    rows, _ = told(tmp_path, own, [["Có", "", "", ""], ["", "", "", 0], ["", "", "", ""]])
    assert rows.loc["verified", "A-03"]["status"] == "unscored"


def test_without_a_verified_answer_conditions_follow_the_declared_one(tmp_path):
    own = [["Không", "", 0], [4, 10, 0], ["", "", ""]]
    rows, _ = told(tmp_path, own, [["", "", "", 0], ["", "", "", 0], ["", "", "", ""]])
    assert set(rows.xs("A-03", level=1)["status"]) == {"not_applicable"}


def test_points_verified_where_the_declared_no_ends_the_row_count_for_what_is_judged(tmp_path):
    own = [["Không", "", 0], [4, 10, 0], ["", "", 8]]
    rows, data = told(tmp_path, own, [["", "", "", 0], ["", "", "", 0], ["", "", "", 6]])
    assert rows.loc["claimed", "A-03"]["status"] == "not_applicable"
    assert rows.loc["verified", "A-03"][["status", "points"]].tolist() == ["answered", 6]
    assert "condition_answered" in set(data.findings["code"])
    assert np.isnan(rows.loc["claimed", "A-03"]["points"])
