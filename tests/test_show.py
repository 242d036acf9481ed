"""Figures and tables: only rounding happens here, every chart says what it finds, nothing runs in a page."""

import datetime
import time
from types import SimpleNamespace

import drawn
import numpy as np
import pandas as pd
import pytest
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
    streaks,
    trends,
)
from dts_analysis.show import text
from dts_analysis.show.names import few, pillar_ends


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
    from dts_analysis.analysis import verification

    unit, group = data.about(unit_code, year), data.within(parent_code, year)
    source = show.source_line(unit)
    region = data.region(parent_code, year)
    counts = coverage.findings_by_unit(region.findings)
    gaps = verification.gap_summary(unit.gaps, ("unit_code", "year", "pillar_code"))
    return {
        "pillars": show.pillar_figure(unit, source),
        "causes": show.cause_figure(unit, lost(unit).causes, source),
        "years": show.years_figure(unit, unit.peers_of_years, source),
        "waterfall": show.waterfall_figure(unit, decomposition.explained(compared(unit)), source),
        "pillar_years": show.pillar_years_figure(unit, by_pillar(unit), source),
        "gaps": show.gap_figure(unit, gaps, source),
        "heatmap": show.heatmap_figure(group, source),
        "spread": show.spread_figure(group, source),
        "findings": show.findings_figure(counts, region.names, source),
    }


def numbers(column):
    """A column of a table as numbers again."""
    plain = column.str.replace(".", "").str.replace(",", ".").str.replace("−", "-").str.replace(" %", "")
    return plain.astype(float)


# How numbers and names are written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (text.points(1234.565), "1.234,57"), (text.points(np.nan), "—"), (text.maximum(772.5), "772,50"),
        (text.share(0.6682), "66,8 %"), (text.share(np.nan), "—"), (text.change(-3.456), "−3,46"),
        (text.change(0.0), "0,00"), (text.share_change(-0.0004), "0,0"), (text.count(10598), "10.598"),
        (text.listed([]), "—"), (text.date("2023-02-07"), "07/02/2023"), (text.date(None), "—"),
        (text.date(datetime.date(2023, 2, 7)), "07/02/2023"), (text.points(0.125), "0,13"),
        (text.points(-0.125), "-0,13"), (text.share(0.0125), "1,3 %"), (few(["A"], "n_units"), "A"),
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
        "n_unread": [10, 0, 0, 0, 0], "n_unscored": [0, 0, 4, 0, 0],
    })  # fmt: skip
    assert text.maxima(rows).tolist() == ["—", "0", "60", "100", "0"]
    assert text.with_judged(pd.Series(["a", "b", "c", "d", "e"]), rows).tolist() == ["a", "b", "c (6/10)", "d", "e"]


def test_the_lowest_and_the_highest_pillar_are_all_that_print_alike(sample):
    criteria_set = sample.criteria["ninhbinh_district_2022"]
    codes = [each.code for each in criteria_set.pillars]
    shares = pd.Series([0.5, 0.50001, 0.8, 0.9, np.nan, 0.9, 0.9, 0.9], index=codes)
    (low, low_share), (high, high_share) = pillar_ends(shares, criteria_set, text.share)
    assert (low, low_share) == ("Nhận thức số, Thể chế số", "50,0 %")
    assert (high, high_share) == ("4 trụ cột", "90,0 %")


def test_a_tie_is_printed_as_it_is_ranked(tmp_path):
    raw = RawFolder(tmp_path / "raw", criteria("ties_2022", "district", [2022], {"A": [10, 10]}))
    for code, claims in (("369", "0,125 0"), ("370", "0,13 0"), ("372", "0,124 0")):
        raw.unit(code, 2022, "ties_2022", claims)
    group = dataset.read(raw.done()).within("37", 2022)
    table = show.ranking_table(group)
    assert table.index.tolist() == ["1", "1", "3"]
    assert table["Điểm tự chấm"].tolist() == ["0,13", "0,13", "0,12"]
    assert show.ranking_headline(group).splitlines()[0] == (
        "Cao nhất: Thành phố Ninh Bình, Thành phố Tam Điệp, 0,13/20; thấp nhất: Huyện Nho Quan, 0,12/20"
    )


# The headline, and what a page is about


def test_the_headline_of_gia_vien_is_the_published_one(sample):
    said = show.headline(sample.about("373", 2022)).splitlines()
    assert said[0].startswith("Điểm thẩm định: 458,14/765 · ")
    assert said[1].startswith("Điểm tự chấm: 511,18/765 · 41/72 · 31/72 (66,8 %) – số đã công bố: https://")
    assert said[2].endswith("chỉ số ở mức Hoàn thành hoặc Cơ bản hoàn thành (điểm thẩm định).")
    claimed = show.headline(sample.about("373", 2022, "claimed")).splitlines()
    assert claimed[0] == said[1]
    assert claimed[2] == "41/72 chỉ số ở mức Hoàn thành hoặc Cơ bản hoàn thành (điểm tự chấm)."


def test_a_published_figure_that_differs_is_marked(sample):
    printed = sample.about("373", 2022).printed
    row = sample.about("373", 2022, "claimed").total()
    from dts_analysis.show.notes import published_mark

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
        ("one_verified", ("25534", 2025), "", "1/15 đơn vị cùng cấp trên có đủ điểm thẩm định: chưa quá nửa, nên"),
        ("one_verified", ("25534", 2025), "verified", "Trang này theo điểm thẩm định, như người gọi yêu cầu."),
        ("blank_but_verified", ("373", 2022), "", "2/4 đơn vị"),
        ("one_unit", ("373", 2022), "", "1/1 đơn vị cùng cấp trên có đủ điểm thẩm định: quá nửa, nên trang theo"),
        ("renewed", ("369", 2023), "", "2/4 đơn vị cùng cấp trên có đủ điểm thẩm định: chưa quá nửa"),
    ],
)
def test_a_page_says_which_points_it_shows_and_why(world, name, of, asked, words):
    assert words in str(show.about(world(name).about(*of, asked)))
