"""What lies in data/processed is as it was written, or it is built anew, or a sentence says so."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import worlds

from dts_analysis import dataset, messages
from dts_analysis.dataset import PROVENANCE
from dts_analysis.dataset.seal import SEAL
from dts_analysis.errors import DtsError

SAYS_BUILD = {"vi": "chạy «dts build»", "en": "run «dts build»"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A small project, built."""
    folder = tmp_path_factory.mktemp("home")
    worlds.WORLDS["one_pillar"](folder / "raw")
    dataset.build(folder / "raw", folder / "processed")
    return folder


@pytest.fixture
def copied(home, tmp_path):
    """The raw folder, a copy of what was built, and the folder of the build there."""
    shutil.copytree(home / "processed", tmp_path / "processed")
    build = json.loads((tmp_path / "processed" / PROVENANCE).read_text(encoding="utf-8"))["build"]
    return home / "raw", tmp_path / "processed", tmp_path / "processed" / build


def read_all(processed):
    """Every table and fact of what was built, read again."""
    data = dataset.load(processed)
    return {name: data.rows(name) for name in dataset.TABLES}, data.inputs, data.published, data.criteria


def says_build(processed):
    """Whether reading everything ends in a sentence that says to build, in both languages."""
    with pytest.raises(DtsError) as raised:
        read_all(processed)
    for language in messages.LANGUAGES:
        messages.use(language)
        assert SAYS_BUILD[language] in str(raised.value)
    messages.use("vi")
    return True


def is_mended(raw, processed):
    """Whether the damage is noticed, and building once more makes everything as it was."""
    assert not dataset.is_current(raw, processed)
    dataset.build(raw, processed)
    return dataset.is_current(raw, processed)


PROVENANCES = [
    b"",
    b"[]",
    b"null",
    b"3",
    b"[" * 100_000,
    b'{"build": [1]}',
    b'{"build": {"a": 1}}',
    b'{"build": "."}',
]
PROVENANCES += [
    b'{"build": "../raw", "criteria": {}}',
    b'{"build": "", "criteria": {}}',
    b'{"build": null}',
    b'{"build": "."}',
]


@pytest.mark.parametrize("content", PROVENANCES, ids=lambda each: each[:30].decode())
def test_a_provenance_that_is_none_is_said_and_built_over(copied, content):
    raw, processed, _ = copied
    (processed / PROVENANCE).write_bytes(content)
    assert says_build(processed)
    assert is_mended(raw, processed)


@pytest.mark.parametrize(
    "change", [{"criteria": {}}, {"criteria": []}, {"code": "0"}, {"commit": "x"}, {"packages": 3}]
)
def test_a_provenance_that_says_something_else_is_noticed(copied, change):
    raw, processed, _ = copied
    path = processed / PROVENANCE
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    assert says_build(processed)
    assert is_mended(raw, processed)


def _flip(path, part):
    content = bytearray(path.read_bytes())
    content[int(len(content) * part)] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("part", [0.02, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.999])
def test_one_bit_of_a_table_is_noticed(copied, part):
    """Also where it lies in the head of a page, in what nobody reads there: then every value is as it was."""
    raw, processed, folder = copied
    whole = dataset.load(processed).rows("scores")
    _flip(folder / "scores.parquet", part)
    try:
        pd.testing.assert_frame_equal(dataset.load(processed).rows("scores"), whole)
    except DtsError:
        assert says_build(processed)
    assert is_mended(raw, processed)


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b""), lambda path: _flip(path, 0.5)]
)
def test_every_file_of_a_build_is_held_to_what_was_written(copied, damage):
    raw, processed, _ = copied
    assert dataset.is_current(raw, processed)
    names = sorted(path.relative_to(processed).as_posix() for path in processed.rglob("*") if path.is_file())
    for name in names:
        whole = (processed / name).read_bytes()
        damage(processed / name)
        assert not dataset.is_current(raw, processed), name
        if name != dataset.FINDINGS:  # which people read, and no notebook
            assert says_build(processed), name
        (processed / name).write_bytes(whole)
    assert dataset.is_current(raw, processed)


def test_a_seal_vouches_for_itself(copied):
    raw, processed, folder = copied
    path, name = folder / SEAL, f"{folder.name}/scores.parquet"
    seal = json.loads(path.read_text(encoding="utf-8"))
    less = {key: each for key, each in seal["files"].items() if key != name}
    for files in (less, seal["files"] | {name: {"whole": "0"}}, seal["files"] | {"x": {}}, [], {}, None):
        path.write_text(json.dumps(seal | {"files": files}, indent=1), encoding="utf-8")
        assert says_build(processed)
    assert is_mended(raw, processed)


def test_a_table_of_another_build_is_not_taken_for_this_ones(copied, home):
    raw, processed, folder = copied
    shutil.copy(folder / "gaps.parquet", folder / "totals.parquet")
    assert says_build(processed)
    assert is_mended(raw, processed)


def test_what_a_reader_has_loaded_and_somebody_changes_is_said(copied):
    _, processed, folder = copied
    data = dataset.load(processed)
    (folder / "published").mkdir(exist_ok=True)
    for name in ("inputs.json", "standings.parquet"):
        (folder / name).write_bytes((folder / name).read_bytes()[:-20])
    with pytest.raises(DtsError, match=SAYS_BUILD["vi"]):
        _ = data.inputs
    with pytest.raises(DtsError, match=SAYS_BUILD["vi"]):
        data.rows("standings", unit_code="369")
