"""Which indicator and which unit is the same over years: worked out from sets and lifetimes, one idea for all."""

from itertools import product

import pandas as pd
import pytest
from golden_set import BOTH_YEARS, CODES, EVERY_RULE, LATER, SET
from hypothesis import given, strategies as st

from dts_analysis import reference
from dts_analysis.analysis import continuity
from dts_analysis.errors import DtsError


def made(name, years=(2023,), **continued):
    """Return a set of indicators (A_1 for A-1), each with what it continues, whole or as a code of SET."""
    indicators = []
    for code, older in continued.items():
        old = f"{SET.id}:{older}" if older and ":" not in older else older
        known = code.replace("_", "-")
        like = SET.indicator(known if known in CODES else "A-1")
        indicators.append(like.model_copy(update={"code": known, "continues": old}))
    return SET.model_copy(update={"id": name, "years": years, "indicators": tuple(indicators)})


def as_mapping(*sets):
    return {each.id: each for each in (SET, *sets)}


def test_what_compares_is_worked_out_from_the_two_sets():
    links = continuity.links(BOTH_YEARS, SET.id, LATER.id).set_index("code_from")
    assert links.loc[["A-1", "A-2", "A-3", "B-1", "B-4"], "why"].tolist() == [
        "reweighted", "target_moved", "same", "rule_changed", "dropped",
    ]  # fmt: skip
    assert links.loc["", "code_to"] == "B-9"
    assert links.loc["", "why"] == "new"
    assert links.loc["A-3", ["points_compare", "shares_compare"]].tolist() == [True, True]
    assert links.loc["A-1", ["points_compare", "shares_compare"]].tolist() == [False, True]
    assert not links.loc[["A-2", "B-1", "B-4", ""], ["points_compare", "shares_compare"]].any(axis=None)


def test_the_same_set_in_two_years_compares_whole():
    links = continuity.links(BOTH_YEARS, SET.id, SET.id)
    assert (links["why"] == "same").all()
    assert (links["code_from"] == links["code_to"]).all()


def test_a_target_moved_and_a_measure_changed_are_two_things():
    rule = SET.indicator("A-4").rule.model_copy(update={"of": "value"})
    by_value = SET.indicator("A-4").model_copy(update={"rule": rule, "continues": f"{SET.id}:A-4"})
    other = SET.model_copy(update={"id": "khac_2023", "indicators": (by_value,)})
    links = continuity.links(as_mapping(other), SET.id, other.id)
    assert links[links["code_to"] == "A-4"]["why"].tolist() == ["rule_changed"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("before", "after", "of_manual"),
    [
        ("Chấm theo kết quả.", " chấm  theo\nKẾT QUẢ. ", "same"),
        ("Chấm theo kết quả.", "Chấm theo số lượt.", "rule_changed"),
        ("", "Chấm theo số lượt.", "rule_changed"),
        ("Đạt 3 lượt.", "Đạt 4 lượt.", "rule_changed"),
    ],
)
def test_a_rule_that_a_person_applies_is_its_text_and_a_computed_one_is_not(code, before, after, of_manual):
    old = SET.indicator(code).model_copy(update={"rule_text": before})
    new = old.model_copy(update={"rule_text": after, "continues": f"truoc:{code}"})
    sets = {
        name: SET.model_copy(update={"id": name, "indicators": (one,)})
        for name, one in (("truoc", old), ("sau", new))
    }
    (row,) = continuity.links(sets, "truoc", "sau").itertuples()
    assert row.why == (of_manual if code == "B-4" else "same")
    assert row.points_compare == row.shares_compare == (row.why == "same")


@pytest.mark.parametrize(
    ("before", "most", "after", "why"),
    [
        ("Tối đa 10 điểm.", 20.0, "Tối đa 20 điểm.", "reweighted"),  # the text says no more than the set
        ("Tối đa 10 điểm.", 7.5, "Tối đa 7,5 điểm.", "reweighted"),
        (
            "Từ 100 lượt, 10,5% hay 210 hộ: tối đa 10.",
            20.0,
            "Từ 100 lượt, 10,5% hay 210 hộ: tối đa 20.",
            "reweighted",
        ),
        ("Tối đa 10 điểm.", 20.0, "Tối đa 10 điểm.", "rule_changed"),
        ("Tối đa 10 điểm.", 10.0, "Tối đa 100 điểm.", "rule_changed"),
        ("Tối đa 10 điểm.", 10.0, "Tối đa 10,5 điểm.", "rule_changed"),
    ],
)
def test_a_maximum_that_moves_in_the_text_as_in_the_set_is_a_weight_and_no_other_rule(before, most, after, why):
    old = SET.indicator("B-4").model_copy(update={"rule_text": before})
    new = old.model_copy(update={"rule_text": after, "max_points": most, "continues": "truoc:B-4"})
    sets = {
        name: SET.model_copy(update={"id": name, "indicators": (one,)})
        for name, one in (("truoc", old), ("sau", new))
    }
    assert continuity.links(sets, "truoc", "sau")["why"].tolist() == [why]


