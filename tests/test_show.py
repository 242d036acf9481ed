"""Figures and tables: only rounding happens here, every chart says what it finds, nothing runs in a page."""

import datetime
import re
import time
from types import SimpleNamespace
from xml.etree import ElementTree

import drawn
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, show
from dts_analysis.analysis import (
    completion,
    coverage,
    decomposition,
    losses,
    mergers,
    remedies,
    rollup,
    screening,
    streaks,
    trends,
    verification,
    visits,
)
from dts_analysis.analysis.tasks import tasks
from dts_analysis.show import text
from dts_analysis.show.chart import blank, styled
from dts_analysis.show.colours import BASES
from dts_analysis.show.names import few, judged_mark, pillar_ends
from dts_analysis.show.notes import published_mark
from dts_analysis.show.rows import limits, rows
from dts_analysis.show.years_drawn import Line, draw_years


def lost(view):
    """What a unit lost, the weak ones of it, and these by cause, on the page's basis."""
    found = losses.losses(view.on_basis, view.scores)
    weak = losses.weak(found)
    return SimpleNamespace(
        all=found,
        weak=weak,
        causes=losses.by_cause(losses.attributed(weak, view.data.reasons, view.data.grounds)),
        parts=losses.attributed(found, view.data.reasons, view.data.grounds),
    )


def compared(view):
    """A unit's answers of two years side by side."""
    before = view.before
    return trends.compare(
        before.on_basis, view.on(view.compared_basis), before.scores, view.scores, view.data.criteria
    )


def ranges(view):
    return completion.threshold_range(view.on_basis, view.data.criteria)


def by_pillar(view):
    return trends.over_years(view.rows_of_years("totals", view.compared_basis), level="pillar")


def charts(data, unit_code, parent_code, year):
    """Every figure of a unit and of the group it is in, by the name of what draws it."""
    unit, group = data.about(unit_code, year), data.within(parent_code, year)
    source = show.source_line(unit)
    region = data.region(parent_code, year)
    counts = coverage.findings_by_unit(region.findings)
    return {
        "pillars": show.pillar_figure(unit, source),
        "causes": show.cause_figure(unit, lost(unit).causes, source),
        "years": show.years_figure(unit, unit.peers_of_years, source),
        "waterfall": show.waterfall_figure(unit, decomposition.explained(compared(unit)), source),
        "pillar_years": show.pillar_years_figure(unit, by_pillar(unit), source),
        "gaps": show.gap_figure(unit, source),
        "heatmap": show.heatmap_figure(group, source),
        "spread": show.spread_figure(group, source),
        "findings": show.findings_figure(counts, region.names, source),
    }


def numbers(column):
    """The numbers under a column of a table."""
    return column.map(lambda cell: cell.value).astype(float)


# How numbers and names are written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (text.points(1234.565), "1.234,57"), (text.points(np.nan), "—"), (text.maximum(772.5), "772,50"),
        (text.share(0.6682), "66,8%"), (text.share(np.nan), "—"), (text.change(-3.456), "−3,46"),
        (text.change(0.0), "0,00"), (text.share_change(-0.0004), "0,0"), (text.count(10598), "10.598"),
        (text.listed([]), "—"), (text.date("2023-02-07"), "07/02/2023"), (text.date(None), "—"),
        (text.date(datetime.date(2023, 2, 7)), "07/02/2023"), (text.points(0.125), "0,13"),
        (text.points(-0.125), "−0,13"), (text.share(0.0125), "1,3%"), (few(["A"], "n_units"), "A"),
    ],
)  # fmt: skip
def test_numbers_as_people_read_them(written, expected):
    assert written == expected


def test_numbers_in_english():
    messages.use("en")
    assert [text.points(1234.5), text.share(0.668), text.date("2023-02-07")] == ["1,234.50", "66.8%", "2023-02-07"]


def test_what_nobody_has_judged_has_no_maximum_and_what_is_judged_in_part_says_how_much():
    rows = pd.DataFrame({
        "max_points": [0.0, 0.0, 60.0, 100.0, 0.0], "n_indicators": [10, 10, 10, 10, 0],
        "n_unread": [10, 0, 0, 0, 0], "n_unscored": [0, 0, 4, 0, 0], "n_invalid": [0, 0, 0, 2, 0],
    })  # fmt: skip
    rows["points"] = [np.nan, 0.0, 36.0, 80.0, np.nan]
    penalties = SimpleNamespace(is_without_maximum=True, scored_in="points")
    assert text.of_maxima(rows).tolist() == ["—", "0,00/0", "36,00/60", "80,00/100", "—"]
    assert text.of_maxima(rows, penalties).tolist()[1:4] == ["0,00", "36,00", "80,00"]
    assert [each.whole for each in text.of_maxima(rows)] == [None, 0, 60, 100, 0]
    rows["is_complete"] = [False, True, False, False, False]
    marks = ["", "", " (mới chấm 6/10)", " (2 ô chưa đọc được)", ""]
    assert [judged_mark(row) for row in rows.itertuples()] == marks


def test_the_lowest_and_the_highest_pillar_are_all_that_print_alike(sample):
    criteria_set = sample.criteria["ninhbinh_district_2022"]
    codes = [each.code for each in criteria_set.pillars]
    shares = pd.Series([0.5, 0.50001, 0.8, 0.9, np.nan, 0.9, 0.9, 0.9], index=codes)
    (low, low_share), (high, high_share) = pillar_ends(shares, criteria_set, text.share)
    assert (low, low_share) == ("Nhận thức số, Thể chế số", "50,0%")
    assert (high, high_share) == ("4 trụ cột", "90,0%")


def test_a_tie_is_printed_as_it_is_ranked(tmp_path):
    raw = RawFolder(tmp_path / "raw", criteria("ties_2022", "district", [2022], {"A": [10, 10]}))
    for code, claims in (("369", "0,125 0"), ("370", "0,13 0"), ("372", "0,124 0")):
        raw.unit(code, 2022, "ties_2022", claims)
    group = dataset.read(raw.done()).within("37", 2022)
    table = show.ranking_table(group)
    assert table.index.tolist() == ["1", "1", "3"]
    assert table["Điểm tự chấm"].tolist() == ["0,13/20", "0,13/20", "0,12/20"]
    assert show.ranking_headline(group).splitlines()[0] == (
        "Cao nhất: Thành phố Ninh Bình, Thành phố Tam Điệp, 0,13/20; thấp nhất: Huyện Nho Quan, 0,12/20"
    )


# The headline, and what a page is about


def test_the_headline_of_gia_vien_is_the_published_one(sample):
    said = show.headline(sample.about("373", 2022)).splitlines()
    assert said[0] == (
        "Điểm thẩm định: 458,14/765 (59,9%); 33/72 chỉ số ở mức Hoàn thành hoặc Cơ bản hoàn thành, "
        "39/72 chỉ số ở mức Hoàn thành thấp hoặc Chưa thực hiện"
    )
    assert said[1].startswith(
        "Điểm tự chấm: 511,18/765 (66,8%); 41/72 chỉ số ở mức Hoàn thành hoặc Cơ bản hoàn thành"
    )
    assert "31/72 chỉ số ở mức Hoàn thành thấp hoặc Chưa thực hiện – số đã công bố: https://" in said[1]
    claimed = show.headline(sample.about("373", 2022, "claimed")).splitlines()
    assert claimed[0] == said[1]


