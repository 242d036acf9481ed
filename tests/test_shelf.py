"""What lies in a folder of notebooks: what can run runs, what cannot is named; and a new one that runs at once."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from batches import notebook
from click.testing import CliRunner
from raw_folder import RawFolder, criteria

from dts_analysis import messages, reports
from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError
from dts_analysis.reports.contract import nearest
from dts_analysis.reports.metadata import KERNEL, Metadata, read_metadata

HOME = Path(__file__).parents[1]
SAID = {"scope": "unit", "title_vi": "Hạ tầng", "title_en": "Base", "order": 1}
WHOLE = {"dts": SAID, "kernelspec": KERNEL}
OF_R = {"name": "ir", "display_name": "R", "language": "R"}


def as_json(**changed):
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    return json.dumps(document | changed).encode()


STRAYS = {
    "Untitled": (as_json(metadata={"kernelspec": KERNEL}), "notebook không có siêu dữ liệu «dts»"),
    "no_kernel": (as_json(metadata={"dts": SAID}), "notebook không nêu kernel Python"),
    "of_r": (as_json(metadata={"dts": SAID, "kernelspec": OF_R}), "không nêu kernel Python"),
    "half": (as_json()[:40], "không đọc được (dòng 1, cột 38: từ đây không còn là JSON"),
    "empty": (b"", "notebook không đọc được (tệp rỗng)"),
    "bytes": (b"\x00\xfe\xff", "byte FE không phải chữ mã hóa UTF-8"),
    "no_cells": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "missing an expected key: cells"),
    "listed": (as_json(metadata=[]), "tệp là JSON nhưng không phải notebook Jupyter"),
    "deep": (as_json(metadata={"a": json.loads("[" * 300 + "]" * 300)}), "lồng nhau quá sâu"),
    "tagless": (
        as_json(cells=[{"cell_type": "markdown", "id": "a", "metadata": {"tags": None}, "source": ""}]),
        "None is not of type 'array'",
    ),
}  # fmt: skip


def litter(folder):
    """Put every stray into a folder, with a hidden copy, Jupyter's own copies and a folder of old notebooks."""
    for name, (content, _) in STRAYS.items():
        (folder / f"{name}.ipynb").write_bytes(content)
    (folder / "._own.ipynb").write_bytes(b"\x00\x05")
    for name in (".ipynb_checkpoints", "old"):
        (folder / name).mkdir()
        (folder / name / "own.ipynb").write_bytes(as_json())


def test_whatever_else_lies_there_is_named_and_passed_over(tmp_path):
    notebook(tmp_path, "own", "1")
    litter(tmp_path)
    shelf = reports.look_over(tmp_path)
    assert list(shelf.chosen()) == list(reports.load_notebooks(tmp_path)) == ["own"]
    passed_over = {each.where.split("!")[0]: each.found for each in shelf.passed_over()}
    assert list(passed_over) == [
        *sorted(f"{name}.ipynb" for name in STRAYS), "._own.ipynb", ".ipynb_checkpoints/", "old/",
    ]  # fmt: skip
    for name, (_, words) in STRAYS.items():
        assert words in passed_over[f"{name}.ipynb"]
    assert passed_over[".ipynb_checkpoints/"] == "1 bản lưu ẩn của Jupyter hay của hệ điều hành"
    assert passed_over["old/"] == "1 notebook trong thư mục con"
    assert "/" not in "".join(passed_over.values()).replace("UTF-8/", "")


@pytest.mark.parametrize("value", ["-" * 5000 + "1", "1" + "+1" * 20_000, "(" * 300 + ")" * 300, "{[]: 1}"])
def test_a_parameter_that_python_stumbles_over_is_no_literal(tmp_path, value):
    notebook(tmp_path, "own", "1")
    document = nbformat.read(tmp_path / "own.ipynb", as_version=4)
    document.cells[0].source = f"unit_code = {value}"
    nbformat.write(document, tmp_path / "own.ipynb")
    with pytest.raises(DtsError, match="ô tham số có điều khác"):
        reports.load_notebooks(tmp_path)


@pytest.mark.parametrize("name", STRAYS)
def test_a_stray_that_is_asked_for_is_refused_with_why(tmp_path, name):
    notebook(tmp_path, "own", "1")
    litter(tmp_path)
    shelf = reports.look_over(tmp_path)
    with pytest.raises(DtsError) as raised:
        shelf.chosen(("own", name))
    assert STRAYS[name][1] in str(raised.value)
    assert name not in [each.where.split(".")[0] for each in shelf.passed_over(("own", name))]


