"""Tables to look at and to take along: words on the page, numbers under them, the same data for CSV and Excel."""

import csv
import io
import json
import re

import numpy as np
import openpyxl
import pandas as pd
import pytest
from lxml import html

from dts_analysis import messages, office
from dts_analysis.show import text
from dts_analysis.show.output import MOST_COLUMNS, Prose, Several, Table, together
from dts_analysis.show.resource import MIME
from dts_analysis.show.typed import Cell, Explained, Number

EVIL = "<script>alert(\"x\")</script> & 'y'"
LONG = 511.1812345678901  # sixteen digits


@pytest.fixture(autouse=True)
def _vietnamese():
    yield messages.use("vi")
    messages.use("vi")


def table():
    rows = {
        "Mã": ["1.1", "1.10"],
        "Chỉ số": [
            Explained("Nhận thức số", "Điểm = a/b × 10.", "Cách chấm"),
            Explained("Thể chế số", "", "Cách chấm"),
        ],
        "Điểm": [text.points_of(LONG, 765.0), text.points_of(np.nan, 10.0)],
        "Đạt": [text.of(41, 72), "chưa xếp mức"],
        "Tỷ lệ": [text.share(0.6682) + " (mới chấm 1/2)", text.share(np.nan)],
        "Ngày": [text.date("2023-02-07"), text.date("")],
        "Ô": [Cell("2022/373.xlsx!Tự đánh giá!G53"), Cell("")],
    }
    made = Table(pd.DataFrame(rows).set_index("Mã")).captioned("Chỉ số yếu (2022)").noted("Một.").noted("Hai.")
    return made.keeping({"Trụ cột": ["Nhận thức", "Thể chế"]})


def parsed(shown):
    return html.fromstring(shown._repr_html_())


def cells(book):
    return [[cell.value for cell in row] for row in book.iter_rows()]


# Typed numbers


