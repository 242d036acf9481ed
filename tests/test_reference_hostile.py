"""Reference files meant to harm, or spelled as only a machine reads them: a sentence each, soon and short."""

import json
import re
import resource
import shutil
import time
from pathlib import Path

import pytest
import yaml
from tampering import root

from dts_analysis import intake, messages, reference
from dts_analysis.errors import DtsError

FAULTY = Path(__file__).parent / "faulty"
SET = FAULTY / "reference" / "criteria" / "thu_huyen_2022.yml"
TEXT = SET.read_text(encoding="utf-8")
MOST_LETTERS = 600  # of one finding, whatever stands in the file
MOST_SECONDS = 5  # of the processor, whatever else the machine does: a file that takes more would hang a call


def refused(read, *given):
    """What is said of a file, in both languages."""
    began = time.process_time()
    with pytest.raises(DtsError) as raised:
        read(*given)
    assert time.process_time() - began < MOST_SECONDS
    for language in messages.LANGUAGES:
        messages.use(language)
        assert all(len(str(each)) < MOST_LETTERS for each in raised.value.findings)
    messages.use("vi")
    return str(raised.value)


def criteria(folder, text):
    path = folder / SET.name
    path.write_text(text, encoding="utf-8")
    return path


def bomb(levels, name="bomb"):
    """A value of 9 to the `levels` letters, in a few lines."""
    lists = (f"{name}{n}: &{name}{n} [{', '.join([f'*{name}{n - 1}'] * 9)}]" for n in range(1, levels))
    return "\n".join([f'{name}0: &{name}0 ["x"]', *lists, ""])


@pytest.mark.parametrize(
    "written", ["0o62", "062", "0:50", "5_0", "0x32", "0b110010", "!!int 5_0", "!!float 5_0.0", "050.0"]
)
def test_a_number_that_only_yaml_reads_as_one_is_refused_as_written(tmp_path, written):
    path = criteria(tmp_path, TEXT.replace("total_points: 50", f"total_points: {written}"))
    said = refused(reference.read_criteria, path)
    assert written.split()[-1] in said
    assert "total_points" in said or f"{path.name}!11" in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("precision: 2", "precision: yes", "«precision» = True không hợp lệ"),
        ("precision: 2", "precision: 2.0", "«precision» = 2.0 không hợp lệ"),
        ("precision: 2", 'precision: "2"', "«precision» = '2' không hợp lệ"),
        ("total_points: 50", 'total_points: "50"', "«total_points» = '50' không hợp lệ"),
        ("total_points: 50", 'total_points: "５０"', "«total_points» = '５０' không hợp lệ"),
        ("total_points: 50", 'total_points: "5_0"', "«total_points» = '5_0' không hợp lệ"),
        ("at_least: 1.0", "at_least: true", "«at_least» = True không hợp lệ"),
        ("years: [2022]", "years: [true]", "«0» = True không hợp lệ"),
        ("years: [2022]", 'years: ["2022"]', "«0» = '2022' không hợp lệ"),
        ("years: [2022]", "years: [2022.0]", "«0» = 2022.0 không hợp lệ"),
        ("years: [2022]", "years: [20220]", "«0» = 20220 không hợp lệ"),
        ("years: [2022]", "years: [2022, 2022]", "mã «2022» dùng hai lần"),
        ("issued_on: null", "issued_on: 0", "«issued_on» = 0 không hợp lệ"),
        ("issued_on: null", 'issued_on: "0"', "«issued_on» = '0' không hợp lệ"),
        ("issued_on: null", "issued_on: 1.5e+9", "«issued_on» = 1500000000.0 không hợp lệ"),
        ("is_upper: true", "is_upper: 1", "«is_upper» = 1 không hợp lệ"),
        ("is_upper: true", 'is_upper: "on"', "«is_upper» = 'on' không hợp lệ"),
        ('title: "Bộ', 'title: !!binary "aGVsbG8="\nzz: "', "!"),
    ],
)
def test_a_value_of_another_kind_is_refused_and_never_converted(tmp_path, old, new, words):
    assert words in refused(reference.read_criteria, criteria(tmp_path, TEXT.replace(old, new, 1)))


def test_a_day_may_be_written_with_and_without_quotes(tmp_path):
    for day in ("2022-12-31", '"2022-12-31"'):
        path = criteria(tmp_path, TEXT.replace("issued_on: null", f"issued_on: {day}"))
        assert reference.read_criteria(path).issued_on.isoformat() == "2022-12-31"


@pytest.mark.parametrize("value", [True, "50", "5_0", 1e400])
def test_a_stored_set_is_held_to_the_same_kinds(value):
    stored = reference.read_criteria(SET).model_dump(mode="json") | {"total_points": value}
    with pytest.raises(DtsError, match="«total_points» = "):
        reference.CriteriaSet.model_validate_json(json.dumps(stored))


