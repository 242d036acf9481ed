"""Notebooks as functions: refused before a kernel starts, or run; one failure stops nobody else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from batches import notebook

from dts_analysis import dataset, kernel, messages, reports
from dts_analysis.dataset.provenance import code as code_digest
from dts_analysis.errors import DtsError
from dts_analysis.reports import make

HOME = Path(__file__).parents[1]
NOTEBOOKS = HOME / "notebooks"


@pytest.fixture(scope="module")
def processed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("processed")
    dataset.build(HOME / "data" / "raw", folder)
    return folder


def test_the_projects_notebooks_are_sound():
    found = reports.load_notebooks(NOTEBOOKS)
    assert set(found) >= {
        "summary",
        "pillars",
        "weak_indicators",
        "year_over_year",
        "verification",
        "communes",
        "overview",
        "data_quality",
    }
    assert found["year_over_year"].needs == ("year_before",)
    assert found["overview"].scope == "parent"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda cells: cells[0].metadata.update(tags=[]), r"x\.ipynb: 0 ô mang thẻ «parameters»"),
        (lambda cells: cells[1].metadata.update(tags=["parameters"]), "2 ô mang thẻ «parameters»"),
        (
            lambda cells: cells[0].update(source="unit_code = 1 + 1"),
            "ô tham số có điều khác ngoài «tên = giá trị»",
        ),
        (lambda cells: cells[0].update(source="def f(): pass"), "ô tham số có điều khác"),
        (lambda cells: cells[0].update(source="unit_code = '1'"), "ô tham số không có year"),
    ],
)
def test_a_notebook_without_a_sound_signature_is_refused(tmp_path, damage, said):
    notebook(tmp_path, "x", "1")
    document = nbformat.read(tmp_path / "x.ipynb", as_version=4)
    damage(document.cells)
    nbformat.write(document, tmp_path / "x.ipynb")
    with pytest.raises(DtsError, match=said):
        reports.load_notebooks(tmp_path)


def test_a_notebook_that_is_none_or_says_nothing_of_itself_is_refused(tmp_path):
    (tmp_path / "a.ipynb").write_text("not json", encoding="utf-8")
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "b.ipynb")
    with pytest.raises(DtsError) as error:
        reports.load_notebooks(tmp_path)
    codes = [each.code for each in error.value.findings]
    assert codes == ["notebooks_missing", "notebook_unreadable", "notebook_foreign"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "x.ipynb: notebook không đọc được (tệp rỗng)"),
        (
            b"not json",
            "x.ipynb!1: notebook không đọc được (dòng 1, cột 1: từ đây không còn là JSON; thư viện báo: Exp",
        ),
        (
            b'{"cells": [\n {"a": 1},\n',
            "x.ipynb!3: notebook không đọc được (dòng 3, cột 1: từ đây không còn là JSON",
        ),
        (
            b'{"a":\n "\xd0n"}',
            "x.ipynb!2: notebook không đọc được (dòng 2, cột 3: byte D0 không phải chữ mã hóa UTF-8",
        ),
        ('{"a": 1}'.encode("utf-16"), "(tệp lưu dạng UTF-16"),
        (b"[1]", "(tệp là JSON nhưng không phải notebook Jupyter; thư viện báo: 'list' object has no"),
        (b"{}", "(tệp là JSON nhưng không phải notebook Jupyter; thư viện báo: Notebook could not be converted"),
        (b'{"nbformat": 99, "cells": []}', "thư viện báo: Unsupported nbformat version 99 (NBFormatError))"),
        (b'{"a": ' + b"[" * 100_000, "(các danh sách hay nhóm khóa lồng nhau quá sâu)"),
    ],
)
def test_why_a_notebook_cannot_be_read_is_said_in_vietnamese(tmp_path, content, words):
    (tmp_path / "x.ipynb").write_bytes(content)
    with pytest.raises(DtsError) as error:
        reports.load_notebooks(tmp_path)
    assert words in str(error.value)


def test_why_a_notebook_cannot_be_read_is_said_in_english(tmp_path):
    messages.use("en")
    (tmp_path / "x.ipynb").write_text("{\n<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(DtsError, match=r"x\.ipynb!2: .*\(line 2, column 1: from here on this is no JSON"):
        reports.load_notebooks(tmp_path)


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(DtsError, match="không có notebook nào"):
        reports.load_notebooks(tmp_path)


def test_arguments_are_held_against_the_signature():
    pillars = reports.load_notebooks(NOTEBOOKS)["pillars"]
    assert reports.check_parameters(pillars, {"unit_code": "373", "year": 2022}) == []
    found = reports.check_parameters(pillars, {"unit_cod": "373", "year": "2022"})
    assert [each.code for each in found] == ["parameter_unknown", "parameter_type", "parameter_missing"]
    assert found[0].found == "tham số lạ «unit_cod» (có phải unit_code?)"
    assert found[1].found == "tham số year = '2022'"
    assert found[2].found == "không cho tham số unit_code"


def test_no_notebook_takes_the_name_of_a_list(tmp_path):
    notebook(tmp_path / "notebooks", "Index", "1")
    with pytest.raises(DtsError, match=r"Index\.ipynb: tên «index» dành cho trang danh mục"):
        reports.load_notebooks(tmp_path / "notebooks")


def test_one_failure_stops_nobody_else_and_its_old_report_is_withdrawn(sample, processed, tmp_path):
    books, out = tmp_path / "notebooks", tmp_path / "reports"
    notebook(books, "sound", "print(unit_code, year, processed_dir)")
    notebook(books, "raises", "raise ValueError('hỏng vì <b>lý do</b>')")
    notebook(books, "data_fault", f"from dts_analysis import dataset\ndataset.load({str(tmp_path)!r})")
    old = out / "2022" / "373" / "raises.html"
    old.parent.mkdir(parents=True)
    old.write_text("of an earlier run", encoding="utf-8")
    notebooks = reports.load_notebooks(books)
    jobs = reports.plan(sample, notebooks, 2022, ("373",))
    rows = {row["notebook"]: row for row in reports.run(jobs, sample, notebooks, out, processed)}
    assert {name: row["status"] for name, row in rows.items()} == {
        "sound": "done", "raises": "failed", "data_fault": "failed",
    }  # fmt: skip
    assert rows["raises"]["error"] == "ValueError: hỏng vì <b>lý do</b>"
    assert "chưa có dữ liệu đã xử lý" in rows["data_fault"]["error"]
    made = sorted(path.relative_to(out).as_posix() for path in out.rglob("[!.]*") if path.is_file())
    assert made == ["2022/373/files/sound.ipynb", "2022/373/sound.html", "2022/index.csv", "index.html"]
    assert "373 2022" in (out / "2022/373/sound.html").read_text(encoding="utf-8")
    ledger = reports.read_ledger(out / "2022" / reports.LEDGER)
    assert [(row["notebook"], row["status"]) for row in ledger] == [
        ("data_fault", "failed"), ("raises", "failed"), ("sound", "done"),
    ]  # fmt: skip
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;lý do&lt;/b&gt;" in index
    assert 'href="2022/373/sound.html"' in index
    assert "SỐ LIỆU MINH HỌA" in index


def test_a_second_call_keeps_the_ledgers_other_rows(sample, processed, tmp_path):
    books, out = tmp_path / "notebooks", tmp_path / "reports"
    notebook(books, "sound", "1", needs=("year_before",))
    notebooks = reports.load_notebooks(books)
    for year, unit in ((2021, "373"), (2021, "374")):
        rows = reports.run(reports.plan(sample, notebooks, year, (unit,)), sample, notebooks, out, processed)
        assert rows[0]["status"] == "skipped"
    ledger = reports.read_ledger(out / "2021" / reports.LEDGER)
    assert [row["unit_code"] for row in ledger] == ["373", "374"]
    assert "không làm</summary>" in (out / "index.html").read_text(encoding="utf-8")


def test_names_neither_leave_the_folder_nor_run_in_a_page(sample, processed, tmp_path):
    books, out = tmp_path / "notebooks", tmp_path / "reports"
    evil = "<script>alert(1)</script>../../x"
    notebook(books, "sound", "from dts_analysis import show\nshow.Prose('<script>alert(2)</script>')")
    units = sample.units.copy()
    units.loc[units["unit_code"] == "373", "name"] = evil
    renamed = sample.replaced(units=units)
    notebooks = reports.load_notebooks(books)
    reports.run(reports.plan(renamed, notebooks, 2022, ("373",)), renamed, notebooks, out, processed)
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert re.findall("<script[^{]*", text) == ["<script>\nconst WORDS = "], page.name
        assert "<script" not in re.sub("(?s)<script>\nconst WORDS.*?</script>", "", text)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notebooks", "reports"]


def test_a_page_links_nothing_from_outside_and_shows_no_code(sample, processed, tmp_path):
    notebooks = reports.load_notebooks(NOTEBOOKS)
    jobs = reports.plan(sample, notebooks, 2022, ("373",), ("pillars",))
    (row,) = reports.run(jobs, sample, notebooks, tmp_path, processed)
    assert row["status"] == "done", row["error"]
    page = (tmp_path / "2022/373/pillars.html").read_text(encoding="utf-8")
    linked = {found.partition(",")[0] for found in re.findall(r"""(?:href|src)=["']?([^"'>\s]*)""", page)}
    (published,) = {each for each in linked if each.startswith("https://")}
    assert f'<a href="{published}">giavien.ninhbinh.gov.vn</a>' in page  # named, and not fetched by itself
    linked = {each.partition("#")[0] for each in linked} - {"", published}
    assert {each for each in linked if each.startswith("data:")} == {"data:image/svg+xml;base64"}
    for each in linked - {"data:image/svg+xml;base64"}:
        assert (tmp_path / "2022/373" / each).is_file(), each
    assert "url(" not in page
    assert "@import" not in page
    assert "processed_dir" not in page
    assert "511,18/765 (66,8%); 41/72 chỉ số ở mức" in page
    assert "SỐ LIỆU MINH HỌA" in page
    assert '<html lang="vi">' in page
    text = (tmp_path / "2022/373/files/pillars.ipynb").read_text(encoding="utf-8")
    assert "511,18/765" in text


def test_a_report_in_english(sample, processed, tmp_path):
    from dts_analysis import messages

    messages.use("en")
    notebooks = reports.load_notebooks(NOTEBOOKS)
    jobs = reports.plan(sample, notebooks, 2022, ("373",), ("weak_indicators",))
    (row,) = reports.run(jobs, sample, notebooks, tmp_path, processed)
    assert row["status"] == "done", row["error"]
    assert "ILLUSTRATIVE DATA" in (tmp_path / "2022/373/weak_indicators.html").read_text(encoding="utf-8")


def test_the_notebooks_folder_is_left_as_it_was(sample, processed, tmp_path):
    before = {path: path.read_bytes() for path in NOTEBOOKS.glob("*.ipynb")}
    books = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, books)
    assert {path.name: path.read_bytes() for path in books.glob("*.ipynb")} == {
        path.name: content for path, content in before.items()
    }