def test_a_published_figure_that_differs_is_marked(sample):
    view = sample.about("373", 2022, "claimed")
    printed, row = view.printed, dict(view.total())
    assert published_mark(printed, row, ["points"]).startswith(" – số đã công bố: ")
    assert published_mark(printed, row | {"points": 500.0}, ["points"]).startswith(" – khác số đã công bố: ")
    assert published_mark(printed, row, ["completion_share"]) == ""


def test_blank_answers_are_told_beside_the_headline(sample):
    said = show.headline(sample.about("376", 2022, "claimed"))
    assert "2/72 chỉ số bỏ trống: vẫn tính vào điểm tối đa" in said


def test_illustrative_data_is_announced_and_real_data_is_not(sample):
    view = sample.about("373", 2022)
    assert isinstance(show.about(view), show.Notice)
    received = sample.received.assign(provenance="official")
    sets = {name: each.model_copy(update={"provenance": "official"}) for name, each in sample.criteria.items()}
    official = sample.replaced(criteria=sets, received=received).about("373", 2022)
    assert not isinstance(show.about(official), show.Notice)
    assert "minh họa" not in show.source_line(official).casefold()


@pytest.mark.parametrize(
    ("name", "of", "asked", "words"),
    [
        (
            "one_verified",
            ("25534", 2025),
            "",
            "1/15 đơn vị cùng cấp trên và bộ tiêu chí có đủ điểm thẩm định: chưa quá nửa, nên",
        ),
        ("one_verified", ("25534", 2025), "verified", "Trang này theo điểm thẩm định, như người gọi yêu cầu."),
        (
            "blank_but_verified",
            ("370", 2022),
            "",
            "3/4 đơn vị cùng cấp trên và bộ tiêu chí có đủ điểm thẩm định: quá nửa, nên",
        ),
        ("blank_but_verified", ("373", 2022), "", "đơn vị này chưa, nên trang theo điểm tự chấm."),
        (
            "one_unit",
            ("373", 2022),
            "",
            "Không có đơn vị nào khác cùng cấp trên và bộ tiêu chí; trang theo điểm thẩm định, căn cứ tốt nhất",
        ),
        (
            "renewed",
            ("369", 2023),
            "",
            "2/4 đơn vị cùng cấp trên và bộ tiêu chí có đủ điểm thẩm định: chưa quá nửa",
        ),
    ],
)
def test_a_page_says_which_points_it_shows_and_why(world, name, of, asked, words):
    assert words in str(show.about(world(name).about(*of, asked)))


# Where a number cannot stand, the reason stands: the states of the worlds


def test_nothing_verified_under_classes_by_conditions_is_not_classified_and_never_none_of_all(world):
    unit, group = world("nothing_verified").about("25480", 2025), world("nothing_verified").within("80", 2025)
    assert show.headline(unit).splitlines() == [
        "Điểm tự chấm: 700,00/960 (72,9%); chưa xếp mức chỉ số nào",
        "62/62 chỉ số chưa xếp mức được theo điểm tự chấm.",
    ]
    assert show.rollup_headline(group).splitlines() == [
        "Điểm tự chấm – Tất cả: chưa xếp mức đủ được đơn vị nào trong 15 đơn vị theo điểm tự chấm",
    ]
    assert set(show.group_table(group, ranges(unit))["Tất cả"]) == {"chưa xếp mức"}
    indicators = group.of_group("indicator_counts")
    majority = show.majority_table(group, rollup.majority_by_pillar(indicators))
    assert set(majority["Số chỉ số đạt ở đa số đơn vị"]) == {"chưa nói được"}
    every = show.majority_indicator_table(group, indicators)
    assert set(every["Đa số đạt"]) == {"chưa nói được"}
    assert set(every["Số đơn vị đạt"]) == {"chưa xếp mức"}
    assert show.weak_in_most_table(group, rollup.weak_in_most(indicators)) == (
        "Chưa thấy chỉ số nào yếu ở hơn một nửa số đơn vị, theo điểm tự chấm."
    )
    completed = show.completion_table(unit)
    assert set(completed["Tỷ lệ hoàn thành"]) == {"—"}
    assert "Trung vị nhóm so sánh" not in completed


def test_what_cannot_be_classified_is_not_called_strong_either(world):
    unit = world("nothing_verified").about("25480", 2025)
    found = lost(unit)
    words = "Chưa chỉ số nào xếp mức được theo điểm tự chấm, nên chưa nói được chỉ số nào yếu"
    assert show.weak_headline(unit, found.weak, found.causes).splitlines()[0] == words
    assert show.weak_table(unit, found.weak) == words
    figure = show.cause_figure(unit, found.causes, "nguồn")
    assert figure.title == "Chưa chỉ số nào xếp mức được (điểm tự chấm)"
    assert show.cause_table(found.causes, unit.data).startswith("Không có chỉ số nào xếp mức yếu")
    near = streaks.next_class(unit.on_basis, unit.data.criteria)
    assert "không có khoảng cách" in show.next_class_table(unit, near, None)


def test_classes_by_conditions_have_no_threshold_to_move(world):
    unit = world("nothing_verified").about("25480", 2025)
    table = show.class_table(ranges(unit), unit.criteria_set)
    assert table.columns.tolist() == ["Khi", "Bên"]
    assert table.loc["Hoàn thành", "Khi"] == "tự chấm và thẩm định đều tối đa"
    assert "«Đang thực hiện»: còn lại." in show.classes_note(unit.criteria_set, ranges(unit))


def test_of_one_verified_unit_among_fifteen_nobody_says_a_majority_a_first_or_a_median(world):
    data = world("one_verified")
    unit, group = data.about("25534", 2025), data.within("80", 2025)
    assert show.headline(unit).splitlines()[1].startswith("Điểm thẩm định: 530,00/960 (55,2%); 5/62")
    assert show.rollup_headline(group).splitlines()[-1] == (
        "Điểm thẩm định – Tất cả: mới 1/15 đơn vị xếp mức đủ theo điểm thẩm định, chưa có số chung"
    )
    asked = data.within("80", 2025, "verified")
    assert show.ranking_headline(asked).splitlines() == [
        "Chỉ Xã Tân Thành có đủ điểm thẩm định: 530,00/960; chưa có gì để xếp hạng",
        "14/15 đơn vị chưa có đủ điểm thẩm định, hoặc có ô chưa đọc được: đứng riêng, không xếp hạng.",
    ]
    assert set(show.ranking_table(asked).index) == {"—"}
    assert show.heatmap_figure(asked, "x").title == "Tỷ lệ đạt theo trụ cột (điểm thẩm định)"
    assert show.spread_figure(asked, "x").title == "Chưa trụ cột nào có từ hai đơn vị được chấm đủ"
    assert show.weakest_table(asked, rollup.weakest(asked.totals)) == (
        "Chưa trụ cột nào có từ hai đơn vị được chấm đủ."
    )
    alone = show.pillar_table(data.about("25534", 2025, "verified"))
    assert alone.note == "Chưa có từ hai đơn vị đủ điểm thẩm định để so sánh."
    assert "Trung vị nhóm so sánh" not in alone
    apart = show.outlier_table(unit, unit.of_set("outliers"), 3.5, 0.01)
    assert (
        apart.note
        == "1 đơn vị đã thẩm định: quá ít, hoặc quá giống nhau, để nói đơn vị nào chênh lệch bất thường."
    )
    to_review = screening.to_review(unit.of_set("indicator_gaps"))
    assert show.review_table(to_review, unit.criteria_set, 0.05) == (
        "Không chỉ số nào bị hạ thường xuyên hơn mức chung đến mức cần xem lại "
        "(nhị thức, p đã chỉnh dưới 5,0%; cần từ hai đơn vị đã thẩm định)."
    )
    together = show.agreement_table(unit.of_set("agreement"), unit.criteria_set)
    assert together["Khoảng tin cậy 95%"].tolist() == ["—"] * 5
    assert together["Số đơn vị"].tolist() == ["1"] * 3 + ["0", "1"]


