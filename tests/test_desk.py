"""The analyst's desk: who can be chosen, what is shown of them, copies that run, JupyterLab opened."""

import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient
from worlds import WORLDS

from dts_analysis import dataset, desk, messages, reports
from dts_analysis.cli.commands import dts
from dts_analysis.desk.choices import Choices
from dts_analysis.workspace import Workspace

HOME = Path(__file__).parents[1]


@pytest.fixture
def workspace(tmp_path):
    shutil.copytree(HOME / "notebooks", tmp_path / "notebooks")
    return Workspace(tmp_path)


def html_of(page):
    return page.shown.outputs[0]["data"]["text/html"]


# Who can be chosen


def test_every_unit_that_sent_a_form_and_every_unit_right_above_can_be_chosen(sample):
    choices = Choices(sample)
    assert choices.years == [2023, 2022, 2021]
    ((region, units),) = choices.of_year(2022).items()
    assert region == "Tỉnh Ninh Bình (37)"
    assert list(units.values())[:3] == ["37", "369", "370"]
    assert len(units) == 1 + 8 + 21
    assert units["Huyện Gia Viễn (373)"] == "373"
    assert len(choices.of_year(2021)[region]) == 1 + 8


@pytest.mark.parametrize("root", WORLDS)
def test_in_every_root_whoever_sent_a_form_can_be_chosen_once(world, root):
    data = world(root)
    choices = Choices(data)
    for year in choices.years:
        codes = [code for units in choices.of_year(year).values() for code in units.values()]
        assert len(codes) == len(set(codes))
        assert set(data.standings.loc[data.standings["year"] == year, "unit_code"]) <= set(codes)


def test_provinces_stand_apart_and_the_country_under_itself(world):
    found = Choices(world("provinces"))
    places = found.of_year(found.years[0])
    assert {"Cả nước (00)": "00"} in places.values()
    assert all(len(units) >= 1 for units in places.values())


# What is shown of it


def test_choices_follow_each_other_and_what_was_chosen_stays_where_it_can(sample, workspace):
    page = desk.Page(sample, workspace)
    assert (page.year.value, page.region.value, page.unit.value) == (2023, "Tỉnh Ninh Bình (37)", "37")
    assert [each.description for each in (page.year, page.region, page.unit)] == ["Năm", "Tỉnh", "Đơn vị"]
    page.unit.value = "373"
    page.year.value = 2022
    assert page.unit.value == "373"
    page.unit.value = "14464"
    page.year.value = 2021  # communes sent nothing then
    assert page.unit.value == "37"
    assert not (workspace.folder / desk.FOLDER).exists()  # nothing is written before somebody looks


def test_a_look_shows_what_the_summary_says_and_links_to_notebooks_with_their_parameters(sample, workspace):
    page = desk.Page(sample, workspace)
    page.year.value, page.unit.value = 2022, "373"
    page.look.click()
    shown = html_of(page)
    assert "Huyện Gia Viễn năm 2022 tự chấm 511,18/765 điểm" in shown
    assert "41/72" in shown
    assert shown.count('.ipynb" target="_blank"') == 10
    document = nbformat.read(workspace.folder / "lab/2022_373_verification.ipynb", as_version=4)
    (injected,) = [each for each in document.cells if "injected-parameters" in each.metadata.get("tags", [])]
    assert 'unit_code = "373"' in injected.source
    assert 'processed_dir = "../data/processed"' in injected.source
    assert not any(cell.get("outputs") for cell in document.cells)  # those stored are another unit's
    page.unit.value = "37"
    page.look.click()
    assert html_of(page).count('.ipynb" target="_blank"') == 4


def test_a_notebook_that_has_nothing_to_say_says_why(world, workspace):
    page = desk.Page(world("nothing_verified"), workspace)
    page.unit.value = "25459"
    page.look.click()
    assert "Tự chấm và thẩm định: " in html_of(page)
    assert "chưa có điểm thẩm định nào" in html_of(page)


