"""How sure a place is: draws worked by hand and replayed one by one, what they say of places, refusals."""

import numpy as np
import pandas as pd
import pytest
from small_sets import four_units, pillars

from dts_analysis import messages
from dts_analysis.analysis import framework, robustness
from dts_analysis.analysis.robustness.pairs import joined
from dts_analysis.analysis.robustness.streams import Streams
from dts_analysis.errors import DtsError

Sources = robustness.Sources


def many(n=30, seed=0):
    """Thirty units, six indicators under three pillars, some cells blank and some not applicable."""
    rng = np.random.default_rng(seed)
    codes = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1"]
    nodes = [("all", ""), ("1", "all"), ("2", "all"), ("3", "all"), *((code, code[0]) for code in codes)]
    table = pd.DataFrame(nodes, columns=["code", "parent"])
    table["max_points"] = [None, None, None, None, 10, 20, 30, 10, 10, 20]
    most = np.array([10, 20, 30, 10, 10, 20])
    grid = most * np.clip(rng.normal(0.6, 0.2, (n, 6)), 0, 1)
    rows = pd.DataFrame(grid, columns=codes, index=[f"u{each:02d}" for each in range(n)])
    rows = rows.rename_axis("unit_code").reset_index().melt("unit_code", var_name="code")
    drawn = rng.random(len(rows))
    rows["status"] = np.select([drawn < 0.05, drawn < 0.1], ["missing", "not_applicable"], "answered")
    return rows, table


def everything(rows):
    """Every source in doubt at once; every second answer is not verified yet."""
    rng = np.random.default_rng(9)
    gaps = pd.DataFrame({"code": rng.choice(["1.1", "1.2", "2.1"], 60), "gap_share": -rng.beta(1, 6, 60)})
    return Sources(
        weight_levels=(1, 2),
        normalisation=("share", "min_max", "z_score", "rank", "completion"),
        aggregation={2: ("arithmetic", "geometric"), 3: ("arithmetic", "geometric")},
        missing=framework.MISSING_TREATMENTS,
        not_applicable=framework.NOT_APPLICABLE_TREATMENTS,
        threshold=(0.7, 0.5, 0.8),
        verification=robustness.Verification(gaps, rows.iloc[::2]),
    )


# --- draws ---


def test_a_draw_of_the_geometric_mean_puts_the_balanced_unit_first():
    draws = robustness.simulate(four_units(), pillars(), Sources(aggregation={3: ("arithmetic", "geometric")}))
    assert draws.official.tolist() == [1, 2, 3, 4]
    is_geometric = draws.parameters["aggregation_3"] == "geometric"
    assert 0.45 < is_geometric.mean() < 0.55
    assert np.unique(draws.ranks[is_geometric], axis=0).tolist() == [[3, 1, 2, 4]]
    assert np.unique(draws.ranks[~is_geometric], axis=0).tolist() == [[1, 2, 3, 4]]
    # |1-3| + |2-1| + |3-2| over four units, in the share of draws that are geometric
    assert robustness.shifts(draws)["mean_rank_shift"] == pytest.approx(is_geometric.mean())
    assert robustness.shifts(draws, (1,))["share_within_1"] == pytest.approx(1 - is_geometric.mean() / 4)


def test_weights_stay_within_their_range_and_add_up_by_hand():
    draws = robustness.simulate(four_units(), pillars(), Sources(weight_levels=(2,), weight_range=0.5))
    weights = draws.weights
    assert weights[["a1", "b1"]].to_numpy().tolist() == [[1.0, 1.0]] * 1000
    assert weights[["a", "b"]].to_numpy().min() >= 0.5
    assert weights[["a", "b"]].to_numpy().max() <= 1.5
    assert abs(np.corrcoef(weights["a"], weights["b"])[0, 1]) < 0.1
    by_hand = (weights["a"] * 0.25 + weights["b"] * 1.0) / (weights["a"] + weights["b"])
    assert draws.scores[:, 0] == pytest.approx(by_hand.to_numpy())
    # u is ahead of v where b weighs more than 7/8 of a: 0.4 b > 0.35 a
    assert ((draws.ranks[:, 0] < draws.ranks[:, 1]) == (0.4 * weights["b"] > 0.35 * weights["a"])).all()


