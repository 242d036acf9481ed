"""The schema an editor holds a set to: every set there is passes, a typing mistake does not, every key is told."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from inbox import small_workspace
from other_levels import schools

from dts_analysis import reference
from dts_analysis.cli import commands as cli
from dts_analysis.reference.json_schema import OF_INDICATOR, OF_RULE, OF_SET, meanings
from dts_analysis.workspace.making import make, schema_text

HOME = Path(__file__).parents[1]
GUIDE = (HOME / "data/raw/README.md").read_text(encoding="utf-8")
SCHEMA = json.loads(schema_text(reference.shipped_levels()))
GOLDEN = ("tests/golden/every_rule", "tests/golden/trial_sets")
SETS = [
    path
    for folder in ("data/raw/criteria", "examples/odm_2023/data/raw/criteria", *GOLDEN)
    for path in sorted((HOME / folder).glob("*.yml"))
]


def faults(document, schema=SCHEMA):
    """What an editor would say of a document, whose days it reads as text."""
    read = json.loads(json.dumps(document, default=str))
    return [each.message for each in jsonschema.Draft202012Validator(schema).iter_errors(read)]


@pytest.mark.parametrize("path", SETS, ids=lambda each: each.stem)
def test_every_set_there_is_passes(path):
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    levels = reference.load_levels(path.parents[1])
    assert faults(document, json.loads(schema_text(levels))) == []


TYPOS = {
    "a key of the set": ("provenance: illustrative", "provenence: illustrative", "'provenence' was unexpected"),
    "a key of an indicator": ("max_points: 12, rule", "maxpoints: 12, rule", "'maxpoints' was unexpected"),
    "a kind of rule": ("rule: {kind: ratio}", "rule: {kind: raito}", "'raito'}"),
    "a level": ("level: district", "level: distrikt", "'distrikt' is not one of"),
    "a number as text": ("max_points: 12, rule", 'max_points: "12", rule', "'12' is not of type 'number'"),
    "a year": ("years: [2022, 2023]", "years: [22]", "22 is less than the minimum of 2000"),
    "within whom": (
        "group: parent",
        "group: parrent",
        "'parrent' is not one of ['parent', 'province', 'country']",
    ),
}


@pytest.mark.parametrize("case", TYPOS)
def test_a_typing_mistake_is_seen_while_typing(case):
    old, new, words = TYPOS[case]
    text = (HOME / "tests/golden/every_rule/thu_quy_tac_2022.yml").read_text(encoding="utf-8")
    assert old in text
    assert words in " ".join(faults(yaml.safe_load(text.replace(old, new, 1))))


def test_what_an_indicator_may_hang_on_passes():
    text = (HOME / "tests/golden/every_rule/thu_quy_tac_2022.yml").read_text(encoding="utf-8")
    more = 'max_points: 12, applies_if: {indicator: "B-1", is: ["Không"]}, '
    more += 'variants: [{applies_to: ["Huyện"], rule: {kind: ratio, target: 0.5}}], rule'
    document = yaml.safe_load(text.replace("max_points: 12, rule", more, 1))
    assert faults(document) == []
    reference.CriteriaSet.model_validate(document)


def models():
    """Every model of the schema with its keys."""
    return {"CriteriaSet": SCHEMA} | SCHEMA["$defs"]


def test_every_key_says_what_it_means_in_the_words_of_the_guide():
    bare = [
        f"{name}.{key}"
        for name, model in models().items()
        for key, facts in model.get("properties", {}).items()
        if not facts.get("description")
    ]
    assert bare == []
    assert SCHEMA["properties"]["years"]["description"] == "các năm áp dụng"
    assert SCHEMA["$defs"]["Ratio"]["description"].startswith("a/b × điểm tối đa")
    assert SCHEMA["$defs"]["Variant"]["properties"]["max_points"]["description"].startswith("khác đi ở đơn vị nào")


def test_the_guide_tells_of_every_key_and_of_no_other():
    told, of_set = meanings(GUIDE), set(reference.CriteriaSet.model_fields)
    assert set(told[OF_SET]) == of_set
    assert set(told[OF_INDICATOR]) == set(reference.Indicator.model_fields)
    assert set(told[OF_RULE]) == set(
        SCHEMA["$defs"]["Indicator"]["properties"]["rule"]["discriminator"]["mapping"]
    )


def test_the_guides_examples_of_rules_are_rules():
    examples = [
        yaml.safe_load(re.findall("`([{].*[}])`", words)[-1]) for words in meanings(GUIDE)[OF_RULE].values()
    ]
    assert {each["kind"] for each in examples} == set(meanings(GUIDE)[OF_RULE])
    rules = {
        "$ref": "#/$defs/Rule",
        "$defs": SCHEMA["$defs"] | {"Rule": SCHEMA["$defs"]["Indicator"]["properties"]["rule"]},
    }
    assert [faults(each, rules) for each in examples] == [[]] * len(examples)


def test_levels_of_ones_own_are_the_ones_offered(tmp_path):
    levels = reference.load_levels(schools(tmp_path))
    schema = json.loads(schema_text(levels))
    assert schema["properties"]["level"]["enum"] == list(levels.of_sets) != SCHEMA["properties"]["level"]["enum"]


def invoke(folder, *arguments):
    result = CliRunner().invoke(cli.dts, ["--home", str(folder), *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_new_workspace_and_a_draft_bring_the_schema_along_and_it_is_no_set(tmp_path):
    made = make(tmp_path / "moi", criteria=["ninhbinh_district_2022"])
    folder = made.workspace.raw / "criteria"
    path = folder / "criteria.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == SCHEMA
    path.write_text("{}", encoding="utf-8")
    draft = (
        "criteria",
        "draft",
        "ninhbinh_district_2022",
        "--year",
        2026,
        "--out",
        folder / "ninhbinh_district_2026.yml",
    )
    invoke(made.workspace.folder, *draft)
    assert json.loads(path.read_text(encoding="utf-8")) == SCHEMA
    text = (folder / "ninhbinh_district_2026.yml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "# yaml-language-server: $schema=criteria.schema.json"
    again = ("criteria", "draft", "ninhbinh_district_2026", "--year", 2027)
    assert invoke(made.workspace.folder, *again).count("yaml-language-server") == 1
    assert "ninhbinh_district_2026" in reference.load_criteria(folder)
    assert faults(yaml.safe_load(text)) == []


def test_the_command_prints_or_writes_it_and_over_nothing_else(tmp_path):
    place = small_workspace(tmp_path)
    assert json.loads(invoke(place.folder, "criteria", "schema")) == SCHEMA
    for name in ("criteria.schema.json", "khac.json"):
        invoke(place.folder, "criteria", "schema", "--out", tmp_path / name)
        assert json.loads((tmp_path / name).read_text(encoding="utf-8")) == SCHEMA
    invoke(place.folder, "criteria", "schema", "--out", tmp_path / "criteria.schema.json")
    refused = CliRunner().invoke(
        cli.dts, ["--home", str(place.folder), "criteria", "schema", "--out", str(tmp_path / "khac.json")]
    )
    assert refused.exit_code == 2
    assert "đã có" in refused.output
