"""papermill by hand: a parameter that a notebook does not take is refused by the notebook itself."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from dts_analysis import dataset, messages
from dts_analysis.dataset.parameters import check_injected
from dts_analysis.errors import DtsError

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
TAKEN = 'unit_code = "373"  # mã\nyear = 2022\nbasis: str = ""'


@pytest.fixture(scope="module")
def processed(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("processed")
    dataset.save(sample, folder)
    return folder


def by_hand(processed, out, *given, notebook="pillars"):
    """The stock command, as the README has it."""
    command = [sys.executable, "-m", "papermill", f"{NOTEBOOKS / notebook}.ipynb", out, "-p", "processed_dir"]
    return subprocess.run([*command, processed, *given], capture_output=True, text=True, check=False)


def test_a_misspelt_parameter_is_refused_by_the_notebook_not_reported_as_another_unit(processed, tmp_path):
    out = tmp_path / "out.ipynb"
    ended = by_hand(processed, out, "-r", "unit_cod", "369", "-p", "yaer", "2021")
    assert ended.returncode != 0
    assert ended.stderr.strip().splitlines()[-1] == (
        "injected-parameters: tham số lạ «unit_cod» (có phải unit_code?); cần: một trong: unit_code, year, basis, "
        "processed_dir. Cách xử lý: sửa tên tham số; với papermill là tên sau -r hoặc -p."
    )
    assert "«yaer» (có phải year?)" in ended.stderr
    cells = [cell for cell in nbformat.read(out, as_version=4).cells if cell.cell_type == "code"]
    shown = [output for cell in cells for output in cell.outputs if output.output_type != "error"]
    assert [output for output in shown if "Gia Viễn" in str(output)] == []
    (error,) = [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert len(error.traceback) == 2  # sentences; no line of code is at fault
    assert error.traceback[0].startswith("injected-parameters: ")


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ([TAKEN], []),  # as in JupyterLab: nothing injected
        ([TAKEN, "# Parameters\nunit_code = '369'\nyear = 2021"], []),
        ([TAKEN, "# Parameters\nbasis = 'final'"], []),
        ([TAKEN, "# Parameters\nunit_cod = '369'\nbase = ''"], ["unit_cod", "base"]),
        (["%matplotlib inline", TAKEN, "# Parameters\nunit = '1'"], ["unit"]),
        (["# Parameters\nunit_code = '369'", TAKEN], ["unit_code"]),  # no cell tagged: papermill injects on top
        ([TAKEN, "# Parameters\nunit_cod = '369'", "# Parameters\nunit_code = '369'"], []),  # mended, run again
    ],
)
def test_what_no_cell_before_assigns_is_refused(cells, refused):
    run = ["", *cells, "data = dataset.load(processed_dir)"]
    if not refused:
        check_injected(run)
        return
    with pytest.raises(DtsError) as error:
        check_injected(run)
    assert [(each.code, each.facts["name"]) for each in error.value.findings] == [
        ("parameter_unknown", name) for name in refused
    ]


def test_outside_a_notebook_there_is_nothing_to_refuse():
    check_injected()


def test_the_sentence_is_said_in_english_too():
    messages.use("en")
    with pytest.raises(DtsError, match=r"unknown parameter «yeer» \(did you mean year\?\).*after -r or -p"):
        check_injected([TAKEN, "# Parameters\nyeer = 2021"])