def test_a_criterion_to_review_says_in_how_many_units_it_was_cut_and_how_often_others_are(sample):
    unit = sample.about("373", 2022)
    gaps = unit.of_set("indicator_gaps").assign(n_cut=1)
    gaps.loc[0, "n_cut"] = 7
    table = show.review_table(screening.to_review(gaps), unit.criteria_set, 0.05)
    assert table["Số đơn vị bị hạ"].tolist() == ["7/8"]
    assert "1 chỉ số cần xem lại" in table.note


def test_agreement_puts_the_gap_first_and_says_how_its_intervals_were_drawn(sample):
    unit = sample.about("373", 2022)
    table = show.agreement_table(unit.of_set("agreement"), unit.criteria_set)
    assert table.index.tolist()[0] == "Chênh lệch trung bình (điểm phần trăm)"
    assert table["Giá trị"].tolist()[0] == "−5,3"
    assert "2000 lần (số khởi tạo 1979)" in table.note
    assert "Người thẩm định đã thấy điểm tự chấm" in table.note


@pytest.mark.parametrize(
    ("language", "seen", "alone"),
    [
        (
            "vi",
            "đã thấy điểm tự chấm",
            "điểm ấy tính theo quy tắc: người thẩm định chỉ thấy",
        ),
        (
            "en",
            "The verifier saw the claim",
            "these follow by rule: the verifier saw the answers alone",
        ),
    ],
)
def test_of_claims_that_follow_by_rule_nobody_saw_points(sample, language, seen, alone):
    unit = sample.about("373", 2022)
    messages.use(language)
    form = unit.criteria_set.form.model_copy(update={"claims": "by_rule"})
    by_rule = unit.criteria_set.model_copy(update={"form": form})
    for one, said, unsaid in ((unit.criteria_set, seen, alone), (by_rule, alone, seen)):
        note = show.agreement_table(unit.of_set("agreement"), one).note
        assert said in note
        assert unsaid not in note


def test_a_blank_form_is_apart_and_the_others_are_placed_of_all(world):
    group = world("nothing_verified").within("80", 2025)
    assert show.ranking_headline(group).splitlines() == [
        "Cao nhất: Phường Tân Ninh, 960,00/960; thấp nhất: Xã Tân Phú, 0,00/960",
        "14/15 đơn vị được xếp theo điểm tự chấm; tỷ lệ đạt từ 0,0% đến 100,0%, trung vị 66,1%.",
        "1/15 đơn vị chưa có đủ điểm tự chấm, hoặc có ô chưa đọc được: đứng riêng, không xếp hạng.",
    ]
    table = show.ranking_table(group)
    assert table.loc["—", ["Đơn vị", "Điểm tự chấm", "Bỏ trống"]].tolist() == ["Xã Dương Minh Châu", "—", "62"]
    assert "Hạng trong các đơn vị của tỉnh cùng bộ tiêu chí" in table.note


def test_what_is_judged_in_part_says_how_much_and_takes_no_place(world):
    data = world("partly_verified")
    unit, asked = data.about("003", 2022), data.within("01", 2022, "verified")
    assert show.headline(unit).splitlines()[1].startswith("Điểm thẩm định: 36,00/60 (60,0%) (mới chấm 6/10); 4/6")
    own = show.pillar_table(unit)
    assert own["Tỷ lệ đạt theo điểm thẩm định"].tolist() == ["72,0%", "0,0% (mới chấm 1/5)"]
    verified = data.about("003", 2022, "verified")
    assert show.pillar_figure(verified, "x").title == (
        "Mới chấm 6/10 chỉ số; tỷ lệ đạt chỉ tính trên phần đã chấm (điểm thẩm định)"
    )
    beside = show.pillar_table(verified)  # three are judged on all of A, only 002 on all of B
    assert beside["Trung vị nhóm so sánh"].tolist() == ["100,0%", "—"]
    assert beside["Chưa chấm"].tolist() == ["0", "4"]
    table = show.ranking_table(asked).set_index("Đơn vị")
    assert table.loc["Quận Ba Đình (mới chấm 1/10)", "Điểm thẩm định"] == "10,00/10"
    assert table.loc["Quận Cầu Giấy", "Điểm thẩm định"] == "—"
    claimed = show.ranking_table(data.within("01", 2022)).set_index("Đơn vị")
    assert claimed.loc["Quận Ba Đình", "Điểm thẩm định"] == "10,00 (mới chấm 1/10)"
    assert show.heatmap_figure(asked, "x").title == "Trụ cột A: trung vị 100,0% (điểm thẩm định)"
    weakest = show.weakest_table(asked, rollup.weakest(asked.totals))
    assert weakest["Yếu nhất"].tolist() == ["Quận Tây Hồ (72,0%)", "—"]
    reached = show.group_table(asked, completion.threshold_range(asked.counted, data.criteria))["Tất cả"]
    assert reached["Quận Ba Đình"] == "1/1 (9 chưa xếp mức)"
    assert (reached["Quận Hoàn Kiếm"], reached["Quận Đống Đa"]) == ("8/10", "chưa xếp mức")


def test_full_points_leave_nothing_weak(world):
    data = world("partly_verified")
    unit = data.about("001", 2022)
    found = lost(unit)
    assert show.weak_headline(unit, found.weak, found.causes).splitlines()[0] == (
        "Không chỉ số nào yếu theo điểm tự chấm, trong 10 chỉ số đã xếp mức"
    )
    assert show.cause_figure(unit, found.causes, "x").title == "Không chỉ số nào yếu (điểm tự chấm)"
    none = tasks(found.parts, data.reasons, data.grounds, data.criteria)
    assert str(show.story_tasks(unit, none)) == "Không chỉ số nào mất điểm nên không có việc cần làm."
    assert show.structural_table(remedies.structural(found.parts, data.criteria)).iloc[1, 0] == "0,00"
    judged = data.about("001", 2022, "verified")
    found = lost(judged)
    lines = show.weak_headline(judged, found.weak, found.causes).splitlines()
    assert lines[0] == "Không chỉ số nào yếu theo điểm thẩm định, trong 1 chỉ số đã xếp mức"
    assert lines[-2:] == [
        "9/10 chỉ số chưa ai chấm: chưa tính vào điểm lẫn điểm tối đa.",
        "9/10 chỉ số chưa xếp mức được theo điểm thẩm định.",
    ]


def test_a_basis_that_nobody_has_is_said(sample):
    unit = sample.about("373", 2022, "final")
    found = lost(unit)
    assert show.headline(unit).splitlines()[0] == "Đơn vị này không có điểm chính thức"
    assert "511,18/765" in show.headline(unit)
    assert "Chưa chỉ số nào xếp mức được" in show.weak_headline(unit, found.weak, found.causes)
    near = streaks.next_class(unit.on_basis, sample.criteria)
    assert "Chưa chỉ số nào xếp mức được" in show.next_class_table(unit, near, None)
    group = sample.within("37", 2022, "final")
    assert show.ranking_headline(group).splitlines()[0] == (
        "Chưa đơn vị nào có đủ điểm chính thức, nên chưa xếp hạng"
    )
    assert show.heatmap_figure(group, "x").title == "Chưa trụ cột nào có điểm"
    assert show.spread_figure(group, "x").title == "Chưa trụ cột nào có điểm"


