"""Workbooks as Excel opens them: every cell as openpyxl shows it, whoever wrote it, within what a sheet holds."""

import datetime
import io
import random
import re
import runpy
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from dts_analysis.errors import DtsError
from dts_analysis.intake import package, sheet, xls
from dts_analysis.intake.cell_formats import of_day, reader
from dts_analysis.intake.numbers import Broken, Formatted
from dts_analysis.intake.workbook import read_sheets

HOME = Path(__file__).parent
REAL = [HOME.parent / f"examples/odm_2023/data/raw/2023/{country}.xlsx" for country in ("BA", "HR", "IT")]
SAMPLE = HOME.parent / "data" / "raw" / "2022" / "373.xlsx"
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _shown(content):
    """Every cell that openpyxl shows something in: {sheet: {(row, column): value}}, counted from 0."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        page.title: {
            (cell.row - 1, cell.column - 1): of_day(cell.value)
            for cell in page._cells.values()  # its `iter_rows` makes a cell of every blank one between
            if cell.value not in (None, "")
        }
        for page in book.worksheets
    }


def _read(tmp_path, content, name="form.xlsx"):
    (tmp_path / name).write_bytes(content)
    return read_sheets(tmp_path / name, name)


def _cells(page):
    return {
        (row, column): cell.text if isinstance(cell, Broken) else cell
        for row, cells in enumerate(page.rows)
        for column, cell in enumerate(cells)
        if cell != ""
    }


def _saved(book):
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def _packed(sheet, styles=b"", book=b"", texts=b"", rows_only=True):
    """A workbook's bytes around the XML of one sheet, its rows or the whole of it."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    related = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    page = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SPACE, sheet) if rows_only else sheet
    listed = [(b"w", b"worksheet", b"worksheets/sheet1.xml"), (b"s", b"styles", b"styles.xml")]
    parts = {
        "_rels/.rels": _relations([(b"b", b"officeDocument", b"xl/workbook.xml")], related),
        "xl/workbook.xml": b'%s<workbook xmlns="%s" xmlns:r="%s">%s<sheets><sheet name="T" sheetId="1" r:id="w"/>'
        b"</sheets></workbook>" % (head, SPACE, related, book),
        "xl/_rels/workbook.xml.rels": _relations(
            listed + [(b"t", b"sharedStrings", b"sharedStrings.xml")] * bool(texts), related
        ),
        "xl/worksheets/sheet1.xml": page,
        "xl/styles.xml": b'<styleSheet xmlns="%s">%s</styleSheet>' % (SPACE, styles),
        "xl/sharedStrings.xml": b'<sst xmlns="%s">%s</sst>' % (SPACE, texts),
    }
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return memory.getvalue()