def test_a_broken_notebook_of_the_projects_own_stops_what_it_was_chosen_for(tmp_path):
    notebook(tmp_path, "own", "1")
    notebook(tmp_path, "broken", "1")
    document = nbformat.read(tmp_path / "broken.ipynb", as_version=4)
    document.cells[0].metadata["tags"] = []
    nbformat.write(document, tmp_path / "broken.ipynb")
    shelf = reports.look_over(tmp_path)
    for names in ((), ("broken",), ("own", "broken")):
        with pytest.raises(DtsError, match=r"broken\.ipynb: 0 ô mang thẻ «parameters»"):
            shelf.chosen(names)
        assert shelf.passed_over(names) == []
    assert list(shelf.chosen(("own",))) == ["own"]
    assert [each.where for each in shelf.passed_over(("own",))] == ["broken.ipynb"]


def test_a_folder_of_strays_only_says_so_with_each_of_them(tmp_path):
    (tmp_path / "Untitled.ipynb").write_bytes(STRAYS["Untitled"][0])
    with pytest.raises(DtsError) as raised:
        reports.load_notebooks(tmp_path)
    assert [each.code for each in raised.value.findings] == ["notebooks_missing", "notebook_foreign"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"scope": "xa"}, "(scope = 'xa': cần một trong: unit, parent)"),
        ({"titel_vi": "x"}, "(khóa lạ titel_vi)"),
        ({"title_vi": ""}, "(title_vi = '': cần chữ trong ngoặc kép)"),
        ({"order": "1"}, "(order = '1': cần một số hữu hạn)"),
        ({"order": -1}, "(order = -1: cần ≥ 0)"),
        ({"needs": ["before"]}, "(needs.0 = 'before': cần một trong: year_before, verified)"),
        ({"needs": 5}, "needs = 5"),
    ],
)
def test_what_a_notebook_says_wrong_of_itself_is_named_key_by_key(changed, words):
    with pytest.raises(DtsError) as raised:
        read_metadata(WHOLE | {"dts": SAID | changed}, "x.ipynb")
    assert words in str(raised.value)
    assert "notebooks/README.md" in str(raised.value)


def test_a_missing_key_is_named_and_so_is_metadata_of_another_kind():
    with pytest.raises(DtsError, match=r"\(thiếu title_en; thiếu order\)"):
        read_metadata(WHOLE | {"dts": {"scope": "unit", "title_vi": "x"}}, "x.ipynb")
    with pytest.raises(DtsError, match=r"\(dts = None: cần các cặp «khóa: giá trị»\)"):
        read_metadata(WHOLE | {"dts": None}, "x.ipynb")


