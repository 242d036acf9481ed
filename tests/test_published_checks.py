"""Published lists that contradict themselves, or each other: told once, with both rows."""

import pandas as pd
import pytest
from small_sets import listed

from dts_analysis import messages
from dts_analysis.analysis import published, published_checks, ranking
from dts_analysis.analysis.published_lists import one_each
from dts_analysis.analysis.published_names import Matching


def test_the_misprint_of_3331_01_is_named_and_its_neighbours_are_not():
    found = published_checks.check_published(listed([350.2, 340.5, 3331.01, 330.1], [1, 2, 3, 4]))
    assert [each.code for each in found] == ["published_rank_contradicts"]
    assert str(found[0]).startswith(
        "communes_published.csv!4: Xã 2: công bố hạng 3 với 3331,01 điểm, theo điểm của danh sách thì đứng thứ 1"
    )


def test_ties_and_gaps_of_a_sound_list_are_no_contradiction():
    assert published_checks.check_published(listed([350.2, 340.5, 340.5, 330.1], [1, 2, 2, 4])) == []
    assert published_checks.check_published(listed([350.2, None, 330.1], [1, 2, 3])) == []


def test_an_equal_rank_with_another_score_contradicts():
    assert len(published_checks.check_published(listed([350.2, 340.5, 339.0], [1, 2, 2]))) == 1


def test_lists_of_provinces_are_looked_at_whole_beside_those_of_communes():
    provinces = listed([0.8, 0.7, 0.9], [1, 2, 3]).assign(level="province", region=["Một", "Hai", "Ba"])
    provinces["n_units_ranked"] = pd.array([63] * 3, "Int64")
    (found,) = published_checks.check_published(pd.concat([provinces, listed([350.2, 340.5], [1, 2])]))
    assert "Xã 2: công bố hạng 3 với 0,9 điểm, theo điểm của danh sách thì đứng thứ 1" in str(found)


def test_the_embedded_lists_do_not_contradict_themselves(sample):
    table = published.published_totals(sample.published)
    assert published_checks.check_published(table) == []
    assert len(table) > 150
    assert (table["source"] != "").all()


def test_the_row_it_clashes_with_is_named_in_either_language():
    table = listed([350.2, 340.5, 339.0], [1, 2, 2])
    (found,) = published_checks.check_published(table)
    assert found.where == "communes_published.csv!3"
    assert "(communes_published.csv!4: Xã 2, hạng 2 với 339 điểm)" in found.message
    messages.use("en")
    assert "(communes_published.csv!4: Xã 2, place 2 with 339 points)" in found.message


def test_a_list_turned_round_is_one_finding_and_ends_soon():
    """3,321 communes with the lowest score first: every row but one contradicts."""
    n_units = 3321
    table = listed([float(k) for k in range(n_units)], list(range(1, n_units + 1)))
    (found,) = published_checks.check_published(table)
    assert found.count == n_units - 1
    assert len(str(found)) < 700


def test_a_list_that_counts_on_after_a_tie_is_told_once():
    """1-2-2-3-3-4: by 1-2-2-4 the fourth and fifth are at 4, the last at 6."""
    table = listed([9.0, 8.0, 8.0, 7.0, 7.0, 6.0], [1, 2, 2, 3, 3, 4])
    (found,) = published_checks.check_published(table)
    assert (found.code, found.severity, found.where) == (
        "published_rank_dense", "info", "communes_published.csv!5"
    )  # fmt: skip
    assert "Xã 3 hạng 3, tính 1-2-2-4 là hạng 4" in found.message


@pytest.mark.parametrize("ranks", [[1, 2, 2, 4], [15, 15, 17, 20], [3, 3, None, 5]])
def test_competition_ranks_whole_or_in_part_are_no_habit(ranks):
    assert published_checks.check_published(listed([4.0, 3.0, 3.0, 2.0], ranks).assign(points=None)) == []


def of_two_sources(first, second, decimals=(4, 4)):
    """Return one province's index as two pages print it; a place alone where the index is None."""
    tables = [
        listed([points], [rank], places).assign(
            source=source, where=f"{source}.csv!2", level="province", region="Ninh Bình",
            unit_name=name, max_points=1.0, n_units_ranked=pd.array([63], "Int64"),
        )
        for source, name, (points, rank), places in zip(
            "ab", ("Ninh Bình", "Tỉnh Ninh Bình"), (first, second), decimals, strict=True
        )
    ]  # fmt: skip
    table = pd.concat(tables, ignore_index=True)
    table["decimals"] = pd.array(
        [None if pd.isna(each) else k for each, k in zip(table["points"], decimals, strict=True)], "Int64"
    )
    return table