def _relations(listed, related):
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    each = b"".join(b'<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (i, related, k, t) for i, k, t in listed)
    return b'<Relationships xmlns="%s">%s</Relationships>' % (space, each)


def _changed(content, change):
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(memory, "w") as target:
        for name in source.namelist():
            target.writestr(*change(name, source.read(name)))
    return memory.getvalue()


@pytest.mark.parametrize("path", [*REAL, SAMPLE], ids=lambda path: path.stem)
def test_every_cell_of_a_real_workbook_is_as_openpyxl_shows_it(path):
    shown = _shown(path.read_bytes())
    sheets = read_sheets(path, path.name)
    assert [page.name for page in sheets] == list(shown)
    for page in sheets:
        assert _cells(page) == shown[page.name]
    assert sum(map(len, shown.values())) > 500


def test_what_is_odd_in_the_real_workbooks_is_known():
    croatia, italy = (read_sheets(path, path.name)[0] for path in REAL[1:])
    assert len(croatia.hidden_rows) == 48
    (percent,) = [cell for row in italy.rows for cell in row if isinstance(cell, Formatted)]
    assert (percent, percent.kind, percent.shown) == (0.16, "percent", "16%")


def _every_kind():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Tự đánh giá"
    rows = [
        ["TT", "Chỉ số", "Điểm"], ["1.1", " a\nb ", 0.8], ["1.2", "b", 3.6667], ["1.3", "c", "=1/0"],
        ["1.4", "d", datetime.date(2022, 5, 7)], ["1.5", "e", datetime.timedelta(hours=30)], ["1.6", "f", True],
        ["1.7", "g", 5], ["1.8", "h", 7], ["1.9", "i", 4], ["", "", 9], ["1.10", "k", datetime.time(8, 30)],
        ["1.11", "m", datetime.datetime(2022, 5, 7, 8, 30)], ["1.12", "n", "#N/A"], ["1.13", "o", -2.5],
    ]  # fmt: skip
    for row in rows:
        page.append(row)
    page["C2"].number_format, page["C3"].number_format = "0%", "0.0"
    page["C8"].font, page["B8"].comment = Font(strike=True), Comment("ghi chú", "x")
    page["D2"], page["Z1048576"].number_format = "ẩn", "0.00"
    page.row_dimensions[9].hidden = page.column_dimensions["D"].hidden = True
    page.merge_cells("C10:C11")
    hidden = book.create_sheet("Ẩn")
    hidden["B3"], hidden.sheet_state = "x", "hidden"
    return _saved(book)


def test_one_pass_knows_what_is_hidden_struck_merged_commented_and_formatted(tmp_path):
    page, hidden = _read(tmp_path, _every_kind())
    assert (page.is_hidden, hidden.is_hidden, hidden.rows) == (False, True, [[], [], ["", "x"]])
    assert (page.hidden_rows, page.hidden_columns) == ({8}, {3})
    assert (page.commented, page.struck, page.merged) == ({(7, 1)}, {(7, 2)}, (((9, 2), (10, 2)),))
    points = [row[2] if len(row) > 2 else "" for row in page.rows]
    assert [(cell.kind, cell.shown) for cell in points[1:3]] == [("percent", "80%"), ("rounded", "3,7")]
    assert points[3:] == [
        Broken("formula_uncalculated", "=1/0"), datetime.date(2022, 5, 7), datetime.timedelta(hours=30), True,
        5, 7, 4, "", datetime.time(8, 30), datetime.datetime(2022, 5, 7, 8, 30), Broken("cell_error", "#N/A"),
        -2.5,
    ]  # fmt: skip
    assert page.rows[1] == ["1.1", " a\nb ", 0.8, "ẩn"]
    assert type(points[7]) is float


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (b'<c r="B2"\tt="e"><v>#N/A</v></c>', Broken("cell_error", "#N/A")),
        (b"<c\nr = 'B2' t = 'e' ><v>#REF!</v></c>", Broken("cell_error", "#REF!")),
        (b'<c r="B2" t="&#101;"><v>#DIV/0!</v></c>', Broken("cell_error", "#DIV/0!")),
        (b'<c r="B2" t="e"><!-- t="n" --><v><![CDATA[#NUM!]]></v></c>', Broken("cell_error", "#NUM!")),
        (b'<c r="B2" t="e"/>', Broken("cell_error", "#VALUE!")),
        (b'<c r="B2"><f>1+1</f></c>', Broken("formula_uncalculated", "=1+1")),
        (b'<c r="B2"><f\n>1+1</f ><v></v></c>', Broken("formula_uncalculated", "=1+1")),
        (b'<c r="B2"><f>1+1</f><v>2</v></c>', 2.0),
        (b'<c r="B2"><f>1+1</f><v>0</v></c>', 0.0),
        (b'<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        (b'<c r="B2" t="str"><f>"a"</f><v>a_x000D_b</v></c>', "a\rb"),
        (b'<c r="B2"><v>1<!-- x -->2</v></c>', 12.0),
        (b'<c r="B2"><v>\n 8.5 </v></c>', 8.5),
        (b'<c r="B2"><v>1_000</v></c>', Broken("cell_error", "1_000")),
        (b'<c r="B2"><v>x</v></c>', Broken("cell_error", "x")),
        (b'<c r="B2" t="b"><v>1</v></c>', True),
        (b'<c r="B2" t="d"><v>2022-05-07</v></c>', datetime.date(2022, 5, 7)),
        (b'<c r="B2" t="d"><v>2022-15-07</v></c>', Broken("cell_error", "2022-15-07")),
        (b'<c r="B2" t="inlineStr"><is><r><t>5</t></r><r><t xml:space="preserve"> a</t></r>'
         b"<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></is></c>", "5 a"),
        (b'<c r="b2" t="n"><v>3</v></c>', 3.0),
        (b'<c r="$B$2"><v>3</v></c>', 3.0),
        (b'<c><v>1</v></c><c><v>3</v></c>', 3.0),
        (b'<c r="B2" s="99"><v>3</v></c>', 3.0),
        (b'<c r="B2" s="x"><v>3</v></c><x/>', 3.0),
    ],
)  # fmt: skip
def test_a_cell_is_read_however_it_is_spelled(tmp_path, cell, value):
    for before, row in ((b"", b'<row r="2">'), (b'<row r="0"/><row r="1"/>', b"<row>")):
        (page,) = _read(tmp_path, _packed(before + row + cell + b"</row>"))
        read = [*page.rows[-1], "", ""][1] if page.rows else ""
        assert (read, type(read)) == (value, type(value))