def test_one_pillar_has_no_weakest(world):
    titles = {name: each.title for name, each in charts(world("one_pillar"), "369", "37", 2024).items()}
    assert titles == {
        "pillars": "Trụ cột A đạt 90,0% (điểm thẩm định)",
        "causes": "Không chỉ số nào yếu (điểm thẩm định)",
        "years": "Năm 2024 đạt 90,0%, +20,0 điểm phần trăm so với năm trước (điểm thẩm định)",
        "waterfall": "2023 → 2024: +20,0 điểm phần trăm, riêng kết quả +20,0 (điểm thẩm định)",
        "pillar_years": "Trụ cột A +20,0 điểm phần trăm (điểm thẩm định)",
        "gaps": "Trụ cột A bị hạ 2,00 điểm",
        "heatmap": "Trụ cột A: trung vị 70,0% (điểm thẩm định)",
        "spread": "Trụ cột A: các đơn vị cách nhau 30,0 điểm phần trăm (điểm thẩm định)",
        "findings": "Không có phát hiện nào",
    }


def test_pillars_that_are_alike_are_not_called_weakest(world):
    unit = world("partly_verified").about("003", 2022)
    assert show.pillar_figure(unit, "x").title == "Mọi trụ cột cùng đạt 80,0% (điểm tự chấm)"
    moved = world("renewed").about("370", 2023)
    assert (
        show.pillar_years_figure(moved, by_pillar(moved), "x").title
        == "Mọi trụ cột +10,0 điểm phần trăm (điểm tự chấm)"
    )
    group = world("partly_verified").within("01", 2022)
    assert show.spread_figure(group, "x").title == (
        "Ở trụ cột nào các đơn vị cũng cách nhau 100,0 điểm phần trăm (điểm tự chấm)"
    )


def test_no_pillar_is_called_lowest_beside_a_cell_that_could_not_be_read(sample):
    figure = show.pillar_figure(sample.about("376", 2021, "claimed"), "x")
    assert figure.title == "1 ô chưa đọc được, tính như bỏ trống cho đến khi sửa (điểm tự chấm)"
    (axes,) = figure.axes
    assert " ".join(each.get_text() for each in axes.texts).count("Thể chế số (1 ô chưa đọc được)") == 1
    assert "thấp nhất" in show.pillar_figure(sample.about("376", 2021), "x").title


def test_maxima_of_zero_give_no_points_and_still_have_classes(world):
    data = world("all_maxima_zero")
    unit, group = data.about("14464", 2022), data.within("373", 2022)
    found = lost(unit)
    assert show.headline(unit).splitlines()[0].startswith("Điểm tự chấm: không tính điểm; 4/6 chỉ số ở mức")
    assert show.pillar_figure(unit, "x").title == "Các trụ cột này không tính điểm"
    assert show.heatmap_figure(group, "x").title == "Các trụ cột này không tính điểm"
    assert show.ranking_headline(group).splitlines()[0] == (
        "Bộ tiêu chí không tính điểm cho các đơn vị này, nên không xếp hạng"
    )
    assert show.weak_headline(unit, found.weak, found.causes).splitlines()[0] == (
        "2/6 chỉ số yếu theo điểm tự chấm, không mất điểm nào"
    )
    assert show.cause_figure(unit, found.causes, "x").title == "Các chỉ số yếu không mất điểm nào (điểm tự chấm)"
    assert len(show.weak_table(unit, found.weak)) == 2
    near = streaks.next_class(unit.on_basis, data.criteria)
    assert show.next_class_table(unit, near, streaks.streaks(unit.on_basis, data.criteria)) == (
        "Trong 2 chỉ số yếu không chỉ số nào còn thiếu điểm là lên thẳng mức đạt."
    )
    assert show.pillar_table(unit)["Điểm"].tolist() == ["0,00/0", "0,00/0"]


def test_one_unit_is_compared_with_nobody(world):
    group = world("one_unit").within("37", 2022)
    assert show.ranking_headline(group) == (
        "Chỉ Huyện Gia Viễn có đủ điểm thẩm định: 24,00/50; chưa có gì để xếp hạng"
    )
    assert show.ranking_table(group).index.tolist() == ["—"]
    one = "Tất cả: chỉ có một đơn vị, không có số chung"
    assert show.rollup_headline(group) == f"Điểm thẩm định – {one}\nĐiểm tự chấm – {one}"
    indicators = group.of_group("indicator_counts")
    alone = "Chỉ có một đơn vị, không có gì để so"
    assert show.majority_table(group, rollup.majority_by_pillar(indicators)) == alone
    assert show.weakest_table(group, rollup.weakest(group.totals)) == alone
    assert show.spread_figure(group, "x").title == alone
    assert show.heatmap_figure(group, "x").title == "Tỷ lệ đạt theo trụ cột (điểm thẩm định)"
    every = show.majority_indicator_table(group, indicators)
    assert "Đa số đạt" not in every
    assert every["Số đơn vị đạt"].tolist() == ["1/1", "0/1", "0/1"]
    assert show.rank_move_text(world("one_unit").about("373", 2022)).startswith("Không so được hạng")


def test_a_form_that_cannot_be_read_is_said_so_everywhere(world):
    data = world("unreadable_form")
    unit, group = data.about("25480", 2025), data.within("80", 2025)
    words = "chưa nhận hoặc chưa đọc được phiếu của đơn vị"
    assert show.headline(unit).splitlines() == [
        f"Điểm tự chấm: {words}",
        "62/62 chỉ số chưa nhận hoặc chưa đọc được: chưa tính gì.",
        "62/62 chỉ số chưa xếp mức được theo điểm tự chấm.",
    ]
    assert show.pillar_figure(unit, "x").title.casefold() == words
    own = show.pillar_table(unit)
    assert set(own["Điểm"]) == {"—"}
    assert own["Chưa nhận hoặc chưa đọc được"].tolist() == ["7", "5", "6", "32", "4", "8"]
    table = show.ranking_table(group)
    assert table.loc["—", "Đơn vị"].tolist() == [f"Phường Bình Minh ({words})", f"Xã Tân Biên ({words})"]
    assert table.loc["—", "Điểm tự chấm"].tolist() == ["—", "—"]
    reached = show.group_table(group, ranges(unit))["Tất cả"]
    assert (reached == words).sum() == 2
    structural = remedies.structural(lost(unit).parts, data.criteria)
    assert show.structural_table(structural) == "Chưa có điểm nào được tính để chia."


def test_what_was_blank_and_verified_is_a_raise_told_apart(world):
    blank = world("blank_but_verified").about("369", 2022)
    assert show.gap_headline(blank).splitlines() == [
        "Tự chấm — → thẩm định 7,00 (+7,00 điểm)",
        "Hạ 0,00 điểm ở 0/7 chỉ số đã thẩm định, nâng 7,00 điểm ở 7/7.",
        "Trong phần nâng có 7,00 điểm ở 7 chỉ số đơn vị không có điểm tự chấm "
        "(bỏ trống, không đọc được, ghi không áp dụng).",
    ]
    moves = verification.transitions(blank.gaps)
    assert show.transition_table(moves, blank.criteria_set, ranges(blank)) == (
        "Không chỉ số nào có mức ở cả hai bên để so."
    )
    cut = world("partly_verified").about("003", 2022)  # 8 to 4 and 8 to 0
    assert show.gap_headline(cut).splitlines()[1:] == [
        "Hạ 12,00 điểm ở 2/6 chỉ số đã thẩm định, nâng 0,00 điểm ở 0/6. Cho 0 điểm chiếm 66,7% phần bị hạ.",
        "Mới thẩm định 6/10 chỉ số; 4 chỉ số chưa thẩm định, tự chấm 32,00 điểm (cả phiếu tự chấm 80,00).",
    ]


