"""Rules, options and variants that cannot mean what they say: refused with their place and four parts."""

import json

import pandas as pd
import pytest
from pydantic import ValidationError
from small_sets import several

from dts_analysis import reference
from dts_analysis.errors import DtsError
from dts_analysis.messages import use

TWELVE = {"kind": "tiers", "tiers": [{"at_least": 4, "points": 12}]}


def found_in(document):
    """Return the findings with which a set is refused, as (code, where); none where it loads."""
    return [(each.code, each.where) for each in findings_of(document)]


def findings_of(document):
    try:
        reference.CriteriaSet.model_validate(document)
    except ValidationError as error:
        return error.errors()[0]["ctx"]["findings"]
    return []


def choice(*options):
    """A commune set whose A-01 is a choice of these; the first earns its 10 points."""
    listed = [{"points": 0} | each for each in options]
    listed[0]["points"] = 10
    return several(rule={"A-01": {"kind": "choice", "options": listed}}, applies_if={})


SPELLINGS = {
    "the other's label": ([{"label": "Có", "also": ["Chưa"]}, {"label": "Chưa"}], "label_doubled", "Chưa"),
    "its label but for case": ([{"label": "Có", "also": ["CHƯA "]}, {"label": "Chưa"}], "label_doubled", "Chưa"),
    "its spelling": ([{"label": "A", "also": ["Rồi"]}, {"label": "B", "also": ["rồi"]}], "label_doubled", "rồi"),
    "one label twice": ([{"label": "Có"}, {"label": "có"}], "label_doubled", "có"),
    "a blank label": ([{"label": "Có"}, {"label": " \u200b"}], "label_blank", ""),
    "a blank spelling": ([{"label": "Có", "also": [""]}, {"label": "Không"}], "label_blank", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", SPELLINGS)
def test_a_spelling_that_names_two_options_or_nothing_is_refused(case):
    options, code, label = SPELLINGS[case]
    (found,) = findings_of(choice(*options))
    assert (found.code, found.where) == (code, "A-01")
    assert label in found.found


@pytest.mark.parametrize(
    "options",
    [
        [{"label": "Có", "also": ["có", "Rồi"]}, {"label": "Không", "also": ["Chưa"]}],
        [{"label": "> 50%"}, {"label": "< 50%"}],
        [{"label": "A+"}, {"label": "A"}],
    ],
)
def test_spellings_that_a_reader_keeps_apart_are_not_refused(options):
    assert found_in(choice(*options)) == []


def test_parts_of_a_checklist_have_labels_each_its_own():
    parts = [{"label": "Kế hoạch", "points": 6}, {"label": "kế hoạch", "points": 4}]
    assert found_in(several(rule={"A-01": {"kind": "checklist", "parts": parts}}, applies_if={})) == [
        ("label_doubled", "A-01")
    ]
    parts[1]["label"] = ""
    assert found_in(several(rule={"A-01": {"kind": "checklist", "parts": parts}}, applies_if={})) == [
        ("label_blank", "A-01")
    ]


HALF = {"kind": "target", "at_least": 50}
PER_CENTS = {
    "a step": ({"rule": {"A-02": TWELVE | {"of": "share", "tiers": [{"at_least": 50, "points": 10}]}}}, "A-02"),
    "a target": ({"rule": {"A-02": HALF}}, "A-02"),
    "a variant's": ({"variants": {"A-03": [{"applies_to": ["Phường"], "rule": HALF}]}}, "A-03.variants.0"),
    "a condition's": ({"applies_if": {"A-04": {"indicator": "A-03", "at_least": 50}}}, "A-04.applies_if"),
}  # fmt: skip


@pytest.mark.parametrize("case", PER_CENTS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_share_given_in_per_cent_is_refused_with_the_share_it_is(case, language):
    changed, where = PER_CENTS[case]
    changes = {"variants": {}, "applies_if": {}} | changed
    document = several(**{key: value for key, value in changes.items() if key != "rule"})
    for each in document["indicators"]:
        each |= {"rule": changed.get("rule", {}).get(each["code"], each["rule"])}
    use(language)
    try:
        (found,) = findings_of(document)
        assert (found.code, found.where) == ("threshold_over_one", where)
        assert ("50% là 0,5" if language == "vi" else "50% is 0.5") in found.expected
        assert all((found.found, found.remedy))
    finally:
        use("vi")


def test_a_target_in_per_cent_is_refused_likewise():
    document = several(variants={}, applies_if={})
    document["indicators"][2]["rule"] = {"kind": "ratio", "target": 80}
    with pytest.raises(DtsError) as raised:
        reference.CriteriaSet.model_validate_json(json.dumps(document))
    assert "80% là 0,8" in str(raised.value)


def test_a_number_counted_may_have_any_threshold():
    document = several(variants={}, applies_if={"A-04": {"indicator": "A-02", "at_least": 50}})
    assert found_in(document) == []


WHOM = {  # whom the indicator applies to, whom the variant does, and whether any unit may be meant by both
    "another kind": (["Xã"], ["Phường"], False),
    "several other kinds": (["Xã", "Thị trấn"], ["Phường", "Đặc khu"], False),
    "another code": (["00801"], ["00804"], False),
    "the same kind": (["xã"], ["Xã"], True),
    "one kind of two": (["Xã", "Phường"], ["Phường"], True),
    "a code that may be of the kind": (["Xã"], ["00801"], True),
    "the kind that a code may be of": (["00801"], ["Xã"], True),
    "everybody": ([], ["Phường"], True),
}


@pytest.mark.parametrize("case", WHOM)
def test_a_variant_for_whom_the_indicator_does_not_apply_is_refused(case):
    own, theirs, is_used = WHOM[case]
    variant = {"applies_to": theirs, "max_points": 12, "rule": TWELVE}
    document = several(applies_to={"A-02": own}, variants={"A-02": [variant]})
    assert found_in(document) == ([] if is_used else [("variant_unused", "A-02.variants.0")])


def test_places_without_kinds_name_units_by_code_alone():
    variant = {"applies_to": ["DE"], "max_points": 12, "rule": TWELVE}
    (found,) = findings_of(several(applies_to={"A-02": ["AT"]}, variants={"A-02": [variant]}))
    assert found.found == "biến thể cho DE không đơn vị nào dùng: chỉ số này chỉ áp dụng cho AT"


def counting(**changes):
    """A set without points, of two targets."""
    rule = {"kind": "target", "of": "value", "at_least": 1}
    document = several(rule=dict.fromkeys(("A-01", "A-02", "A-03", "A-04"), rule), variants={}, applies_if={})
    for each in (*document["pillars"], *document["indicators"]):
        each["max_points"] = 0
    document["total_points"] = 0
    return document | changes


def test_a_bonus_or_a_cap_in_a_set_that_counts_passes_is_refused_as_what_it_is():
    assert found_in(counting()) == []
    document = counting(cap=3)
    document["indicators"][1]["is_bonus"] = True
    document["pillars"][0]["cap"] = 2
    found = findings_of(document)
    assert [(each.code, each.where) for each in found] == [
        ("passes_bounded", "A-02"), ("passes_bounded", "A"), ("passes_bounded", ""),
    ]  # fmt: skip
    assert "khóa is_bonus trong bộ không có điểm" in found[0].found
    assert found_in(counting(floor=0)) == []


UNITS = pd.DataFrame(
    {"unit_code": ["00801", "00804", "00804"], "name": ["Xã Tân Lập", "Xã Tân Hòa", "Phường Tân Hòa"]}
)
CODES = {  # as `WHOM`, where one side names units by code
    "a unit that is of another kind": (["Phường"], ["00801"], False),
    "a kind that the unit is not of": (["00801"], ["Phường"], False),
    "a unit that became of the kind": (["Phường"], ["00804"], True),
    "the kind beside the code": (["00801", "Phường"], ["Phường"], True),
}


@pytest.mark.parametrize("case", CODES)
def test_a_variant_by_code_is_held_to_what_the_units_are_called(case):
    own, theirs, is_used = CODES[case]
    variant = {"applies_to": theirs, "max_points": 12, "rule": TWELVE}
    document = several(applies_to={"A-02": own}, variants={"A-02": [variant]})
    one = reference.CriteriaSet.model_validate(document)
    found = reference.check_applies_to({one.id: one}, UNITS, reference.shipped_levels())
    places = [(each.code, each.where) for each in found]
    assert places == ([] if is_used else [("variant_unused", "thu_2025.yml!A-02.variants.0")])
