"""What is lost and could be won back under caps and floors: worked by hand on the tree of `test_tree`."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from golden_set import GROUNDS, REASONS
from small_sets import document

from dts_analysis import reference, scoring, show
from dts_analysis.analysis import losses, remedies
from dts_analysis.analysis.tasks import tasks
from dts_analysis.messages import use

CAPPED = {"A": {"max_points": 9.0, "cap": 9.0}, "set": {"total_points": 21.0}}
BONUS = {"A-2": {"is_bonus": True}, "A": {"max_points": 6.0, "cap": 8.0}, "set": {"total_points": 18.0}}
PENALTY = {"C-1": {"rule": {"kind": "count", "each": -10}, "max_points": 0.0}, "C": {"max_points": 0.0},
           "set": {"total_points": 18.0, "floor": 0.0}}  # fmt: skip
NESTED = {"D": {"cap": 15.0}, "set": {"total_points": 19.0}}


def parts_of(changes, claims, reasons, units=("u",)):
    """The parts of units' losses, the criteria and the totals: claims and reasons by indicator."""
    one = reference.CriteriaSet.model_validate(document(**changes))
    rows = [(unit, code, points, reasons.get(code, "")) for unit in units for code, points in claims.items()]
    table = pd.DataFrame(rows, columns=["unit_code", "indicator_code", "claimed_points", "reason_codes"])
    table = table.assign(year=2022, criteria_id=one.id, declared_value=np.nan, declared_total=np.nan)
    table = table.assign(answer_status=np.where(table["claimed_points"].isna(), "missing", "answered"))
    table = table.assign(verified_points=np.nan, final_points=np.nan, reason_shares="", ground_code="")
    scores = scoring.score(table.astype({"claimed_points": float}), {one.id: one})
    counted = scoring.count(scores, {one.id: one}, ("claimed",))
    parts = losses.attributed(losses.losses(counted, scores), REASONS, GROUNDS)
    totals = scoring.totals(counted, {one.id: one})
    return parts, {one.id: one}, totals[totals["level"] == "total"]


def gained(parts, criteria):
    table = tasks(parts, REASONS, GROUNDS, criteria)
    assert (table["remedy_codes"].str.len() == 1).all()  # such reasons are given
    return table.set_index(table["remedy_codes"].str[0])[["lost_points", "gain_points"]].T.to_dict("list")


CASES = {
    # A has 9.5 where 9 count: the half point that A-2 lacks would add nothing; of C all 3 come back
    "at the cap": (CAPPED, {"A-1": 6, "A-2": 3.5, "B-1": 5, "B-2": 3, "C-1": 1}, {"A-2": "R02", "C-1": "R01"},
                   {"rollout": [3, 3], "direction": [0.5, 0]}, 18 / 21, 17 / 17),
    # A has 8 of at most 9: of the 2 points lost only 1 comes back
    "below the cap": (CAPPED, {"A-1": 4, "A-2": 4, "B-1": 5, "B-2": 3, "C-1": 4}, {"A-1": "R02"},
                      {"direction": [2, 1]}, 20 / 21, 20 / 21),
    # 5 of A-1's 6 and a bonus of 4 are 9, of which 8 count
    "a bonus has filled the cap": (BONUS, {"A-1": 5, "A-2": 4, "B-1": 5, "B-2": 3, "C-1": 4}, {"A-1": "R02"},
                                   {"direction": [1, 0]}, 20 / 18, 20 / 18),
    # 18 less 40 is the floor of 0: the whole penalty back gives 18; without C the rest stays 18 of 18
    "at the floor": (PENALTY, {"A-1": 6, "A-2": 4, "B-1": 5, "B-2": 3, "C-1": -40}, {"C-1": "R01"},
                     {"rollout": [40, 18]}, 0, 1),
    # D holds A's 9 and B's 8, at most 15: neither A's point nor what B would have brings anything alone
    "a group's cap": (NESTED, {"A-1": 6, "A-2": 3, "B-1": 5, "B-2": 3, "C-1": 2}, {"A-2": "R02", "C-1": "R01"},
                      {"rollout": [2, 2], "direction": [1, 0]}, 17 / 19, 15 / 15),
    "no bounds": ({}, {"A-1": 6, "A-2": 3, "B-1": 5, "B-2": 3, "C-1": 2}, {"A-2": "R02", "C-1": "R01"},
                  {"rollout": [2, 2], "direction": [1, 1]}, 19 / 22, 17 / 18),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_could_be_won_back_is_what_the_bounds_let_through(case):
    changes, claims, reasons, by_remedy, attained, rolled_out = CASES[case]
    parts, criteria, total = parts_of(changes, claims, reasons)
    assert gained(parts, criteria) == {name: pytest.approx(each) for name, each in by_remedy.items()}
    (row,) = remedies.structural(parts, criteria).itertuples()
    assert row.attainment_share == pytest.approx(attained)
    assert row.attainment_share == pytest.approx(total["attainment_share"].iloc[0])
    assert row.rolled_out_share == pytest.approx(rolled_out)
    assert row.lost_points == row.structural_points + row.own_points == total["lost_points"].iloc[0]


def test_no_task_brings_back_more_than_the_total_lacks():
    for changes, claims, reasons, *_ in CASES.values():
        parts, criteria, total = parts_of(changes, claims, reasons)
        most = max(total["max_points"].iloc[0], total["points"].iloc[0])
        for lost, gain in gained(parts, criteria).values():
            assert -1e-9 <= gain <= lost + 1e-9
            assert gain <= most - total["points"].iloc[0] + 1e-9


def test_units_are_bounded_one_by_one_and_added_up():
    changes, claims, reasons, _, attained, _ = CASES["below the cap"]
    parts, criteria, _ = parts_of(changes, claims, reasons, units=("u", "v"))
    assert gained(parts, criteria)["direction"] == [4, 2]
    (row,) = remedies.structural(parts, criteria, by=()).itertuples()
    assert row.attainment_share == pytest.approx(attained)
    with pytest.raises(ValueError, match="expected keys of units"):
        remedies.structural(parts, criteria, by=("pillar_code",))


@pytest.mark.parametrize(("language", "word"), [("vi", "trần, sàn"), ("en", "caps and floors")])
def test_the_page_shows_what_bounds_let_through_and_says_so_only_where_there_are_any(language, word):
    use(language)
    for case, brought in (
        ("below the cap", ["1,00"]),
        ("no bounds", ["1,00", "2,00"]),
        ("at the cap", ["0,00", "3,00"]),
    ):
        parts, criteria, _ = parts_of(*CASES[case][:3])
        (one,) = criteria.values()
        labels = pd.DataFrame({"remedy_code": ["direction", "rollout"], "label_vi": "a", "label_en": "a"})
        view = SimpleNamespace(unit_code="u", year=2022, basis="verified", criteria_set=one,
                               data=SimpleNamespace(remedies=labels, levels=None))  # fmt: skip
        table = show.story_tasks(view, tasks(parts, REASONS, GROUNDS, criteria), most_own=None, most_above=None)
        points = [str(each).replace(".", ",") for each in table.iloc[:, -1]]
        assert points == brought
        assert (word in table.note) is (case != "no bounds")
        assert [each["value"] for each in table.facts] == [float(each.replace(",", ".")) for each in brought]


def test_no_share_is_missing_where_a_floor_holds():
    parts, criteria, _ = parts_of(*CASES["at the floor"][:3])
    assert "—" not in str(show.structural_table(remedies.structural(parts, criteria)))