def test_an_indicator_goes_on_through_the_sets_between_under_whatever_code():
    middle = made("giua_2023", A_2="A-1", A_3="")
    last = made("sau_2024", (2024,), B_9="giua_2023:A-2", A_1="giua_2023:A-3")
    links = continuity.links(as_mapping(middle, last), SET.id, last.id).set_index("code_to")
    assert links.loc[["B-9", "A-1"], "code_from"].tolist() == ["A-1", ""]
    assert links.loc[["B-9", "A-1"], "why"].tolist() == ["same", "new"]
    rows = pd.DataFrame(
        {"criteria_id": [SET.id, "giua_2023", "sau_2024", SET.id], "indicator_code": ["A-1", "A-2", "B-9", "A-2"]}
    )
    first, second, third, other = continuity.roots(rows, as_mapping(middle, last))
    assert first == second == third != other
    past = continuity.renumbered(rows, as_mapping(middle, last), ["sau_2024"])
    assert past["indicator_code"].tolist() == ["B-9", "B-9", "B-9", f"{SET.id}:A-2"]


@pytest.mark.parametrize("years", [(2021,), (2022, 2023), (2024,)])
def test_the_order_in_which_sets_are_listed_or_named_plays_no_part(years):
    other = made("aaa", years, A_1="A-2")
    for sets in (as_mapping(other), dict(reversed(as_mapping(other).items()))):
        links = continuity.links(sets, SET.id, other.id)
        assert links.loc[links["code_to"] == "A-1", "code_from"].tolist() == ["A-2"]


def test_two_that_continue_one_do_not_both_have_its_past():
    split = made("tach_2023", A_1="A-1", A_2="A-1")
    links = continuity.links(as_mapping(split), SET.id, split.id).set_index("code_to")
    assert links.loc[["A-1", "A-2"], "why"].tolist() == ["same", "new"]
    rows = pd.DataFrame({"criteria_id": [SET.id, split.id, split.id], "indicator_code": ["A-1", "A-1", "A-2"]})
    older, first, second = continuity.roots(rows, as_mapping(split))
    assert older == first != second


def test_a_set_in_which_two_continue_one_is_not_loaded(tmp_path):
    text = (EVERY_RULE / "thu_quy_tac_2022.yml").read_text(encoding="utf-8")
    (tmp_path / "thu_quy_tac_2022.yml").write_text(text, encoding="utf-8")
    later = text.replace("thu_quy_tac_2022", "thu_quy_tac_2024").replace("years: [2022, 2023]", "years: [2024]")
    for code in ("A-1", "A-2", "B-4"):
        later = later.replace(
            f'code: "{code}"', f'code: "{code}", continues: "{SET.id}:{code.replace("A-2", "A-1")}"'
        )
    (tmp_path / "thu_quy_tac_2024.yml").write_text(later, encoding="utf-8")
    with pytest.raises(DtsError) as error:
        reference.load_criteria(tmp_path)
    (found,) = error.value.findings
    assert found.where == "thu_quy_tac_2024.yml!A-2"
    assert found.found == "A-1, A-2 cùng tiếp nối «thu_quy_tac_2022:A-1»"


def test_sets_that_continue_each_other_do_not_go_round_for_ever():
    one, other = made("mot", A_1="hai:A-1"), made("hai", A_1="mot:A-1")
    links = continuity.links(as_mapping(one, other), "mot", "hai")
    assert links["why"].tolist() == ["same"]


def test_a_row_of_a_later_set_keeps_its_code_and_what_nothing_continues_is_no_indicator():
    past = pd.DataFrame(
        {"criteria_id": [SET.id, SET.id, LATER.id], "indicator_code": ["A-1", "B-4", "B-9"], "x": 1}
    )
    found = continuity.renumbered(past, BOTH_YEARS, [LATER.id])
    assert found["indicator_code"].tolist() == ["A-1", f"{SET.id}:B-4", "B-9"]
    assert found["x"].tolist() == [1, 1, 1]
    assert continuity.renumbered(past, BOTH_YEARS, [SET.id, LATER.id])["indicator_code"].tolist() == [
        "A-1",
        "B-4",
        "B-9",
    ]
    assert continuity.renumbered(past.head(0), BOTH_YEARS, [LATER.id]).empty


def test_of_two_later_sets_the_first_one_names_an_indicator_but_not_in_the_others_own_rows():
    middle, last = made("giua_2023", A_2="A-1"), made("sau_2024", (2024,), B_9="giua_2023:A-2")
    past = pd.DataFrame(
        {"criteria_id": [SET.id, "giua_2023", "sau_2024"], "indicator_code": ["A-1", "A-2", "B-9"]}
    )
    sets = as_mapping(middle, last)
    for order, code in ((["giua_2023", "sau_2024"], "A-2"), (["sau_2024", "giua_2023"], "B-9")):
        assert continuity.renumbered(past, sets, order)["indicator_code"].tolist() == [code, "A-2", "B-9"]


