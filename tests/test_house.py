"""Guards that read the project itself: environment, map of the package, names, secrets of machines."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import dts_analysis

HOME = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))


def _tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=True)
    return [HOME / name for name in listed.stdout.split("\0") if name and (HOME / name).is_file()]


def test_environment_yml_equals_pyproject():
    conda = yaml.safe_load((HOME / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    listed = {each.replace(" ", "") for each in conda if isinstance(each, str)} - {"pip"}
    declared = {each.replace(" ", "") for each in PYPROJECT["project"]["dependencies"]}
    declared.add("python" + PYPROJECT["project"]["requires-python"])
    assert listed == declared


def test_every_range_holds_the_locked_version():
    locked = {}
    for package in tomllib.loads((HOME / "uv.lock").read_text(encoding="utf-8"))["package"]:
        locked.setdefault(package["name"], []).append(Version(package.get("version", "0")))
    for each in PYPROJECT["project"]["dependencies"]:
        wanted = Requirement(each)
        assert all(wanted.specifier.contains(v) for v in locked[canonicalize_name(wanted.name)]), each


def test_the_owners_packages_are_there():
    names = {Requirement(each).name for each in PYPROJECT["project"]["dependencies"]}
    assert {"jupyterlab", "pandas", "matplotlib", "seaborn", "papermill", "nbval"} <= names


def test_every_dependency_says_why():
    text = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'^    "[a-z0-9_.-]+[<>=].*$', text, re.M)
    assert len(lines) >= 25
    assert [line for line in lines if "  # " not in line] == []


def test_the_map_of_the_package_is_true():
    package = Path(dts_analysis.__file__).parent
    rooms = re.findall(r"^(\w+)  +\S", dts_analysis.__doc__, re.M)
    found = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert set(rooms) == found - {"__init__"}
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert list(reversed(layers)) == rooms


def test_modules_and_functions_stay_short():
    for path in (HOME / "dts_analysis").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 260, path.name


def test_no_test_takes_from_another():
    """What several share has its home: worlds, the golden set, small sets; fixtures in conftest."""
    taken = re.compile(r"^\s*(?:from|import) test_", re.M)
    found = [path.name for path in (HOME / "tests").glob("*.py") if taken.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_public_function_says_what_it_returns():
    import ast

    bare = []
    for path in (HOME / "dts_analysis").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                bare.append(f"{path.name}:{node.name}")
    assert bare == []


def test_no_path_of_a_machine_and_no_mark_of_unfinished_work():
    marks = re.compile(r"/(home|root|tmp|work)/\w|\b(TO" + "DO|FIX" + "ME|NotImplemented" + r"Error)\b")
    for path in _tracked():
        if "faulty" not in path.parts and path.suffix in {
            ".py",
            ".md",
            ".yml",
            ".toml",
            ".ipynb",
            ".csv",
            ".j2",
            ".css",
        }:
            hits = marks.search(path.read_text(encoding="utf-8", errors="replace"))
            assert hits is None, f"{path.name}: {hits and hits.group()}"


def test_every_module_has_its_tests():
    found = (HOME / "dts_analysis").iterdir()
    rooms = {path.stem for path in found if path.stem != "__init__" and path.name != "py.typed"}
    rooms |= {path.stem for path in (HOME / "dts_analysis" / "analysis").glob("*.py")} - {
        "__init__",
        "analysis",
    }
    tested = {path.stem.removeprefix("test_") for path in (HOME / "tests").glob("test_*.py")}
    missing = {room for room in rooms - {"__pycache__", "analysis"} if not any(t.startswith(room) for t in tested)}
    assert missing == set()