def test_a_shared_formula_that_was_never_calculated_is_quoted(tmp_path):
    rows = b'<row><c><f t="shared" ref="A1:A2" si="0">B1*2</f></c></row><row><c><f t="shared" si="0"/></c></row>'
    (page,) = _read(tmp_path, _packed(rows))
    assert page.rows == [[Broken("formula_uncalculated", "=B1*2")]] * 2


@pytest.mark.parametrize("flag", [b"1", b"true"])
def test_the_zero_that_a_writer_left_for_a_formula_is_none(tmp_path, flag):
    row = b"<row><c><f>1+1</f><v>0</v></c><c><v>0</v></c><c><f>A1</f><v>3</v></c></row>"
    (page,) = _read(tmp_path, _packed(row, book=b'<calcPr fullCalcOnLoad="%s"/>' % flag))
    assert page.rows == [[Broken("formula_uncalculated", "=1+1"), 0.0, 3.0]]


def test_cells_out_of_their_order_stand_where_they_say(tmp_path):
    rows = b'<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c><c r="E1"><v>5</v></c></row>'
    rows += b'<row r="3"><c r="B3"><v>2</v></c><c r="A4"><v>4</v></c></row><row r="3"><c r="C3"><v>6</v></c></row>'
    (page,) = _read(tmp_path, _packed(rows))
    assert page.rows == [[1.0, "", 3.0, "", 5.0], [], ["", 2.0, 6.0], [4.0]]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (b'<c r="AAB1"><v>1</v></c><c r="7"/>', "cell_too_far"),
        (b'<c r="7"/><c r="AAB1"><v>1</v></c>', "not_a_workbook"),
    ],
)
def test_of_two_faults_in_a_row_the_first_is_named(tmp_path, cells, code):
    with pytest.raises(DtsError) as refused:
        _read(tmp_path, _packed(b'<row r="1"><c r="A1"><v>1</v></c>%s</row>' % cells))
    assert [each.code for each in refused.value.findings] == [code]


