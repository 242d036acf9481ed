"""The set with every rule, and the scores, gaps and losses of its answers (worked by hand: golden/*/HOW.md)."""

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from dts_analysis import reference, scoring
from dts_analysis.analysis import losses, verification

CASES = Path(__file__).parent / "golden"
EVERY_RULE = CASES / "every_rule"
SET = reference.read_criteria(EVERY_RULE / "thu_quy_tac_2022.yml")
CRITERIA = {SET.id: SET}
CODES = [each.code for each in SET.indicators]
CONDITIONS = {  # as of the 2025 sheets; the first that holds
    "completed": "both_max", "needs_evidence": "verified_below_claimed", "not_started": "both_zero",
    "in_progress": "otherwise",
}  # fmt: skip


def by_conditions():
    """Return the set with the classes of the 2025 sheets and without groups."""
    classes = [
        {"code": code, "name_vi": code, "name_en": code, "is_upper": code == "completed", "when": when}
        for code, when in CONDITIONS.items()
    ]
    scheme = SET.class_scheme.model_validate({"kind": "conditions", "note": "", "classes": classes})
    pillars = tuple(each.model_copy(update={"group": ""}) for each in SET.pillars)
    return SET.model_copy(update={"id": "thu_dieu_kien_2022", "class_scheme": scheme, "pillars": pillars})


BOTH = CRITERIA | {"thu_dieu_kien_2022": by_conditions()}


def answers(rows, **columns):
    """Return an answers table from (indicator, a, b, claimed) rows."""
    table = pd.DataFrame(rows, columns=["indicator_code", "declared_value", "declared_total", "claimed_points"])
    defaults = {"unit_code": "u", "year": 2022, "criteria_id": SET.id, "answer_status": "answered"}
    defaults |= {"verified_points": np.nan, "final_points": np.nan, "source": "f!s!A1", "declared_text": ""}
    return table.assign(**(defaults | columns)).astype({"declared_total": float, "claimed_points": float})


def scored(claims, statuses="answered", **columns):
    """Return scores of one unit with these claims by indicator."""
    rows = [(code, None, None, points) for code, points in claims.items()]
    table = answers(rows, **({"answer_status": statuses} | columns))
    return scoring.score(table.astype({"declared_value": float, "verified_points": float}), BOTH)


SHARES = st.sampled_from([None, 0.0, 0.25, 0.5, 0.75, 1.0])
answer = st.fixed_dictionaries(
    {
        "unit_code": st.sampled_from(["u", "v"]),
        "year": st.sampled_from([2022, 2023]),
        "criteria_id": st.sampled_from(sorted(BOTH)),
        "indicator_code": st.sampled_from(CODES),
        "answer_status": st.sampled_from(sorted(scoring.STATUS.index)),
        **dict.fromkeys(["claimed_points", "verified_points", "final_points"], SHARES),
    }
)
many = st.lists(
    answer,
    max_size=12,
    unique_by=lambda each: tuple(each[key] for key in ("unit_code", "year", "criteria_id", "indicator_code")),
)


def scores_of(cases, sign=1.0):
    """Return scores of made-up answers: each basis a share of the indicator's maximum, whatever the status."""
    columns = ["unit_code", "year", "criteria_id", "indicator_code", "answer_status"]
    columns += ["claimed_points", "verified_points", "final_points"]
    table = pd.DataFrame(cases, columns=columns).assign(declared_value=np.nan, declared_total=np.nan)
    points = dict.fromkeys(columns[-3:], float)
    most = table["indicator_code"].map({each.code: each.max_points for each in SET.indicators}).astype(float)
    table = table.astype(points | dict.fromkeys(["declared_value", "declared_total"], float))
    return scoring.score(table.assign(**{name: table[name] * most * sign for name in points}), BOTH)


WORKING_GROUP = CASES / "working_group"


def golden_scores():
    """Return the golden answers as scores."""
    texts = ("unit_code", "indicator_code", "ground_code", "reason_codes", "evidence")
    table = pd.read_csv(WORKING_GROUP / "answers.csv", dtype=dict.fromkeys(texts, str), keep_default_na=False)
    for column in ("claimed_points", "verified_points"):
        table[column] = table[column].astype(float)
    defaults = {"year": 2022, "criteria_id": SET.id, "answer_status": "answered", "final_points": np.nan}
    defaults |= {"declared_value": np.nan, "declared_total": np.nan, "source": "f!s!A1", "explanation": ""}
    defaults |= dict.fromkeys(("method", "verified_on", "verifier_note", "verified_source"), "")
    return scoring.score(table.assign(**defaults), CRITERIA)