def test_where_every_claim_stands_nothing_is_listed(world):
    view = world("blank_but_verified").about("370", 2022)
    assert show.gap_headline(view).splitlines() == [
        "Tự chấm 56,00 → thẩm định 56,00 (0,00 điểm)",
        "Không chỉ số nào trong 7 chỉ số đã thẩm định bị đổi điểm.",
    ]
    words = "Không chỉ số nào bị đổi điểm trong các chỉ số đã thẩm định"
    assert show.gap_figure(view, "x").title == words
    assert show.gap_table(view, view.data.grounds) == words
    assert (
        show.grounds_table(verification.grounds_by_decision(view.gaps), view.data.grounds, view.criteria_set)
        == words
    )


def test_the_provinces_are_placed_in_the_country(world):
    group = world("provinces").within("00", 2022)
    assert show.ranking_headline(group).splitlines()[0] == (
        "Cao nhất: Tỉnh Cà Mau, 93,00/100; thấp nhất: Tỉnh Hà Giang, 25,00/100"
    )
    table = show.ranking_table(group)
    assert table.index.tolist()[:5] == ["1", "2", "3", "3", "5"]
    assert "Hạng trong các đơn vị cả nước cùng bộ tiêu chí" in table.note
    weakest = show.weakest_table(group, rollup.weakest(group.totals))["Yếu nhất"]
    assert weakest["Trụ cột B"] == "63 đơn vị như nhau (100,0%)"
    assert weakest["Trụ cột C"] == "31 đơn vị (50,0%)"  # every even one
    assert show.about(group).splitlines()[2] == "Cả nước · năm 2022 · căn cứ: điểm thẩm định"


def test_nobody_gave_a_reason_is_said_and_is_no_reason(world):
    unit = world("partly_verified").about("009", 2022)  # ten fours, no reason given
    found = lost(unit)
    assert show.weak_headline(unit, found.weak, found.causes).splitlines()[1] == (
        "Chưa nêu nguyên nhân: 60,00 điểm (100,0% điểm mất ở các chỉ số yếu)."
    )
    assert show.cause_figure(unit, found.causes, "x").title == (
        "Chưa nêu nguyên nhân nào cho 60,00 điểm mất ở các chỉ số yếu (điểm tự chấm)"
    )


# What was lost, and what helps


def test_the_weak_table_leads_to_the_cell(sample):
    view = sample.about("373", 2022, "claimed")
    table = show.weak_table(view, lost(view).weak)
    assert len(table) == 31
    assert len(table.columns) == 6
    assert table["Ô trong phiếu"].astype("str").str.fullmatch(r"G\d+").all()
    assert {cell.title for cell in table["Ô trong phiếu"]} == {
        f"2022/373.xlsx, trang Tự đánh giá, ô {cell}" for cell in table["Ô trong phiếu"]
    }
    assert numbers(table["Điểm mất"]).is_monotonic_decreasing
    parties = {cell.below for cell in table["Nguyên nhân"]}
    assert parties <= {"đơn vị", "tỉnh", "đơn vị, tỉnh", "tỉnh, đơn vị", ""}


def test_the_decisions_paragraph_stands_beside_each_weak_indicator(sample):
    view = sample.about("373", 2022, "claimed")
    table = show.weak_table(view, lost(view).weak)
    rules = {each.printed_as: each.rule_text for each in view.criteria_set.indicators}
    assert [cell.below for cell in table["Chỉ số"]] == [rules[code] for code in table.index]
    assert all(rules[code] in table._repr_html_() for code in table.index)
    assert [row["cach-cham-theo-quyet-dinh"] for row in table.resource()["data"]] == [
        rules[code] or None for code in table.index
    ]


def test_under_verified_points_the_cell_is_the_verifiers(sample):
    view = sample.about("373", 2022)
    table = show.weak_table(view, lost(view).weak)
    assert all(cell.title.startswith("2022/373_tham_dinh.xlsx, trang ") for cell in table["Ô trong phiếu"])


def test_the_pareto_names_the_largest_reason_and_its_share(sample):
    view = sample.about("373", 2022, "claimed")
    causes = lost(view).causes
    assert str(text.share(causes["lost_share"].iloc[0])) in show.cause_figure(view, causes, "nguồn").title


def test_who_can_act_adds_up_to_what_was_lost(sample):
    found = lost(sample.about("373", 2022, "claimed"))
    table = show.party_table(losses.by_party(found.parts))
    assert table.index.tolist() == ["đơn vị", "tỉnh", "chưa rõ"]
    assert numbers(table["Điểm mất"]).sum() == pytest.approx(found.all["lost_points"].sum(), abs=0.02)


def test_a_provinces_losses_by_cause_and_by_party_are_all_of_its_units_losses(sample):
    group = sample.within("37", 2022)
    causes, parties = group.of_group("causes"), group.of_group("parties")
    for table in (show.cause_table(causes, sample, of_unit="parent_code"), show.party_table(parties)):
        assert numbers(table["Điểm mất"]).sum() == pytest.approx(group.on()["lost_points"].sum(), abs=0.1)
    assert show.party_table(parties.head(0)) == (
        "Không có điểm mất nào được tính, nên không có nguyên nhân để liệt kê."
    )


def test_the_indicators_closest_to_an_upper_class_come_first(sample):
    view = sample.about("373", 2022, "claimed")
    near = streaks.next_class(view.on_basis, sample.criteria)
    years = streaks.streaks(view.rows_of_years("counted", "claimed"), sample.criteria)
    table = show.next_class_table(view, near, years, most=5)
    assert len(table) == 5
    assert numbers(table["Còn thiếu (điểm)"]).is_monotonic_increasing
    assert set(table["Mức kế tiếp"]) <= {"Hoàn thành", "Cơ bản hoàn thành"}
    assert "(trong 31)" in table.note


def test_no_reason_that_comes_again_is_said(sample):
    nothing = pd.DataFrame(columns=["cause_code", "n_years", "lost_points"])
    assert "Không nguyên nhân nào lặp lại" in show.persistent_table(nothing, sample)


# Years


def test_what_does_not_compare_is_listed_with_its_reason(sample):
    table = show.not_compared_table(compared(sample.about("373", 2022)), sample.criteria)
    assert set(table["Vì sao không so điểm"]) == {
        "mới", "bỏ", "đổi chỉ tiêu", "đổi cách chấm", "đổi điểm tối đa (vẫn so được tỷ lệ)",
    }  # fmt: skip
    declared = table["Số kê khai"].where(table["Vì sao không so điểm"] == "đổi chỉ tiêu", "")
    assert declared[declared != ""].str.fullmatch(r"[\d,]+%? → [\d,]+%?").all()
    assert (table.loc[table["Vì sao không so điểm"] != "đổi chỉ tiêu", "Số kê khai"] == "—").all()


def test_each_pillar_says_what_it_did_to_the_units_change(sample):
    view = sample.about("373", 2022)
    parts = decomposition.explained(compared(view), by=("unit_code", "pillar_code"))
    shares, table = show.pillar_years_table(view, by_pillar(view), parts)
    effects = ["Kết quả", "Đổi trọng số", "Chỉ số mới", "Chỉ số bỏ", "Tổng"]
    assert shares.columns.tolist() == ["2021", "2022", "Thay đổi (điểm phần trăm)"]
    assert table.columns.tolist() == effects
    of_effects = table[effects].apply(numbers)
    assert (of_effects["Tổng"] - of_effects[effects[:4]].sum(axis=1)).abs().max() < 1e-9
    change = text.share_change(view.total()["change_share"])
    assert f"Cộng mọi trụ cột: {change} điểm phần trăm." in table.note
    codes = parts["pillar_code"].astype("str").replace({view.criteria_set.pillars[0].code: "CU"})
    gone, _ = show.pillar_years_table(view, by_pillar(view), parts.assign(pillar_code=codes))
    assert gone.index[-1] == "CU"
    assert gone.loc["CU", "2022"] == "—"