def _strict(name, part):
    part = part.replace(SPACE, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    usual = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return name, part.replace(usual, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def _prefixed(name, part):
    if name == "xl/worksheets/sheet1.xml":
        part = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", part).replace(b'xmlns="', b'xmlns:x="')
    return name, part


def _empty_fill(name, part):
    return name, re.sub(rb"<fills.*</fills>", b"<fills><fill/></fills>", part) if "styles" in name else part


def _elsewhere(name, part):
    if name.endswith(".rels"):
        part = part.replace(b"worksheets/sheet1.xml", b"pages/../trang/one.xml")
    name = name.replace("worksheets/_rels/sheet1.xml", "trang/_rels/one.xml")
    return name.replace("worksheets/sheet1.xml", "trang/one.xml"), part


def _backslashes(name, part):
    if name.endswith("workbook.xml.rels"):
        part = part.replace(b"worksheets/", b"worksheets\\").replace(b"/xl/", b"\\xl\\")
    return name.replace("/", "\\"), part


def _other_case(name, part):
    return name.upper() if "rels" not in name else name, part


WRITERS = [_strict, _prefixed, _empty_fill, _elsewhere, _backslashes, _other_case]


@pytest.mark.parametrize("change", WRITERS, ids=lambda each: each.__name__)
def test_the_same_cells_are_read_whatever_wrote_the_workbook(tmp_path, change):
    content = _every_kind()
    usual = _read(tmp_path, content)
    changed = _changed(content, change)
    assert changed != content
    again = _read(tmp_path, changed)
    assert [sheet.rows for sheet in again] == [sheet.rows for sheet in usual]
    if change is not _empty_fill:
        assert again == usual


def test_a_part_of_a_text_that_is_struck_out_strikes_its_cell(tmp_path):
    texts = b"<si><r><rPr><strike/></rPr><t>5</t></r><r><t>7</t></r></si><si><t>8</t></si>"
    inline = b'<c t="inlineStr"><is><r><rPr><strike val="1"/></rPr><t>6</t></r><r><t>9</t></r></is></c>'
    row = b'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>%s</row>' % inline
    (page,) = _read(tmp_path, _packed(row, texts=texts))
    assert (page.rows, page.struck) == ([["57", "8", "69"]], {(0, 0), (0, 2)})


def test_what_a_merged_range_covers_is_not_shown(tmp_path):
    page = (
        b'<worksheet xmlns="%s"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'
        b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>' % SPACE
    )
    (page,) = _read(tmp_path, _packed(page, rows_only=False))
    assert (page.rows, page.merged) == ([[1.0]], (((0, 0), (1, 1)),))


@pytest.mark.parametrize(
    ("code", "number", "kind", "shown"),
    [
        ("0%", 0.075, "percent", "8%"), ("0.0%", 0.075, "percent", "7,5%"), ("0.##%", 0.8, "percent", "80%"),
        ("0.0", 3.6667, "rounded", "3,7"), ("0", 7.5, "rounded", "8"), ("#,##0", 1234.8, "rounded", "1.235"),
        ("0.00", 0.005, "rounded", "0,01"), ("#,##0,", 1234567, "otherwise", "1.235"), (";;;", 5, "otherwise", ""),
        ('"điểm"', 5, "otherwise", ""), ('0.##"%"', 783, "percent", "783%"),
        ('0.0" điểm"', 3.25, "rounded", "3,3"), ("0;-0.0", -2.55, "rounded", "-2,6"),
    ],
)  # fmt: skip
def test_a_number_that_is_shown_as_something_else(code, number, kind, shown):
    cell = reader(code, WINDOWS_EPOCH)(float(number))
    held = number / 100 if code == '0.##"%"' else number  # what is shown as a per cent is one
    assert (cell, cell.kind, cell.shown) == (held, kind, shown)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("0.0", 3.5), ("0.00", 511.18), ("#,##0", 1234.0), ("#.##", 7.5), ("# ?/?", 0.5), ("0.00E+00", 12345.678),
        ("[>=1]0;0.0", 1.25), ("0.0", 1e300), ("0.00", float("inf")), ("0" * 200, 5.0),
        ("0." + "0" * 200, 5.25), ("[Red]0.00", 2.25), ("_(* #,##0.00_)", 2.25), ("0 \\đ\\i\\ể\\m", 5.0),
    ],
)  # fmt: skip
def test_a_number_that_is_shown_as_it_is(code, number):
    cell = reader(code, WINDOWS_EPOCH)(number)
    assert (cell, type(cell)) == (number, float)