def test_a_grammar_that_no_notebook_needs_is_not_compiled_and_can_still_be_had():
    name = "rfc3987_syntax"
    code = f"import sys; from dts_analysis import reports; print('{name}' in sys.modules); import {name}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def _kit(processed, target, code):
    return make.Kit(
        sources={"pillars": (NOTEBOOKS / "pillars.ipynb").read_text(encoding="utf-8")},
        home=str(NOTEBOOKS), processed=str(processed), reports=str(target), kernel=kernel.best(), language="vi",
        code=code, seconds=60, memory_megabytes=1024, output_megabytes=8,
    )  # fmt: skip


def test_the_next_kernel_is_prestarted_unless_the_job_is_the_last(sample, processed, tmp_path):
    notebooks = reports.load_notebooks(NOTEBOOKS)
    (job,) = reports.plan(sample, notebooks, 2022, ("373",), ("pillars",))
    maker = make.Maker(_kit(processed, tmp_path, code_digest()))
    try:
        assert maker.make(job).status == "done"
        assert maker.kernels.next is not None
        assert maker.make(job, is_last=True).status == "done"
        assert maker.kernels.next is None
    finally:
        maker.close()


def test_a_worker_with_another_version_of_the_package_makes_nothing(sample, processed, tmp_path):
    notebooks = reports.load_notebooks(NOTEBOOKS)
    (job,) = reports.plan(sample, notebooks, 2022, ("373",), ("pillars",))
    outcome = make.Maker(_kit(processed, tmp_path, "another")).make(job)
    assert (outcome.status, outcome.try_again) == ("failed", False)
    assert "cài bản dts_analysis khác" in outcome.error
    assert list(tmp_path.iterdir()) == []