def test_aliases_that_stand_for_more_than_a_file_could_hold_are_refused(tmp_path):
    for levels in (7, 30):
        text = bomb(levels) + TEXT.replace("title:", f"title: *bomb{levels - 1}\nzz:", 1)
        assert "nhiều hơn" in refused(reference.read_criteria, criteria(tmp_path, text))
        (tmp_path / "headings.yml").write_text(bomb(levels), encoding="utf-8")
        assert "nhiều hơn" in refused(intake.headings.load, tmp_path)
        (tmp_path / "remedies.yml").write_text(bomb(levels), encoding="utf-8")
        assert "nhiều hơn" in refused(reference.load_remedies, tmp_path)


def test_an_alias_that_repeats_what_stands_above_is_read(tmp_path):
    text = TEXT.replace("rule: {kind: ratio}", "rule: &as_above {kind: manual}", 1)
    text = text.replace("rule: {kind: manual}", "rule: *as_above", 1)
    assert [each.rule.kind for each in reference.read_criteria(criteria(tmp_path, text)).indicators][:2] == [
        "manual",
        "manual",
    ]


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: &a {b: *a}\n", "a: *b\n"])
def test_an_alias_of_nothing_or_of_itself_is_refused(tmp_path, text):
    assert f"{SET.name}!1" in refused(reference.read_criteria, criteria(tmp_path, text))


@pytest.mark.parametrize("depth", [60, 1000, 1_000_000])
@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_ends_in_a_sentence(tmp_path, depth, opened):
    closed = {"[": "]", "{a: ": "}"}.get(opened, "")
    path = criteria(tmp_path, TEXT + "\n" + opened * depth + "1" + closed * depth)
    refused(reference.read_criteria, path)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("total_points:", f'total_points: ["{"x" * 4_000_000}"]\nzz:', 1),
        TEXT.replace("total_points:", f"total_points: {{{'k' * 1000}: {list(range(9000))}}}\nzz:", 1),
        TEXT.replace("total_points:", f"total_points: {'9' * 4000}\nzz:", 1),
        TEXT + f'? "{"k" * 4_000_000}"\n: 1\n',
        TEXT.replace("ranking: {", f'ranking: {{"{"k" * 4_000_000}": 1, ', 1),
        TEXT.replace("kind: ratio", f"kind: {list(range(9000))}", 1),
        TEXT.replace('code: "A-01"', f'code: "{"k" * 4_000_000}"', 1),
        TEXT.replace('code: "A-01"', f"code: {list(range(9000))}", 1),
        TEXT.replace('code: "A-01"', f"code: {list(range(9000))}, zz: 1", 1),
        TEXT.replace("id: thu", f"id: {'k' * 100_000}thu", 1),
    ],
)
def test_a_sentence_stays_short_whatever_stands_in_the_file(tmp_path, text):
    refused(reference.load_criteria, criteria(tmp_path, text).parent)


def test_a_heading_or_a_doubled_key_of_any_size_is_said_briefly(tmp_path):
    for text in (
        f"code: [{list(range(9000))}]\n",
        f"code: {{a: {list(range(9000))}}}\n",
        f'? "{"k" * 100_000}"\n: x\n',
        f'? "{"k" * 100_000}"\n: x\n? "{"k" * 100_000}"\n: x\n',
        f'code: ["{"x" * 100_000}"]\nname: ["{"x" * 100_000}"]\n',
    ):
        (tmp_path / "headings.yml").write_text(text, encoding="utf-8")
        refused(intake.headings.load, tmp_path)


