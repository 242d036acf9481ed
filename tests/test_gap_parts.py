"""What lies between two totals of a unit, part by part: by hand under a floor, a condition, half a verdict."""

import numpy as np
import pytest
from raw_folder import RawFolder, criteria
from worlds import WORLDS

from dts_analysis import dataset, messages, show
from dts_analysis.analysis.gap_parts import PARTS

CHOICE = {"kind": "choice", "options": [{"label": "Có", "points": 10}, {"label": "Không", "points": 0}]}
LATE = {"kind": "count", "each": -10, "floor": -200}
OWN = ["TT", "Chỉ số", "Số thực hiện (a)", "Điểm tự chấm"]
JUDGED = ["TT", "Chỉ số", "Mức thẩm định", "Điểm thẩm định"]
FORMS = {
    # claims 10 + 8 + 15 and -10, which the floor of C makes -5: 28 of 40. Verified «Không»: 0, which ends A-02 (8)
    # and lets A-03 apply (6); 12 of 15; no penalty: 18 of 40
    "373": ([["Có", 10], ["", 8], ["", ""], ["", 15], [1, -10]],
            [["Không", ""], ["", ""], ["", 6], ["", 12], ["", 0]]),
    # claims 10 + 8 + 15 of 40; only A-01 is judged, as claimed: 10 of 10
    "370": ([["Có", 10], ["", 8], ["", ""], ["", 15], ["", ""]],
            [["Có", ""], ["", ""], ["", ""], ["", ""], ["", ""]]),
}  # fmt: skip
SUMS = ["claimed_points", "claimed_max_points", "verified_points", "verified_max_points", "difference_points"]
NAN = pytest.approx(float("nan"), nan_ok=True)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A choice, 10 points if it is «Có», 10 if it is «Không»; 20 by hand; a penalty in a pillar of floor -5."""
    one = criteria(
        "phan_2022", "district", [2022], {"A": [10, 10, 10], "B": [20], "C": [0]},
        rule={"A-01": CHOICE, "C-01": LATE},
        applies_if={"A-02": {"indicator": "A-01", "is": ["Có"]}, "A-03": {"indicator": "A-01", "is": ["Không"]}},
    )  # fmt: skip
    one["pillars"][2]["floor"] = -5
    raw = RawFolder(tmp_path_factory.mktemp("phan") / "raw", one)
    for unit, (own, judged) in FORMS.items():
        for stage, headings, cells in (("self", OWN, own), ("verification", JUDGED, judged)):
            names = [[each["printed_as"], each["name_vi"]] for each in one["indicators"]]
            lines = [headings, *([*name, *row] for name, row in zip(names, cells, strict=True))]
            content = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
            path = f"2022/{unit}{'' if stage == 'self' else '_tham_dinh'}.csv"
            raw.file(path, unit, 2022, one["id"], stage, content.encode())
    return dataset.read(raw.done())


def rows(data, columns):
    table = data.gap_parts.astype({"unit_code": "str", "node_code": "str"}).set_index(["unit_code", "node_code"])
    return {key: row.tolist() for key, row in table[columns].iterrows()}


def test_the_parts_add_up_to_the_difference_of_the_totals(data):
    assert rows(data, SUMS) == {
        ("373", ""): [28, 40, 18, 40, -10], ("373", "A"): [18, 20, 6, 20, -12],
        ("373", "B"): [15, 20, 12, 20, -3], ("373", "C"): [-5, 0, 0, 0, 5],
        ("370", ""): [33, 40, 10, 10, -23], ("370", "A"): [18, 20, 10, 10, -8],
        ("370", "B"): [15, 20, NAN, 0, -15], ("370", "C"): [NAN, 0, NAN, 0, 0],
    }  # fmt: skip
    assert rows(data, PARTS) == {
        ("373", ""): [-3, -8, 6, 0, -5], ("373", "A"): [-10, -8, 6, 0, 0], ("373", "B"): [-3, 0, 0, 0, 0],
        ("373", "C"): [10, 0, 0, 0, -5],
        ("370", ""): [0, 0, 0, -23, 0], ("370", "A"): [0, 0, 0, -8, 0], ("370", "B"): [0, 0, 0, -15, 0],
        ("370", "C"): [0, 0, 0, 0, 0],
    }  # fmt: skip
    counts = ["n_judged", "n_cut", "n_raised", "n_withdrawn", "n_added", "n_unjudged"]
    found = rows(data, counts)
    assert (found["373", ""], found["370", ""]) == ([4, 2, 1, 1, 1, 0], [1, 0, 0, 0, 0, 3])


def test_claims_that_nobody_judged_yet_stand_within_caps(tmp_path):
    """Claims of 20 and 30 are 30 under the cap of the group; 20 is judged as 18: with the other, 30."""
    one = criteria("tran_2022", "district", [2022], {"A": [20], "B": [30]})
    one["groups"] = [{"code": "G", "name_vi": "Nhóm", "name_en": "Group", "cap": 30}]
    one["pillars"] = [each | {"group": "G"} for each in one["pillars"]]
    raw = RawFolder(tmp_path / "raw", one | {"total_points": 30})
    raw.unit("373", 2022, "tran_2022", "20 30", "18 -")
    data = dataset.read(raw.done())
    assert rows(data, ["difference_points", *PARTS]) == {
        # caps took 20 from the claims and take 18 of what is judged and claimed: 2 less; 18 - 30 is not judged
        ("373", ""): [-12, -2, 0, 0, -12, 2], ("373", "G"): [-12, -2, 0, 0, -12, 2],
        ("373", "A"): [-2, -2, 0, 0, 0, 0], ("373", "B"): [-30, 0, 0, 0, -30, 0],
    }  # fmt: skip
    assert data.outliers["moved_points"].tolist() == [0]  # up to now
    note = show.gap_pillar_table(data.about("373", 2022)).note  # -2 and -30, and -12 in all
    assert note.endswith("Ngoài các trụ cột, trần và sàn của nhóm hay của cả bộ tiêu chí: +20,00 điểm.")


def test_a_page_states_the_totals_of_all_pages_and_the_parts_between_them(data):
    headline = show.gap_headline(data.about("373", 2022))
    assert headline.splitlines() == [
        "Tự chấm 28,00 → thẩm định 18,00 (−10,00 điểm)",
        "Hạ 13,00 điểm ở 2/4 chỉ số đã thẩm định, nâng 10,00 điểm ở 1/4. Cho 0 điểm chiếm 76,9% phần bị hạ.",
        "−10,00 điểm gồm: −3,00 ở các chỉ số đổi điểm; −8,00 ở 1 chỉ số không còn áp dụng theo kết quả thẩm định; "
        "+6,00 ở 1 chỉ số áp dụng thêm theo kết quả thẩm định; −5,00 do trần, sàn của bộ tiêu chí.",
    ]
    stated = {each["name"]: each["value"] for each in headline.facts if each["basis"] == "verified"}
    assert {name: stated[name] for name in ("points", "difference_points", "gap_points", "bounds_points")} == {
        "points": 18, "difference_points": -10, "gap_points": -3, "bounds_points": -5,
    }  # fmt: skip
    half = show.gap_headline(data.about("370", 2022)).splitlines()
    assert half == [
        "Ở 1/4 chỉ số đã thẩm định: tự chấm 10,00 → thẩm định 10,00 (0,00 điểm)",
        "Không chỉ số nào trong 1 chỉ số đã thẩm định bị đổi điểm.",
        "Mới thẩm định 1/4 chỉ số; 3 chỉ số chưa thẩm định, tự chấm 23,00 điểm (cả phiếu tự chấm 33,00).",
    ]


def test_the_pillars_table_has_their_sums_and_a_column_for_each_part(data):
    table = show.gap_pillar_table(data.about("373", 2022))
    assert table.loc["Trụ cột A"].tolist() == ["18,00", "6,00", "−12,00", "−10,00", "−2,00", "0,00"]
    assert table.loc["Trụ cột C"].tolist() == ["−5,00", "0,00", "+5,00", "+10,00", "0,00", "−5,00"]
    assert list(table)[-3:] == ["Ở chỉ số đổi điểm", "Thôi hay thêm áp dụng", "Trần, sàn"]
    assert {name: list(cells) for name, cells in table.kept.items()} == {
        "Hạ điểm": ["−10,00", "−3,00", "0,00"], "Nâng điểm": ["0,00", "0,00", "+10,00"],
        "Số chỉ số bị hạ": ["1", "1", "0"],
    }  # fmt: skip
    assert table.note == "Chênh lệch = thẩm định − tự chấm; bỏ trống tính là tự chấm 0."
    half = show.gap_pillar_table(data.about("370", 2022))
    assert list(half)[-2:] == ["Ở chỉ số đổi điểm", "Chưa thẩm định"]
    assert half["Chưa thẩm định"].tolist() == ["−8,00", "−15,00", "0,00"]


def test_the_summary_says_the_same(data):
    said = show.story_points(data.about("373", 2022), data.causes.head(0)).splitlines()
    assert (
        "Thẩm định hạ 13,00 điểm ở 2 chỉ số, nâng 10,00 điểm ở 1 chỉ số; hạ nhiều nhất ở Trụ cột A (10,00 điểm); "
        "ngoài ra (điểm): −8,00 ở 1 chỉ số không còn áp dụng theo kết quả thẩm định; "
        "+6,00 ở 1 chỉ số áp dụng thêm theo kết quả thẩm định; −5,00 do trần, sàn của bộ tiêu chí."
    ) in said
    half = show.story_points(data.about("370", 2022), data.causes.head(0)).splitlines()
    assert (
        "Thẩm định giữ nguyên kết quả ở 1 chỉ số đã xem xét; 3 chỉ số chưa thẩm định, tự chấm 23,00 điểm."
    ) in half
    messages.use("en")
    english = str(show.story_points(data.about("370", 2022), data.causes.head(0)))
    assert "; 3 indicators are not verified yet, with 23.00 points claimed." in english


def test_units_stand_out_by_what_verification_moved_of_their_own_maximum(data):
    found = data.outliers.set_index("unit_code")[["moved_points", "max_points", "moved_share"]]
    assert found.loc["373"].tolist() == [-10, 40, -0.25]
    assert found.loc["370"].tolist() == [0, 10, 0]  # of what was judged


def test_where_gaps_are_all_that_lies_between_no_word_is_said_of_other_parts(sample):
    view = sample.about("373", 2022)
    assert len(show.gap_headline(view).splitlines()) == 2
    assert list(show.gap_pillar_table(view))[-1] == "Số chỉ số bị hạ"
    assert "ngoài ra" not in str(show.story_points(view, sample.causes.head(0)))


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_in_every_world_the_parts_lead_from_the_claimed_total_to_the_verified(world, name):
    for basis in ("verified", "measured"):
        table = getattr(world(name), "gap_parts" if basis == "verified" else "measured_gap_parts")
        np.testing.assert_allclose(table[PARTS].sum(axis=1), table["difference_points"], rtol=0, atol=1e-9)
        ends = table[[f"{basis}_points", "claimed_points"]].fillna(0.0)
        np.testing.assert_allclose(ends.iloc[:, 0] - ends.iloc[:, 1], table["difference_points"], rtol=0, atol=0)


def test_nothing_verified_has_no_parts(world):
    empty = world("nothing_verified").gap_parts
    assert empty.empty
    assert {*SUMS, *PARTS} <= set(empty)
