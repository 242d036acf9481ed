"""Figures and tables: only rounding happens here, every chart says what it finds, nothing runs in a page."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dts_analysis import messages, scoring, show
from dts_analysis.analysis import (
    completion,
    coverage,
    decomposition,
    losses,
    mergers,
    ranking,
    rollup,
    streaks,
    trends,
    verification,
)
from dts_analysis.show import text


@pytest.fixture(scope="module")
def one(sample):
    """Everything the notebooks compute for Gia Viễn 2022."""
    peers = sample.peers("373", 2022)
    own = peers[peers["unit_code"] == "373"]
    lost = losses.losses(own, sample.criteria)
    weak = losses.weak(lost)
    return {
        "peers": peers, "own": own, "set": sample.criteria_set("373", 2022), "lost": lost, "weak": weak,
        "reasons": losses.by_reason(losses.attributed(weak, sample.reasons)),
        "history": trends.over_years(sample.history("373", 2022)),
        "compared": trends.compare(*sample.pair("373", 2022), sample.criteria),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (text.points(1234.565), "1.234,57"), (text.points(np.nan), "—"), (text.maximum(772.5), "772,50"),
        (text.share(0.6682), "66,8 %"), (text.share(np.nan), "—"), (text.change(-3.456), "−3,46"),
        (text.change(0.0), "0,00"), (text.share_change(-0.0004), "0,0"), (text.count(10598), "10.598"),
        (text.listed([]), "—"), (text.date("2023-02-07"), "07/02/2023"), (text.date(None), "—"),
    ],
)  # fmt: skip
def test_numbers_as_people_read_them(written, expected):
    assert written == expected


def test_numbers_in_english():
    messages.use("en")
    assert [text.points(1234.5), text.share(0.668), text.date("2023-02-07")] == ["1,234.50", "66.8%", "2023-02-07"]


def test_the_headline_of_gia_vien_is_the_published_one(sample, one):
    totals = scoring.totals(one["own"], "claimed")
    counts = completion.class_counts(one["own"], sample.criteria, "claimed")
    said = show.headline(totals, counts, "373", one["set"], "claimed").splitlines()
    assert said[0] == "511,18/765 · 41/72 · 31/72"
    assert said[1] == "Điểm tự chấm: 511,18 trên tối đa 765 điểm, tỷ lệ đạt 66,8 %."
    assert "Hoàn thành hoặc Cơ bản hoàn thành" in said[2]


def test_blank_answers_are_told_beside_the_headline(sample):
    own = sample.scores[(sample.scores["unit_code"] == "376") & (sample.scores["year"] == 2022)]
    totals = scoring.totals(own, "claimed")
    counts = completion.class_counts(own, sample.criteria, "claimed")
    said = show.headline(totals, counts, "376", sample.criteria_set("376", 2022), "claimed")
    assert "2 chỉ số bỏ trống: vẫn tính vào điểm tối đa" in said


def test_the_weak_table_leads_to_the_cell(sample, one):
    table = show.weak_table(one["weak"], one["set"], sample.reasons, "claimed")
    assert len(table) == 31
    assert table["Ô trong phiếu"].str.match(r"2022/373\.xlsx!Tự đánh giá!G\d+").all()
    lost = table["Điểm mất"].str.replace(",", ".").astype(float)
    assert lost.is_monotonic_decreasing
    assert set(table["Ai gỡ được"]) <= {"đơn vị", "tỉnh", "đơn vị, tỉnh", "tỉnh, đơn vị", "—"}


def test_under_verified_points_the_cell_is_the_verifiers(sample):
    own = sample.scores[(sample.scores["unit_code"] == "373") & (sample.scores["year"] == 2022)]
    weak = losses.weak(losses.losses(own, sample.criteria, "verified"))
    table = show.weak_table(weak, sample.criteria_set("373", 2022), sample.reasons, "verified")
    assert table["Ô trong phiếu"].str.startswith("2022/373_tham_dinh.xlsx!").all()


def test_the_pareto_names_the_largest_reason(sample, one):
    chart = show.reason_figure(one["reasons"], sample.reasons, "nguồn")
    first = one["reasons"].iloc[0]
    assert text.share(first["lost_share"]) in chart.title
    assert show.reason_figure(one["reasons"].head(0), sample.reasons, "nguồn").title == "Không mất điểm nào"


def charts(sample, one):
    pillars = scoring.pillars(one["peers"], "verified")
    totals = ranking.ranked(scoring.totals(one["peers"], "verified"), sample.criteria)
    names = show.unit_names(sample.units, one["peers"]["unit_code"].unique(), 2022)
    findings = coverage.findings_by_unit(coverage.findings_below(sample.findings, sample.units, "37", 2022))
    by_pillar = trends.over_years(sample.history("373", 2022), by_pillar=True)
    source = show.source_line(sample, one["own"], 2022, "claimed")
    yield show.pillar_figure(pillars, "373", one["set"], source)
    yield show.reason_figure(one["reasons"], sample.reasons, source)
    yield show.years_figure(one["history"], "373", source)
    yield show.pillar_years_figure(by_pillar, "373", one["set"], source)
    yield show.heatmap_figure(pillars, totals, names, one["set"], source)
    yield show.spread_figure(pillars, one["set"], source)
    yield show.findings_figure(findings, sample.units, 2022, source)


def test_every_chart_says_what_it_finds_its_unit_and_its_source(sample, one):
    for chart in charts(sample, one):
        assert any(letter.isdigit() for letter in chart.title), chart.title
        assert chart.source == "Nguồn: phiếu của Huyện Gia Viễn, 2022 · điểm tự chấm · số liệu minh họa"
        assert chart.axes[0].get_xlabel() or chart.axes[0].get_ylabel() or len(chart.axes) == 2
        picture, meta = chart._repr_mimebundle_()
        assert picture["image/png"].startswith(b"\x89PNG")
        assert meta["image/png"]["alt"] == chart.title


def test_two_drawings_of_one_figure_are_the_same_bytes(sample, one):
    twice = [show.reason_figure(one["reasons"], sample.reasons, "x")._repr_mimebundle_()[0] for _ in range(2)]
    assert twice[0] == twice[1]


def test_charts_of_nothing_say_so(sample, one):
    pillars = scoring.pillars(one["own"], "final")
    totals = ranking.ranked(scoring.totals(one["own"], "final"), sample.criteria)
    assert show.spread_figure(pillars, one["set"], "x").title == "Chưa trụ cột nào có điểm"
    assert show.heatmap_figure(pillars, totals, {}, one["set"], "x").title == "Chưa trụ cột nào có điểm"
    assert show.ranking_headline(totals, {}, "final") == "Chưa đơn vị nào có điểm chính thức"


def test_names_are_escaped_in_prose_and_tables():
    evil = "<script>alert(1)</script>"
    assert "<script>" not in show.Prose(evil)._repr_html_()
    assert "<script>" not in show.Notice(evil)._repr_html_()
    table = show.Table(pd.DataFrame({evil: [evil]}, index=pd.Index([evil], name=evil))).noted(evil)
    assert "<script>" not in table._repr_html_()
    assert "&lt;script&gt;" in table._repr_html_()


def test_tables_are_shown_whole():
    table = show.Table(pd.DataFrame({"a": ["dài " * 100] * 200}))
    assert table._repr_html_().count("<tr") == 201
    assert "..." not in table._repr_html_()


def test_illustrative_data_is_announced_and_real_data_is_not(sample, one):
    assert isinstance(show.about(sample, one["own"], "373", 2022, "claimed"), show.Notice)
    received = sample.received.assign(provenance="official")
    criteria = {name: each.model_copy(update={"provenance": "official"}) for name, each in sample.criteria.items()}
    official = dataclasses.replace(sample, received=received, criteria=criteria)
    said = show.about(official, one["own"], "373", 2022, "claimed")
    assert not isinstance(said, show.Notice)
    assert "minh họa" not in show.source_line(official, one["own"], 2022, "claimed").casefold()


def test_the_thresholds_are_printed_with_how_far_they_may_move(sample, one):
    ranges = completion.threshold_range(one["own"], sample.criteria)
    table = show.class_table(ranges, "373", one["set"])
    column = table["Ngưỡng có thể dời mà số đếm không đổi"]
    assert column.loc["Cơ bản hoàn thành"].startswith("trên 60,0 %, đến 7")
    assert table.note.startswith("Ngưỡng do dự án chọn")


def test_what_does_not_compare_is_listed_with_its_reason(sample, one):
    table = show.not_compared_table(one["compared"], sample.criteria)
    assert set(table["Vì sao không so điểm"]) == {
        "mới", "bỏ", "đổi chỉ tiêu", "đổi cách chấm", "đổi điểm tối đa (vẫn so được tỷ lệ)",
    }  # fmt: skip
    declared = table["Số kê khai"].where(table["Vì sao không so điểm"] == "đổi chỉ tiêu", "")
    assert declared[declared != ""].str.fullmatch(r"[\d,]+( %)? → [\d,]+( %)?").all()
    assert (table.loc[table["Vì sao không so điểm"] != "đổi chỉ tiêu", "Số kê khai"] == "—").all()


def test_every_word_can_be_said_in_english(sample, one):
    messages.use("en")
    assert (
        show.headline_text(
            {"points": 511.18, "max_points": 765.0}, {"n_upper": 41, "n_lower": 31, "n_indicators": 72}
        )
        == "511.18/765 · 41/72 · 31/72"
    )
    table = show.weak_table(one["weak"], one["set"], sample.reasons, "claimed")
    assert table.columns.tolist()[:3] == ["Indicator", "Pillar", "Class"]
    for chart in charts(sample, one):
        assert "illustrative data" in chart.source


def test_what_was_cut_says_how_and_when_it_was_decided(sample):
    own = sample.verified("373", 2022)
    table = show.gap_table(verification.gaps(own), sample.criteria_set("373", 2022), sample.grounds)
    decided = table["Kết luận"].str.split(", ")
    assert set(decided.str[0]) == {"không điểm", "hạ điểm", "nâng điểm"}
    assert set(decided.str[1]) <= {"hồ sơ", "tại chỗ"}
    assert decided.str[2].str.fullmatch(r"\d\d/\d\d/\d{4}").all()
    bare = own.assign(method="", verified_on="")
    table = show.gap_table(verification.gaps(bare), sample.criteria_set("373", 2022), sample.grounds)
    assert set(table["Kết luận"]) == {"không điểm", "hạ điểm", "nâng điểm"}


def test_every_indicator_says_in_how_many_communes_it_is_done(sample):
    communes, criteria_set = sample.within("373", 2022), sample.criteria["ninhbinh_commune_2022"]
    table = show.majority_indicator_table(rollup.by_indicator(communes, sample.criteria), criteria_set)
    assert table.index.tolist() == [each.printed_as for each in criteria_set.indicators]
    assert table["Đa số đạt"].value_counts().to_dict() == {"có": 25, "không": 25}


def test_nobody_merged_is_said_in_words(sample):
    totals = scoring.totals(sample.scores, "verified")
    past = mergers.past(totals, sample.unit_changes, sample.units, ["373", "374"], 2022)
    assert str(show.carried_table(past, {})).startswith("Không đơn vị nào sáp nhập")


def test_who_can_act_adds_up_to_what_was_lost(sample, one):
    parts = losses.attributed(one["lost"], sample.reasons)
    table = show.party_table(losses.by_party(parts))
    assert table.index.tolist() == ["đơn vị", "tỉnh", "chưa rõ"]
    lost = table["Điểm mất"].str.replace(",", ".").astype(float)
    assert lost.sum() == pytest.approx(one["lost"]["lost_points"].sum(), abs=0.02)


def test_a_provinces_losses_by_reason_and_by_party_are_all_of_its_units_losses(sample):
    lost = losses.losses(sample.within("37", 2022), sample.criteria, "verified")
    parts = losses.attributed(lost, sample.reasons)
    tables = show.reason_table(losses.by_reason(parts), sample.reasons), show.party_table(losses.by_party(parts))
    for table in tables:
        points = table["Điểm mất"].str.replace(".", "").str.replace(",", ".").astype(float)
        assert points.sum() == pytest.approx(lost["lost_points"].sum(), abs=0.05)
    assert tables[0].index[-1] == "R99" or "R99" in tables[0].index
    nothing = losses.attributed(lost.head(0), sample.reasons)
    assert show.reason_table(losses.by_reason(nothing), sample.reasons).empty
    assert show.party_table(losses.by_party(nothing)).empty


def test_each_pillar_says_what_it_did_to_the_units_change(sample, one):
    by = ("unit_code", "pillar_code")
    pair = sample.pair("373", 2022)
    parts = decomposition.explained(*pair, sample.criteria, "claimed", by=by)
    history = trends.over_years(sample.history("373", 2022), by_pillar=True)
    table = show.pillar_years_table(history, "373", one["set"], parts)
    effects = ["Kết quả", "Đổi trọng số", "Chỉ số mới", "Chỉ số bỏ", "Tổng"]
    assert table.columns.tolist() == ["2021", "2022", "Thay đổi (điểm %)", *effects]
    numbers = table[effects].apply(lambda column: column.str.replace("−", "-").str.replace(",", ".").astype(float))
    assert (numbers["Tổng"] - numbers[effects[:4]].sum(axis=1)).abs().max() < 0.21  # shown with one decimal
    change = one["history"].query("unit_code == '373' and year == 2022")["change_share"].item()
    assert f"Cộng mọi trụ cột: {text.share_change(change)} điểm %." in table.note
    codes = parts["pillar_code"].replace({one["set"].pillars[0].code: "CU"})
    gone = show.pillar_years_table(history, "373", one["set"], parts.assign(pillar_code=codes))
    assert gone.index[-1] == "CU"
    assert gone.loc["CU", "2022"] == "—"
    turned = decomposition.explained(*pair, sample.criteria, "claimed", "verified", True, by)
    assert "Đổi căn cứ" in show.pillar_years_table(history, "373", one["set"], turned)


def test_the_indicators_closest_to_an_upper_class_come_first(sample, one):
    near = streaks.next_class(one["own"], sample.criteria)
    past = sample.scores[(sample.scores["unit_code"] == "373") & (sample.scores["year"] <= 2022)]
    years = streaks.streaks(past, sample.criteria)
    table = show.next_class_table(near, one["set"], years, most=5)
    missing = table["Còn thiếu (điểm)"].str.replace(",", ".").astype(float)
    assert len(table) == 5
    assert missing.is_monotonic_increasing
    assert set(table["Mức kế tiếp"]) <= {"Hoàn thành", "Cơ bản hoàn thành"}


def test_a_first_year_has_no_moves_and_says_so(one):
    totals = scoring.totals(one["peers"], "claimed")
    said = show.rank_moves_table(ranking.rank_moves(totals.iloc[:0], totals), {})
    assert "Không đơn vị nào có hạng ở cả hai năm" in str(said)


def test_no_reason_that_comes_again_is_said(sample):
    nothing = pd.DataFrame(columns=["reason_code", "n_years", "lost_points"])
    assert "Không nguyên nhân nào lặp lại" in str(show.persistent_table(nothing, sample.reasons))


def test_the_note_on_classes_holds_for_all_that_is_counted(one):
    ranges = pd.DataFrame(
        {"class_code": ["basically_completed"] * 2, "lowest": [0.5, 0.6], "highest": [0.75, 0.9], "year": [1, 2]}
    )
    note = show.classes_note(one["set"], ranges)
    assert "Cơ bản hoàn thành từ 70,0 %" in note
    assert "Ngưỡng do dự án chọn" in note
    assert note.endswith("Số đếm không đổi khi ngưỡng «Cơ bản hoàn thành» ở trên 60,0 %, đến 75,0 %.")
