"""Published totals beside ours, and lists that contradict themselves."""

import pandas as pd
import pytest
from golden_set import children
from small_sets import listed

from dts_analysis import scoring, show
from dts_analysis.analysis import published, published_lists, ranking
from dts_analysis.errors import DtsError


def totals_of(scores, sample, basis="verified", level="total"):
    """Return totals of scores on one basis."""
    table = scoring.totals(scoring.count(scores, sample.criteria), sample.criteria)
    return table[(table["level"] == level) & (table["basis"] == basis)].reset_index(drop=True)


def names_of(sample, codes):
    """Return what units are called in 2022, by code."""
    return {code: sample.unit(code, 2022)["name"] for code in codes}


def test_published_totals_stand_beside_ours_and_agree(sample):
    table = published.published_totals(sample.published)
    totals = ranking.ranked(totals_of(children(sample, "37", 2022), sample), sample.criteria)
    names = names_of(sample, totals["unit_code"])
    both = published.beside(totals, table, names, 2022, "Tỉnh Ninh Bình").set_index("unit_code")
    assert both.loc[["369", "370", "372"], "published_points"].tolist() == [587.41, 569.06, 518.92]
    assert both.loc[["369", "370", "372"], "agrees"].tolist() == [True] * 3
    assert (
        both.loc[["369", "370", "372"], "published_rank"].tolist()
        == both.loc[["369", "370", "372"], "rank"].tolist()
    )
    assert both.loc["377", "source"] == ""
    assert both["agrees"].isna().sum() == 5
    moved = totals.assign(points=totals["points"] + 0.01)
    assert not published.beside(moved, table, names, 2022, "Ninh Bình")["agrees"].dropna().any()


def index_of(share):
    """Return one province's total on an index of 0 to 1."""
    row = {"unit_code": ["37"], "points": [share], "max_points": [1.0], "attainment_share": [share]}
    return pd.DataFrame(row).assign(basis="verified", criteria_id="x", year=2022, is_complete=True)


def test_provinces_stand_among_provinces(sample):
    table = published.published_totals(sample.published)
    printed = published_lists.lists_of(table, sample.units, 2022)
    names = {"37": "Tỉnh Ninh Bình"}
    both = published.beside(index_of(0.6214), printed, names, 2022, None).iloc[0]
    assert [both["published_rank"], both["n_units_ranked"]] == [21, 63]
    others = published.added(index_of(0.6214), printed, names, 2022, None, "province")
    others = others[others["is_published"]]
    assert {"Đà Nẵng", "TP. Hồ Chí Minh"} <= set(others["unit_code"])
    assert "Ninh Bình" not in set(others["unit_code"])


@pytest.mark.parametrize(
    ("ours", "printed", "decimals", "agrees"),
    [
        (0.5064, 0.5090, 4, False),  # 0.0026 is nothing in 765 points, and five places of an index of 0 to 1
        (0.50644, 0.5064, 4, True),
        (0.50646, 0.5064, 4, False),
        (0.5064, 0.5, 1, True),
        (0.56, 0.5, 1, False),
        (587.405, 587.41, 2, True),
        (569.065, 569.06, 2, True),  # in binary 1e-13 more than half of a hundredth
        (587.404, 587.41, 2, False),
    ],
)
def test_points_agree_within_half_of_the_last_digit_their_list_prints(ours, printed, decimals, agrees):
    table = listed([printed], [1], decimals).assign(unit_name="Ninh Bình", level="province", region="Ninh Bình")
    both = published.beside(index_of(ours), table, {"37": "Tỉnh Ninh Bình"}, 2023, None)
    assert both["agrees"].tolist() == [agrees]


def test_a_list_prints_as_many_decimals_as_its_longest_number(sample):
    table = published.published_totals(sample.published)
    index = table[(table["level"] == "province") & table["points"].notna()]
    assert set(index["decimals"]) == {4}
    districts = table[table["source"].str.contains("sonoivu") & (table["level"] == "district")]
    assert set(districts["decimals"]) == {2}
    assert table.loc[table["points"].isna() & (table["year"] == 2020), "decimals"].isna().all()


def test_a_claim_does_not_disagree_with_what_was_verified(sample):
    printed = published.published_totals(sample.published)
    totals = totals_of(children(sample, "37", 2022), sample, "claimed")
    names = names_of(sample, totals["unit_code"])
    both = published.beside(totals, printed, names, 2022, "Ninh Bình").set_index("unit_code")
    assert both.loc["369", "published_points"] == 587.41
    assert both["agrees"].isna().all()
    without = totals[totals["unit_code"] != "370"]
    names.pop("370")
    assert not published.added(without, printed, names, 2022, "Ninh Bình", "district")["is_published"].any()


def test_where_nothing_was_published_nothing_is_added_or_agrees(sample):
    totals = totals_of(children(sample, "37", 2022), sample)
    none = published.published_totals({})
    assert published.beside(totals, none, {}, 2022, "Ninh Bình")["agrees"].isna().all()
    printed = published.published_totals(sample.published)
    for table in (published.added(totals, none, {}, 2022, "Ninh Bình", "district"),
                  published.added(totals.head(0), printed, {}, 2022, "Ninh Bình", "district")):  # fmt: skip
        assert not table["is_published"].any()


def test_the_provincial_index_gives_the_five_published_rows(sample):
    rows = sample.published["provinces_dti_pillars"]
    weights = sample.published["index_weights"].set_index("pillar")["weight"]
    assert len(rows) == 5
    assert (scoring.weighted_index(rows, weights) - rows["dti"]).abs().max() < 0.0001


