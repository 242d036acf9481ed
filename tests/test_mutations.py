"""Forms as people mutilate them, with ``-m long`` thousands: nothing lost or misread without a word, no traceback.

What fails is listed mutator by mutator; ``python -m tests.mutations --family rows --out DIR`` writes the forms.
"""

import json
import subprocess
import sys
from pathlib import Path

import mutations
import pytest
from mutations import report, seen, stubs
from mutations.verdict import judge
from mutations.written import write

HOME = Path(__file__).parents[1]
SEED = 20221
FAMILIES = {name: each for name, each in mutations.FAMILIES.items() if name not in mutations.OWN_FAMILIES}
NAMES = {name for names in FAMILIES.values() for name in names}
EACH = 3  # forms a mutator
MIXED = 100  # forms a seed, of two or three mutators each
MOST_MEGABYTES = 1024
MOST_SECONDS = 10  # of the processor, for a form of a few rows, however far its sheet is formatted
VAST = "size"  # read in a process of its own, where what they take can be seen
RUNS = [(SEED, family, EACH * len(names)) for family, names in FAMILIES.items() if family != VAST]
RUNS += [(SEED + more, mutations.MIXED, MIXED) for more in range(2)]
SIMPLE = (stubs.reads_as_the_template, stubs.reads_by_place, stubs.reads_by_name)
MISLEADS_NO_SIMPLE_READER = {  # they are here for cleverer ones
    "column_of_text_hidden", "columns_in_another_order", "csv_with_other_line_ends", "csv_without_mark",
    "formula_that_gives_nothing", "formula_that_gives_text", "hidden_old_sheet_behind",
    "maximum_heading_as_people_write", "notes_right_of_the_table", "one_dot_among_decimal_points",
    "only_spaces_for_nothing", "plain_number_formats", "points_as_text", "points_as_text_with_dot",
    "points_calculated", "points_merged_with_the_column_beside", "saved_by_another_program",
    "sheets_in_another_folder", "signature_below", "some_points_as_text", "summary_below", "sums_in_pillar_rows",
    "three_decimals_by_the_maximum", "total_in_the_column_of_codes", "total_row_as_people_write",
    "zero_for_points", "zero_shown_as_a_dash",
}  # fmt: skip


@pytest.mark.parametrize(("seed", "family", "count"), RUNS, ids=lambda value: str(value))
def test_nothing_is_lost_or_misread_without_a_word(seed, family, count):
    report.hold(report.cases(seed, family, count), seed, family)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEED + 100, SEED + 110))
def test_nor_in_many_more_forms(seed):
    for family in [*(name for name in FAMILIES if name != VAST), mutations.MIXED]:
        count = 20 * len(FAMILIES.get(family, range(100)))
        report.hold(report.cases(seed, family, count), seed, family)


def test_the_forms_are_hundreds_and_every_mutator_is_among_them():
    forms = [form for run in RUNS for form in mutations.draw(*run)]
    assert len(forms) >= 700
    done = {name for form in forms for name in form.done}
    assert done == NAMES - set(FAMILIES[VAST])


def test_a_sheet_that_says_it_is_vast_takes_neither_memory_nor_time():
    command = [sys.executable, "-m", "tests.mutations", "--family", VAST, "--each", "2", "--most", "3500"]
    done = subprocess.run([*command, "--measured"], capture_output=True, text=True, cwd=HOME, timeout=300)
    taken = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert {each["form"] for each in taken} == set(FAMILIES[VAST])
    over = [each for each in taken if each["megabytes"] > MOST_MEGABYTES or each["seconds"] > MOST_SECONDS]
    assert not over, over[0]
    assert not [each for each in taken if each["faults"]]


def test_an_unchanged_form_reads_whole_and_without_a_finding():
    some = report.cases(SEED, mutations.SOUND, 120)
    report.hold(some, SEED, mutations.SOUND)
    said = [found for case in some for found in case.outcome.findings]
    assert {each.code for each in said} <= {"self_form_missing"}
    assert {case.form.stage for case in some} == {"self", "sheet", "verification"}
    assert {case.form.suffix for case in some} == {".xlsx", ".csv"}