def test_verification_takes_what_was_seen_of_the_indicator_or_of_its_pillar_and_stays_within_its_maximum():
    table = pillars().assign(max_points=[None, 10.0, 10.0, 10.0, 10.0])
    values = pd.DataFrame({"a1": [10.0, 1.0, 5.0], "b1": [8.0, 8.0, 8.0]}, index=list("uvw"))
    gaps = pd.DataFrame({"code": ["a1"] * 5 + ["b1"] * 2, "gap_share": [-0.2] * 5 + [0.5] * 2})
    still = pd.DataFrame({"unit_code": ["u", "v", "u"], "code": ["a1", "a1", "b1"]})
    sources = Sources(verification=robustness.Verification(gaps, still))
    drawn = robustness.drawn_values(values, table, sources, seed=1, draw=0)
    assert drawn["a1"].tolist() == [8.0, 0.0, 5.0]  # 10 - 2; 1 - 2 is 0 at least; w was verified
    assert drawn["b1"].tolist()[1:] == [8.0, 8.0]
    # two gaps of b1 are few, pillar b has no others: the whole speaks, -0.2 five times and 0.5 twice
    seen = {robustness.drawn_values(values, table, sources, 1, draw)["b1"].iloc[0] for draw in range(30)}
    assert seen == {6.0, 10.0}


def test_every_draw_can_be_replayed_elsewhere_from_its_parameters():
    rows, table = many()
    sources = everything(rows)
    draws = robustness.simulate(rows, table, sources, n=120, seed=3)
    status = rows.pivot(index="unit_code", columns="code", values="status")
    for draw in range(0, 120, 4):
        chosen, weights = draws.parameters.loc[draw], draws.weights.loc[draw]
        shaken = robustness.drawn_values(rows, table, sources, 3, chosen["verification"])
        long = shaken.reset_index().melt("unit_code", var_name="code")
        long["status"] = [
            status.loc[unit, code] for unit, code in zip(long["unit_code"], long["code"], strict=True)
        ]
        drawn = table.assign(weight=[None, *weights[table["code"].iloc[1:]]])
        found = framework.index(
            long,
            drawn,
            chosen["normalisation"],
            {level: chosen[f"aggregation_{level}"] for level in (2, 3)},
            chosen["missing"],
            chosen["not_applicable"],
            chosen["threshold"],
        )
        assert found["all"].to_numpy() == pytest.approx(draws.scores[draw])


@pytest.mark.parametrize("block", [1, 7, 64, 1000])
def test_blocks_change_nothing_and_parts_make_the_whole(block):
    rows, table = many()
    sources = everything(rows)
    whole = robustness.simulate(rows, table, sources, n=130, seed=4)
    found = robustness.simulate(rows, table, sources, n=130, seed=4, block=block)
    assert np.array_equal(whole.scores, found.scores)
    assert np.array_equal(whole.ranks, found.ranks)
    pd.testing.assert_frame_equal(whole.parameters, found.parameters)
    parts = [
        robustness.simulate(rows, table, sources, part, 4, block=block) for part in (range(50), range(50, 130))
    ]
    assert np.array_equal(whole.scores, np.concatenate([each.scores for each in parts]))
    pd.testing.assert_frame_equal(whole.weights, pd.concat([each.weights for each in parts]))


def test_the_order_of_tables_and_the_scale_of_weights_change_nothing():
    rows, table = many()
    sources = everything(rows)
    first = robustness.intervals(robustness.simulate(rows, table, sources, n=150)).set_index("unit_code")
    shuffled = rows.sample(frac=1, random_state=1), table.sample(frac=1, random_state=2)
    other = robustness.intervals(robustness.simulate(*shuffled, sources, n=150)).set_index("unit_code")
    pd.testing.assert_frame_equal(first, other.loc[first.index])
    sizes = {"all": 1.0, "1": 60.0, "2": 20.0, "3": 20.0} | table.set_index("code")[
        "max_points"
    ].dropna().to_dict()
    scaled = table.assign(weight=table["code"].map(sizes) * 8)
    again = robustness.intervals(robustness.simulate(rows, scaled, sources, n=150)).set_index("unit_code")
    pd.testing.assert_frame_equal(first, again)


def test_a_units_verification_error_is_its_own_wherever_its_row_stands():
    gaps = pd.DataFrame({"code": "a1", "gap_share": np.linspace(-0.5, 0, 20)})
    still = pd.DataFrame({"unit_code": list("uvwx"), "code": "a1"})
    sources = Sources(verification=robustness.Verification(gaps, still))
    first = robustness.drawn_values(four_units(), pillars(), sources, seed=1, draw=5)
    mixed = robustness.drawn_values(four_units().iloc[[2, 0, 3, 1]], pillars(), sources, seed=1, draw=5)
    pd.testing.assert_frame_equal(first, mixed.loc[first.index])


