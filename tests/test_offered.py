"""The API is found by typing: every offered name is there, says what it is, and costs nothing until it is used."""

import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from worlds import WORLDS

import dts_analysis as dts
from dts_analysis import dataset
from dts_analysis.errors import DtsError

HOME = Path(__file__).parents[1]
ROOMS = [name for name in dir(dts) if inspect.ismodule(getattr(dts, name))]


def test_every_room_but_the_command_line_is_offered_and_says_what_is_in_it():
    listed = set(re.findall(r"^(\w+)  +\S", dts.__doc__, re.M))
    assert set(ROOMS) == listed - {"cli"}
    assert [name for name in ROOMS if len(getattr(dts, name).__doc__ or "") < 40] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_that_a_room_offers_is_there_and_is_explained(room):
    module = getattr(dts, room)
    names = [name for name in getattr(module, "__all__", []) if not name.startswith("_")]
    found = {name: getattr(module, name) for name in names}
    callables = {name: each for name, each in found.items() if inspect.isfunction(each) or inspect.isclass(each)}
    assert [name for name, each in callables.items() if not inspect.getdoc(each)] == []


def test_analysis_offers_every_question_and_names_it():
    folder = Path(dts.analysis.__file__).parent
    files = {each.stem for each in folder.glob("*.py")} | {
        each.parent.name for each in folder.glob("*/__init__.py")
    }
    assert set(dts.analysis.__all__) == files - {"__init__", "analysis"}
    said = dts.analysis.__doc__.replace(" _", " published_")
    assert [name for name in dts.analysis.__all__ if not re.search(rf"\b{name}\b", said)] == []
    assert dts.analysis.losses.losses.__module__ == "dts_analysis.analysis.losses"


def test_show_offers_every_public_function_that_returns_something_to_look_at():
    assert {"pillar_table", "weak_table", "Chart", "story_headline", "basis_name"} <= set(dir(dts.show))
    for name in dts.show.__all__:
        assert getattr(dts.show, name) is getattr(
            importlib.import_module(getattr(dts.show, name).__module__), name
        )


def test_the_import_alone_brings_nothing_along():
    heavy = ("pandas", "numpy", "matplotlib", "pydantic", "yaml", "papermill")
    code = f"import sys, dts_analysis; dir(dts_analysis); print([n for n in {heavy} if n in sys.modules])"
    here = os.environ | {"PYTHONPATH": str(HOME)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=here, check=True)
    assert done.stdout.strip() == "[]"


# The data of the workspace at hand


@pytest.fixture
def world_folder(tmp_path):
    WORLDS["one_pillar"](tmp_path / "data/raw")
    return tmp_path


def test_the_workspace_is_found_from_below_it_and_its_data_built_where_they_are_old(world_folder, monkeypatch):
    below = world_folder / "notebooks"
    below.mkdir()
    monkeypatch.delenv("DTS_HOME", raising=False)
    monkeypatch.chdir(below)
    data = dts.load()
    monkeypatch.chdir(HOME)
    monkeypatch.setenv("DTS_HOME", str(world_folder))
    assert dts.load().provenance["build"] == data.provenance["build"]
    manifest = world_folder / "data/raw/manifest.csv"
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    manifest.write_text("".join(lines[:-1]), encoding="utf-8")
    (world_folder / "data/raw" / lines[-1].split(",")[0]).unlink()
    again = dts.load()
    assert again.provenance["build"] != data.provenance["build"]
    assert len(again.received) == len(data.received) - 1


def test_where_there_is_no_workspace_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DTS_HOME", raising=False)
    with pytest.raises(DtsError, match="không có không gian làm việc nào ở đây"):
        dts.load()
    monkeypatch.setenv("DTS_HOME", str(tmp_path / "none"))
    with pytest.raises(DtsError, match="DTS_HOME chỉ một thư mục không có"):
        dts.load()


# What a cell shows of it


def test_a_dataset_shows_what_it_holds_not_its_tables(sample):
    shown = repr(sample).splitlines()
    assert shown[0].startswith("29 đơn vị, 3 năm, 6 bộ tiêu chí, ")
    assert shown[-1] == 'data.about("369", 2023) · data.within("37", 2023) · data.rows("standings", year=2023)'
    assert sample._repr_html_().count("<tr") == 1 + 5
    table = sample.overview().set_index(["year", "criteria_id"])
    assert table.loc[(2022, "ninhbinh_district_2022"), ["n_units", "n_verified"]].tolist() == [8, 8]
    errors = sample.findings[sample.findings["severity"] == "error"]
    assert table["n_errors"].sum() == errors["year"].notna().sum()


@pytest.mark.parametrize("root", ["nothing_verified", "one_pillar", "one_unit", "measured"])
def test_other_roots_show_what_they_hold(world, root):
    data = world(root)
    assert data.overview()["n_units"].sum() > 0
    assert data._repr_html_().startswith("<p><strong>")


def test_a_root_to_which_nothing_came_says_so(sample):
    nothing = sample.replaced(scores=sample.scores.head(0), received=sample.received.head(0))
    assert repr(nothing).startswith("0 đơn vị, 0 năm, 6 bộ tiêu chí")
    assert nothing._repr_html_()


def test_views_and_sets_show_themselves_in_a_line(sample):
    assert repr(sample.about("373", 2022)) == "UnitView: Huyện Gia Viễn (373), 2022, verified"
    assert repr(sample.within("37", 2022)) == "GroupView: Tỉnh Ninh Bình (37), 2022, verified"
    assert repr(sample.region("37", 2022)) == "RegionView: Tỉnh Ninh Bình (37), 2022"
    shown = repr(sample.criteria["ninhbinh_district_2022"])
    assert shown.startswith("CriteriaSet: ninhbinh_district_2022, ")
    assert len(shown) < 300


def test_the_same_data_are_loaded_from_a_place_that_is_named(sample, tmp_path):
    dataset.save(sample, tmp_path)
    assert dts.load(tmp_path).provenance["build"] == sample.provenance["build"]


# Types


def test_every_offered_function_says_what_it_takes_and_returns():
    rooms = [getattr(dts, name) for name in ROOMS if name != "analysis"]
    rooms += [getattr(dts.analysis, name) for name in dts.analysis.__all__]
    untyped = []
    for room in rooms:
        for name in getattr(room, "__all__", None) or [each for each in vars(room) if not each.startswith("_")]:
            found = inspect.unwrap(getattr(room, name))
            in_part = (
                re.match(r"dts_analysis\.analysis\.(audit|framework|planning|robustness)\b", found.__module__)
                if inspect.isfunction(found)
                else None
            )
            if inspect.isfunction(found) and found.__module__.startswith("dts_analysis") and not in_part:
                untyped += [f"{found.__module__}.{name}({each})" for each in _untyped(found)]
    assert untyped == []


def _untyped(function):
    signature = inspect.signature(function)
    found = [each.name for each in signature.parameters.values() if each.annotation is each.empty]
    return found + (["return"] if signature.return_annotation is signature.empty else [])


def test_the_package_says_that_it_is_typed():
    assert (Path(dts.__file__).parent / "py.typed").is_file()
