"""Files written whole or not at all; folders, shares and buckets by one name; refusals in words."""

import ctypes
import errno
import importlib
import io
import os
import shutil
import sys
import uuid
from pathlib import Path

import pandas as pd
import pytest
import worlds

from dts_analysis import dataset, files
from dts_analysis.errors import DtsError, finding, findings_table
from dts_analysis.reports.ledger import LEDGER_COLUMNS, read_ledger, write_ledger


def full(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_write_makes_folders_and_replaces_what_was_there(tmp_path):
    path = tmp_path / "a" / "b" / "c.txt"
    for content in (b"old", "mới".encode()):
        files.write(path, content)
        assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["c.txt"]


def test_many_files_are_written_at_once_each_as_one_is(tmp_path, monkeypatch):
    contents = {f"{number}.csv": str(number).encode() for number in range(40)}
    files.write_all(tmp_path / "a", contents)
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == contents
    files.write_all(tmp_path / "none", {})
    assert not (tmp_path / "none").exists()
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        files.write_all(tmp_path / "a", {"0.csv": b"new"})
    assert (tmp_path / "a/0.csv").read_bytes() == b"0"


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


def test_a_folder_is_taken_away_with_all_in_it_and_nothing_beside_it(tmp_path):
    for home in (tmp_path, files.place(f"memory://{uuid.uuid4().hex}")):
        for name in ("a/b/c.txt", "a/d.txt", "e/f.txt"):
            files.write(home / name, b"x")
        files.remove(home / "a")
        assert not (home / "a").exists()
        assert [path.name for path in home.rglob("*.txt")] == ["f.txt"]


def test_processed_data_lives_at_an_address_as_in_a_folder(tmp_path):
    where, raw = f"memory://{uuid.uuid4().hex}/processed", worlds.one_pillar(tmp_path / "raw")
    (raw / "published").mkdir()
    shutil.copy(worlds.RAW / "published" / "facts.csv", raw / "published")
    with pytest.raises(DtsError, match="processed: chưa có dữ liệu đã xử lý"):
        dataset.load(where)
    assert not dataset.is_current(raw, where)
    made = dataset.build(raw, where)
    assert dataset.is_current(raw, where)
    dataset.save(made, tmp_path / "processed")
    loaded, beside = dataset.load(where), dataset.load(tmp_path / "processed")
    for name in dataset.TABLES:
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(beside, name))
    pd.testing.assert_frame_equal(loaded.rows("totals", unit_code="369"), beside.rows("totals", unit_code="369"))
    pd.testing.assert_frame_equal(loaded.published["facts"], made.published["facts"])
    assert (loaded.criteria, loaded.provenance, loaded.inputs) == (made.criteria, made.provenance, made.inputs)
    files.sweep(files.place(where))
    (files.place(where) / "provenance.json").unlink()
    with pytest.raises(DtsError, match="processed: chưa có dữ liệu đã xử lý"):
        dataset.load(where)


def test_at_an_address_too_one_build_before_stays_and_earlier_ones_go(world):
    where, made = f"memory://{uuid.uuid4().hex}/processed", world("one_pillar")
    first = None
    for code in ("369", "370", "372"):
        other = made.replaced(scores=made.rows("scores", unit_code=code))
        dataset.save(other, where)
        first = first or dataset.load(where)
        if code == "370":
            assert set(first.rows("scores")["unit_code"]) == {"369"}
    assert set(dataset.load(where).scores["unit_code"]) == {"372"}
    with pytest.raises(DtsError, match="processed: chưa có dữ liệu đã xử lý"):
        first.rows("scores", unit_code="369")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_compute_is_written_as_text_and_read_back(tmp_path, text):
    content = files.csv_bytes(["a", "b"], [{"a": text, "b": -1.5}])
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(content), dtype="str")
    assert table["b"].item() == "-1.5"
    assert table["a"].item().lstrip("'\r\t ") == text.strip()
    assert content.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    assert files.unplain(files.plain(text)) == text


def test_a_ledger_and_the_findings_hold_text_as_text(tmp_path, world):
    row = dict.fromkeys(LEDGER_COLUMNS, "") | {"unit_code": "373", "notebook": "pillars", "error": "=HYPERLINK(1)"}
    write_ledger(tmp_path / "index.csv", [row])
    assert "'=HYPERLINK(1)" in (tmp_path / "index.csv").read_text(encoding="utf-8-sig")
    assert read_ledger(tmp_path / "index.csv") == [row]
    data = world("one_unit")
    found = findings_table([finding("draft_id", "-1+1"), finding("file_empty", "a.xlsx", year=2022)])
    dataset.save(data.replaced(findings=found), tmp_path)
    said = pd.read_csv(tmp_path / "findings.csv", dtype="str", keep_default_na=False)
    assert said["where"].tolist() == ["'-1+1", "a.xlsx"]
    assert said["year"].tolist() == ["", "2022"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../373",
        "/etc",
        "a/b",
        "a\\b",
        ".hidden",
        "C:",
        "a\0b",
        "a\nb",
        "a ",
        "a.",
        "x" * 201,
        "ấ" * 70,
    ],
)
def test_no_name_leads_outside_its_place(name):
    with pytest.raises(DtsError, match="không dùng làm tên tệp hay thư mục được"):
        files.part(name)


def test_a_name_in_vietnamese_is_a_name():
    assert files.part("Hạ tầng số (2)") == "Hạ tầng số (2)"


def test_what_is_written_past_python_is_dropped_for_a_while_and_only_then(capfd):
    libc = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    libc.puts(b"before")
    with files.muted():
        libc.puts(b"meanwhile")
        os.write(1, b"meanwhile too\n")
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "before\nafter\n"
    with files.muted(987):  # there is none
        os.write(1, b"still\n")
    assert capfd.readouterr().out == "still\n"