def test_days_are_counted_from_the_workbooks_own_day_and_an_impossible_one_is_an_error(tmp_path):
    assert reader("General", WINDOWS_EPOCH) is None
    assert reader("dd/mm/yyyy", MAC_EPOCH)(0.0 + 1462) == datetime.date(1908, 1, 2)
    assert reader("dd/mm/yyyy", WINDOWS_EPOCH)(44747.0) == datetime.date(2022, 7, 5)
    assert reader("dd/mm/yyyy", WINDOWS_EPOCH)(1e9) == Broken("cell_error", "#VALUE!")
    assert reader("[h]:mm", WINDOWS_EPOCH)(1.25) == datetime.timedelta(hours=30)
    styles = b'<cellXfs><xf numFmtId="14"/></cellXfs>'
    content = _packed(b'<row><c s="0"><v>1462</v></c></row>', styles, b'<workbookPr date1904="1"/>')
    (page,) = _read(tmp_path, content)
    assert page.rows == [[datetime.date(1908, 1, 2)]]


FAR = [
    b'<row r="1"><c\tr="XFD1048576"><v>1</v></c></row>',
    b'<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    b'<row r="1"><c r="AAA1"><v>1</v></c></row>',
    b'<row r="99999999999999"><c><v>1</v></c></row>',
    b'<row r="1"><c r="AAAAAAAAAAAAAAAAAAAA99999999999999999999"><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", FAR)
def test_a_value_beyond_any_form_is_refused_and_a_blank_there_is_nothing(tmp_path, rows):
    with pytest.raises(DtsError, match=r"ngoài mọi phiếu.*mọi giá trị trong khoảng A1 đến ZZ9999"):
        _read(tmp_path, _packed(rows))
    blank = rows.replace(b"<v>1</v>", b"")
    (page,) = _read(tmp_path, _packed(blank + b'<row r="3"><c r="B3"><v>1</v></c></row>'))
    assert page.rows == [[], [], ["", 1.0]]


def _measured(call):
    tracemalloc.start()
    start = time.process_time()
    result = call()
    spent, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return result, spent, peak


def test_a_million_formatted_blank_rows_cost_no_memory(tmp_path):
    blank = b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 30_003))
    content = _packed(b'<row r="1"><c t="e"><v>#N/A</v></c></row>' + blank + b'<row r="1048576"><c/></row>')
    ((page,), spent, peak) = _measured(lambda: _read(tmp_path, content))
    assert page.rows == [[Broken("cell_error", "#N/A")]]
    assert peak < 40 * 2**20
    assert spent < 20


def test_sixty_sheets_of_one_far_cell_end_in_a_sentence(tmp_path):
    book = openpyxl.Workbook()
    for number in range(60):
        book.create_sheet(f"{number}")["XFD1048576"] = 1
    with pytest.raises(DtsError, match="ngoài mọi phiếu"):
        _read(tmp_path, _saved(book))
    book = openpyxl.Workbook()
    for number in range(60):
        page = book.create_sheet(f"{number}")
        page["ZZ1"], page["A9999"] = 1, 1
    sheets, _, peak = _measured(lambda: _read(tmp_path, _saved(book)))
    assert {len(sheet.rows) for sheet in sheets[1:]} == {9999}
    assert peak < 100 * 2**20