def test_streams_are_apart_and_are_numpys():
    streams = Streams(7)
    drawn = {name: streams.at(3, name).random() for name in robustness.FACTORS}
    assert len(set(drawn.values())) == len(robustness.FACTORS)
    for place, name in enumerate(robustness.FACTORS):
        same = np.random.Philox(key=np.array([7, 3], dtype=np.uint64), counter=[0, 0, 0, place])
        assert np.random.Generator(same).random() == drawn[name]


def test_other_seeds_give_other_draws_and_one_factor_leaves_the_others_as_they_are():
    rows, table = many()
    sources = everything(rows)
    first, other = (robustness.simulate(rows, table, sources, 100, seed) for seed in (1, 2))
    assert not np.array_equal(first.ranks, other.ranks)
    alone = robustness.simulate(rows, table, sources, 100, 1, only="normalisation")
    assert alone.factors == ("normalisation",)
    assert set(alone.parameters["missing"]) == {"zero"}
    assert alone.parameters["verification"].isna().all()
    # the same draws as jointly, the other factors at rest
    assert alone.parameters["normalisation"].tolist() == first.parameters["normalisation"].tolist()


def test_noise_of_nothing_moves_nothing():
    rows, table = many()
    gaps = pd.DataFrame({"code": ["1.1"] * 9, "gap_share": 0.0})
    still = robustness.Verification(gaps, rows)
    draws = robustness.simulate(rows, table, Sources(weight_range=0.0, weight_levels=(1, 2), verification=still))
    assert draws.factors == ("verification",)
    assert robustness.shifts(draws)["mean_rank_shift"] == 0
    found = robustness.intervals(draws)
    assert (found["low_rank"] == found["high_rank"]).all()
    assert not found["is_alarm"].any()
    errors = robustness.standard_errors(draws)
    assert (errors["standard_error"] == 0).all()
    assert errors["estimate"].tolist() == draws.index_value.tolist()


def test_standard_errors_of_what_is_not_verified():
    table = pillars()
    gaps = pd.DataFrame({"code": ["a1"] * 10, "gap_share": [-0.2, 0.0] * 5})
    still = pd.DataFrame({"unit_code": ["v"], "code": ["a1"]})
    sources = Sources(verification=robustness.Verification(gaps, still))
    found = robustness.standard_errors(robustness.simulate(four_units(), table, sources, n=4000)).set_index(
        "unit_code"
    )
    # half of a1 counts: 0.6 - 0.05 on average, standard deviation half of 0.1
    assert found.loc["v", "estimate"] == pytest.approx(0.55, abs=0.003)
    assert found.loc["v", "standard_error"] == pytest.approx(0.05, rel=0.02)
    assert found.loc[["u", "w", "x"], "standard_error"].tolist() == [0.0] * 3


def test_thresholds_of_classes_move_places_by_completion():
    values = pd.DataFrame({"a1": [0.65, 0.72], "b1": [0.9, 0.3]}, index=["u", "v"])
    sources = Sources(normalisation=("completion",), threshold=(0.7, 0.6, 0.7))
    draws = robustness.simulate(values, pillars(), sources, n=400)
    assert draws.official.tolist() == [1, 1]  # one of two each
    is_ahead = draws.parameters["threshold"] <= 0.65
    assert np.array_equal(draws.ranks[:, 1] == 2, is_ahead.to_numpy())


def test_one_at_a_time_and_all():
    rows, table = many()
    found = robustness.one_at_a_time(rows, table, everything(rows), n=100).set_index("factor")
    assert list(found.index) == [*robustness.FACTORS, "all"]
    assert found.loc["all", "mean_rank_shift"] > 0
    assert (found["share_within_2"] <= found["share_within_5"]).all()
    assert found.loc["threshold", "mean_rank_shift"] == 0  # at rest places go by shares, not by classes


def test_a_single_unit_and_a_constant_indicator_are_no_trouble():
    ways = [each for each in framework.NORMALISATIONS if each != "completion"]
    sources = Sources(weight_levels=(1, 2), normalisation=ways)
    one = robustness.simulate(four_units().head(1), pillars(), sources, n=100)
    assert (one.ranks == 1).all()
    assert robustness.tiers(one)["tier"].tolist() == [1]
    assert robustness.in_words(robustness.intervals(one).iloc[0]) == "hạng 1, chắc chắn (90% các phương án)"
    constant = robustness.simulate(four_units().assign(a1=1.0), pillars(), sources, n=100)
    assert np.unique(constant.ranks, axis=0).tolist() == [[1, 2, 2, 4]]


# --- places ---


