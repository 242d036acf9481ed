"""Reference and processed files tampered with: refused in a sentence, or held as a person reads them.

``python -m tests.tampering --seed 7 --raw 1000 --built 1000`` looks further.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import tampering
import yaml
from tampering import held, plain, root, verdict

HOME = Path(__file__).parents[1]
SEED = 20221
N_RAW, N_BUILT = 100, 100
MANY = 1500


def _fail(faults):
    if faults:
        told = [f"{each.kind}: {each.case}\n{each.said}" for each in faults[:8]]
        pytest.fail(f"{len(faults)} faults\n" + "\n\n".join(told), pytrace=False)


def test_a_reference_file_is_refused_or_held_as_a_person_reads_it():
    _fail(tampering.raw_faults(SEED, N_RAW))


def test_a_processed_file_is_as_it_was_written_or_refused():
    _fail(tampering.built_faults(SEED, N_BUILT))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEED + 1, SEED + 5))
def test_nor_is_anything_else_made_of_many_more(seed):
    _fail(tampering.raw_faults(seed, MANY) + tampering.built_faults(seed, MANY))


@pytest.mark.long
def test_all_of_it_takes_less_than_a_gigabyte():
    command = [
        sys.executable,
        "-m",
        "tests.tampering",
        "--seed",
        "9",
        "--raw",
        "600",
        "--built",
        "300",
        "--most",
        "1024",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOME, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_sound_folder_is_held_as_it_stands(tmp_path):
    raw = root.make(tmp_path / "raw")
    found = verdict.read(raw)
    assert found[0].findings.empty
    for path in root.reference_files(raw):
        content = (raw / path).read_bytes()
        seen = plain.rows(content) if path.endswith(".csv") else plain.leaves(content)
        assert seen
        assert held.unlike(path, seen, held.held(path, *found)) == [], path


def test_the_same_seed_tampers_alike():
    first, second = (tampering.raw_faults(SEED, 12, read=_stumbles) for _ in range(2))
    assert [each.case for each in first] == [each.case for each in second] != []


def _stumbles(raw):
    raise KeyError(raw)


def test_whatever_a_reader_raises_is_a_traceback():
    assert {each.kind for each in tampering.raw_faults(SEED, 12, read=_stumbles)} == {"traceback"}


def _reads_as_libraries_do(raw):
    """What a simple reader holds: every file as pandas and PyYAML convert it."""
    sets = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((raw / "criteria").iterdir())]
    tables = {path.stem: pd.read_csv(path) for path in raw.rglob("*.csv") if path.is_file()}
    lists = {
        name: pd.DataFrame(yaml.safe_load((raw / f"{name}.yml").read_text("utf-8"))).rename(columns={"code": code})
        for name, code in held.LISTS.items()
    }
    units = pd.concat([tables["units"], tables["units"].head(1)])
    criteria = {
        each["id"]: SimpleNamespace(id=each["id"], model_dump=lambda mode, each=each: json.loads(json.dumps(each)))
        for each in sets
    }
    received = tables["manifest"].iloc[1:]
    return SimpleNamespace(
        **lists, criteria=criteria, units=units, unit_changes=tables["unit_changes"], received=received,
        published=tables, findings=pd.DataFrame({"where": []}),
    ), SimpleNamespace(field=lambda text: None), {}  # fmt: skip


@pytest.mark.parametrize("name", ["number_respelled", "value_respelled", "cell_replaced"])
def test_a_reader_that_converts_as_libraries_do_fails(name):
    faults = tampering.raw_faults(SEED, 60, read=_reads_as_libraries_do, names=[name, "cut"])
    assert [each for each in faults if each.kind == "silent" and each.case.endswith(name)]


def test_every_way_to_tamper_has_its_turn():
    done = {each.case.split()[-1] for each in tampering.raw_faults(SEED, 260, read=_stumbles)}
    assert done == set(tampering.TAMPERINGS)


def test_a_second_form_of_a_unit_does_not_pass_by_another_spelling_of_its_year(tmp_path):
    raw = root.make(tmp_path / "raw")
    with (raw / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for year in ("20２２", "2022.0", " 2022", "2_022", "02022", "2022\u200b", "٢٠٢٢"):
        rows[2][3], rows[2][8] = year, ""
        with (raw / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        with pytest.raises(verdict.DtsError, match=r"manifest\.csv!3: year = "):
            verdict.read(raw)