def gap_of(scores, criteria=CRITERIA):
    """Return the gaps of scores."""
    return verification.gaps(scoring.count(scores, criteria), scores)


def rows_of(claimed, verified, units=None):
    """Return scores of the indicators A-1, A-2, A-3, B-1 of one unit, or of A-2 of several."""
    blueprint = golden_scores().head(4) if units is None else golden_scores().iloc[[1] * len(units)]
    points = {"claimed_points": np.array(claimed, float), "verified_points": np.array(verified, float)}
    status = np.where(np.isnan(points["claimed_points"]), "missing", "answered")
    codes = {} if units is None else {"unit_code": list(units)}
    return blueprint.assign(answer_status=status, ground_code="", **points, **codes).reset_index(drop=True)


def children(sample, parent, year):
    """Return the scores of a year's units right below a unit."""
    rows = sample.scores[sample.scores["year"] == year]
    there = reference.units_on(sample.units, rows[["unit_code", "year"]].drop_duplicates())
    return rows[rows["unit_code"].isin(there.loc[there["parent_code"] == parent, "unit_code"])]


def conditions(sample):
    """Return the golden set under classes that look at both scores."""
    scheme = sample.criteria["tayninh_commune_2025"].class_scheme
    assert scheme.kind == "conditions"
    return {SET.id: SET.model_copy(update={"class_scheme": scheme})}


CELLS = {"reason_codes": "", "reason_shares": "", "ground_code": ""}


def lost_of(scores, basis="claimed", criteria=CRITERIA):
    cells = {name: blank for name, blank in CELLS.items() if name not in scores}
    scores = scores.assign(**cells)
    return losses.losses(scoring.count(scores, criteria, (basis,)), scores)


REASONS = pd.DataFrame(
    {
        "reason_code": ["R01", "R02", "R03", "R99"],
        "removable_by": ["province", "unit", "unit", "unknown"],
        "remedies": [("rollout",), ("direction",), ("training", "communication"), ("coding",)],
        "phrases": [("chưa được triển khai",), ("chưa chủ động",), (), ()],
    }
)
GROUNDS = pd.DataFrame(
    {
        "ground_code": ["G01", "G06", "G09"],
        "removable_by": ["unit", "province", "unknown"],
        "remedies": [("evidence",), ("direction",), ()],
    }
)


def later_set():
    """Return the golden set as a later year might have it: every kind of change once."""
    changed = {
        "A-1": {"max_points": 24.0},  # re-weighted, rule the same
        "A-2": {"rule": SET.indicator("A-2").rule.model_copy(update={"target": 0.9})},
        "B-1": {"rule": SET.indicator("A-1").rule},  # a choice became a ratio
    }
    indicators = [
        each.model_copy(update={"continues": f"{SET.id}:{each.code}"} | changed.get(each.code, {}))
        for each in SET.indicators
        if each.code != "B-4"
    ]
    indicators.append(SET.indicator("B-4").model_copy(update={"code": "B-9", "continues": ""}))
    return SET.model_copy(update={"id": "thu_quy_tac_2023", "indicators": tuple(indicators), "years": (2023,)})


LATER = later_set()
BOTH_YEARS = {SET.id: SET, LATER.id: LATER}
TEXTS = ("unit_code", "indicator_code", "pillar_code", "reason_codes", "reason_shares", "ground_code")


def read(case, name):
    """Return one table of a case; blank text is blank, a blank number is missing."""
    table = pd.read_csv(CASES / case / f"{name}.csv", dtype=dict.fromkeys(TEXTS, "str"))
    texts = [column for column in TEXTS if column in table]
    return table.fillna(dict.fromkeys(texts, ""))


def same(found, case, name, places=12):
    """Hold a table against a golden one: its columns, its rows, in its order."""
    wanted = read(case, name)
    found = found[list(wanted.columns)].reset_index(drop=True)
    for column in wanted:
        if pd.api.types.is_numeric_dtype(wanted[column]) and wanted[column].dtype != bool:
            numbers = found[column].astype("Float64").to_numpy(float, na_value=np.nan)
            np.testing.assert_allclose(numbers, wanted[column].to_numpy(float), rtol=0, atol=10.0**-places)
        elif wanted[column].dtype == bool:
            assert found[column].tolist() == wanted[column].tolist(), column
        else:
            assert found[column].astype("str").fillna("").tolist() == wanted[column].fillna("").tolist(), column
