"""Lists of 63 provinces and of 34: whoever stands in both is never ranked, or followed, on both at once."""

import pandas as pd
import pytest

from dts_analysis import show
from dts_analysis.analysis import mergers, published, published_lists
from dts_analysis.errors import DtsError

DA_NANG = {"province": "Thành phố Đà Nẵng", "level": "province"}


def rows_of(table, name, year):
    return table[(table["unit_name"] == name) & (table["year"] == year)]


def results(year, code="48"):
    """Return one computed result, as `ranking.ranked` would hand it on."""
    return pd.DataFrame(
        {"unit_code": [code], "year": year, "criteria_id": "x", "points": [0.7], "max_points": [1.0],
         "attainment_share": [0.7], "rank": pd.array([1], "Int64"), "change_share": [float("nan")]}
    )  # fmt: skip


def test_da_nang_is_second_of_63_and_17th_of_34(sample):
    table = published.published_totals(sample.published)
    both = rows_of(table, "Đà Nẵng", 2024)
    assert sorted(both[["published_rank", "n_units_ranked"]].to_numpy().tolist()) == [[2, 63], [17, 34]]
    for year, place, of in ((2024, 2, 63), (2025, 17, 34)):
        chosen = published_lists.lists_of(table, sample.units, year)
        own = rows_of(chosen, "Đà Nẵng", 2024)
        assert own[["published_rank", "n_units_ranked"]].to_numpy().tolist() == [[place, of]]
        sets = chosen.loc[chosen["level"] == "province", "n_units_ranked"]
        assert set(sets) == {of}
    districts = table[table["level"] != "province"]
    assert districts["n_units_ranked"].isna().all()
    assert len(published_lists.lists_of(districts, sample.units, 2025)) == len(districts)


def test_a_ranking_shows_the_place_with_its_set_and_refuses_both_sets(sample):
    table = published.published_totals(sample.published)
    names = {"48": "Đà Nẵng"}
    for year, said in ((2024, "— · hạng 2/63"), (2025, "— · hạng 17/34")):
        chosen = published_lists.lists_of(table, sample.units, year)
        both = published.beside(results(2024), chosen, names, 2024, DA_NANG["province"])
        both = both.assign(n_missing=0, n_unscored=0, band="", is_published=False)
        shown = show.ranking_table(both, names, sample.criteria["ninhbinh_district_2022"])
        assert shown["Đã công bố"].tolist() == [said]
    expected = (
        r"provinces_dti_totals\.csv!1\d\d, provinces_dti_totals\.csv!1\d\d: Đà Nẵng: số công bố xếp trong nhiều "
        r"tập đơn vị khác nhau \(34, 63 đơn vị\); .* published_lists\.lists_of"
    )
    with pytest.raises(DtsError, match=expected):
        published.beside(results(2024), table, names, 2024, DA_NANG["province"])
    with pytest.raises(DtsError, match=expected):
        published.added(results(2024), table, names, 2024, DA_NANG["province"], "province")


def test_a_merged_provinces_result_does_not_join_the_old_units_trend(sample):
    table = published.published_totals(sample.published)
    with pytest.raises(DtsError, match="Hải Phòng: số công bố xếp trong nhiều tập đơn vị"):
        published.earlier(
            results(2025, "31"), table, "31", "Thành phố Hải Phòng", "Thành phố Hải Phòng", "province"
        )
    parted = {
        year: published.earlier(
            results(year, "48"),
            published_lists.lists_of(table, sample.units, year),
            "48",
            "Thành phố Đà Nẵng",
            **DA_NANG,
        )
        for year in (2023, 2025)
    }
    assert parted[2023]["year"].tolist() == [2020, 2021, 2022, 2023]  # the city as it was, on 63
    assert parted[2023]["points"].tolist() == [0.4874, 0.6419, 0.8002, 0.7]
    assert parted[2025]["year"].tolist() == [2025]  # of the city it became, no points on 34 were printed
    after = published_lists.lists_of(table, sample.units, 2025)
    new = published.earlier(results(2025, "31"), after, "31", "Hải Phòng", "Thành phố Hải Phòng", "province")
    assert new["points"].tolist() == [0.7857, 0.7]  # 2024 as published on 34, beside 2025


def test_a_list_of_34_beside_one_of_63_by_the_same_source_does_not_contradict_it(sample):
    table = published.published_totals(sample.published)
    rows = table[table["year"] == 2024]
    rows = rows[rows["unit_name"].isin(["Đà Nẵng", "TP. Hồ Chí Minh"])].assign(source="trang")
    rows["points"] = rows["n_units_ranked"].map({34: 0.9, 63: 0.5}) - rows["published_rank"] * 0.01
    assert len(rows) == 4
    assert published.check_published(rows) == []


def test_what_was_published_of_2024_fits_the_mean_of_the_parts(sample):
    """No page prints an index on 63 units; what the places allow is worked out in golden/merged/HOW.md."""
    table = published.published_totals(sample.published)
    old, new = (published_lists.lists_of(table, sample.units, year) for year in (2024, 2025))
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
