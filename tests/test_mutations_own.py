"""Forms of our own template, filled in and then changed as people do: no claim lost or misread without a word.

What fails is written down by ``python -m tests.mutations --family own_cells own_rows own_mixed --out DIR``.
"""

import random

import mutations
import pytest
from mutations import lying, report, seen, stubs
from mutations.own import own
from mutations.sets import ISSUED
from mutations.written import write

from dts_analysis import reference, scoring

SEED = 20251
EACH = 2  # forms a mutator
MIXED = 40
RUNS = [(SEED, family, EACH * len(mutations.FAMILIES[family])) for family in mutations.OWN_FAMILIES]
RUNS += [(SEED, mutations.OWN, 30), (SEED, mutations.OWN_MIXED, MIXED)]


@pytest.mark.parametrize(("seed", "family", "count"), RUNS, ids=lambda value: str(value))
def test_nothing_of_our_own_form_is_lost_or_misread_without_a_word(seed, family, count):
    report.hold(report.cases(seed, family, count), seed, family)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEED + 100, SEED + 105))
def test_nor_in_many_more(seed):
    for family in (*mutations.OWN_FAMILIES, mutations.OWN_MIXED):
        count = 20 * len(mutations.FAMILIES.get(family, range(50)))
        report.hold(report.cases(seed, family, count), seed, family)


def test_every_mutator_stage_and_set_is_among_them():
    forms = [form for run in RUNS for form in mutations.draw(*run)]
    assert len(forms) >= 190
    done = {name for form in forms for name in form.done}
    assert done == {name for family in mutations.OWN_FAMILIES for name in mutations.FAMILIES[family]}
    assert {(form.criteria_id, form.stage) for form in forms} == {
        (set_id, stage) for set_id in ISSUED for stage in ("self", "verification")
    }


def test_an_unchanged_form_says_only_what_does_not_apply():
    some = report.cases(SEED, mutations.OWN, 30)
    said = {each.code for case in some for each in case.outcome.findings}
    assert said <= {"self_form_missing", "not_applicable_claimed", "not_applicable_verified"}


def test_a_seed_makes_the_same_forms_again():
    for family in (*mutations.OWN_FAMILIES, mutations.OWN_MIXED):
        first, second = (mutations.draw(SEED, family, 6) for _ in range(2))
        assert [(form.done, form.meant) for form in first] == [(form.done, form.meant) for form in second]


def test_openpyxl_shows_what_a_filled_form_means():
    differing = []
    for form in mutations.draw(SEED, mutations.OWN, 12):
        content, layout = write(form)
        differing += [
            (form.stage, code, meant, shown)
            for code, _, meant, shown in seen.sights(form, layout, content)
            if shown != (pytest.approx(meant) if isinstance(meant, float) else meant)
        ]
    assert differing == []


def test_a_reader_that_finds_nothing_fails_at_every_mutator():
    passed = {name for family in mutations.OWN_FAMILIES for name in mutations.FAMILIES[family]}
    for family in mutations.OWN_FAMILIES:
        for case in report.cases(SEED, family, len(mutations.FAMILIES[family]), stubs.reads_nothing):
            passed -= set(case.form.done) if case.faults else set()
    assert passed == set()


def test_a_lost_claim_needs_an_error_and_a_doubted_one_a_warning():
    for case in report.cases(SEED, mutations.OWN, 6, stubs.says_it_of_everything):
        assert {fault.kind for fault in case.faults} == {"loss"}


def test_what_the_oracle_lets_a_formula_show_is_what_the_package_scores(tmp_path):
    forms = [own(f"{10001 + at}", random.Random(at), set_id, "self") for at, set_id in enumerate([*ISSUED] * 4)]
    lying.lay(tmp_path, forms, [write(form)[0] for form in forms])
    scores = scoring.score(lying.read(tmp_path).answers, reference.load_criteria(tmp_path / "criteria"))
    computed = scores.set_index(["unit_code", "indicator_code"])["computed_points"]
    shown = {
        (form.unit_code, row.code): row.cells["claimed"].value
        for form in forms
        for row in form.answers
        if row.cells["claimed"].formula and isinstance(row.cells["claimed"].value, float)
    }
    assert len(shown) > 200
    assert not [key for key, points in shown.items() if not scoring.is_typed_alike(computed[key], points)]