BOMBS = {
    "cells that hold something": (b"<row>" + b"<c><v>1</v></c>" * 600 + b"</row>") * 20,
    "cells that hold nothing": (b"<row>" + b"<c/>" * 10_000 + b"</row>") * 5,
    "a row without end": b"<row>" + b"<c/>" * 2_500_000 + b"</row>",
    "a text without end": b'<row><c t="str"><v>' + b"a" * 9_000_000 + b"</v></c></row>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_holds_more_than_any_form_is_not_read_on(tmp_path, name, monkeypatch):
    for module, limit, number in (
        (package, "MOST_RATIO", 10**6),
        (sheet, "MOST_CELLS", 10_000),
        (sheet, "MOST_WRITTEN", 30_000),
    ):
        monkeypatch.setattr(module, limit, number)
    longer = "một dòng hay một đoạn chữ bên trong tệp dài hơn 8 MB"
    said = {"something": "tệp ghi hơn 10000 ô", "nothing": "tệp ghi hơn 30000 ô", "end": longer}
    with pytest.raises(DtsError) as raised:
        _read(tmp_path, _packed(BOMBS[name]))
    assert said[name.split()[-1]] in raised.value.findings[0].found


def test_a_part_that_is_named_again_and_again_is_counted_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 2**20)
    one = b'<sheet name="T" sheetId="1" r:id="w"/>'
    content = _packed(b'<row><c t="str"><v>%s</v></c></row>' % (b"a" * 20_000))
    with pytest.raises(DtsError, match="tệp bung ra 1 MB"):
        _read(tmp_path, _changed(content, lambda name, part: (name, part.replace(one, one * 100))))


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("entity", ["&c;", "&f;", ""])
def test_no_entity_is_ever_expanded(tmp_path, entity, encoding):
    row = f'<row><c t="str"><v>{entity}</v></c></row>'
    page = f'{DOCTYPE.decode()}<worksheet xmlns="{SPACE.decode()}"><sheetData>{row}</sheetData></worksheet>'
    page = page.encode(encoding)
    with pytest.raises(DtsError, match=r"có khai báo kiểu tài liệu \(DTD\) mà bảng tính không bao giờ có"):
        _read(tmp_path, _packed(page, rows_only=False))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, part: (name.replace("sheet1.xml", "x.xml"), part), "thiếu phần «xl/worksheets/sheet1.xml»"),
        (lambda name, part: (name, part.replace(b'r:id="w"', b'r:id="q"')), "trang «T» không có nội dung"),
        (lambda name, part: (name, part.replace(b"<v>7</v>", b"<v>9</v>")), "ô C1 trỏ tới một đoạn chữ không có"),
        (lambda name, part: (name, part.replace(b"<v>7</v>", b"<v>-1</v>")), "ô C1 trỏ tới một đoạn chữ không có"),
        (lambda name, part: (name, part.replace(b'"B1"', b'"A1"')), "ô A1 có hai giá trị khác nhau trong tệp"),
        (
            lambda name, part: (name, part.replace(b'"B1"', b'"B0"')),
            "một ô ghi vị trí «B0», không phải vị trí nào",
        ),
        (lambda name, part: (name, part.replace(b't="s"', b't="S"')), "ô C1 ghi kiểu giá trị không phù hợp"),
        (lambda name, part: (name, part.replace(b"<v>2</v>", b"<is/>")), "ô B1 ghi kiểu giá trị không phù hợp"),
        (lambda name, part: (name, part.replace(b"</row>", b"")), "một phần bên trong tệp thiếu hoặc hỏng"),
    ],
)
def test_a_workbook_that_contradicts_itself_is_refused_with_why(tmp_path, change, said):
    row = b'<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1" t="s"><v>7</v></c></row>'
    with pytest.raises(DtsError) as raised:
        _read(tmp_path, _changed(_packed(row, texts=b"<si><t>a</t></si>"), change))
    assert said in str(raised.value)
    assert raised.value.findings[0].code == "not_a_workbook"