def test_links_roots_and_renumbered_never_disagree(sample):
    rows = pd.concat(
        [each.indicators_table()[["criteria_id", "indicator_code"]] for each in sample.criteria.values()],
        ignore_index=True,
    )
    root = rows.assign(root=continuity.roots(rows, sample.criteria))
    for earlier, later in product(sample.criteria, repeat=2):
        before, after = (root[root["criteria_id"] == name] for name in (earlier, later))
        both = before.merge(after, on="root", suffixes=("_from", "_to"))
        links = continuity.links(sample.criteria, earlier, later)
        links = links[(links["code_from"] != "") & (links["code_to"] != "")]
        pairs = set(zip(links["code_from"], links["code_to"], strict=True))
        assert pairs == set(zip(both["indicator_code_from"], both["indicator_code_to"], strict=True))
        if earlier != later:
            moved = continuity.renumbered(before, sample.criteria, [later])["indicator_code"].astype("str")
            known = moved.isin(set(after["indicator_code"])).to_numpy()
            assert set(zip(before["indicator_code"][known], moved[known], strict=True)) == pairs


UNITS = pd.DataFrame(
    [
        ("1", "", "2021-12-31"),
        ("1", "2022-01-01", "2022-06-30"),
        ("1", "2022-07-01", ""),
        ("2", "2021-03-01", "2023-02-01"),
        ("2", "2024-01-01", ""),
        ("3", "", ""),
    ],
    columns=["unit_code", "valid_from", "valid_to"],
).assign(name="x")


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "3", "9"]), st.integers(2019, 2026)), max_size=30))
def test_a_unit_is_the_same_where_one_lifetime_bore_the_code(lives):
    table = pd.DataFrame(lives, columns=["unit_code", "year"]).astype({"unit_code": "str", "year": "int64"})
    table.index = table.index[::-1]
    found = continuity.unit_ids(UNITS, table)
    assert found.index.equals(table.index)
    for (code, year), given_id in zip(lives, found, strict=True):
        try:
            unit = reference.unit_on(UNITS, code, year)
            assert given_id == f"{code}@{unit['valid_from']}"
        except DtsError:
            assert given_id == ""


def test_units_are_told_apart_for_categories_too():
    lives = pd.DataFrame({"unit_code": pd.Categorical(["3", "1", "3"]), "year": [2022, 2022, 2023]})
    assert continuity.unit_ids(UNITS, lives).tolist() == ["3@", "1@2022-07-01", "3@"]


def renaming(*rows):
    """Return changes of (old, new, on, kind, extent)."""
    return pd.DataFrame(rows, columns=["old_code", "new_code", "effective_on", "kind", "extent"])


RENAMED = pd.DataFrame(
    {
        "unit_code": ["7", "7", "7", "8"],
        "level": "commune",
        "valid_from": ["", "2025-07-01", "2026-04-30", ""],
        "valid_to": ["2025-06-30", "2026-04-29", "", "2026-04-29"],
    }
)


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([("7", "7", "2026-04-30", "rename", "whole")], ["7@", "7@2025-07-01", "7@2025-07-01"]),
        (
            [("7", "7", "2026-04-30", "rename", "whole"), ("7", "7", "2025-07-01", "rename", "whole")],
            ["7@", "7@", "7@"],
        ),
        ([("7", "7", "2026-04-30", "merge", "whole")], ["7@", "7@2025-07-01", "7@2026-04-30"]),
        ([("7", "7", "2026-04-30", "rename", "part")], ["7@", "7@2025-07-01", "7@2026-04-30"]),
        (
            [("7", "7", "2026-04-30", "rename", "whole"), ("8", "7", "2026-04-30", "merge", "whole")],
            ["7@", "7@2025-07-01", "7@2026-04-30"],
        ),
        ([("7", "7", "2026-05-01", "rename", "whole")], ["7@", "7@2025-07-01", "7@2026-04-30"]),
    ],
)
def test_a_unit_that_was_only_renamed_is_the_same(rows, ids):
    lives = pd.DataFrame({"unit_code": "7", "year": [2024, 2025, 2026]})
    assert continuity.unit_ids(RENAMED, lives, renaming(*rows)).tolist() == ids
    assert continuity.unit_ids(RENAMED, lives).tolist() == ["7@", "7@2025-07-01", "7@2026-04-30"]


def test_dong_nai_is_the_same_province_as_a_city(sample):
    lives = pd.DataFrame({"unit_code": ["75", "75", "25270", "25270"], "year": [2025, 2026] * 2})
    ids = continuity.unit_ids(sample.units, lives, sample.unit_changes)
    assert ids.tolist() == ["75@2025-07-01"] * 2 + ["25270@2025-07-01"] * 2