def test_the_years_are_said_on_every_basis_that_both_have(world):
    whole, partly = (world("renewed").about(code, 2023) for code in ("369", "370"))
    assert show.years_headline(whole, compared(whole)).splitlines() == [
        "Theo điểm tự chấm, tỷ lệ đạt năm 2023 là 75,0%, tăng 9,0 điểm phần trăm so với 66,0% năm 2022",
        "Theo điểm thẩm định, tỷ lệ đạt năm 2023 là 75,0%, tăng 13,0 điểm phần trăm so với 62,0% năm 2022",
        "4/5 chỉ số chung so được bằng điểm, 4/5 so được bằng tỷ lệ; 0 chỉ số mới, 0 chỉ số bỏ.",  # 1.2 is blank
    ]
    assert len(show.years_headline(partly, compared(partly)).splitlines()) == 2  # two of five are verified
    table = show.years_table(partly, partly.with_published)
    assert table["Tỷ lệ đạt theo điểm thẩm định"].tolist() == ["50,0%", "60,0% (mới chấm 2/5)"]
    assert show.not_compared_table(compared(partly), partly.data.criteria) == (
        "Mọi chỉ số của hai năm đều so được bằng điểm."
    )


@pytest.mark.parametrize(
    ("unit_code", "title", "headline"),
    [
        ("369", "Năm 2023 đạt 66,7%; không so được với năm trước (điểm tự chấm)", 1),  # the form before is broken
        ("370", "Năm 2023 đạt 66,7%; không so được với năm trước (điểm tự chấm)", 1),  # it was blank
        ("372", "Năm 2023 chưa có điểm tự chấm", 2),  # it is blank, and verified
        ("373", "Năm 2023 chưa có điểm tự chấm", 1),
        ("374", "Chưa năm nào có điểm", 1),  # nothing applies
    ],
)
def test_a_year_without_points_is_not_compared(world, unit_code, title, headline):
    view = world("years_apart").about(unit_code, 2023)
    pair = compared(view)
    words = "2022 → 2023: không so được theo điểm tự chấm, thiếu điểm ở ít nhất một năm"
    lines = show.years_headline(view, pair).splitlines()
    assert lines[0] == words
    assert len(lines) == headline + 1
    assert show.years_figure(view, view.peers_of_years, "x").title == title
    assert show.waterfall_figure(view, decomposition.explained(pair), "x").title == words
    parts = decomposition.explained(pair, by=("unit_code", "pillar_code"))
    assert show.pillar_years_table(view, by_pillar(view), parts).columns.tolist() == [
        "2022", "2023", "Thay đổi (điểm phần trăm)",
    ]  # fmt: skip


def test_two_lines_that_lie_close_both_bear_their_numbers(sample):
    view = sample.about("373", 2022)
    figure = show.years_figure(view, view.peers_of_years, "x")
    shown = [each.get_text().replace("\N{NO-BREAK SPACE}", " ") for each in figure.axes[0].texts]
    assert {"63,0%", "60,3%", "66,8% điểm tự chấm", "59,9% điểm thẩm định"} <= set(shown)
    assert drawn.faults(figure) == []


def test_nobody_merged_is_said_in_words(sample):
    group = sample.within("37", 2022)
    past = mergers.past(group.results_before, sample.unit_changes, sample.units, group.codes, 2022)
    assert show.carried_table(past, group.names).startswith("Không đơn vị nào sáp nhập")


def test_a_first_year_has_no_moves_and_says_so(sample):
    assert show.rank_moves_table(sample.within("37", 2021)) == (
        "Chưa có từ hai đơn vị có hạng ở cả hai năm, nên không có gì để so."
    )


def test_a_move_of_place_names_all_three_parts(sample):
    words = show.rank_move_text(sample.about("373", 2022))
    assert words.splitlines()[0] == (
        "Hạng 5 → 6 theo điểm thẩm định; tỷ lệ đạt −0,4 điểm phần trăm. Do mình: +1,2 bậc; do các đơn vị khác: "
        "−1,3 bậc; do bộ tiêu chí đổi, với mọi đơn vị: −0,8 bậc."
    )
    assert "trung bình trên mọi thứ tự" in words.splitlines()[-1]
    table = show.rank_moves_table(sample.within("37", 2022))
    assert table["Bậc do bộ tiêu chí đổi"].tolist().count("0") == 5


def test_the_page_says_whether_the_way_of_choosing_visits_beats_the_largest_claims(sample):
    group = sample.within("37", 2022)
    said = {}
    for n in (2, 5):
        tried = visits.tried(group.verified_after_verified, sample.criteria, n)
        proposed = visits.proposal(group.scores, group.gaps_before, sample.criteria, n, 1)
        said[n] = show.visit_table(group, proposed, 1, tried).note.splitlines()[1]
    assert said[2].startswith("Thử trên năm 2022, 2/8 đơn vị")
    assert "KHÔNG hơn chọn nơi tự chấm nhiều điểm nhất" in said[2]
    assert "KHÔNG" not in said[5]
    first = sample.within("373", 2022)
    tried = visits.tried(first.verified_after_verified, sample.criteria, 2)
    proposed = visits.proposal(first.scores, first.gaps_before, sample.criteria, 2, 1)
    assert "Chưa thử được cách chọn này" in show.visit_table(first, proposed, 1, tried).note


# Classes, and many units


def test_the_thresholds_are_printed_with_how_far_they_may_move(sample):
    view = sample.about("373", 2022, "claimed")
    table = show.class_table(ranges(view), view.criteria_set)
    column = table["Ngưỡng có thể dời mà số đếm không đổi"]
    assert column.loc["Cơ bản hoàn thành"].startswith("trên 60,0%, đến 7")
    assert table.note.startswith("Ngưỡng do dự án chọn")


def test_a_threshold_that_nothing_bounds_on_one_side_is_said_so(world):
    table = show.class_table(ranges(world("partly_verified").about("003", 2022)), sample_scheme(world))
    column = table["Ngưỡng có thể dời mà số đếm không đổi"]
    assert column.tolist() == ["trên 80,0%", "đến 80,0%", "—", "—"]  # ten of 80%


def sample_scheme(world):
    return world("partly_verified").criteria["partly_2022"]


def test_the_note_on_classes_holds_for_all_that_is_counted(sample):
    rows = pd.DataFrame(
        {"class_code": ["basically_completed"] * 2, "lowest": [0.5, 0.6], "highest": [0.75, 0.9], "year": [1, 2]}
    )
    note = show.classes_note(sample.criteria["ninhbinh_district_2022"], rows)
    assert "«Cơ bản hoàn thành»: tỷ lệ đạt từ 70,0%" in note
    assert "Ngưỡng do dự án chọn" in note
    assert note.endswith("Số đếm không đổi khi ngưỡng «Cơ bản hoàn thành» ở trên 60,0%, đến 75,0%.")


def test_every_indicator_says_in_how_many_communes_it_is_done(sample):
    group = sample.within("373", 2022, "claimed")
    table = show.majority_indicator_table(group, group.of_group("indicator_counts"))
    assert table.index.tolist() == [each.printed_as for each in group.criteria_set.indicators]
    assert table["Đa số đạt"].value_counts().to_dict() == {"có": 25, "không": 25}