@pytest.mark.parametrize(
    ("made", "vi", "en", "value"),
    [
        (lambda: text.points(1234.565), "1.234,57", "1,234.57", 1234.565),
        (lambda: text.share(0.66821), "66,8%", "66.8%", 0.66821),
        (lambda: text.share(-0.5), "−50,0%", "−50.0%", -0.5),
        (lambda: text.share(1.0005), "100,1%", "100.1%", 1.0005),
        (lambda: text.change(-3.456), "−3,46", "−3.46", -3.456),
        (lambda: text.change(-0.001), "0,00", "0.00", -0.001),
        (lambda: text.share_change(0.25), "+25,0", "+25.0", 25.0),
        (lambda: text.count(np.int64(10598)), "10.598", "10,598", 10598),
        (lambda: text.places(-0.5), "−0,5", "−0.5", -0.5),
        (lambda: text.printed(0.5, 4), "0,5000", "0.5000", 0.5),
        (lambda: text.maximum(7.5), "7,50", "7.50", 7.5),
        (lambda: text.ratio(-0.125), "−0,13", "−0.13", -0.125),
        (lambda: text.probability(0.00002), "< 0,001", "< 0.001", 0.00002),
        (lambda: text.points(np.nan), "—", "—", None),
        (lambda: text.count(pd.NA), "—", "—", None),
        (lambda: text.points(1e15 + 0.5), "1.000.000.000.000.000,50", "1,000,000,000,000,000.50", 1e15 + 0.5),
        (lambda: text.date("2023-02-07"), "07/02/2023", "2023-02-07", "2023-02-07"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_both_languages_and_keeps_its_value(made, vi, en, value):
    assert (str(made()), made().value) == (vi, value)
    messages.use("en")
    assert (str(made()), made().value) == (en, value)


def test_a_number_is_no_text_but_reads_as_one():
    number = text.points(511.183)
    assert not isinstance(number, str)
    assert f"{number} điểm" == "511,18 điểm"
    assert f"{number:>8}" == "  511,18"
    assert repr(number) == "'511,18'"
    assert (number, hash(number)) == ("511,18", hash("511,18"))
    assert number == text.points(511.181)  # they read alike: ties are told by that
    assert number != 511.183
    marked = number + " ✓"
    assert (type(marked), str(marked), marked.value, str(number)) == (Number, "511,18 ✓", 511.183, "511,18")


# On the page


def test_every_cell_is_named_and_bears_what_rows_are_sorted_by():
    found = parsed(table())
    assert found.get("class") == "table"
    (region,) = found.xpath("div[@class='scroll' and @role='region' and @tabindex='0']")
    assert region.get("aria-label") == found.xpath("string(.//caption)") == "Chỉ số yếu (2022)"
    assert found.xpath(".//table/@data-name") == ["chi-so-yeu-2022"]
    heads = found.xpath(".//thead//th[@scope='col']")
    assert [each.text for each in heads] == ["Mã", "Chỉ số", "Điểm", "Đạt", "Tỷ lệ", "Ngày", "Ô"]
    assert [each.text for each in found.xpath(".//tbody//th[@scope='row']")] == ["1.1", "1.10"]
    first, second = found.xpath(".//tbody/tr")
    assert first.xpath("*/@data-label") == [each.text for each in heads]
    values = [each.get("data-value") for each in first.xpath("td")]
    assert values == [None, repr(LONG / 765), repr(41 / 72), "0.6682", "2023-02-07", None]
    assert [each.get("class") for each in second.xpath("td")] == [None, "number", None, "number", None, None]
    assert [each.text_content() for each in second.xpath("td")] == [
        "Thể chế số",
        "—",
        "chưa xếp mức",
        "—",
        "—",
        "—",
    ]
    assert first.xpath("td/div/small/text()") == ["Điểm = a/b × 10."]
    assert first.xpath("td[last()]")[0].text == "G53"
    assert first.xpath("td[last()]/@title") == ["2022/373.xlsx, trang Tự đánh giá, ô G53"]
    assert found.xpath("p[@class='note']/text()") == ["Một.", "Hai.", "Tệp tải về còn có: Trụ cột."]


def test_whatever_a_name_holds_is_shown_as_it_is():
    rows = {EVIL: [EVIL], "b": [Explained(EVIL, EVIL, EVIL)], "c": [Cell(f"{EVIL}!{EVIL}!{EVIL}")]}
    made = Table(pd.DataFrame(rows).set_index(EVIL)).captioned(EVIL).noted(EVIL).keeping({EVIL: [EVIL]})
    page = made._repr_html_()
    assert "<script" not in page
    found = html.fromstring(page)
    assert found.xpath(".//tbody//th/text()") == [EVIL]
    assert found.xpath(".//small/text()") == [EVIL]
    assert found.xpath(".//caption/text()") == [EVIL]
    assert EVIL in found.xpath(".//td[last()]/@title")[0]
    assert found.xpath(".//tbody//th/@data-label") == [EVIL]
    assert found.xpath("p[@class='note']/text()")[0] == EVIL


def test_a_table_for_a_terminal_has_its_caption_its_words_and_its_notes():
    lines = repr(table()).splitlines()
    assert lines[0] == "Chỉ số yếu (2022)"
    assert "41/72" in lines[3]
    assert lines[-3:] == ["Một.", "Hai.", "Tệp tải về còn có: Trụ cột."]


def test_what_a_screen_has_no_room_for_is_kept_for_downloads():
    wide = Table(pd.DataFrame({str(n): [n] for n in range(9)})).captioned("a").noted("b").stating([{"name": "x"}])
    fitted = wide.fitted("8", "none such", "2", "0", "1")
    assert 1 + len(fitted.columns) == MOST_COLUMNS
    assert fitted.columns.tolist() == ["1", "3", "4", "5", "6", "7"]
    assert (fitted.caption, fitted.note, fitted.facts) == ("a", "b", [{"name": "x"}])
    fields = [each["title"] for each in fitted.resource()["schema"]["fields"]]
    assert sorted(filter(None, fields)) == [str(n) for n in range(9)]
    assert fitted.fitted("1").columns.tolist() == fitted.columns.tolist()  # it has room


# As data


def test_the_data_hold_unrounded_numbers_pairs_as_two_fields_and_none_for_nothing():
    made = table()
    found = made._repr_mimebundle_()[MIME]
    assert json.loads(json.dumps(found)) == found
    assert (found["name"], found["title"], found["description"]) == (
        "chi-so-yeu-2022", "Chỉ số yếu (2022)", "Một.\nHai.",
    )  # fmt: skip
    fields = {each["title"]: each["type"] for each in found["schema"]["fields"]}
    assert fields == {
        "Mã": "string", "Chỉ số": "string", "Cách chấm": "string", "Điểm": "number", "Điểm – tối đa": "number",
        "Đạt": "integer", "Đạt – trên tổng": "integer", "Đạt – ghi chú": "string", "Tỷ lệ": "number",
        "Tỷ lệ – ghi chú": "string", "Ngày": "date", "Ô": "string", "Trụ cột": "string",
    }  # fmt: skip
    assert [list(row.values()) for row in found["data"]] == [
        ["1.1", "Nhận thức số", "Điểm = a/b × 10.", LONG, 765, 41, 72, None, 0.6682, "(mới chấm 1/2)",
         "2023-02-07", "2022/373.xlsx, trang Tự đánh giá, ô G53", "Nhận thức"],
        ["1.10", "Thể chế số", None, None, 10, None, None, "chưa xếp mức", None, None, None, None, "Thể chế"],
    ]  # fmt: skip


def test_a_column_of_several_kinds_has_none():
    made = Table(pd.DataFrame({"x": [text.points(1.5), text.share(0.5)]})).resource()
    assert made["schema"]["fields"][1] == {"name": "x", "title": "x", "type": "number", "kind": "mixed"}


def test_several_tables_of_one_cell_are_a_package():
    both = together(table(), Prose("chữ"), table())
    assert isinstance(both, Several)
    assert [each["name"] for each in both._repr_mimebundle_()[MIME]["resources"]] == ["chi-so-yeu-2022"] * 2
    assert MIME not in Several([Prose("chữ")])._repr_mimebundle_()


# Taken along


def test_a_csv_is_read_by_excel_and_calculates_nothing():
    rows = pd.DataFrame(
        {"Tên": ["=1+1", "+84", 'Xã "A", huyện B'], "Điểm": [text.points(LONG), text.points(np.nan), 0]}
    )
    content = office.table_csv(Table(rows.set_index("Tên")).captioned("a").resource())
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read[0] == ["Tên", "Điểm", "Điểm – ghi chú"]
    assert read[1:] == [["'=1+1", repr(LONG), ""], ["'+84", "", ""], ['Xã "A", huyện B', "", "0"]]


def test_a_workbook_holds_each_table_in_typed_cells_after_its_contents():
    made = table()
    other = Table(pd.DataFrame({"x": [text.count(1)]})).captioned("Chỉ số yếu (2022)")
    content = office.tables_book([made.resource(), other.resource()], "Huyện Gia Viễn, 2022")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Mục lục", "Chỉ số yếu (2022)", "Chỉ số yếu (2022) 2"]
    contents = cells(book["Mục lục"])
    assert contents[0][0] == "Huyện Gia Viễn, 2022"
    assert contents[2:4] == [
        ["Trang", "Bảng", "Số dòng", "Ghi chú"],
        ["Chỉ số yếu (2022)", "Chỉ số yếu (2022)", 2, "Một.\nHai."],
    ]
    assert book["Mục lục"]["A4"].hyperlink.location == "'Chỉ số yếu (2022)'!A1"
    sheet = book["Chỉ số yếu (2022)"]
    rows = cells(sheet)
    assert rows[0][0] == "Chỉ số yếu (2022)"
    assert rows[2][:5] == ["Mã", "Chỉ số", "Cách chấm", "Điểm", "Điểm – tối đa"]
    assert rows[3][:7] == ["1.1", "Nhận thức số", "Điểm = a/b × 10.", LONG, 765, 41, 72]  # to the last digit
    assert rows[4][3:8] == [None, 10, None, None, "chưa xếp mức"]
    formats = {sheet.cell(3, at).value: sheet.cell(4, at).number_format for at in range(1, len(rows[2]) + 1)}
    assert (formats["Điểm"], formats["Tỷ lệ"], formats["Đạt"]) == ("#,##0.00", "0.0%", "#,##0")
    assert sheet["K4"].is_date
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:M5")
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width
    assert content == office.tables_book([made.resource(), other.resource()], "Huyện Gia Viễn, 2022")


def test_a_workbook_takes_hostile_and_long_names_and_tables_of_nothing():
    empty = Table(pd.DataFrame({"x": []}).set_index("x")).captioned("[a]:*?/\\'")
    long = Table(pd.DataFrame({EVIL: ["=HYPERLINK(1)", "x" * 40000]})).captioned("Rất " * 20)
    content = office.tables_book([empty.resource(), long.resource(), long.resource()], EVIL)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == 4
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)
    last = book[book.sheetnames[-1]]
    assert (last["B4"].value, last["B4"].data_type) == ("=HYPERLINK(1)", "s")
    assert len(last["B5"].value) == 32767


def test_each_language_names_its_own():
    messages.use("en")
    found = table().resource()
    assert [each["title"] for each in found["schema"]["fields"]][4:7] == ["Điểm – maximum", "Đạt", "Đạt – of"]
    book = openpyxl.load_workbook(io.BytesIO(office.tables_book([found], "Gia Viễn")))
    assert book.sheetnames[0] == "Contents"