def made(ranks, official=None):
    """Draws of places written down."""
    ranks = np.array(ranks)
    units = tuple("abcdefghij"[: ranks.shape[1]])
    none = pd.DataFrame()
    chosen = ranks[0] if official is None else np.array(official)
    return robustness.Draws(units, chosen, np.zeros(len(units)), -ranks, ranks, none, none, 0, ())


def test_an_interval_is_made_of_places_that_were_drawn():
    # a: 18 times 1, once 2, once 4; of 20 draws the 5th hundredth is the 1st, the 95th the 19th
    ranks = [[1, 2]] * 18 + [[2, 1], [4, 1]]
    found = robustness.intervals(made(ranks), best=(1, 2)).set_index("unit_code")
    assert found.loc["a", ["low_rank", "median_rank", "high_rank"]].tolist() == [1, 1, 2]
    assert found.loc["b", ["low_rank", "median_rank", "high_rank"]].tolist() == [1, 2, 2]
    assert found.loc["a", ["p_rank_1", "p_rank_2", "mean_rank"]].tolist() == [0.9, 0.95, 1.2]
    alarm = robustness.intervals(made(ranks, [3, 1]))
    assert alarm["is_alarm"].tolist() == [True, False]


def test_the_probability_of_the_last_place_or_better_is_one():
    rows, table = many()
    draws = robustness.simulate(rows, table, everything(rows), n=100)
    shares = robustness.place_shares(draws, range(1, 31))
    assert (shares[30] == 1).all()
    assert (shares.diff(axis=1).iloc[:, 1:] >= 0).all().all()


def test_published_places_are_what_shifts_and_alarms_are_held_against():
    published = pd.Series({"x": 4, "w": 1, "v": 2, "u": 3})
    draws = robustness.simulate(four_units(), pillars(), Sources(), n=100, official=published)
    assert draws.official.tolist() == [3, 2, 1, 4]
    assert robustness.intervals(draws)["is_alarm"].tolist() == [True, False, True, False]
    assert robustness.shifts(draws)["mean_rank_shift"] == 1.0


def test_ties_share_the_better_place_and_noise_is_a_tie():
    assert robustness.row_ranks(np.array([[0.1 + 0.2, 0.3, 0.4, 0.2]])).tolist() == [[2, 2, 1, 4]]


def test_words_for_officials():
    row = {"official_rank": 12, "low_rank": 9, "high_rank": 17, "coverage": 0.9}
    assert robustness.in_words(row).startswith("hạng 12, có thể từ 9 đến 17")
    assert robustness.in_words(row | {"official_rank": 5}) == (
        "hạng 5, nhưng các phương án cho từ 9 đến 17 (90%): cần xem lại"
    )
    messages.use("en")
    assert robustness.in_words(row) == "place 12, may be 9 to 17 (in 90% of the draws)"


# --- pairs and tiers ---


def test_who_is_ahead_of_whom_with_ties_apart():
    draws = made([[1, 2, 3], [1, 1, 3], [2, 1, 3], [1, 2, 3]])
    found = robustness.ahead(draws)
    assert found.loc["a", "b"] == 0.5
    assert found.loc["b", "a"] == 0.25
    assert found.loc["b", "c"] == 1.0
    assert np.diag(found).tolist() == [0.0] * 3
    pd.testing.assert_frame_equal(robustness.ahead(draws, ["b"]), found.loc[["b"]])
    with pytest.raises(DtsError, match="units!z"):
        robustness.ahead(draws, ["z"])


def test_tiers_follow_places_and_hold_nobody_surely_ahead():
    draws = made([[1, 2, 3, 4, 5]] * 6 + [[2, 1, 3, 5, 4]] * 4)
    found = robustness.tiers(draws)
    assert found["unit_code"].tolist() == list("abcde")
    assert found["tier"].tolist() == [1, 1, 2, 3, 3]


def test_tiers_nest_and_are_ordered():
    rows, table = many()
    draws = robustness.simulate(rows, table, everything(rows), n=200)
    before = None
    ahead = robustness.ahead(draws)
    for level in (0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0):
        found = robustness.tiers(draws, level).set_index("unit_code")
        assert found["tier"].is_monotonic_increasing
        assert found["official_rank"].is_monotonic_increasing
        for _, tier in found.groupby("tier"):
            assert (ahead.loc[tier.index, tier.index] < level).all().all()
        if before is not None:  # whoever was in one tier is in one still
            ends = found["tier"].groupby(before["tier"]).agg(["min", "max"])
            assert (ends["min"] == ends["max"]).all()
        before = found