@pytest.mark.parametrize(
    ("first", "second", "decimals", "together"),
    [
        ((0.5064, 6), (0.5064, 6), (4, 4), [0.5064, 6]),
        ((0.51, 6), (0.5064, None), (2, 4), [0.5064, 6]),  # 0.51 is 0.5064 to two decimals
        ((None, 6), (0.5064, None), (0, 4), [0.5064, 6]),
        ((0.52, 6), (0.5064, 6), (2, 4), None),
        ((0.5064, 6), (0.5064, 7), (4, 4), None),
    ],
)
def test_two_sources_agree_or_neither_is_chosen(first, second, decimals, together):
    table = of_two_sources(first, second, decimals)
    (row,) = Matching().listed(table, 2023, None, None).itertuples()
    assert row.source == "a · b"
    assert row.is_disputed == (together is None)
    found = published_checks.check_published(table)
    if together:
        assert [row.points, row.published_rank] == together
        assert found == []
        return
    assert [each.code for each in found] == ["published_sources_differ"]
    assert found[0].where == "a.csv!2"
    assert "b.csv!2" in found[0].message
    assert pd.isna(row.points) or pd.isna(row.published_rank)


def test_one_result_a_unit_is_left_as_it_stands():
    table = listed([3.0, 2.0], [1, 2])
    assert one_each(table, table[["unit_name"]])["is_disputed"].tolist() == [False, False]


PILLARS = {"dti": "rank", "chinh_quyen_so": "rank_cqs", "kinh_te_so": "rank_kts", "xa_hoi_so": "rank_xhs"}


def test_the_ranks_of_2021_are_the_competition_ranks_of_its_scores(sample):
    """Golden: the ranks that dti.gov.vn printed; of 63 provinces it has the first 18 by the whole index.

    The index: 12, 12, 14 after a tie. A pillar's places run on as far as no province is missing; of the others the
    order is the one printed.
    """
    table = sample.published["provinces_dti_3pillars"]
    rows = table[(table["year"] == 2021) & table["source"].str.startswith("https://dti.gov.vn/")]
    assert len(rows) == 18
    in_full = {"dti": 18, "chinh_quyen_so": 10, "kinh_te_so": 11, "xa_hoi_so": 9}
    for score, printed in PILLARS.items():
        own = rows[rows[score].notna()].assign(max_points=1.0, criteria_id="dti")
        ours = ranking.ranks(own, precision=4, score=score)
        run = own[printed] <= in_full[score]
        assert run.sum() == in_full[score]
        assert ours[run].tolist() == own.loc[run, printed].tolist(), score
        assert own[printed].rank(method="min").tolist() == ours.tolist(), score
    assert sorted(rows["rank"])[10:14] == [11, 12, 12, 14]


def test_what_two_embedded_tables_say_of_one_province_agrees(sample):
    totals, pillars = (sample.published[f"provinces_dti_{name}"] for name in ("totals", "3pillars"))
    both = pillars.merge(totals, on=["year", "province"], suffixes=("", "_in_totals"))
    both = both[(both["year"] != 2024) | (both["n_units_ranked"] == 34)]  # published on 34 and on 63 units
    assert len(both) > 40
    for name in ("dti", "rank"):
        stated = both[[name, f"{name}_in_totals"]].dropna()
        assert (stated[name] == stated[f"{name}_in_totals"]).all()
    assert not pillars.duplicated([each for each in pillars if each != "printed_at"]).any()


def test_ministries_are_ranked_in_two_lists_that_do_not_meet(sample):
    table = published.published_totals(sample.published)
    rows = table[(table["level"] == "ministry") & (table["year"] == 2021)]
    assert rows.groupby("n_units_ranked")["published_rank"].apply(list).to_dict() == {
        17: [1, 2, 3, 4, 5],
        9: [1, 2, 3, 4, 5],
    }
    assert len(Matching().listed(rows, 2021, None, None)) == 10
