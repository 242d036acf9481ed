"""Every section's tables against goldens worked by hand: tests/golden/<case>, each with its HOW.md."""

import numpy as np
import pandas as pd
import pytest
from golden_set import CASES, CRITERIA, GROUNDS, REASONS, SET, gap_of, golden_scores, read, same

from dts_analysis import scoring
from dts_analysis.analysis import (
    agreement,
    decomposition,
    evidence,
    losses,
    mergers,
    published_checks,
    ranking,
    remedies,
    rollup,
    visits,
)
from dts_analysis.analysis.rank_moves import rank_moves
from dts_analysis.analysis.tasks import tasks


def scores_of(case):
    table = read(case, "answers").astype({"claimed_points": float})
    defaults = {"year": 2022, "criteria_id": SET.id, "verified_points": np.nan, "final_points": np.nan}
    defaults |= {"declared_value": np.nan, "declared_total": np.nan, "source": "f!s!A1", "explanation": ""}
    defaults |= {"reason_codes": "", "reason_shares": "", "ground_code": ""}
    return scoring.score(table.assign(**{k: v for k, v in defaults.items() if k not in table}), CRITERIA)


def test_every_case_says_how_it_was_worked_out():
    cases = [path for path in CASES.iterdir() if path.is_dir()]
    assert len(cases) >= 8
    assert [path.name for path in cases if not (path / "HOW.md").is_file()] == []


def test_verification_agreement_evidence_and_visits():
    scores = golden_scores()
    gap = gap_of(scores)
    classes = [each.code for each in SET.class_scheme.classes]
    found = agreement.agreement(gap, classes)
    same(found, "working_group", "agreement", places=6)
    assert found[["low", "high"]].isna().all(axis=None)  # of two units
    same(evidence.register_summary(evidence.register(scores)), "working_group", "evidence")
    same(visits.cut_rates(gap), "working_group", "rates", places=6)
    risk = visits.at_risk(scores, gap, CRITERIA)
    chosen = visits.propose(risk, 2, seed=1, random_share=0)
    factors = risk.drop_duplicates("unit_code").set_index("unit_code")["unit_factor"]
    same(chosen.assign(unit_factor=chosen["unit_code"].map(factors)), "working_group", "risk", places=5)


def test_losses_by_indicator_pillar_unit_and_province():
    scores = scores_of("lost_points")
    lost = losses.losses(scoring.count(scores, CRITERIA, ("claimed", "verified")), scores)
    parts = losses.attributed(lost, REASONS, GROUNDS)
    last = parts[parts["year"] == 2023]
    listed = last[last["lost_points"] > 0].sort_values(["basis", "unit_code", "indicator_code", "cause_code"])
    same(listed, "lost_points", "by_indicator")
    same(
        losses.by_cause(last[last["basis"] == "claimed"], ("unit_code", "pillar_code")), "lost_points", "by_pillar"
    )
    same(losses.by_cause(last, ("unit_code",)), "lost_points", "by_unit")
    same(losses.by_cause(last), "lost_points", "by_cause")
    same(losses.by_party(last), "lost_points", "by_party")
    same(remedies.structural(last, CRITERIA), "lost_points", "structural")
    same(_tasks_of_each(last), "lost_points", "tasks")
    same(remedies.persistent(parts), "lost_points", "persistent")


def _tasks_of_each(parts):
    found = []
    for (basis, unit), rows in parts.groupby(["basis", "unit_code"], observed=True):
        found.append(tasks(rows, REASONS, GROUNDS, CRITERIA).assign(basis=basis, unit_code=unit))
    found = pd.concat(found, ignore_index=True)
    return found.assign(**{name: found[name].map("+".join) for name in ("remedy_codes", "cause_codes")})


def test_communes():
    counted = scoring.count(scores_of("communes"), CRITERIA, ("claimed",))
    totals = scoring.totals(counted, CRITERIA)
    same(rollup.typical(totals, CRITERIA), "communes", "typical")
    indicators = rollup.by_indicator(counted)
    same(indicators, "communes", "by_indicator")
    same(rollup.majority_by_pillar(indicators), "communes", "majority")
    same(rollup.weakest(totals), "communes", "weakest")
    assert rollup.weak_in_most(indicators)["indicator_code"].tolist() == ["B-1", "B-3"]