def test_a_file_larger_than_any_set_is_not_read(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = tmp_path / SET.name
    with path.open("wb") as file:
        file.truncate(2**31)
    assert "MB" in refused(reference.read_criteria, path)
    shutil.copy(path, tmp_path / "units.csv")
    assert "MB" in refused(reference.load_units, tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("name", ["headings.yml", "reason_mapping.csv", "grounds.yml", "remedies.yml"])
def test_a_folder_where_a_table_should_be_is_a_sentence(tmp_path, name):
    for each in (FAULTY / "reference").glob("*.*"):
        shutil.copy(each, tmp_path)
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).mkdir()

    def read():
        intake.headings.load(tmp_path)
        reference.load_grounds(tmp_path)
        reference.load_reason_mapping(tmp_path, reference.load_reasons(tmp_path))

    assert re.match(rf"{name}: là một thư mục", refused(read))


def test_a_spelling_too_long_to_be_a_heading_is_refused(tmp_path):
    (tmp_path / "headings.yml").write_text(f"claimed_points: ['{'Điểm ' * 30}']\n", encoding="utf-8")
    assert "150 ký tự" in refused(intake.headings.load, tmp_path)


def test_one_explanation_has_one_mapping(tmp_path):
    for each in (FAULTY / "reference").glob("*.yml"):
        shutil.copy(each, tmp_path)
    reasons = reference.load_reasons(tmp_path)
    rows = ["explanation,reason_codes,reviewed_on,reviewed_by", "Thiếu máy,R01,2023-01-01,tổ công tác"]
    path = tmp_path / "reason_mapping.csv"
    path.write_text("\n".join([*rows, rows[1].replace("Thiếu máy", "THIẾU  máy")]), encoding="utf-8")
    assert len(reference.load_reason_mapping(tmp_path, reasons)) == 1
    path.write_text("\n".join([*rows, rows[1].replace("R01", "R99")]), encoding="utf-8")
    assert "reason_mapping.csv!3" in refused(reference.load_reason_mapping, tmp_path, reasons)
    path.write_text("\n".join([rows[0], rows[1].replace("2023-01-01", "20２３-01-01")]), encoding="utf-8")
    assert "20２３" in refused(reference.load_reason_mapping, tmp_path, reasons)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2022-1-1", "20221231", "2022-W01-1"])
@pytest.mark.parametrize("row", [0, 1, 2])
@pytest.mark.parametrize("column", ["valid_from", "valid_to"])
def test_a_day_that_no_unit_of_ours_can_have_is_refused(tmp_path, day, row, column):
    shutil.copy(FAULTY / "reference" / "units.csv", tmp_path)
    lines = (tmp_path / "units.csv").read_text(encoding="utf-8").splitlines()
    cells = lines[row + 1].split(",")
    cells[lines[0].split(",").index(column)] = day
    lines[row + 1] = ",".join(cells)
    (tmp_path / "units.csv").write_text("\n".join(lines), encoding="utf-8")
    assert f"{column} = «{day}»" in refused(reference.load_units, tmp_path)


def test_names_that_look_like_nothing_stay_names(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    heading = "year,province,dti,rank,n_units_ranked,source"
    (folder / "provinces_dti_totals.csv").write_text(f"{heading}\n2022,NA,0.5,1,63,None\n", encoding="utf-8")
    table = reference.load_published(tmp_path)[0]["provinces_dti_totals"]
    assert (table["province"][0], table["source"][0]) == ("NA", "None")


def test_the_set_these_are_made_of_is_sound():
    assert yaml.safe_load(TEXT)["id"] == reference.read_criteria(SET).id


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("districts_published", "2022,Thử,Huyện Mới", "2022,Thử,", "!3: district = «»"),
        ("districts_published", "28.75,50", "-3,50", "!3: verified_score = «-3»"),
        (
            "districts_published",
            "28.75,50",
            "28.75,0",
            "!3: Huyện Mới: verified_score = 28,75, điểm tối đa chỉ 0",
        ),
        ("districts_published", "30.25,50", "51,50", "!2: Huyện Thử: verified_score = 51, điểm tối đa chỉ 50;"),
        ("provinces_dti_totals", "0.5002", "50.02", "!3: dti = «50.02»; cần: 0.5871"),
        ("facts", "001,2022,claimed,points", "001,,claimed,points", "!2: year = «»"),
        ("facts", "001,2022,claimed,points", ",2022,claimed,points", "!2: unit_code = «»"),
    ],
)
def test_a_published_row_that_would_be_told_nowhere_or_nonsense_is_a_finding(tmp_path, name, old, new, words):
    path = root.make(tmp_path / "raw") / "published" / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    _, found = reference.load_published(tmp_path / "raw")
    assert words in str(DtsError(*found))


def test_taxonomies_may_be_empty_and_then_have_their_columns(tmp_path):
    for each in (FAULTY / "reference").glob("*.yml"):
        shutil.copy(each, tmp_path)
    (tmp_path / "grounds.yml").write_text("[]\n", encoding="utf-8")
    assert reference.load_grounds(tmp_path).columns[0] == "ground_code"
    (tmp_path / "reasons.yml").write_text("[]\n", encoding="utf-8")
    assert "R99" in refused(reference.load_reasons, tmp_path)


@pytest.mark.parametrize(("column", "value"), [("rank", "1.5"), ("rank", "-1"), ("n_units_ranked", "6_3")])
def test_a_published_rank_is_a_whole_number(tmp_path, column, value):
    folder = tmp_path / "published"
    folder.mkdir()
    cells = {"year": "2022", "province": "Thử", "dti": "0.5", "rank": "1", "n_units_ranked": "63", "source": "x"}
    text = f"{','.join(cells)}\n{','.join((cells | {column: value}).values())}\n"
    (folder / "provinces_dti_totals.csv").write_text(text, encoding="utf-8")
    tables, found = reference.load_published(tmp_path)
    assert f"{column} = «{value}»" in str(DtsError(*found))
    assert tables["provinces_dti_totals"].empty