def test_the_page_about_notebooks_tells_every_key_of_the_schema():
    page = (HOME / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert [key for key in Metadata.model_fields if f"`{key}`" not in page] == []
    example = json.loads("{" + page.split("```json\n")[1].split("```")[0] + "}")
    assert read_metadata(example, "README.md").order == 5


def test_a_name_that_is_none_is_answered_with_the_nearest():
    notebooks = reports.load_notebooks(HOME / "notebooks")
    for typed in ("pilars", "Pillars.ipynb", "trụ cột & mức hoàn thành", "tru cot va muc"):
        assert nearest(typed, notebooks) == "pillars"
    assert nearest("zzz", notebooks) == ""


def test_an_unknown_notebook_is_refused_with_the_nearest_and_all(sample):
    notebooks = reports.load_notebooks(HOME / "notebooks")
    with pytest.raises(DtsError) as raised:
        reports.plan(sample, notebooks, 2022, ("373",), ("pilars", "zzz"))
    assert [each.found for each in raised.value.findings] == [
        "không có notebook «pilars» (có phải pillars?)", "không có notebook «zzz»",
    ]  # fmt: skip
    assert "one of: overview, audit, data_quality" in _english(raised.value)


def _english(error):
    messages.use("en")
    return str(error)


def project(folder):
    """Return a root with a district's two communes, which claim and are not verified, and no notebook."""
    raw = RawFolder(folder / "data" / "raw", criteria("thu_2022", "commune", [2022], {"A": [10, 10]}))
    for code, points in (("14464", "10 5"), ("14467", "7 5")):
        raw.unit(code, 2022, "thu_2022", points)
    raw.done()
    (folder / "notebooks").mkdir()
    return folder


def dts(folder, *arguments):
    result = CliRunner().invoke(cli.dts, ["--home", str(folder), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit | DtsError), result.exception
    return result


def test_new_notebooks_run_at_once_where_nothing_is_verified(tmp_path):
    folder = project(tmp_path)
    for scope in ("unit", "parent", "region"):
        made = dts(folder, "notebook", "new", f"moi_{scope}", "--scope", scope)
        assert "dts report --year 2022 --notebook moi_" in made.output, made.output
    litter(folder / "notebooks")
    done = dts(folder, "report", "--year", "2022")
    assert done.exit_code == 0, done.output
    assert "4 báo cáo (4 vừa làm), 0 hỏng, 0 không làm" in done.stdout
    assert "Bỏ qua Untitled.ipynb: notebook không có siêu dữ liệu «dts»; cần: " in done.stderr
    pages = sorted(path.relative_to(folder / "reports/2022").as_posix() for path in folder.rglob("2022/*/*.html"))
    assert pages == [
        "14464/moi_unit.html", "14467/moi_unit.html", "373/moi_parent.html", "373/moi_region.html",
    ]  # fmt: skip
    listed = dts(folder, "report", "--year", "2022", "--dry-run")
    assert listed.stdout.splitlines()[-1] == "Sẽ làm 0 trong 4 báo cáo."
    assert listed.stderr.count("Bỏ qua ") == len(STRAYS) + 3


def test_a_new_notebook_passes_as_a_regression_check(tmp_path):
    folder = project(tmp_path)
    dts(folder, "build")
    dts(folder, "notebook", "new", "moi")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run([*command, "moi.ipynb"], cwd=folder / "notebooks", capture_output=True, text=True)
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def code(document):
    return [cell.source for cell in document.cells if cell.cell_type == "code"]


def test_a_new_notebook_shows_by_hand_a_unit_that_sent_a_form_and_keeps_the_contract(tmp_path):
    folder = project(tmp_path)
    notebook(folder / "notebooks", "own", "1", order=7)
    dts(folder, "notebook", "new", "moi", "--title", "Hạ tầng\n số", "--title-en", "Base")
    document = nbformat.read(folder / "notebooks/moi.ipynb", as_version=4)
    nbformat.validate(document)
    assert document.metadata["dts"] == {
        "scope": "unit", "title_vi": "Hạ tầng số", "title_en": "Base", "order": 8,
    }  # fmt: skip
    assert document.cells[0].source.startswith("# Hạ tầng số\n\nViết ở đây")
    values = {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(code(document)[0]).body}
    assert values == {"unit_code": "14464", "year": 2022, "basis": "", "processed_dir": "../data/processed"}
    assert all("  # " in line for line in code(document)[0].splitlines())
    assert code(document)[-1] == "show.provenance(unit)"
    dts(folder, "notebook", "new", "tren", "--scope", "region")
    above = nbformat.read(folder / "notebooks/tren.ipynb", as_version=4)
    assert above.metadata["dts"]["scope"] == "parent"
    assert code(above)[0].splitlines()[0].startswith('unit_code = "373"  # mã đơn vị cấp trên')
    assert "basis" not in code(above)[0]


def test_a_notebook_is_never_written_over_and_needs_a_plain_name_and_a_folder(tmp_path):
    (tmp_path / "notebooks").mkdir()
    made = dts(tmp_path, "notebook", "new", "moi")
    assert made.exit_code == 0, made.output
    before = (tmp_path / "notebooks/moi.ipynb").read_bytes()
    for name, words in (
        ("moi", "moi.ipynb: đã có notebook này, không ghi đè"),
        ("Hạ tầng", "Hạ tầng: tên notebook không dùng được; cần: chữ thường không dấu"),
        ("../moi2", "tên notebook không dùng được"),
    ):
        refused = dts(tmp_path, "notebook", "new", name)
        assert words in str(refused.exception)
    assert [path.name for path in (tmp_path / "notebooks").iterdir()] == ["moi.ipynb"]
    assert (tmp_path / "notebooks/moi.ipynb").read_bytes() == before
    (tmp_path / "data").mkdir()
    nowhere = dts(tmp_path / "data", "notebook", "new", "a")
    assert (nowhere.exit_code, "Không có thư mục" in nowhere.output) == (2, True)


def test_a_manifest_of_odd_years_and_unknown_units_stops_no_new_notebook(tmp_path):
    folder = project(tmp_path)
    listed = folder / "data/raw/manifest.csv"
    listed.write_text(listed.read_text(encoding="utf-8").replace(",2022,", ",nay,"), encoding="utf-8")
    assert dts(folder, "notebook", "new", "mot").exit_code == 0
    listed.write_text(listed.read_text(encoding="utf-8").replace(",nay,", ",2022,").replace("14464", "1"), "utf-8")
    assert dts(folder, "notebook", "new", "hai", "--scope", "parent").exit_code == 0
    assert 'unit_code = "00"' in (folder / "notebooks/hai.ipynb").read_text(encoding="utf-8").replace("\\", "")