def test_places_bands_moves_and_a_list_that_contradicts_itself():
    bands = [{"name": "tốt", "at_least": 0.6}, {"name": "khá", "at_least": 0.5}]
    rule = SET.ranking.model_validate(SET.ranking.model_dump() | {"unranked": ["f"], "bands": bands})
    criteria = {SET.id: SET.model_copy(update={"ranking": rule})}
    totals = read("places", "totals").assign(criteria_id=SET.id)
    totals["attainment_share"] = totals["points"] / totals["max_points"]
    ranked = ranking.ranked(totals, criteria)
    before, after = (ranked[ranked["year"] == year] for year in (2022, 2023))
    same(after, "places", "ranked")
    same(rank_moves(before, after), "places", "moves")
    listed = read("places", "published").assign(year=2023, region="Thử", level="commune", source="trang")
    listed[["parent", "among", "unit_code"]] = ""
    listed["n_units_ranked"] = pd.array([None] * len(listed), "Int64")
    listed = listed.assign(decimals=2, max_points=1000.0)
    listed["where"] = [f"communes_published.csv!{row + 2}" for row in listed.index]
    (found,) = published_checks.check_published(listed)
    (wanted,) = read("places", "contradictions").itertuples(index=False)
    assert found.where == wanted.where
    assert f"công bố hạng {wanted.rank} với 3331,01 điểm" in found.message
    assert f"đứng thứ {wanted.place}. " in found.message


def test_the_change_between_two_years_in_its_parts():
    texts = ("code_from", "status_from", "code_to", "status_to")
    parts = decomposition.decompose(read("two_years", "pairs").fillna(dict.fromkeys(texts, "")))
    same(parts, "two_years", "by_indicator")
    same(decomposition.effects(parts, ("unit_code", "pillar_code")), "two_years", "by_pillar")
    same(decomposition.effects(parts), "two_years", "by_unit")


def test_merged_units_both_ways(sample):
    raw = read("merged", "parts")
    to_2025 = (sample.unit_changes, sample.units, ["374", "373"], 2024, 2025)
    tables = [mergers.carried(raw, *to_2025, how=how).assign(how=how) for how in mergers.HOWS]
    both = pd.concat(tables).sort_values(["how", "unit_code"], ascending=[True, False])
    same(both, "merged", "city")
    people = sample.units[sample.units["unit_code"].isin(["369", "374"])].set_index("name")["population"]
    assert people["Thành phố Ninh Bình"] + people["Huyện Hoa Lư"] == people["Thành phố Hoa Lư"] == 238_209
    before, after = read("merged", "provinces_before"), read("merged", "provinces_after")
    printed = sample.published["provinces_dti_totals"]
    printed = printed[printed["year"].isin([2022, 2024]) & printed["dti"].notna()]
    names = {"01": ("Hà Nội", 2024), "46": ("Huế", 2024), "37": ("Ninh Bình", 2022), "48": ("Đà Nẵng", 2022)}
    shares = before.set_index("unit_code")["attainment_share"]
    for code, (name, year) in names.items():
        assert shares[code] in set(printed.loc[(printed["province"] == name) & (printed["year"] == year), "dti"])
    reform = (sample.unit_changes, sample.units, list(after["unit_code"]), 2024, 2025)
    same(mergers.carried(before, *reform), "merged", "provinces_after")


@pytest.mark.parametrize(("unit", "year", "place", "of"), [("Đà Nẵng", 2024, 2, 63), ("Đà Nẵng", 2024, 17, 34)])
def test_the_same_year_was_published_on_63_and_on_34_units(sample, unit, year, place, of):
    rows = sample.published["provinces_dti_totals"]
    chosen = rows[(rows["province"] == unit) & (rows["year"] == year) & (rows["n_units_ranked"] == of)]
    assert chosen["rank"].tolist() == [place]