def test_weights_and_columns_of_an_index_are_checked():
    weights = pd.Series({"a": 0.5, "b": 0.4})
    with pytest.raises(DtsError) as error:
        scoring.weighted_index(pd.DataFrame({"a": [1.0]}), weights)
    assert [each.code for each in error.value.findings] == ["index_pillar_missing", "index_weights_sum"]
    assert "trọng số cộng lại được 0,9" in str(error.value)


def test_a_missing_pillar_index_makes_no_index():
    shares = pd.DataFrame({"a": [1.0], "b": [None]}, dtype=float)
    assert scoring.weighted_index(shares, pd.Series({"a": 0.5, "b": 0.5})).isna().all()


def without_tam_diep(sample):
    """Return the verified totals of the province's districts but one, and its units' names."""
    scores = children(sample, "37", 2022)
    totals = totals_of(scores[scores["unit_code"] != "370"], sample)
    return totals, names_of(sample, totals["unit_code"])


def test_a_unit_with_a_published_total_only_takes_its_place_and_is_marked(sample):
    totals, names = without_tam_diep(sample)
    table = published.published_totals(sample.published)
    table.loc[table["unit_name"] == "TP. Tam Điệp", "max_points"] = 765.0
    ranked = ranking.ranked(published.added(totals, table, names, 2022, "Ninh Bình", "district"), sample.criteria)
    row = ranked[ranked["is_published"]].iloc[0]
    assert [row["unit_code"], row["points"], row["rank"]] == ["TP. Tam Điệp", 569.06, 2]
    assert [row["n_placed"], row["n_units"], row["basis"]] == [8, 8, "verified"]
    unknown = published.published_totals(sample.published)
    row = ranking.ranked(
        published.added(totals, unknown, names, 2022, "Ninh Bình", "district"), sample.criteria
    ).iloc[-1]
    assert row["is_published"]
    assert pd.isna(row["rank"])
    assert [row["n_placed"], row["n_units"]] == [7, 8]


def test_a_unit_known_by_its_published_total_only_is_shown_and_marked(sample):
    sent = sample.replaced(scores=sample.scores[sample.scores["unit_code"] != "370"])
    group = sent.within("37", 2022)
    table = show.ranking_table(group)
    row = table[table["Đơn vị"].str.startswith("TP. Tam Điệp")].iloc[0]
    assert row["Đơn vị"] == "TP. Tam Điệp (số đã công bố)"
    assert row["Đã công bố"] == "569,06 · hạng 2"
    assert row.name == "—"
    assert table.loc["1", "Đã công bố"] == "587,41 · hạng 1"
    assert "1 đơn vị chỉ có tổng đã công bố" in table.note
    figure = show.heatmap_figure(group, "nguồn")
    written = {label.get_text() for axes in figure.axes for label in axes.texts}
    assert set(group.names.values()) <= written


def test_a_published_year_takes_its_place_in_a_trend():
    history = pd.DataFrame(
        {"unit_code": ["1"], "year": [2023], "points": [60.0], "max_points": [100.0], "attainment_share": [0.6],
         "change_share": [float("nan")], "n_indicators": [10]}
    )  # fmt: skip
    table = listed([500.0, None], [1, 2]).assign(year=2022, unit_name="Xã A")
    both = published.earlier(history, table, "1", "Xã A", "Tỉnh Thử", "commune")
    assert both[["year", "is_published"]].to_numpy().tolist() == [[2022, True], [2023, False]]
    assert both["change_share"].iloc[1] == pytest.approx(0.1)
    assert len(published.earlier(history, table, "1", "Xã B", "Tỉnh Thử", "commune")) == 1


@pytest.mark.parametrize(("basis", "told"), [("verified", True), ("final", True), ("claimed", False)])
def test_a_published_result_was_verified_and_no_change_is_told_beside_claims(basis, told):
    history = pd.DataFrame(
        {"unit_code": ["1", "1"], "year": [2023, 2024], "points": [60.0, 70.0], "max_points": 100.0,
         "attainment_share": [0.6, 0.7], "change_share": [float("nan"), 0.1], "basis": basis}
    )  # fmt: skip
    table = listed([500.0, None], [1, 2]).assign(year=2022, unit_name="Xã A")
    both = published.earlier(history, table, "1", "Xã A", "Tỉnh Thử", "commune")
    assert both["basis"].tolist() == [basis if told else "verified", basis, basis]
    assert both["change_share"].iloc[2] == pytest.approx(0.1)
    assert both["change_share"].notna().tolist() == [False, told, True]


def test_published_communes_take_their_place_in_their_own_district_only(sample):
    printed = listed([300.0, 290.0, 280.0], [1, 2, 3]).assign(
        year=2022, region="Ninh Bình", parent=["Huyện Gia Viễn", "TP. Ninh Bình", "Huyện Gia Viễn"],
        unit_name=["Xã Mới", "Xã Khác", "Xã Gia Vân"],
    )  # fmt: skip
    totals = totals_of(children(sample, "373", 2022), sample)
    names = names_of(sample, totals["unit_code"])
    place = {"year": 2022, "region": "Tỉnh Ninh Bình", "parent": "Huyện Gia Viễn"}
    more = published.added(totals, printed, names, level="commune", **place)
    assert more.loc[more["is_published"], "unit_code"].tolist() == ["Xã Mới"]
    both = published.beside(more, printed, names, **place).set_index("unit_code")
    assert both.loc["Xã Mới", "published_points"] == 300
    code = next(code for code, name in names.items() if name == "Xã Gia Vân")
    assert both.loc[code, "published_rank"] == 3
    elsewhere = published.added(
        totals, printed, names, level="commune", **(place | {"parent": "Thành phố Ninh Bình"})
    )
    assert elsewhere.loc[elsewhere["is_published"], "unit_code"].tolist() == ["Xã Khác"]
