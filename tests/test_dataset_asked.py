"""What analysts ask for at the desk: other thresholds, units side by side, provinces together, losses picked out,
files to take along."""

import io

import openpyxl
import pandas as pd
import pytest

import dts_analysis as dts
from dts_analysis import messages, show
from dts_analysis.errors import DtsError

# Other thresholds


def test_other_thresholds_move_the_counts_that_a_person_counts_and_say_so(sample):
    stricter = sample.with_thresholds(basically_completed=0.8)
    shares = sample.about("373", 2022).on_basis["attainment_share"]
    whole = stricter.about("373", 2022).total()
    assert whole["n_upper"] == (shares >= 0.8).sum() < sample.about("373", 2022).total()["n_upper"]
    assert whole["points"] == sample.about("373", 2022).total()["points"]
    one = stricter.criteria["ninhbinh_district_2022"]
    assert "Ngưỡng do người phân tích chọn, khác bộ tiêu chí. Ngưỡng do dự án chọn" in repr(
        show.class_table(pd.DataFrame(columns=["class_code", "lowest", "highest"]), one)
    )
    assert sample.criteria["ninhbinh_district_2022"].class_scheme.classes[1].at_least == 0.7  # the data's own stay


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"basicaly_completed": 0.8}, "không có mức «basicaly_completed» (có phải basically_completed?)"),
        ({"completed": 70}, "with_thresholds!completed: ngưỡng 70; cần: một phần từ 0 đến 1"),
        ({"completed": 0.5}, "các mức xếp loại không giảm dần đến hết"),
        ({"not_done": 0.1}, "các mức xếp loại không giảm dần đến hết"),
        ({"completed": True, "x": 2}, "with_thresholds: không có mức «x»"),
    ],
)
def test_thresholds_that_make_no_scheme_are_refused(sample, shares, words):
    with pytest.raises(DtsError) as error:
        sample.with_thresholds(**shares)
    assert words in str(error.value)


def test_a_set_that_classes_by_conditions_has_no_thresholds(world):
    with pytest.raises(DtsError, match="theo điều kiện, không theo ngưỡng"):
        world("nothing_verified").with_thresholds(completed=0.9)


# Units taken together


def test_all_below_one_taken_together_are_what_is_below_it(sample):
    below, together = sample.within("37", 2022), sample.within(["37"], 2022)
    columns = ["unit_code", "points", "rank", "n_placed", "change_share", "rank_before", "own_places"]
    pd.testing.assert_frame_equal(below.on()[columns], together.on()[columns], check_dtype=False)
    for name in ("majorities", "indicator_counts", "causes", "parties"):
        mine, theirs = (each.of_group(name).drop(columns="parent_code") for each in (together, below))
        assert mine.astype("str").to_numpy().tolist() == theirs.astype("str").to_numpy().tolist()
    assert (together.name, together.basis, together.chosen["n_units"]) == ("Tỉnh Ninh Bình", "verified", 8)
    assert list(together.place_intervals["unit_code"].astype("str")) == list(
        below.place_intervals["unit_code"].astype("str")
    )


def test_districts_of_two_provinces_are_ranked_together_and_pages_draw_them(world):
    data = world("communes_of_districts")
    parents = sorted(data.standings["parent_code"].unique())
    assert len(parents) > 1
    year = int(data.standings["year"].max())
    together = data.within(parents, year)
    each = [data.within(code, year) for code in parents]
    assert together.n_units == sum(view.n_units + view.n_others for view in each) - together.n_others
    rows = together.on("claimed")
    placed = rows[rows["is_placed"]].sort_values("placed_share", ascending=False)
    assert placed["rank"].tolist() == placed["placed_share"].rank(method="min", ascending=False).tolist()
    assert repr(show.heatmap_table(together))
    assert repr(show.ranking_table(together))
    assert show.provenance(together) is not None