def test_seeded_changes_of_the_xml_are_read_as_openpyxl_reads_them_or_refused(tmp_path):
    """Where both open a file, both show the same; where ours opens it alone or not at all, it says so."""
    content, rng = _every_kind(), random.Random(20221107)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    marks = [b' r="', b' t="', b' s="', b"<v>", b"</v>", b"<row", b"<c ", b"1", b"n", b"/>", b">", b'"', b" "]
    n_same = 0
    for _ in range(250):
        at, mark = rng.randrange(600, len(sheet)), rng.choice(marks)
        cut = rng.choice([0, 0, 1, 3])
        mutated = sheet[:at] + mark + sheet[at + cut :]
        changed = _changed(
            content, lambda name, part, new=mutated: (name, new if name.endswith("/sheet1.xml") else part)
        )
        try:
            sheets = _read(tmp_path, changed)
        except DtsError:
            continue
        try:
            shown = _shown(changed)
        except Exception:  # whatever it stumbles over, ours has said nothing wrong
            continue
        ours = _cells(sheets[0])
        uncalculated = {place for place, cell in ours.items() if isinstance(cell, str) and cell.startswith("=")}
        theirs = shown["Tự đánh giá"]
        assert {place: cell for place, cell in ours.items() if place not in uncalculated} == theirs
        n_same += 1
    assert n_same > 15


MAKE = runpy.run_path(str(HOME / "faulty" / "make.py"))
OLD, with_entry, in_a_ring = MAKE["OLD"], MAKE["with_entry"], MAKE["in_a_ring"]


def test_old_excel_is_read_whatever_it_is_named(tmp_path):
    for name in ("form.xls", "form.xlsx"):
        (page,) = _read(tmp_path, OLD, name)
        assert page.rows[6][1:] == ["Tỷ lệ cán bộ được tập huấn", 10, 50, 100, Broken("cell_error", "#DIV/0!")]
        assert (page.rows[7][5], page.rows[7][5].kind, page.rows[7][5].shown) == (0.8, "percent", "80%")
        assert (page.hidden_rows, page.struck) == ({10}, {(8, 5)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_entry(OLD, "\x05SummaryInformation", "_VBA_PROJECT_CUR"), "tệp có macro"),
        (with_entry(OLD, "\x05SummaryInformation", "EncryptedPackage"), "tệp có mật khẩu"),
        (in_a_ring(OLD), "một phần bên trong tệp thiếu hoặc hỏng"),
        (OLD[:3000], "không mở được như một bảng tính"),
        (OLD.ljust(xls.MOST_OLD_BYTES + 1, b"\0"), "tệp bung ra 16 MB"),
    ],
)
def test_old_excel_that_is_not_read_says_why(tmp_path, content, said):
    with pytest.raises(DtsError, match=said):
        _read(tmp_path, content, "form.xls")


def damaged(content, rng):
    """Change a few bytes, numbers or stretches of a file, as a bad disk or someone who means harm does."""
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        at, kind = rng.randrange(len(changed)), rng.randrange(4)
        if kind == 0:
            changed[at] = rng.randrange(256)
        elif kind == 1:
            changed[at : at + 4] = rng.choice([b"\0" * 4, b"\xff" * 4, b"\xff\xff\xff\x7f", b"\0\0\0\1"])
        elif kind == 2:
            del changed[at : at + rng.choice([1, 64, 2048])]
        else:
            changed[at:at] = changed[: rng.choice([4, 64, 512])]
    return bytes(changed)


def test_damaged_old_excel_is_read_or_refused_within_bounds(tmp_path):
    rng, refused, codes = random.Random(20221108), 0, set()
    for _ in range(400):
        content = damaged(OLD, rng)
        try:
            _, _, peak = _measured(lambda content=content: _read(tmp_path, content, "form.xls"))
        except DtsError as error:
            refused, codes = refused + 1, codes | {each.code for each in error.findings}
        else:
            assert peak < 100 * 2**20
        finally:
            tracemalloc.stop()
    assert codes <= {"not_a_workbook", "cell_too_far", "file_too_large", "file_encrypted", "file_with_macros"}
    assert 100 < refused < 400


def test_a_number_with_a_raised_digit_is_told_as_one_that_is_struck_out(tmp_path):
    raised = b"<si><r><t>1</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r></si><si><t>12</t></si>"
    (page,) = _read(
        tmp_path, _packed(b'<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>', texts=raised)
    )
    assert (page.rows, page.struck) == ([["12", "12"]], {(0, 0)})
