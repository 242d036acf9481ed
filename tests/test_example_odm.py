"""The second example: 26 countries' real workbooks give the scores that were published (source/*.csv)."""

import runpy
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from dts_analysis import dataset, reference, show
from dts_analysis.dataset.tables import RECEIVED

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


def test_agreement_does_not_say_that_anybody_saw_points_where_forms_hold_none(data):
    view = data.about("PL", 2023)
    note = show.agreement_table(view.of_set("agreement"), view.criteria_set).note
    assert "chỉ thấy câu trả lời" in note
    assert "đã thấy" not in note


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


def test_its_own_published_tables_stand_beside_what_its_workbooks_give(data, tmp_path):
    """Its levels have no region, and no table is named for them; 2022 and Ukraine are made up for the test."""
    names = data.units.set_index("unit_code")["name"]
    totals = published("totals")
    rows = [f"2023,{names[row.country]},,country,{row.published_sum},2540,,a.eu" for row in totals.itertuples()]
    rows += ["2023,Ukraine,,country,2438,2540,3,a.eu", "2022,Poland,,country,2000,2540,2,b.eu"]
    rows += ["2022,Poland,,nation,2000,2540,2,b.eu", "2022,Austria,,country,,,9,b.eu"]
    (tmp_path / "published").mkdir()
    heading = "year,unit,unit_code,level,score,max_score,rank,source"
    (tmp_path / "published/any_name.csv").write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    shutil.copy(HOME / "data/raw/levels.yml", tmp_path)
    tables, (found,) = reference.load_published(tmp_path)
    assert found.where == "published/any_name.csv!30"  # 1 + 26 + 3: the level that levels.yml does not know
    assert "level = «nation»" in found.found
    received = {name: getattr(data, name) for name in RECEIVED}
    own = dataset.Dataset(received, data.criteria, data.provenance, data.inputs, tables, levels=data.levels)
    group = own.within("EUR", 2023)
    beside = group.published.set_index("unit_code")
    assert beside.loc[~beside["is_published"], "agrees"].tolist() == [True] * 26
    assert beside.loc["Ukraine", ["is_published", "published_rank"]].tolist() == [True, 3]
    assert group.others_published.empty
    table = show.ranking_table(group)
    assert table["Đã công bố"].iloc[0] == "2.485 · hạng —"
    poland, austria = (own.about(code, 2023) for code in ("PL", "AT"))
    years = poland.with_published.set_index("year")
    assert years.loc[2022, ["points", "basis", "is_published"]].tolist() == [2000, "verified", True]
    assert years.loc[2023, "basis"] == "claimed"  # no form of 2022: no change is told across bases
    assert pd.isna(years.loc[2023, "change_share"])
    assert "Năm 2022, số đã công bố: — · hạng 9 – b.eu" in show.years_table(austria, austria.with_published).note