def test_neighbours_are_joined_by_their_farthest_pair():
    distance = np.array([[0, 0.6, 0.96, 1], [0.6, 0, 0.7, 1], [0.96, 0.7, 0, 0.5], [1, 1, 0.5, 0]])
    assert joined(distance, 0.95) == [0, 2]
    assert joined(distance, 0.5) == [0, 1, 2, 3]
    assert joined(distance, 1.01) == [0]


# --- refusals ---


@pytest.mark.parametrize(
    ("sources", "options", "codes"),
    [
        (Sources(), {"n": 99}, ["draws_few"]),
        (Sources(), {"n": 1e3}, ["draws_few"]),
        (Sources(), {"seed": -1}, ["seed"]),
        (Sources(), {"only": "weights"}, ["factor_unknown"]),
        (Sources(weight_levels=(3, 9)), {}, ["level_unknown"] * 2),
        (Sources(weight_levels=(1,), weight_range=1.0), {}, ["weight_range"]),
        (Sources(normalisation=("minmax", "rank")), {}, ["choice_unknown"]),
        (Sources(normalisation="ranks", missing=()), {}, ["choice_unknown"] * 2),
        (Sources(aggregation={1: ("arithmetic",), 3: ("harmonic",)}), {}, ["choice_unknown", "level_unknown"]),
        (Sources(threshold=(0.7, 0.8, 0.9)), {}, ["threshold_range"]),
        (Sources(threshold=(0.7, 0.8)), {}, ["threshold_range"]),
        (Sources(threshold=7), {}, ["threshold_range"]),
        (Sources(weight_levels=5, floor=0), {}, ["level_unknown", "share_above"]),
        (Sources(aggregation="geometric"), {}, ["level_unknown"]),
        (Sources(threshold="0.7"), {}, ["threshold_range"]),
        (Sources(), {"block": 2.5}, ["count_range"]),
        (Sources(), {"n": range(0)}, ["draws_few"]),
        (Sources(), {"n": range(-5, 5)}, ["draws_few"]),
        (Sources(), {"only": 3}, ["factor_unknown"]),
        (Sources(), {"official": pd.Series([1, 2, 3, 4.5], index=list("uvwx"))}, ["count_range"]),
        (Sources(), {"official": [1, 2, 3, 4]}, ["official_no_places"]),
        (Sources(), {"official": pd.Series([1, 2, 3, 4], index=list("uuvw"))}, ["values_unit_twice"]),
        (Sources(), {"official": pd.Series({"u": 1, "v": 2, "w": None})}, ["official_missing"] * 2),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_every_fault(sources, options, codes):
    with pytest.raises(DtsError) as refused:
        robustness.simulate(four_units(), pillars(), sources, **options)
    assert [each.code for each in refused.value.findings] == codes


def test_refusals_say_what_to_do():
    messages.use("en")
    with pytest.raises(DtsError, match="give another range"):
        robustness.simulate(four_units(), pillars(), Sources(weight_range=-0.25))
    with pytest.raises(DtsError, match="99 draws; expected: a whole number of at least 100"):
        robustness.simulate(four_units(), pillars(), Sources(), n=99)
    with pytest.raises(DtsError, match="a number from 0 upwards"):
        robustness.simulate(four_units(), pillars().assign(max_points=-1.0), Sources())
    with pytest.raises(DtsError, match="everything below it weighs 0"):
        robustness.simulate(four_units(), pillars().assign(weight=0.0), Sources())
    empty = four_units().assign(a1=np.nan, b1=[1.0, np.nan, 1.0, 1.0])
    with pytest.raises(DtsError, match="values!v: this unit has no value at all"):
        robustness.simulate(empty, pillars(), Sources())


def test_verification_that_nothing_is_known_of_is_refused():
    gaps = pd.DataFrame({"code": ["a1"], "gap_share": [-0.1]})
    still = pd.DataFrame({"unit_code": ["u"], "code": ["b1"]})

    def codes(gaps, still, table=None):
        sources = Sources(verification=robustness.Verification(gaps, still))
        with pytest.raises(DtsError) as refused:
            robustness.simulate(four_units(), pillars() if table is None else table, sources)
        return [each.code for each in refused.value.findings]

    assert codes(gaps.head(0), still) == ["gaps_none"]
    assert codes(gaps.assign(code="z"), still.assign(unit_code="q")) == [
        "values_indicator_unknown",
        "unverified_unknown",
    ]
    assert codes(gaps.assign(gap_share=np.nan), still) == ["gap_no_number"]
    bare = pillars().rename(columns={"max_points": "weight"})
    assert codes(gaps, still, bare) == ["gap_no_goalposts"]
