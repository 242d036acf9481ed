"""The contract of every notebook: thin, tagged, in Vietnamese, headline stored, provenance last."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from dts_analysis.reports.metadata import spoken
from dts_analysis.show.facts import KEYS, read_facts

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
ROOMS = {"dataset", "scoring", "show"}
LOGIC = (
    ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.If, ast.IfExp, ast.With, ast.Lambda,
    ast.BinOp, ast.AugAssign, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.SetComp,
)  # fmt: skip


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def document(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(document):
    return [cell for cell in document.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_the_first_code_cell_holds_the_parameters_each_with_a_comment(document):
    first = code_cells(document)[0]
    assert tags(first) == ["parameters"]
    for line in first.source.splitlines():
        assert re.fullmatch(r"\w+ = .+  # .+", line), line


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_basis_is_chosen_by_the_data_unless_it_is_asked_for(path):
    cell = code_cells(nbformat.read(path, as_version=4))[0]
    values = {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(cell.source).body}
    shows_points = path.stem not in {"verification", "data_quality"}
    assert values.get("basis", "") == ""
    assert ("basis" in values) == shows_points


def test_at_most_a_dozen_cells_without_logic(document):
    cells = code_cells(document)
    assert len(cells) <= 14  # a dozen, the parameters and the notice
    for cell in cells:
        found = [type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]
        assert found == [], cell.source


def test_only_four_rooms_are_imported(document):
    for cell in code_cells(document):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.Import), cell.source
            if isinstance(node, ast.ImportFrom):
                names = {alias.name for alias in node.names}
                assert node.module == "dts_analysis.analysis" or (node.module == "dts_analysis" and names <= ROOMS)


def test_prose_is_vietnamese_and_states_no_number(document):
    prose = [cell.source for cell in document.cells if cell.cell_type == "markdown"]
    assert prose[0].startswith("# ")
    assert all(re.search(r"[à-ỹĐđ]", text) for text in prose)
    assert not any(re.search(r"\d+,\d+|\d+ ?%|\d+/\d+", text) for text in prose)


def test_prose_is_english_where_english_is_asked_for_and_states_no_number(document):
    prose = [cell.source for cell in spoken(document, "en").cells if cell.cell_type == "markdown"]
    assert prose[0].startswith(f"# {document.metadata.dts.title_en}\n")
    assert not any(re.search(r"[à-ỹĐđ]", text) for text in prose)
    assert not any(re.search(r"\d+[,.]\d+|\d+ ?%|\d+/\d+", text) for text in prose)
    headings = [re.match("#+ ", cell.source) for cell in document.cells if cell.cell_type == "markdown"]
    assert [found and found[0] for found in headings] == [
        (match := re.match("#+ ", text)) and match[0] for text in prose
    ]


def test_prose_is_true_whatever_the_data_is(document):
    prose = "\n".join(cell.source for cell in document.cells if cell.cell_type == "markdown").casefold()
    points = ["điểm tự chấm", "điểm thẩm định", "điểm chính thức"]
    claims = [*points, "đứng đầu", "đứng cuối", "hạng nhất", "phần lớn đơn vị", "hầu hết", "đa số đơn vị đã"]
    assert [words for words in claims if words in prose] == []


def test_every_notebook_states_facts(document):
    stated = read_facts(document)
    assert len(stated) >= 3
    assert set(stated["year"]) <= {2021, 2022}
    whole = stated[stated["of"] == ""]
    assert set(whole["basis"]) - {"claimed", "verified", ""} == set()
    assert stated.groupby(list(KEYS))["value"].nunique().max() == 1


def test_a_headline_is_stored_and_compared(document):
    compared = [cell for cell in code_cells(document) if "nbval-check-output" in tags(cell)]
    assert compared
    for cell in compared:
        assert "keep_output" in tags(cell)
        assert cell.execution_count
        assert cell.outputs[0].data["text/plain"].strip()


def test_every_cell_was_run_without_error_and_without_a_path_of_a_machine(document):
    for cell in code_cells(document):
        assert [output.output_type for output in cell.outputs if output.output_type == "error"] == []
        assert cell.execution_count is not None
        assert "execution" not in cell.metadata
    text = nbformat.writes(document)
    assert not re.search(r"/(home|root|tmp|work|Users)/\w", text)


def test_illustrative_data_is_announced_first_and_provenance_is_last(document):
    first = next(cell for cell in code_cells(document) if cell.outputs)
    assert "SỐ LIỆU MINH HỌA" in first.outputs[0].data["text/html"]
    last = code_cells(document)[-1]
    assert last.source.startswith("show.provenance(")
    assert "SHA-256" in last.outputs[0].data["text/html"]


def test_the_stored_headline_of_gia_vien_is_the_published_one():
    text = (FOLDER / "pillars.ipynb").read_text(encoding="utf-8")
    assert "511,18/765 (66,8%); 41/72 chỉ số ở mức" in text


def test_nothing_but_the_languages_name_is_said_of_the_kernel(document):
    assert document.metadata.kernelspec.name == "python3"
    assert document.metadata.language_info.name == "python"


@pytest.mark.parametrize(
    "name", ["summary", "pillars", "weak_indicators", "year_over_year", "communes", "verification"]
)
def test_where_classes_are_counted_their_thresholds_and_range_are_printed(name):
    cells = code_cells(nbformat.read(FOLDER / f"{name}.ipynb", as_version=4))
    shown = "\n".join(output.data.get("text/html", "") for cell in cells for output in cell.outputs)
    assert "Ngưỡng do dự án chọn" in shown
    assert re.search(r"từ 70,0%", shown)
    assert re.search(r"trên \d+,\d%, đến \d+,\d%", shown)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("overview", ["R99", "Cơ quan có thẩm quyền xử lý", "đơn vị", "tỉnh"]),
        ("year_over_year", ["Đổi trọng số", "Chỉ số mới", "Chỉ số bỏ", "Cộng mọi trụ cột"]),
    ],
)
def test_a_provinces_losses_and_the_pillars_parts_of_a_change_are_shown(name, words):
    cells = code_cells(nbformat.read(FOLDER / f"{name}.ipynb", as_version=4))
    tables = "\n".join(output.data.get("text/html", "") for cell in cells for output in cell.outputs)
    assert [word for word in words if word not in tables] == []
