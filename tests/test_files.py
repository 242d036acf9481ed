"""Files written whole or not at all; folders, shares and buckets by one name; refusals in words."""

import errno
import importlib
import os
import sys
import uuid
from pathlib import Path

import pandas as pd
import pytest

from dts_analysis import dataset, files
from dts_analysis.errors import DtsError

RAW = Path(__file__).parents[1] / "data" / "raw"


def full(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_write_makes_folders_and_replaces_what_was_there(tmp_path):
    path = tmp_path / "a" / "b" / "c.txt"
    for content in (b"old", "mới".encode()):
        files.write(path, content)
        assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["c.txt"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "a.csv"
    files.write(path, b"old")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_a_write_that_is_interrupted_leaves_what_was_there(tmp_path, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    path = tmp_path / "a.csv"
    files.write(path, b"old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_nobody_sees_a_file_before_it_is_on_the_disk(tmp_path, monkeypatch):
    path, seen, real = tmp_path / "a.csv", [], os.fsync

    def watched(descriptor):
        seen.append(path.read_bytes())
        real(descriptor)

    files.write(path, b"old")
    monkeypatch.setattr(os, "fsync", watched)
    files.write(path, b"new")
    assert seen[0] == b"old"
    if os.name == "posix":
        assert seen == [b"old", b"new"]  # the second is the folder's


def test_sweep_takes_scratch_files_and_only_those(tmp_path):
    kept = [tmp_path / "a.new", tmp_path / "2022" / ".hidden", tmp_path / "2022" / "a.html"]
    scratch = [tmp_path / f".index.html.0{files.SCRATCH}", tmp_path / "2022" / f".a.html.1f{files.SCRATCH}"]
    for path in (*kept, *scratch):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    files.sweep(tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)
    files.sweep(tmp_path / "nowhere")


def test_a_path_is_a_path():
    assert files.place("data/processed") == Path("data/processed")
    assert files.place(Path("x")) == Path("x")
    assert isinstance(files.place("C:x"), Path)


def test_without_the_extra_an_address_is_refused_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "upath", None)
    said = r"s3://b/x: chưa cài upath để đọc và ghi s3://; cần: phần mở rộng «cluster».*pip install 'dts-analysis"
    with pytest.raises(DtsError, match=said):
        files.place("s3://b/x")
    assert files.place("data/processed") == Path("data/processed")


def test_without_the_buckets_extra_its_address_is_refused_too(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    known = importlib.import_module("fsspec.registry")._registry
    for name in ("s3", "s3a"):
        monkeypatch.delitem(known, name, raising=False)  # as if never asked for
    with pytest.raises(DtsError, match="chưa cài s3fs để đọc và ghi s3://; cần: phần mở rộng «s3»"):
        files.place("s3://b/x")


def test_an_address_nobody_knows_is_refused():
    with pytest.raises(DtsError, match="la://b/x: không biết loại địa chỉ la://"):
        files.place("la://b/x")


def test_processed_data_lives_at_an_address_as_in_a_folder():
    where = f"memory://{uuid.uuid4().hex}/processed"
    with pytest.raises(DtsError, match="chưa có dữ liệu đã xử lý"):
        dataset.load(where)
    assert not dataset.is_current(RAW, where)
    made = dataset.build(RAW, where)
    assert dataset.is_current(RAW, where)
    loaded = dataset.load(where)
    for name in (*dataset.TABLES, "findings"):
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(made, name), check_dtype=name != "reasons")
    assert set(loaded.published) == set(made.published) != set()
    assert (loaded.criteria, loaded.provenance) == (made.criteria, made.provenance)
    files.sweep(files.place(where))
    (files.place(where) / "provenance.json").unlink()
    with pytest.raises(DtsError, match="chưa có dữ liệu đã xử lý"):
        dataset.load(where)