def test_what_was_cut_says_how_and_when_it_was_decided(sample, world):
    table = show.gap_table(sample.about("373", 2022), sample.grounds)
    decided = pd.Series(table.kept["Kết luận"]).str.split(", ")
    assert set(decided.str[0]) == {"không điểm", "hạ điểm", "nâng điểm"}
    assert set(decided.str[1]) <= {"hồ sơ", "tại chỗ"}
    assert decided.str[2].str.fullmatch(r"\d\d/\d\d/\d{4}").all()
    bare = world("blank_but_verified")
    assert set(show.gap_table(bare.about("373", 2022), bare.grounds).kept["Kết luận"]) == {
        "không điểm", "nâng điểm",
    }  # fmt: skip


# Figures


WIDE, NARROW = "image/svg+xml", "application/vnd.dts.narrow+svg"


def test_every_chart_says_what_it_finds_its_unit_and_its_source(sample):
    for name, chart in charts(sample, "373", "37", 2022).items():
        assert any(letter.isdigit() for letter in chart.title), name
        assert chart.source == "Nguồn: phiếu của Huyện Gia Viễn, 2022 · điểm thẩm định · số liệu minh họa"
        assert chart.axes[0].get_xlabel() or chart.axes[0].get_ylabel()
        assert drawn.faults(chart) == []


def test_a_chart_is_drawn_wide_and_narrow_as_svg_with_words_that_say_it(sample):
    for name, chart in charts(sample, "373", "37", 2022).items():
        pictures, meta = chart._repr_mimebundle_()
        for mime, width in ((WIDE, 7.2), (NARROW, 3.5)):
            root = ElementTree.fromstring(pictures[mime])
            assert root.get("viewBox").split()[2] == f"{width * 72:g}"
            assert (root.get("role"), root.get("aria-label")) == ("img", chart.alt)
            assert root.get("font-family") == "'DejaVu Sans', 'Segoe UI', Arial, sans-serif"
            words = " ".join(each.text for each in root.iter("{http://www.w3.org/2000/svg}text"))
            assert set(chart.title.split()) <= set(words.replace("\N{NO-BREAK SPACE}", " ").split()), name
            assert "url(" not in pictures[mime]
            assert len(pictures[mime].encode()) < 40_000
            assert meta[mime]["alt"] == chart.alt
        assert chart.narrow.title == chart.title


def test_the_alternative_text_says_the_values_or_where_they_stand(sample):
    found = charts(sample, "373", "37", 2022)
    assert "Nhận thức số: 62,7" in found["pillars"].alt
    assert "Nhận thức số: 55,4" in found["pillar_years"].alt
    assert found["waterfall"].alt.startswith(f"{found['waterfall'].title}. Kết quả: +2,9; Đổi trọng số: −0,1; ")
    assert found["findings"].alt == f"{found['findings'].title}. Số liệu: xem bảng dưới hình."


def test_two_drawings_of_one_figure_are_the_same_bytes(sample):
    view = sample.about("373", 2022)
    causes = lost(view).causes
    twice = [show.cause_figure(view, causes, "x")._repr_mimebundle_()[0] for _ in range(2)]
    assert twice[0] == twice[1]
    assert "20" not in re.sub(r"aria-label=\"[^\"]*\"|[\d.]{3,}", "", twice[0][WIDE])  # no date


def test_long_names_are_wrapped_and_none_is_cut(world):
    data = world("two_pillars")
    long = "Hạ tầng số, nền tảng số và an toàn thông tin trong các cơ quan nhà nước trên địa bàn"
    pillars = [each.model_copy(update={"name_vi": f"{long} {each.code}"}) for each in data.criteria["two"].pillars]
    named = data.replaced(criteria={"two": data.criteria["two"].model_copy(update={"pillars": pillars})})
    found = {name: drawn.faults(each) for name, each in charts(named, "14467", "373", 2023).items()}
    assert [name for name, faults in found.items() if faults] == []


@pytest.mark.parametrize("n_years", [1, 2, 3, 5, 9])
def test_lines_over_any_number_of_years_are_named_and_numbered_where_there_is_room(n_years):
    @styled
    def figure_of():
        figure, years = blank(), pd.Series(range(2020, 2020 + n_years))
        shares = {"verified": years % 3 * 0.3 + 0.1, "claimed": years % 2 * 0.2 + 0.5}
        lines = [Line(side, years, each, BASES[side], side == "verified") for side, each in shares.items()]
        others = pd.DataFrame(
            {"year": years, "n_units": 9, "lower_share": 0.3, "median_share": 0.5, "upper_share": 0.6}
        )
        values = draw_years(figure, list(years), lines, others)
        return figure.finish("Qua các năm", "Nguồn", values)

    chart = figure_of()
    assert drawn.faults(chart) == []
    for each in (chart, chart.narrow):
        shown = " ".join(one.get_text() for one in each.axes[0].texts)
        assert [name in shown for name in ("verified", "claimed", "Trung vị")] == [True] * 3
        assert each.axes[0].get_xticklabels()[0].get_text() == str(2019 + n_years)


def test_on_a_phone_names_stand_above_their_bars_and_codes_over_narrow_columns(sample):
    found = charts(sample, "373", "37", 2022)
    for chart, side in ((found["pillars"], "right"), (found["pillars"].narrow, "left")):
        (name,) = [each for each in chart.axes[0].texts if each.get_text() == "An toàn thông tin mạng"]
        assert name.get_ha() == side
    wide, narrow = (
        [each.get_text() for each in one.axes[0].texts] for one in (found["heatmap"], found["heatmap"].narrow)
    )
    assert {"NT", "AT"} & set(wide) == set()
    assert {"NT", "AT"} <= set(narrow)
    assert "AT: An toàn thông tin mạng" in " ".join(each.get_text() for each in found["heatmap"].narrow.texts)


def test_a_cell_without_a_number_is_empty_and_no_share_of_nothing(world):
    group = world("nothing_verified").within("80", 2025)
    cells = [each for each in show.heatmap_figure(group, "x").axes[0].texts if each.get_text() == "—"]
    assert len(cells) == 6  # of 25552, which left all blank; what others left blank counts as nothing


def test_a_table_beside_the_heat_map_holds_its_numbers_in_its_order(sample, world):
    group = sample.within("37", 2022)
    table = show.heatmap_table(group)
    placed = show.ranking_table(group)
    assert table.index.tolist() == placed["Đơn vị"].tolist()
    assert table.caption == "Tỷ lệ đạt của từng đơn vị ở từng trụ cột (điểm thẩm định)"
    own = show.pillar_table(sample.about("373", 2022))["Tỷ lệ đạt"]
    assert table.loc["Huyện Gia Viễn"].to_dict() == own.to_dict()
    assert own["An toàn thông tin mạng"] == "74,3%"  # 74.3 of 100
    stated = {(each["of_unit"], each["of"]): each["value"] for each in table.facts}
    assert stated["373", "AT"] == 0.743
    assert table.loc["Huyện Gia Viễn", "An toàn thông tin mạng"].value == pytest.approx(0.743)
    partly = show.heatmap_table(world("partly_verified").within("01", 2022, "verified"))
    assert partly.loc["Quận Tây Hồ"].tolist() == ["72,0%", "—"]  # of B one of five is judged
    none = show.heatmap_table(world("all_maxima_zero").within("373", 2022))
    assert none == "Các trụ cột này không tính điểm"
    messages.use("en")
    assert show.heatmap_table(group).caption == "Attainment of each unit in each pillar (verified points)"