def test_two_units_stand_side_by_side_with_their_difference(sample):
    pair = sample.among(["373", "376"], 2022)
    assert repr(pair) == "TogetherView: Huyện Gia Viễn, Huyện Kim Sơn, 2022, verified"
    table = show.side_by_side_table(pair)
    assert list(table.columns) == ["Chỉ số", "Huyện Gia Viễn", "Huyện Kim Sơn", "Huyện Gia Viễn − Huyện Kim Sơn"]
    assert table.loc["1.6"].tolist()[1:] == ["10,00/10", "0,00/10", "+10,00"]
    points = {
        code: sample.about(code, 2022).on_basis.set_index("indicator_code")["points"] for code in ("373", "376")
    }
    assert len(table) == 72
    rows = table.resource()["data"]
    difference = [row["huyen-gia-vien-huyen-kim-son"] for row in rows]
    assert sum(difference) == pytest.approx((points["373"] - points["376"]).sum())
    assert abs(difference[0]) == (points["373"] - points["376"]).abs().max()
    several = show.side_by_side_table(sample.within("37", 2022))
    assert len(several.columns) <= 6
    assert several.columns[-1] == "Cao nhất − thấp nhất"


def test_of_units_that_are_not_there_all_are_named_at_once(sample):
    with pytest.raises(DtsError) as error:
        sample.among(["373", "999", "xx"], 2022)
    assert [each.facts["unit"] for each in error.value.findings] == ["999", "xx"]
    assert sample.among("373", 2022).codes == ["373"]


# Losses picked out


def test_losses_of_a_class_and_a_cause_are_those_a_person_picks_out(sample):
    view = sample.about("373", 2022)
    every = sample.losses(view)
    assert every["lost_points"].sum() == pytest.approx(view.total()["lost_points"])
    picked = sample.losses(view, class_code=["low", "not_done"], cause_code="R01")
    assert set(picked["cause_code"]) == {"R01"}
    by_hand = every[every["class_code"].isin(["low", "not_done"]) & (every["cause_code"] == "R01")]
    assert picked["lost_points"].tolist() == by_hand["lost_points"].tolist() != []
    group = sample.within("37", 2022)
    assert sample.losses(group)["lost_points"].sum() == pytest.approx(group.on()["lost_points"].sum())
    table = show.lost_table(view, picked)
    assert table.caption.startswith(f"Điểm mất đã chọn: {len(picked)} dòng, ")
    assert set(table.index) == {"Huyện Gia Viễn"}
    assert repr(show.lost_table(view, picked.head(0))) == "Không có điểm mất nào như vậy."
    with pytest.raises(DtsError, match="không có cột 'reason'"):
        sample.losses(view, reason="R01")


# Files to take along


def test_what_a_cell_shows_is_written_in_the_form_that_its_ending_says(sample, tmp_path):
    view = sample.about("373", 2022)
    table = show.lost_table(view, sample.losses(view, cause_code="R01"))
    pair = show.together(table, show.side_by_side_table(sample.among(["373", "376"], 2022)))
    lost = [row["diem-mat"] for row in table.resource()["data"]]
    table.to_excel(tmp_path / "bare.xlsx")
    assert pd.read_excel(tmp_path / "bare.xlsx")["Điểm mất"].tolist() == lost  # numbers, not words
    book = openpyxl.load_workbook(io.BytesIO(dts.export(table, tmp_path / "a.xlsx").read_bytes()))
    assert len(book.sheetnames) == 2
    assert len(openpyxl.load_workbook(dts.export(pair, tmp_path / "b.xlsx")).sheetnames) == 3
    assert dts.export(table, tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    figure = show.heatmap_figure(sample.within("37", 2022), "nguồn")
    assert dts.export(figure, tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert "<table" in dts.export(table, str(tmp_path / "a.html")).read_text(encoding="utf-8")


def test_what_has_no_such_form_and_what_would_lie_among_raw_data_is_refused(sample, tmp_path, monkeypatch):
    table = show.side_by_side_table(sample.among(["373", "376"], 2022))
    with pytest.raises(DtsError, match=r"a\.svg: Table không ghi được thành \.svg; cần: .*\.html, \.xlsx, \.csv"):
        dts.export(table, tmp_path / "a.svg")
    with pytest.raises(DtsError, match="cần: một trong các đuôi: —"):
        dts.export(3, tmp_path / "a.xlsx")
    (tmp_path / "data/raw").mkdir(parents=True)
    monkeypatch.setenv("DTS_HOME", str(tmp_path))
    with pytest.raises(DtsError, match="nơi ghi nằm trong data/raw"):
        dts.export(table, tmp_path / "data/raw/a.csv")
    messages.use("en")
    with pytest.raises(DtsError, match="cannot be written as"):
        dts.export(table, tmp_path / "a.docx")
