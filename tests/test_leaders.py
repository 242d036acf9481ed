"""Two years under a rule relative to the leader: what is a unit's own, and what the leader did. Worked by hand."""

import numpy as np
import pandas as pd
import pytest
from small_sets import as_set, several

from dts_analysis import scoring, show
from dts_analysis.analysis import trends
from dts_analysis.analysis.decomposition import explained
from dts_analysis.messages import use

# Half of 10 points at 40 %, the rest by the way to the leader. Year by year u, v, w declare a share:
ONE = as_set(several(variants={}, applies_if={}))
CRITERIA = {ONE.id: ONE}


def compared(before, after, criteria=CRITERIA, codes=("A-04",)):
    """What compares of units that declare these shares in two years, by unit; and the contributions."""
    rows = [
        (unit, year, code, share)
        for year, shares in ((2025, before), (2026, after))
        for unit, share in shares.items()
        for code in codes
    ]
    table = pd.DataFrame(rows, columns=["unit_code", "year", "indicator_code", "declared_value"])
    table = table.assign(
        criteria_id=ONE.id, declared_total=np.nan, answer_status="answered", claimed_points=np.nan
    )
    table = table.assign(verified_points=np.nan, final_points=np.nan)
    scores = scoring.score(table, criteria)
    counted = scoring.count(scores, criteria, ("claimed",))
    sides = [counted[counted["year"] == year] for year in (2025, 2026)]
    found = trends.compare(*sides, scores, scores, criteria)
    return found, found[found["code_to"] == "A-04"].set_index("unit_code")


def test_a_leader_who_moved_is_not_the_units_own_result():
    # u stays at 70 %: 5 + 5 * 30/60 = 7.5 points, then 5 + 5 * 30/50 = 8 because v fell from 100 to 90 %
    found, rows = compared({"u": 0.7, "v": 1.0, "w": 0.2}, {"u": 0.7, "v": 0.9, "w": 0.4})
    assert rows.loc["u", ["points_from", "points_to"]].tolist() == pytest.approx([7.5, 8])
    assert rows["why"].to_dict() == {"u": "leader_moved", "v": "leader_moved", "w": "same"}
    assert rows[["change_points", "change_share"]].isna().all(axis=1).to_dict() == {
        "u": True,
        "v": True,
        "w": False,
    }
    assert rows["change_declared"].to_dict() == pytest.approx({"u": 0, "v": -0.1, "w": 0.2})
    assert rows.loc["w", "change_points"] == pytest.approx(2.5)  # within the target no leader counts
    parts = explained(found).set_index("unit_code")
    assert parts.loc["u", ["performance_share", "unlike_share", "led_share"]].tolist() == pytest.approx([0.05] * 3)
    assert parts.loc["w", ["performance_share", "unlike_share", "led_share"]].tolist() == pytest.approx(
        [0.25, 0, 0]
    )


def test_while_the_leader_stays_points_compare():
    _, rows = compared({"u": 0.7, "v": 1.0}, {"u": 0.85, "v": 1.0})
    assert (rows.loc["u", "why"], rows.loc["v", "why"]) == ("same", "same")
    assert rows.loc["u", "change_points"] == pytest.approx(1.25)  # 7.5, then 5 + 5 * 45/60


def test_a_unit_that_came_beyond_the_target_hangs_on_the_leader():
    _, rows = compared({"u": 0.3, "v": 1.0}, {"u": 0.5, "v": 0.8})
    assert rows.loc["u", "why"] == "leader_moved"


def test_of_leaders_of_two_rankings_each_moves_its_own():
    found = compared({"u": 0.7, "v": 1.0}, {"u": 0.7, "v": 1.0})[1]
    assert (found["why"] == "same").all()
    alone = compared({"u": 0.7}, {"u": 0.8})[
        1
    ]  # who leads alone is its own leader: it has all points in both years
    assert alone.loc["u", ["points_from", "points_to", "why"]].tolist() == [10, 10, "leader_moved"]


def test_a_set_without_such_a_rule_knows_no_leader():
    plain = as_set(several(variants={}, applies_if={}, rule={}))
    found, _ = compared({"u": 0.7}, {"u": 0.8}, {plain.id: plain})
    assert (found["why"] == "same").all()


def test_why_is_said_in_both_languages():
    found, _ = compared({"u": 0.7, "v": 1.0}, {"u": 0.7, "v": 0.9})
    of_u = found[(found["unit_code"] == "u") & (found["code_to"] == "A-04")]
    for language, words in (("vi", "đơn vị dẫn đầu đã khác"), ("en", "the leader moved")):
        use(language)
        line = str(show.not_compared_table(of_u, CRITERIA))
        assert words in line
        assert line.count("70") == 2  # what it declared, in both years
    use("vi")
