"""How the file is written: encodings and separators of CSV, old fonts, odd packages, other formats."""

import io
import re
import zipfile

import openpyxl

from .old_letters import tcvn3, vni, windows_1258
from .packed import in_sheets, repacked
from .paper import Cell
from .registry import CSV, XLSX, mutator

_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


@mutator("file", harmless=True, suffixes=CSV)
def csv_in_utf_16(form):
    """UTF-16 with its mark and tabs, as Excel's «Unicode text»: looks the same."""
    form.csv.encoding, form.csv.delimiter = form.random.choice(("utf-16", "utf-16")), "\t"


@mutator("file", harmless=True, suffixes=CSV)
def csv_in_windows_1258(form):
    """Windows-1258, as Excel writes CSV in Vietnam: looks the same."""
    form.csv.encoding = windows_1258


@mutator("file", harmless=True, suffixes=CSV)
def csv_without_mark(form):
    """UTF-8 without its mark: looks the same."""
    form.csv.encoding = "utf-8"


@mutator("file", harmless=True, suffixes=CSV)
def csv_with_another_separator(form):
    """Commas (decimal commas in quotes), tabs: looks the same."""
    form.csv.delimiter = form.random.choice((",", "\t"))


@mutator("file", suffixes=CSV)
def csv_with_bars(form):
    """Bars between cells: as before, or refused."""
    form.csv.delimiter = "|"


@mutator("file", harmless=True, suffixes=CSV)
def csv_with_other_line_ends(form):
    """Line ends of other systems: looks the same."""
    form.csv.line_end = form.random.choice(("\n", "\r"))


@mutator("file", suffixes=CSV)
def csv_says_its_separator(form):
    """«sep=;» in the first line, for Excel: as before."""
    form.csv.first_line = "sep=;"


@mutator("file", suffixes=CSV)
def csv_with_unquoted_decimal_commas(form):
    """«8,5» without quotes between commas: a word at each such row; the others as before."""
    form.csv.delimiter, form.csv.is_quoted = ",", False
    form.head = [["BẢNG TỰ ĐÁNH GIÁ"]]
    form.without("a", "b", "explanation", "evidence")
    form.rows = [row for row in form.rows if row.kind != "total"]
    for row in form.answers:
        values = [row.cells.get(basis) for basis in ("claimed", "verified")]
        if any(isinstance(value, float) and value % 1 for value in values):
            for basis in form.bases:
                if isinstance(row.cells.get(basis), float):
                    form.means(row, row.cells[basis], told="doubted", basis=basis)


@mutator("file", suffixes=CSV)
def csv_read_in_the_wrong_code_page(form):
    """UTF-8 that went through a Western code page (Ä�iá»ƒm): as before, or refused."""
    form.csv.encoding = lambda text: text.encode("utf-8").decode("latin-1").encode("utf-8")


@mutator("file", suffixes=CSV)
def csv_with_question_marks(form):
    """Vietnamese letters lost («?i?m t? ch?m»): as before, or refused."""
    form.csv.encoding = lambda text: text.encode("cp1252", "replace")


@mutator("file", suffixes=CSV)
def csv_with_an_open_quote(form):
    """A quote that is never closed in a cell of text: a word about it, or as before."""
    row = form.some(1)[0]
    row.cells["name"] = '"' + row.cells["name"]
    form.csv.is_quoted = False
    form.csv.delimiter = ";"


@mutator("file", harmless=True, suffixes=XLSX)
def in_a_font_of_tcvn3(form):
    """Every text in an old font of the kind .VnTime: looks the same."""
    form.respell, form.font = tcvn3, ".VnTime"


@mutator("file", harmless=True, suffixes=XLSX)
def in_a_font_of_vni(form):
    """Every text in an old font of the kind VNI-Times: looks the same."""
    form.respell, form.font = vni, "VNI-Times"


@mutator("file", harmless=True, suffixes=XLSX)
def strict_workbook(form):
    """Saved as «Strict Open XML»: looks the same."""

    def strict(_, part):
        for old, new in _STRICT.items():
            part = part.replace(old, new)
        return part

    form.repack.append(lambda content: repacked(content, strict))


@mutator("file", harmless=True, suffixes=XLSX)
def cells_that_do_not_say_where(form):
    """No cell and no row says where it stands, blanks are written out: looks the same."""
    _no_gaps(form)
    form.repack.append(in_sheets(lambda part: re.sub(rb'(<(?:c|row)\b[^>]*?) r="[A-Z]*\d+"', rb"\1", part)))