def test_what_cannot_be_said_is_said_in_words(sample, workspace):
    page = desk.Page(sample, workspace)
    for path in workspace.notebooks.glob("*.ipynb"):
        path.unlink()
    page.look.click()
    assert "không có notebook nào" in html_of(page)


def test_where_no_form_came_the_page_says_how_to_receive_them(sample, workspace):
    nothing = sample.replaced(scores=sample.scores.head(0), received=sample.received.head(0))
    page = desk.Page(nothing, workspace)
    assert page.look.disabled
    assert "nhận phiếu bằng dts receive" in html_of(page)


def test_a_copy_that_somebody_worked_in_stays_as_it_was_left(sample, workspace):
    (job,) = reports.plan(sample, reports.load_notebooks(workspace.notebooks), 2022, ["373"], ["pillars"])
    path = desk.copy_for(workspace, job)
    path.write_text("của tôi", encoding="utf-8")
    assert desk.copy_for(workspace, job) == path
    assert path.read_text(encoding="utf-8") == "của tôi"


def test_prose_of_copies_and_of_the_start_notebook_is_in_the_language_that_is_spoken(sample, workspace):
    messages.use("en")
    (job,) = reports.plan(sample, reports.load_notebooks(workspace.notebooks), 2022, ["373"], ["pillars"])
    assert "# Pillars and completion" in desk.copy_for(workspace, job).read_text(encoding="utf-8")
    assert "# The desk" in desk.prepare(workspace).read_text(encoding="utf-8")
    page = desk.Page(sample, workspace)
    assert (page.year.description, page.look.description) == ("Year", "Look")


# Run as somebody runs it


def test_the_start_notebook_and_a_copy_run_in_a_workspace_from_its_own_folder(tmp_path, monkeypatch):
    WORLDS["one_pillar"](tmp_path / "data/raw")
    shutil.copytree(HOME / "notebooks", tmp_path / "notebooks")
    monkeypatch.delenv("DTS_HOME", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(HOME))
    workspace = Workspace(tmp_path)
    data = dataset.build(workspace.raw, workspace.processed)
    job = reports.plan(data, reports.load_notebooks(workspace.notebooks), 2024, names=["pillars"])[0]
    for path in (desk.prepare(workspace), desk.copy_for(workspace, job)):
        document = nbformat.read(path, as_version=4)
        NotebookClient(document, resources={"metadata": {"path": path.parent}}).execute()
        shown = [output for cell in document.cells for output in cell.get("outputs", [])]
        assert [each for each in shown if each.output_type == "error"] == []
        assert any(job.unit_name in str(each) or "widget-view" in str(each) for each in shown)


def opened(monkeypatch, folder, *options, is_root):
    from jupyterlab.labapp import LabApp

    asked = []
    monkeypatch.setattr(LabApp, "launch_instance", asked.extend)
    monkeypatch.setattr("dts_analysis.cli.lab.is_root", lambda: is_root)
    for name in ("DTS_HOME", "DTS_LANG"):
        monkeypatch.setenv(name, "")
    result = CliRunner().invoke(dts, ["--home", str(folder), "lab", *options])
    assert result.exit_code == 0, result.output
    return asked, result.output


def test_the_lab_opens_at_the_start_notebook_and_as_root_with_a_sentence(tmp_path, monkeypatch):
    asked, said = opened(monkeypatch, tmp_path, "--no-browser", "--port", "8899", is_root=False)
    assert asked[0] == f"--ServerApp.root_dir={tmp_path}"
    assert asked[1] == "--LabApp.default_url=/lab/tree/lab/start.ipynb"
    assert asked[2:] == ["--no-browser", "--port", "8899"]
    assert "root" not in said.replace(str(tmp_path), "")
    assert (tmp_path / "lab/start.ipynb").is_file()
    asked, said = opened(monkeypatch, tmp_path, is_root=True)
    assert asked[-1] == "--allow-root"
    assert "--ip 0.0.0.0 --no-browser" in said
