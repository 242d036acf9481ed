"""Names are read as names: no mathematics, no format, no markup, no template, no way out of a folder."""

import html
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, reports
from dts_analysis.cli import commands
from dts_analysis.errors import DtsError

HOME = Path(__file__).parents[1]
HOSTILE = "Q $x^{2$ \\frac{ {x} {0} *Y* _Z_ `W` <b>V</b> {{ 7*7 }} {% raw %} [U](http://t.vn) # & \"S'"


def hostile_raw(folder):
    """Write a raw folder whose units, pillars, indicators and set all bear `HOSTILE` in their names."""
    document = criteria("thu_2022", "district", [2022], {"A": [10, 20], "B": [30, 40]})
    document["title"] = HOSTILE
    for each in document["pillars"] + document["indicators"]:
        each["name_vi"] = f"{each['code']} {HOSTILE}"
    raw = RawFolder(folder, document)
    table = raw.folder / "units.csv"
    quoted = HOSTILE.replace('"', '""')
    text = table.read_text(encoding="utf-8")
    for name in ("Huyện Gia Viễn", "Huyện Hoa Lư", "Ninh Bình", "Tỉnh Ninh Bình"):
        text = text.replace(f",{name},", f',"{name} {quoted}",')
    table.write_text(text, encoding="utf-8")
    for code in ("373", "374"):
        raw.unit(code, 2022, "thu_2022", "8 20 15 40", "6 20 15 40")
    return raw.done()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile")
    hostile_raw(home / "data/raw")
    shutil.copytree(HOME / "notebooks", home / "notebooks")
    done = CliRunner().invoke(commands.dts, ["--home", str(home), "report", "--year", "2022", "--workers", "1"])
    assert done.exit_code == 0, done.output
    found = {
        path.relative_to(home / "reports"): path.read_text("utf-8") for path in home.rglob("reports/**/*.html")
    }
    return home, found


def test_every_report_is_made(pages):
    assert len(pages[1]) >= 9
    ledger = (pages[0] / "reports/2022/index.csv").read_text("utf-8-sig")
    assert ",failed," not in ledger


def test_names_stand_in_pages_as_they_are(pages):
    for path, text in pages[1].items():
        seen = html.unescape(re.sub(r"<[^>]+>", "", text))
        if "Q $x" in seen:
            assert "Q $x^{2$ \\frac{ {x} {0} *Y* _Z_ `W` <b>V</b> {{ 7*7 }} {% raw %}" in seen, path


def test_names_make_no_markup(pages):
    bred = re.compile(
        r"<(b|em|strong|code)>[YZWV]</|href=\"http://t\.vn\"|<script(?!>\nconst WORDS| type=\"application/vnd)",
        re.I,
    )
    assert any("Q $x" in html.unescape(text) for text in pages[1].values())
    assert {path: found.group() for path, text in pages[1].items() if (found := bred.search(text))} == {}


@pytest.mark.parametrize("name", ["../../../evil", "a/b", ".hidden", "x" * 300])
def test_no_report_is_placed_outside_the_reports(sample, name):
    job = reports.plan(sample, reports.load_notebooks(HOME / "notebooks"), 2022, ["373"])[0]
    for hostile in (replace(job, unit_code=name), replace(job, notebook=replace(job.notebook, name=name))):
        with pytest.raises(DtsError, match="không dùng làm tên tệp hay thư mục được"):
            _ = hostile.place


@pytest.mark.parametrize("target", ["folder", "nothing"])
def test_a_link_in_the_raw_folder_is_refused_and_not_passed_over(tmp_path, target):
    raw = hostile_raw(tmp_path / "raw")
    (tmp_path / "folder").mkdir()
    shutil.copy(raw / "2022/373.csv", tmp_path / "folder/373_b.csv")
    (raw / "2022/link").symlink_to(tmp_path / target)
    with pytest.raises(DtsError) as refused:
        dataset.read(raw)
    assert [(each.code, each.where) for each in refused.value.findings] == [("link_not_followed", "2022/link")]
    assert "đây là liên kết tới một thư mục, hoặc tới chỗ không có gì" in str(refused.value)