def test_a_seed_makes_the_same_forms_again():
    for family in (*FAMILIES, mutations.MIXED):
        first, second = (mutations.draw(SEED, family, 12) for _ in range(2))
        assert [write(form)[0] for form in first if form.suffix == ".csv"] == [
            write(form)[0] for form in second if form.suffix == ".csv"
        ]
        assert [(form.done, form.meant) for form in first] == [(form.done, form.meant) for form in second]
    assert mutations.draw(1, "rows", 30)[0].meant != mutations.draw(2, "rows", 30)[0].meant


BESIDE_THE_CELL = {"thousands_dot_among_decimal_commas", "points_one_column_off", "points_in_an_odd_shape"}
BEYOND_OPENPYXL = {
    "strict_workbook", "parts_with_backslashes", "broken_fill_and_an_error_cell", "file_cut_off", "part_missing",
    "text_named_as_workbook", "web_page_named_as_workbook", "archive_named_as_workbook",
}  # fmt: skip


def test_openpyxl_shows_what_each_mutator_means():
    differing, looked_at = [], set()
    for seed, family, count in RUNS:
        for form in mutations.draw(seed, family, count // 4):
            if form.suffix == ".xlsx" and not BEYOND_OPENPYXL & set(form.done):
                content, layout = write(form)
                for code, basis, meant, shown in seen.sights(form, layout, content):
                    looked_at.update(form.done)
                    is_same = shown == pytest.approx(meant) if isinstance(meant, float) else shown == meant
                    if not is_same and not BESIDE_THE_CELL & set(form.done):
                        differing.append((form.done, code, basis, meant, shown))
    assert differing == []
    assert len(looked_at) > 100


def _let_pass(readers):
    """The mutators none of whose forms fails with any of these readers."""
    passed = NAMES - set(FAMILIES[VAST])
    for family in FAMILIES.keys() - {VAST}:
        for reader in readers:
            for case in report.cases(SEED, family, len(FAMILIES[family]), reader):
                passed -= set(case.form.done) if case.faults else set()
    return passed


def test_a_reader_that_finds_nothing_fails_at_every_mutator():
    assert _let_pass([stubs.reads_nothing]) == set()


@pytest.mark.long
def test_simple_readers_read_sound_forms_and_fail_at_almost_every_mutator():
    for reader in SIMPLE:
        assert not any(case.faults for case in report.cases(SEED, mutations.SOUND, 40, reader))
    assert _let_pass(SIMPLE) <= MISLEADS_NO_SIMPLE_READER


def test_a_reader_that_talks_fails_at_mere_habits():
    for case in report.cases(SEED, mutations.SOUND, 10, stubs.says_too_much):
        assert [fault.kind for fault in case.faults] == ["wordy"]


def test_a_warning_of_the_whole_file_excuses_no_lost_claim():
    for case in report.cases(SEED, mutations.SOUND, 10, stubs.says_it_of_everything):
        assert {fault.kind for fault in case.faults} == {"loss"}


def test_whatever_the_reader_raises_is_a_traceback_of_that_form_alone():
    def stumbles(raw, *arguments, **options):
        if "10004" in (raw / "manifest.csv").read_text(encoding="utf-8"):
            raise KeyError("10004")
        return stubs.reads_as_the_template(raw)

    some = report.cases(SEED, mutations.SOUND, 7, stumbles)
    assert [[fault.kind for fault in case.faults] for case in some] == [[], [], [], ["traceback"], [], [], []]
    assert some[3].faults[0].read == "KeyError: '10004'"


def test_the_smallest_failing_form_is_written_down(tmp_path):
    some = report.cases(SEED, "rows", 40, stubs.reads_nothing)
    from mutations.__main__ import save

    save(report.smallest(some), tmp_path)
    names = {path.stem for path in tmp_path.iterdir()}
    assert "loss_row_doubled_alike" in names
    assert judge(some[0].form, some[0].layout, some[0].outcome) == some[0].faults
