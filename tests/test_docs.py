"""The pages of docs/, before they are built; building them is strict and checks links by itself."""

import re
import sys
from pathlib import Path

import pytest
import yaml

import dts_analysis
from dts_analysis import dataset
from dts_analysis.dataset import columns

HOME = Path(__file__).parents[1]
DOCS = HOME / "docs"
sys.path.insert(0, str(DOCS))

import dictionary  # noqa: E402 - the site's own modules
import docstrings  # noqa: E402
import generated  # noqa: E402
import no_network  # noqa: E402

READMES = [(HOME / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md")]
PAGES = sorted(DOCS.rglob("*.md"))
LARGEST = 150 * 1024


def _commands(text):
    """The commands of a text, without what is said beside them."""
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.S)).splitlines()
    return [line.partition("  #")[0].strip() for line in lines if line.partition("  #")[0].strip("# ")]


def _shape(text):
    """How a text is built: each heading, list item, table row, picture and block of code, in order."""
    marks = {"#": "heading", "- ": "item", "|": "row", "![": "picture", "```": "code"}
    kinds = [
        next((kind for mark, kind in marks.items() if line.startswith(mark)), "") for line in text.splitlines()
    ]
    return [
        (kind, len(line) - len(line.lstrip("#")))
        for kind, line in zip(kinds, text.splitlines(), strict=True)
        if kind
    ]


def test_the_two_readmes_say_the_same_things_in_the_same_order():
    english, vietnamese = READMES
    assert _commands(english) == _commands(vietnamese)
    assert _outside_code(_shape(english)) == _outside_code(_shape(vietnamese))
    assert re.findall(r"docs/images/\w+\.png", english) == re.findall(r"docs/images/\w+\.png", vietnamese)
    assert {"make test", "make report", "make docs"} <= set(_commands(english))


def _outside_code(shape):
    found, is_code = [], False
    for each in shape:
        is_code ^= each[0] == "code"
        if not is_code:
            found.append(each)
    return found


def test_a_readme_shows_what_it_is_on_its_first_screen():
    for text in READMES:
        first = text.splitlines()[:22]
        assert any(line.startswith("make report") for line in first)
        assert any(line.startswith("![") for line in first)
        assert len(text.splitlines()) < 120


def test_files_that_readmes_and_pages_name_are_there():
    for path in [HOME / "README.md", HOME / "README.vi.md", HOME / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_picture_is_small_used_and_said_to_be_illustrative():
    text = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    pictures = sorted((DOCS / "images").iterdir())
    assert len(pictures) >= 4
    for picture in pictures:
        assert picture.suffix == ".png"
        assert picture.stat().st_size <= LARGEST, picture.name
        assert f"images/{picture.name})" in text, picture.name
    for path in [*PAGES, HOME / "README.md", HOME / "README.vi.md"]:
        page = path.read_text(encoding="utf-8")
        if "![" in page:
            assert re.search(r"^\*.*(illustrative|minh họa)", page, re.M), path.name


def test_a_picture_has_words_for_who_does_not_see_it():
    for path in PAGES:
        for words in re.findall(r"!\[([^\]]*)\]", path.read_text(encoding="utf-8")):
            assert len(words) > 20, path.name


def test_the_menu_has_every_page_that_is_written():
    listed = re.findall(r"[\w/]+\.md", (HOME / "mkdocs.yml").read_text(encoding="utf-8"))
    written = {path.relative_to(DOCS).as_posix() for path in PAGES} | set(generated.ELSEWHERE)
    assert set(listed) == written | {"analysts/data_dictionary.md", "api/index.md"}


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto">',
        '<script src="//cdn.example/x.js"></script>',
        '<img alt="" src=http://example.org/a.png>',
        "<style>@import 'https://example.org/a.css'</style>",
        "<div style='background: url(https://example.org/a.png)'></div>",
    ],
)
def test_a_page_that_asks_a_network_ends_the_build(tmp_path, page):
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with pytest.raises(no_network.PluginError, match=r"index\.html: .*(example|googleapis)"):
        no_network.on_post_build({"site_dir": str(tmp_path)})


def test_a_link_to_read_on_asks_nothing_of_a_network(tmp_path):
    page = '<link rel="canonical" href="https://example.org/"><a href="https://example.org">x</a>'
    page += '<script src="x.js"></script>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    no_network.on_post_build({"site_dir": str(tmp_path)})


@pytest.fixture(scope="module")
def sample():
    return dataset.read(HOME / "data/raw")


def test_the_dictionary_has_every_table_and_every_column(sample):
    assert set(dictionary.TOLD_BY) | set(columns.described()) == set(dataset.TABLES)
    page = dictionary.page(sample)
    for name in dataset.TABLES:
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| \*{0,2}`(\w+)`\*{0,2} \|.*\| *(.*?) *\|$", section, re.M)
        assert [column for column, _ in rows] == list(getattr(sample, name)), name
        told = section.rpartition(" |\n")[2]
        told = told.replace("verified_", "measured_") if name.startswith("measured_") else told
        left = [each for each, words in rows if words == "see below"]
        untold = [each for each in left if not re.search(rf"\b{each}\b", told)]
        assert untold == [], f"{name}: neither dictionary nor docstring names these columns"


def test_the_api_has_a_page_for_every_room_and_every_module():
    rooms = generated._rooms()
    assert len(rooms) == len(generated.ROOMS) >= 15
    package = HOME / "dts_analysis"
    modules = {
        "dts_analysis." + ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__")
        for path in package.rglob("*.py")
        if path != package / "__init__.py"
    }
    asked = set(re.findall(r"^::: (\S+)$", "\n".join(rooms.values()), re.M))
    assert asked == {name for name in modules if "._" not in name}


def test_numbers_in_the_text_are_those_of_the_code_and_a_name_that_is_gone_is_told():
    assert generated.value_of("scoring.FAR_APART") == "0.05"
    assert generated.value_of("analysis.robustness.ranked.DRAWS") == "1000"
    with pytest.raises(generated.PluginError, match=r"x\.md: the package has no scoring\.NOWHERE"):
        generated.value_of("scoring.NOWHERE", "x.md")
    for path in PAGES:
        for name in generated._CODE.findall(path.read_text(encoding="utf-8")):
            assert name in generated.TABLES or generated.value_of(name, path.name), name


def test_examples_outside_their_section_are_code():
    text = "One.\n\n>>> f(1)\n2\n\nSource\n------\nA paper.\n\nExamples\n--------\n>>> f(2)\n3"
    told = docstrings.as_markdown(text)
    assert "```pycon\n>>> f(1)\n2\n```\n" in told
    assert told.endswith("Examples\n--------\n>>> f(2)\n3")


def test_the_code_of_the_analysts_page_runs(sample, tmp_path, monkeypatch):
    page = (DOCS / "analysts/desk.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.S)
    assert len(blocks) >= 6
    monkeypatch.setattr(dts_analysis, "load", lambda: sample, raising=False)  # as a build of this project has it
    monkeypatch.chdir(tmp_path)
    names = {}
    exec("\n".join(blocks), names)
    assert set(names["pair"].standings["unit_code"]) == {"373", "374"}
    assert names["lost"]["lost_points"].sum() == pytest.approx(765 - 458.14)  # what the unit's summary says
    assert all((tmp_path / name).stat().st_size > 500 for name in ("pillars.xlsx", "pillars.svg"))


def test_extras_of_the_site_are_locked_and_the_build_is_strict():
    settings = yaml.load((HOME / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert settings["strict"] == "true"
    assert settings["theme"]["font"] == "false"
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    assert makefile.count("$(BIN)/mkdocs build") == 2  # make docs, and make test