@pytest.mark.parametrize(
    ("n_pillars", "n_groups", "n_shown", "n_kept"), [(8, 0, 8, 0), (12, 4, 12, 0), (24, 4, 4, 24)]
)
def test_many_pillars_in_groups_leave_the_table_its_groups_and_lie_in_downloads(
    world, n_pillars, n_groups, n_shown, n_kept
):
    table = show.heatmap_table(many_pillars(world, n_pillars, n_groups))
    assert (len(table.columns), len(table.kept or {})) == (n_shown, n_kept)
    fields = [each["title"] for each in table.resource()["schema"]["fields"]]
    assert len(fields) == 1 + n_shown + n_kept
    assert {str(value) for row in table.itertuples(index=False) for value in row} == {
        str(value) for value in table.iloc[:, 0]
    }


def test_pillars_of_one_name_are_told_apart_by_their_codes(world):
    table = show.heatmap_table(many_pillars(world, 2, 0, name="Hạ tầng"))
    assert table.columns.tolist() == ["Hạ tầng (P0)", "Hạ tầng (P1)"]


def of_communes(world, count):
    """A province of this many communes, each as one that is there."""
    group = world("nothing_verified").within("80", 2025)
    codes = [f"{number}" for number in range(count)]
    totals = group.totals[group.totals["unit_code"] == "25480"].astype({"unit_code": "str"})
    standing = group.on()[group.on()["unit_code"] == "25480"]
    return SimpleNamespace(
        criteria_set=group.criteria_set, basis=group.basis, n_units=count,
        names={code: f"Xã Tân Thành {code}" for code in codes},
        totals=pd.concat([totals.assign(unit_code=code) for code in codes], ignore_index=True),
        on=lambda: pd.concat([standing.assign(unit_code=code) for code in codes], ignore_index=True),
    )  # fmt: skip


def test_a_heat_map_of_the_largest_province_costs_by_its_communes_and_names_every_one(world):
    taken = {}
    for count in (21, 168):
        province = of_communes(world, count)
        before = time.process_time()
        chart = show.heatmap_figure(province, "x")
        chart._repr_mimebundle_()
        taken[count] = time.process_time() - before
    assert taken[168] < 3 * 168 / 21 * taken[21]
    large = province
    assert {each.get_text() for each in chart.axes[0].texts} >= set(large.names.values())
    assert drawn.faults(chart) == []


def many_pillars(world, n_pillars, n_groups, name="Hạ tầng và nền tảng {code}"):
    """Return a group whose set has so many pillars, in groups in turn; each attains what one of a world does."""
    group = world("nothing_verified").within("80", 2025)
    first = group.criteria_set.pillars[0]
    codes = [f"P{number}" for number in range(n_pillars)]
    groups = [
        SimpleNamespace(code=f"G{at}", name_vi=f"Lĩnh vực {at}", name_en="", group="") for at in range(n_groups)
    ]
    pillars = [
        first.model_copy(update={"code": code, "name_vi": name.format(code=code)} | within)
        for at, code in enumerate(codes)
        for within in [{"group": groups[at % n_groups].code if groups else ""}]
    ]
    totals = group.totals[(group.totals["node_code"] == "HT").to_numpy()].astype({"node_code": "str"})
    codes += [each.code for each in groups]
    return SimpleNamespace(
        criteria_set=SimpleNamespace(pillars=pillars, groups=groups, stages=()), basis=group.basis,
        names=group.names, on=group.on,
        totals=pd.concat([totals.assign(node_code=code) for code in codes], ignore_index=True),
    )  # fmt: skip


@pytest.mark.parametrize("n_groups", [0, 4])
@pytest.mark.parametrize("n_pillars", [6, 12, 13, 17, 24])
def test_the_names_and_numbers_of_many_pillars_lie_beside_each_other(world, n_pillars, n_groups):
    groups = bool(n_groups)
    chart = show.heatmap_figure(many_pillars(world, n_pillars, n_groups), "x")
    assert drawn.faults(chart) == []
    columns = [round(axes.get_xlim()[1]) for axes in chart.axes]
    assert columns[0] == (4 if groups and n_pillars > 12 else n_pillars if n_pillars <= 20 else n_pillars / 2)
    assert sum(columns) == (4 if columns[0] == 4 else 0) + n_pillars


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda chart: chart.text(0.1, 0.01, "đè lên nguồn"), "đè lên nguồn"),
        (lambda chart: chart.text(0.97, 0.5, "ra ngoài"), "«ra ngoài» is cut"),
        (lambda chart: chart.axes[0].annotate("nghiêng", (-5, 1), rotation=60), "«nghiêng» is turned"),
        (lambda chart: chart.narrow.axes[0].annotate("nhỏ", (-5, 1), fontsize=7), "narrow: «nhỏ» is too small"),
        (lambda chart: chart.axes[0].annotate("ngang", (0, 1), ha="center"), "lies over a line"),
        (lambda chart: chart.axes[0].annotate("dở dang", (-8.8, 0.1), ha="center"), "lies half over a bar"),
    ],
)
def test_a_fault_in_a_figure_is_found(sample, spoil, words):
    view = sample.about("373", 2022)
    chart = show.gap_figure(view, "Nguồn: phiếu của Huyện Gia Viễn, 2022")
    assert drawn.faults(chart) == []
    spoil(chart)
    assert any(words in fault for fault in drawn.faults(chart))


# Output


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


def test_a_note_under_prose_keeps_its_facts_and_its_kind():
    stated = [{"name": "points", "value": 1}]
    noted = show.Notice("một").stating(stated).noted("hai")
    assert isinstance(noted, show.Notice)
    assert (str(noted), noted.facts) == ("một\nhai", stated)


def test_every_word_can_be_said_in_english(sample):
    messages.use("en")
    counts = {"n_upper": 41, "n_lower": 31, "n_indicators": 72, "n_unread": 0}
    assert show.reached_text({"points": 511.18, "max_points": 765.0} | counts) == "511.18/765"
    view = sample.about("373", 2022)
    assert show.weak_table(view, lost(view).weak).columns.tolist()[:3] == ["Indicator", "Class", "Points"]
    for name, chart in charts(sample, "373", "37", 2022).items():
        assert "illustrative data" in chart.source
        assert drawn.faults(chart) == [], name


def test_no_name_is_read_as_mathematics():
    @styled
    def figure_of():
        figure = blank()
        axes, places, _ = rows(figure, ["Hạ tầng $x^{2$", "$a_b$"], "Điểm $\\frac{1$")
        axes.barh(places, [1, 2])
        figure.key([({"color": "red"}, "$\\frac{1$")])
        return figure.finish("Trụ cột $\\frac{$ yếu nhất", "Nguồn: $x$")

    figure = figure_of()
    assert "$a_b$" in figure._repr_mimebundle_()[0][WIDE]
    texts = [each for each in figure.findobj(Text) if each.get_text()]
    assert len(texts) >= 5
    assert not any(each.get_parse_math() for each in texts)


def test_words_lie_beside_marks_of_any_size():
    for values in ([0.0, 0.0], [1.0, 1e6], [-3.0, 0.5], [-1e-9, -2.0]):
        low, high = limits(
            3.0, [(max(each, 0.0), 1.0) for each in values], [(min(each, 0.0), 0.5) for each in values]
        )
        inch = 3.0 / (high - low)
        assert all((high - max(each, 0.0)) * inch >= 1.0 - 1e-9 for each in values), values
        assert all((min(each, 0.0) - low) * inch >= 0.5 - 1e-9 for each in values), values