@mutator("file", harmless=True, suffixes=XLSX)
def sheets_in_another_folder(form):
    """The workbook's parts under other names, rightly linked: looks the same."""

    def linked(name, part):
        if name.endswith((".rels", "[Content_Types].xml")):
            return part.replace(b"worksheets/sheet", b"pages/form")
        return part

    def moved(name):
        return name.replace("worksheets/sheet", "pages/form").replace("worksheets/_rels/sheet", "pages/_rels/form")

    form.repack.append(lambda content: repacked(content, linked, moved))


@mutator("file", harmless=True, suffixes=XLSX)
def parts_with_backslashes(form):
    """Part names with backslashes, as one program writes them: looks the same."""
    form.repack.append(
        lambda content: repacked(content, lambda _, part: part, lambda name: name.replace("/", "\\"))
    )


@mutator("file", harmless=True, suffixes=XLSX)
def saved_by_another_program(form):
    """Opened and saved by a program that does not calculate: looks the same, where there are no formulas."""

    def saved(content):
        memory = io.BytesIO()
        openpyxl.load_workbook(io.BytesIO(content)).save(memory)
        return memory.getvalue()

    form.repack.append(saved)


@mutator("file", suffixes=XLSX)
def broken_fill_and_an_error_cell(form):
    """An empty fill in the styles and an error cell beside the table: the points as before."""
    form.beside.append((form.answers[0], 3, Cell("#DIV/0!", formula="=1/0")))

    def change(name, part):
        if name == "xl/styles.xml":
            return part.replace(b'<fill><patternFill patternType="gray125"/></fill>', b"<fill/>")
        return part

    form.repack.append(lambda content: repacked(content, change))


@mutator("file", harmless=True, suffixes=XLSX)
def open_document(form):
    """Saved as .ods: looks the same."""
    form.suffix, form.merges = ".ods", []


@mutator("file", suffixes=XLSX)
def file_cut_off(form):
    """The end of the file is missing: refused."""
    form.repack.append(lambda content: content[: len(content) * 2 // 3])


@mutator("file", suffixes=XLSX)
def text_named_as_workbook(form):
    """A CSV file named .xlsx: as before, or refused."""
    text = "TT;Chỉ số;Điểm tự chấm\n1.1;x;5\n".encode()
    form.repack.append(lambda _: text)


@mutator("file", suffixes=XLSX)
def web_page_named_as_workbook(form):
    """A web page named .xlsx, as reporting systems export: as before, or refused."""
    form.repack.append(lambda _: "<html><table><tr><td>TT</td><td>Điểm tự chấm</td></tr></table></html>".encode())


@mutator("file", suffixes=XLSX)
def archive_named_as_workbook(form):
    """A zip archive with the workbook inside, named .xlsx: refused."""

    def wrapped(content):
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w") as package:
            package.writestr("phieu.xlsx", content)
        return memory.getvalue()

    form.repack.append(wrapped)


@mutator("file", suffixes=XLSX)
def part_missing(form):
    """The workbook has lost its table of texts: refused, or a word about it."""

    def without(content):
        memory = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w") as new:
            for name in old.namelist():
                if name != "xl/sharedStrings.xml":
                    new.writestr(name, old.read(name))
        return memory.getvalue()

    form.repack.append(without)


def _no_gaps(form):
    """Every row of the sheet full from its first column on, so that no place needs to be said."""
    width = len(form.columns)
    form.head = [
        [(row + ["."] * width)[at] for at in range(width)] for row in (each or ["."] for each in form.head)
    ]
    for row in form.rows:
        for column in form.columns:
            if row.cells.get(column.field, "") == "" and column.field not in ("claimed", "verified", "a", "b"):
                row.cells[column.field] = "." if row.kind == "indicator" and column.field == "note" else "…"
    form.without("a", "b")
    for row in form.rows:
        for basis in form.bases:
            if row.cells.get(basis, "") == "" or row.kind != "indicator":
                row.cells[basis] = 0.0 if row.kind == "indicator" else ""
                if row.kind == "indicator":
                    form.means(row, 0.0, basis=basis)
    form.rows = [row for row in form.rows if row.kind == "indicator"]
    for row in form.rows:
        row.cells["claimed"] = row.cells["claimed"] if row.cells.get("claimed", "") != "" else 0.0
