"""The second example: 26 countries' real workbooks give the scores that were published (source/*.csv)."""

import runpy
from pathlib import Path

import pandas as pd
import pytest
import yaml

from dts_analysis import dataset

HOME = Path(__file__).parents[1] / "examples/odm_2023"


@pytest.fixture(scope="module")
def data():
    return dataset.read(HOME / "data/raw")


@pytest.fixture(scope="module")
def scores(data):
    return data.scores.assign(question_id=data.scores["indicator_code"].astype("str").str.split("-", n=1).str[1])


def published(name):
    return pd.read_csv(HOME / f"source/published_{name}.csv", dtype={"question_id": "str"}, keep_default_na=False)


def test_the_set_is_what_the_template_and_the_rules_say():
    written = yaml.safe_load((HOME / "data/raw/criteria/odm_2023.yml").read_text(encoding="utf-8"))
    assert runpy.run_path(str(HOME / "criteria_of.py"))["document"]() == written
    assert len(written["indicators"]) == 161
    dimensions = {each["code"]: 0 for each in written["groups"]}
    for pillar in written["pillars"]:
        dimensions[pillar["group"]] += pillar["max_points"]
    assert list(dimensions.values()) == [640, 600, 650, 650]


def test_every_published_score_is_read_and_every_claim_follows_by_rule_but_for_question_113(scores):
    table = published("scores").rename(columns={"country": "unit_code"})
    table = table[table["unit_code"].isin(scores["unit_code"].astype("str"))]
    both = scores.astype({"unit_code": "str"}).merge(table, on=["unit_code", "question_id"], validate="1:1")
    assert len(both) == len(scores) == 26 * 161
    stated = pd.to_numeric(both["published_score"].replace("", None))
    assert stated.notna().sum() == 3942  # where the answer holds a comma the published list has no score
    assert (both["verified_points"] == stated)[stated.notna()].all()
    differing = both[(both["claimed_points"].fillna(0) - both["verified_points"]).abs() > 0.005]
    assert differing["question_id"].tolist() == ["113"] * 14


def test_totals_are_the_published_ones_and_the_stated_ones_add_up(scores, data):
    table = published("totals").set_index("country")
    sums = scores.groupby("unit_code", observed=True)[["claimed_points", "verified_points"]].sum()
    table = table.loc[sums.index.astype("str")]
    assert (sums["claimed_points"].to_numpy() == table["claimed_by_rule"].astype(float).to_numpy()).all()
    assert (sums["verified_points"].to_numpy() == table["published_sum"].astype(float).to_numpy()).all()
    assert (table["published_sum"] == table["stated_total"]).all()
    assert not data.findings["code"].isin(["total_differs", "subtotal_differs"]).any()


def test_what_is_odd_is_said_once_each(data):
    found = data.findings.groupby("code")["count"].agg(["size", "sum"])
    assert found.loc["prompt_left"].tolist() == [8, 39]  # answers that nobody chose
    assert "option_otherwise" not in found.index  # «0%» is an option of its own
    (doubted,) = data.findings[data.findings["code"] == "rule_in_doubt"].itertuples()
    assert "14/26" in doubted.message
    assert "«yes» 0 điểm; «No» 10 điểm; «not applicable» 10 điểm" in doubted.message
    assert not (data.findings["severity"] == "error").any()


def test_places_and_dimensions(data):
    ranked = data.standings[(data.standings["basis"] == "verified")].set_index("unit_code")["rank"]
    assert [ranked[code] for code in ("PL", "EE", "ES", "MT", "BA")] == [1, 2, 3, 25, 26]
    totals = data.totals[(data.totals["unit_code"] == "PL") & (data.totals["basis"] == "verified")]
    dimensions = totals[totals["level"] == "group"].set_index("node_code")["points"]
    assert dimensions.sum() == 2485
    assert dimensions.index.tolist() == ["D1", "D2", "D3", "D4"]
