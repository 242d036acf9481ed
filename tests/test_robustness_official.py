"""Criteria sets as one case of a framework: totals and places as counted, on every root, and words for them."""

from pathlib import Path

import pytest
import worlds

from dts_analysis import dataset, messages
from dts_analysis.analysis import framework, ranking, robustness, verification
from dts_analysis.analysis.continuity import renumbered
from dts_analysis.errors import DtsError

ODM = Path(__file__).parents[1] / "examples/odm_2023/data/raw"


def groups(data):
    """Yield each criteria set, year and basis: its framework, values, who stands aside, and its totals."""
    totals = data.totals[data.totals["level"] == "total"].astype({"unit_code": "str"})
    keys = ["criteria_id", "year", "basis"]
    for key, rows in data.counted.groupby(keys, observed=True):
        table = framework.of_criteria_set(data.criteria[key[0]])
        values, aside = framework.of_counted(rows, table)
        is_mine = (totals[keys] == list(key)).all(axis=1)
        yield key, table, values, aside, totals[is_mine].set_index("unit_code")


def held_against_the_totals(data):
    """Hold the index of every group against what was counted; return how many units were held."""
    held = 0
    for key, table, values, aside, totals in groups(data):
        assert set(aside) == set(totals.index[~totals["is_complete"]]), key
        if values.empty:
            continue
        index = framework.index(values, table)[f"set:{key[0]}"]
        expected = totals.loc[index.index, "attainment_share"]
        assert index.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-12), key
        held += len(index)
    return held


def test_the_index_of_the_sample_is_what_was_counted(sample):
    assert held_against_the_totals(sample) > 100


@pytest.mark.parametrize("name", sorted(set(worlds.WORLDS) - {"all_maxima_zero"}))
def test_every_root_is_ranked_with_its_doubts(world, name):
    data = world(name)
    held_against_the_totals(data)
    for key, table, values, _, _ in groups(data):
        if values.empty:
            continue
        draws = robustness.simulate(values, table, robustness.usual(framework.tree(table)), n=100)
        found = robustness.intervals(draws, best=[len(draws.units)])
        assert (found[f"p_rank_{len(draws.units)}"] == 1).all(), key
        assert all(robustness.in_words(row) for row in found.to_dict("records"))


def test_a_set_without_points_has_no_places(world):
    messages.use("en")
    with pytest.raises(DtsError, match="zero_2022: no indicator of this criteria set has a maximum"):
        framework.of_criteria_set(world("all_maxima_zero").criteria["zero_2022"])


def test_the_published_place_is_the_one_held_against_the_draws(sample):
    key = ("ninhbinh_district_2022", 2022, "verified")
    table, values, totals = next((t, v, s) for k, t, v, _, s in groups(sample) if k == key)
    placed = ranking.ranked(totals.reset_index(), sample.criteria).set_index("unit_code")["rank"]
    draws = robustness.simulate(values, table, robustness.usual(framework.tree(table)), n=300, official=placed)
    assert draws.official.tolist() == placed[list(draws.units)].tolist()
    found = robustness.intervals(draws).set_index("unit_code")
    assert found.loc["369", "official_rank"] == 1  # the city of Ninh Bình, 587.41 points
    assert robustness.in_words(found.loc["369"]).startswith("hạng 1, ")


def test_last_years_gaps_are_this_years_doubt(sample):
    key = ("ninhbinh_district_2023", 2023, "claimed")
    table, values = next((t, v) for k, t, v, _, _ in groups(sample) if k == key)
    mine = sample.counted[sample.counted["criteria_id"] == "ninhbinh_district_2022"]
    past = renumbered(verification.gaps(mine, sample.scores), sample.criteria, [key[0]])
    doubt = robustness.verification_of(past, values)
    assert 0 < len(doubt.gaps) <= len(past)
    assert len(doubt.unverified) == (values["status"] == "answered").sum()
    draws = robustness.simulate(values, table, robustness.Sources(verification=doubt), n=300)
    errors = robustness.standard_errors(draws)
    assert (errors["standard_error"] > 0).all()
    assert (errors["estimate"] < draws.index_value).all()  # verification took more than it gave
    sets = robustness.rank_sets(errors)
    assert set(robustness.tau_best(sets, len(sets))) == set(draws.units)


def test_what_was_verified_is_no_longer_open(world):
    data = world("partly_verified")
    table, values = next((t, v) for k, t, v, _, _ in groups(data) if k[2] == "claimed")
    gap = verification.gaps(data.counted, data.scores)
    doubt = robustness.verification_of(gap, values, seen=gap)
    open_keys = set(doubt.unverified.itertuples(index=False, name=None))
    seen = set(zip(gap["unit_code"].astype("str"), gap["indicator_code"].astype("str"), strict=True))
    assert open_keys.isdisjoint(seen)
    assert len(open_keys) + len(seen) == (values["status"] == "answered").sum()
    draws = robustness.simulate(values, table, robustness.Sources(verification=doubt), n=100)
    errors = robustness.standard_errors(draws).set_index("unit_code")["standard_error"]
    assert errors["002"] == 0  # judged on all
    assert errors["005"] > 0  # on none


def test_the_countries_of_the_open_data_maturity_index():
    data = dataset.read(ODM)
    assert held_against_the_totals(data) == 3 * 26
    table, values, totals = next((t, v, s) for k, t, v, _, s in groups(data) if k[2] == "verified")
    draws = robustness.simulate(values, table, robustness.usual(framework.tree(table)), n=400)
    found = robustness.intervals(draws).set_index("unit_code")
    by_points = totals["points"].rank(method="min", ascending=False).astype(int)
    assert found["official_rank"].to_dict() == by_points[found.index].to_dict()
    assert not found["is_alarm"].any()
    assert (found["low_rank"] <= found["high_rank"]).all()
    tiers = robustness.tiers(draws)["tier"]
    assert 1 < tiers.max() < 26
