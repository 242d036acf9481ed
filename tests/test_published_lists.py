"""Lists of 63 provinces and of 34: whoever stands in both is never ranked, or followed, on both at once."""

import pandas as pd
import pytest

from dts_analysis.analysis import mergers, published, published_checks
from dts_analysis.analysis.published_lists import list_keys, lists_of, printed_decimals
from dts_analysis.errors import DtsError

DA_NANG = {"region": "Thành phố Đà Nẵng", "level": "province"}


def rows_of(table, name, year):
    return table[(table["unit_name"] == name) & (table["year"] == year)]


def results(year, code="48"):
    """Return one computed result, as `ranking.ranked` would hand it on."""
    return pd.DataFrame(
        {"unit_code": [code], "year": year, "criteria_id": "x", "points": [0.7], "max_points": [1.0],
         "attainment_share": [0.7], "rank": pd.array([1], "Int64"), "change_share": [float("nan")],
         "is_complete": True}
    )  # fmt: skip


def test_da_nang_is_second_of_63_and_17th_of_34(sample):
    table = published.published_totals(sample.published)
    both = rows_of(table, "Đà Nẵng", 2024)
    assert sorted(both[["published_rank", "n_units_ranked"]].to_numpy().tolist()) == [[2, 63], [17, 34]]
    for year, place, of in ((2024, 2, 63), (2025, 17, 34)):
        chosen = lists_of(table, sample.units, year)
        own = rows_of(chosen, "Đà Nẵng", 2024)
        assert own[["published_rank", "n_units_ranked"]].to_numpy().tolist() == [[place, of]]
        sets = chosen.loc[chosen["level"] == "province", "n_units_ranked"]
        assert set(sets) == {of}
    districts = table[~table["level"].isin(["province", "ministry"])]
    assert districts["n_units_ranked"].isna().all()
    assert len(lists_of(districts, sample.units, 2025)) == len(districts)


def test_a_place_is_told_with_the_set_it_is_in_and_both_sets_at_once_are_refused(sample):
    table = published.published_totals(sample.published)
    names = {"48": "Đà Nẵng"}
    for year, place in ((2024, [2, 63]), (2025, [17, 34])):
        both = published.beside(results(2024), lists_of(table, sample.units, year), names, 2024, DA_NANG["region"])
        assert both[["published_rank", "n_units_ranked"]].to_numpy().tolist() == [place]
        assert both["agrees"].isna().all()  # a place, and no points
    expected = (
        r"provinces_dti_totals\.csv!1\d\d, provinces_dti_totals\.csv!1\d\d: Đà Nẵng: số công bố xếp trong nhiều "
        r"tập đơn vị khác nhau \(34, 63 đơn vị\); .*published_lists\.lists_of"
    )
    with pytest.raises(DtsError, match=expected):
        published.beside(results(2024), table, names, 2024, DA_NANG["region"])
    with pytest.raises(DtsError, match=expected):
        published.added(results(2024), table, names, 2024, DA_NANG["region"], "province")


def test_a_merged_provinces_result_does_not_join_the_old_units_trend(sample):
    table = published.published_totals(sample.published)
    with pytest.raises(DtsError, match="Hải Phòng: số công bố xếp trong nhiều tập đơn vị"):
        published.earlier(
            results(2025, "31"), table, "31", "Thành phố Hải Phòng", "Thành phố Hải Phòng", "province"
        )
    parted = {
        year: published.earlier(
            results(year, "48"), lists_of(table, sample.units, year), "48", "Thành phố Đà Nẵng", **DA_NANG
        )
        for year in (2023, 2025)
    }
    assert parted[2023]["year"].tolist() == [2020, 2021, 2022, 2023]  # the city as it was, on 63
    assert parted[2023]["points"].tolist() == [0.4874, 0.6419, 0.8002, 0.7]
    assert parted[2025]["year"].tolist() == [2025]  # of the city it became, no points on 34 were printed
    after = lists_of(table, sample.units, 2025)
    new = published.earlier(results(2025, "31"), after, "31", "Hải Phòng", "Thành phố Hải Phòng", "province")
    assert new["points"].tolist() == [0.7857, 0.7]  # 2024 as published on 34, beside 2025


def test_a_list_of_34_beside_one_of_63_by_the_same_source_does_not_contradict_it(sample):
    table = published.published_totals(sample.published)
    rows = table[table["year"] == 2024]
    rows = rows[rows["unit_name"].isin(["Đà Nẵng", "TP. Hồ Chí Minh"])].assign(source="trang")
    rows["points"] = rows["n_units_ranked"].map({34: 0.9, 63: 0.5}) - rows["published_rank"] * 0.01
    assert len(rows) == 4
    assert published_checks.check_published(rows) == []
    decimals = printed_decimals(rows["points"], list_keys(rows))
    assert dict(zip(rows["n_units_ranked"], decimals, strict=True)) == {34: 2, 63: 2}
    longer = rows["points"] + (rows["n_units_ranked"] == 34) * 0.001
    decimals = printed_decimals(longer, list_keys(rows))
    assert dict(zip(rows["n_units_ranked"], decimals, strict=True)) == {34: 3, 63: 2}  # each list by itself


def test_what_was_published_of_2024_fits_the_mean_of_the_parts(sample):
    """No page prints an index on 63 units; what the places allow is worked out in golden/merged/HOW.md."""
    table = published.published_totals(sample.published)
    old, new = (lists_of(table, sample.units, year) for year in (2024, 2025))
    old, new = (rows[(rows["level"] == "province") & (rows["year"] == 2024)] for rows in (old, new))
    assert old["points"].notna().sum() == 0
    hanoi, lao_cai = (new.loc[new["unit_name"] == name, "points"].item() for name in ("Hà Nội", "Lào Cai"))
    least = pd.DataFrame({"unit_code": ["48", "49"], "attainment_share": [hanoi, 2 * lao_cai - hanoi]})
    reform = (sample.unit_changes, sample.units, ["48"], 2024, 2025)
    assert round(least["attainment_share"][1], 4) == 0.6093
    assert mergers.carried(least, *reform)["attainment_share"].round(4).tolist() == [0.7167]
    city = new.loc[new["unit_name"] == "TP. Hồ Chí Minh", "points"].item()
    parts = pd.DataFrame({"unit_code": ["79", "74", "77"], "attainment_share": [hanoi, 0.75345, 0.75345]})
    assert mergers.carried(parts, *reform[:2], ["79"], *reform[3:])["attainment_share"].item() == pytest.approx(
        city
    )
