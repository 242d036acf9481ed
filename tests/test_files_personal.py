"""No output carries a telephone number, an identity number or an e-mail address, wherever a form has them.

Two exceptions: what a unit itself sent, in the marked copy of its file, which goes back to it; and a number in a
numeric cell of what was counted, which nobody can tell from an amount.
"""

import html
import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from raw_folder import RawFolder, criteria, csv_form, xlsx_form

from dts_analysis.cli import commands
from dts_analysis.errors import finding
from dts_analysis.intake.workbook import read_sheets
from dts_analysis.messages.personal import masked

HOME = Path(__file__).parents[1]
PERSONAL = (
    "(0229) 3868123",
    "0912 - 345 - 678",
    "84912345678",
    "+84 912 345 678",
    "037012345678",
    "a.b＠vidu.vn",
    "0912345678",
    "a.b@vidu.vn",
)
ALL = "; ".join(PERSONAL)
DIGITS = re.compile(r"3868123|912345678|37012345678")
FIELDS = ["code", "name", "max_points", "a", "b", "claimed", "verified", "reasons", "ground", "note"]
FILLED = ["max_points", "a", "b", "claimed", "verified", "reasons", "ground", "note"]


def full_of_them(rows, shift):
    """Return a form's rows, in every third row each cell but code and name one of `PERSONAL`, or all of them.

    What was counted gets those that a spreadsheet does not make a number of.
    """
    filled = []
    for at, row in enumerate(rows):
        chosen = FILLED if at % 3 == shift else []
        told = {field: ALL if at == 1 else PERSONAL[(at + place) % 8] for place, field in enumerate(chosen)}
        told |= {field: f"gọi {told[field]}" for field in ("a", "b") if told and told[field].isdigit()}
        filled.append(row | told)
    filled[-1]["name"] = f"Tổng cộng {ALL}"
    return [*filled, {"name": f"Người lập: {ALL}"}, {"code": PERSONAL[0], "name": ALL, "claimed": PERSONAL[4]}]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """The folder of a home and of all that was made of its forms, and what was printed."""
    folder = tmp_path_factory.mktemp("personal")
    raw = RawFolder(
        folder / "home/data/raw", criteria("thu_2022", "district", [2022], {"A": [10, 20], "B": [30, 40]})
    )
    for shift, code in enumerate(("373", "374", "375")):
        rows = raw.rows("thu_2022", "8 20 15 40", "6 20 15 40", declared="1/2 1/2 1/2 1/2")
        made, suffix = (csv_form, ".csv") if shift == 0 else (xlsx_form, ".xlsx")
        content = made(full_of_them(rows, shift), FIELDS)
        for stage in ("self", "verification"):
            raw.file(f"2022/{code}_{stage}{suffix}", code, 2022, "thu_2022", stage, content)
    raw.done()
    (folder / "home/notebooks").mkdir()
    for name in ("data_quality", "weak_indicators", "verification"):
        shutil.copy(HOME / f"notebooks/{name}.ipynb", folder / "home/notebooks")
    said = ""
    for command in (
        ["build"],
        ["check", "--xlsx", str(folder / "book.xlsx"), "--annotate", str(folder / "returned")],
        ["report", "--year", "2022", "--workers", "1"],
    ):
        done = CliRunner().invoke(commands.dts, ["--home", str(folder / "home"), *command])
        assert isinstance(done.exception, SystemExit | None), done.output
        said += done.output
    return folder, said


def texts(path):
    """Yield the texts in a file of any kind, with where they stand."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
        for name in table.select_dtypes(include=["object", "string", "category"]):
            yield str(name), "\n".join(str(each) for each in table[name])
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name, re.sub(r"<[^>]+>", "\n", package.read(name).decode("utf-8", "replace"))
    else:
        text = re.sub(r"data:image/[\w+]+;base64,[\w+/=\s\\]*", "", content.decode("utf-8"))
        yield "", html.unescape(text)


def personal(text):
    """Return what of `PERSONAL` stands in a text, however its digits are parted."""
    digits = re.sub(r"(?<=\d)[ ().,-]+(?=\d)", "", text)
    return DIGITS.findall(digits) + re.findall(r"[@＠] ?vidu", text)


def leaks(folder, passed_over=lambda path, where: False):
    return [
        (path.relative_to(folder).as_posix(), where, found)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for where, text in texts(path)
        if not passed_over(path, where) and (found := personal(text))
    ]


def test_the_search_finds_every_one_of_them():
    assert [bool(personal(each)) for each in PERSONAL] == [True] * 8
    assert personal("84.912.345.678 điểm")
    assert not personal("12 điểm; Kế hoạch 12/KH-UBND; 15,25")


def test_nothing_stored_carries_any(outputs):
    assert leaks(outputs[0] / "home/data/processed") == []


def test_nothing_printed_carries_any(outputs):
    assert "đã lược" in outputs[1]
    assert personal(outputs[1]) == []


def test_no_page_and_no_notebook_carries_any(outputs):
    assert len(list((outputs[0] / "home/reports").rglob("*.html"))) >= 6
    assert leaks(outputs[0] / "home/reports") == []


def test_no_list_letter_comment_or_front_sheet_carries_any(outputs):
    folder = outputs[0]
    assert [found for _, text in texts(folder / "book.xlsx") for found in personal(text)] == []

    def sent_by_the_unit(path, where):
        return path.name.endswith("_danh_dau.xlsx") and where == "xl/worksheets/sheet2.xml"

    assert len(list((folder / "returned").rglob("cong_van.docx"))) == 3
    assert leaks(folder / "returned", sent_by_the_unit) == []


@pytest.mark.parametrize("number", [84912345678.0, 84912345678, 912345678.0, 2293868123.0, 37012345678.0])
def test_a_number_quoted_in_a_finding_is_masked_where_it_is_a_telephone(number):
    assert finding("over_maximum", "a.xlsx!F6", points=number, max_points=10.0).facts["points"] == "[đã lược]"


def test_a_large_number_that_is_none_is_quoted():
    assert (
        finding("over_maximum", "a.xlsx!F6", points=154596000000.0, max_points=10.0).facts["points"]
        == 154596000000.0
    )


@pytest.mark.parametrize(
    "spelled",
    ["0912–345–678", "0912‑345‑678", "0912·345·678", "0912,345,678", "0084912345678", "０９１２３４５６７８",
     "0912\u200b345678", "09 12 34 56 78", "072 098 001 234", "072.098.001.234", "0276/3822123", "+84.912.345.678",
     "a (at) b.vn", "a [at] b.com.vn", "a@b .vn"],
)  # fmt: skip
def test_however_it_is_spelled_a_number_or_address_is_taken_out(spelled):
    assert masked(f"gọi {spelled} nhé") == ("gọi [đã lược] nhé", True)


@pytest.mark.parametrize(
    "said",
    ["12/2022/QĐ-UBND ngày 05/01/2026", "0123/BC-UBND", "01/2022, 02/2022", "00801 00802 00803", "0,123456789",
     "1.234.567.890", "2021 2022 2023 2024", "QĐ 1234567890", "1900 1022"],
)  # fmt: skip
def test_numbers_of_documents_years_units_and_money_stay(said):
    assert masked(said) == (said, False)


def test_a_sheets_title_is_masked_wherever_it_is_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "S 0912345678"
    book.active.append(["TT", "Chỉ số"])
    book.save(tmp_path / "a.xlsx")
    (page,) = read_sheets(tmp_path / "a.xlsx", "a.xlsx")
    assert page.at(0, 0) == "a.xlsx!S [đã lược]!A1"
