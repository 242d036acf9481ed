"""The parts of a workbook's file, changed as other programs write them."""

import datetime
import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

NEVER = 987654321.125  # stands for the value of a formula that was never calculated
EMPTY = "987654321 nothing"  # and this for an empty text that a formula gives
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(f"xmlns:{name}='{_OASIS}:{name}:1.0'" for name in ("office", "table", "text", "style"))
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    f"<?xml version='1.0' encoding='UTF-8'?><manifest:manifest xmlns:manifest='{_OASIS}:manifest:1.0'>"
    f"<manifest:file-entry manifest:full-path='/' manifest:media-type='{_KIND}'/>"
    "<manifest:file-entry manifest:full-path='content.xml' manifest:media-type='text/xml'/></manifest:manifest>"
)


def repacked(content, change, rename=None):
    """Return a zip file whose parts are ``change(name, bytes)``, under ``rename(name)``."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(rename(name) if rename else name, change(name, old.read(name)))
    return memory.getvalue()


def in_sheets(change):
    """Return what applies ``change(bytes)`` to every sheet of a workbook's bytes."""

    def of_part(name, part):
        return change(part) if name.startswith("xl/worksheets/sheet") else part

    return lambda content: repacked(content, of_part)


def open_document(pages):
    """Return the bytes of an .ods of sheets, each its name, state and cells by place; numbers are numbers."""
    body = "".join(_open_table(*page) for page in pages)
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {_NAMES} office:version='1.2'>"
        "<office:automatic-styles><style:style style:name='unseen' style:family='table'>"
        "<style:table-properties table:display='false'/></style:style></office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        package.writestr("mimetype", _KIND)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
    return memory.getvalue()


def _open_table(name, state, grid):
    width, height = (max((place[axis] for place in grid), default=0) + 1 for axis in (1, 0))
    body, style = "", "" if state == "visible" else " table:style-name='unseen'"
    for row in range(height):
        cells = (grid.get((row, at), "") for at in range(width))
        cells = "".join(_open_cell(getattr(cell, "value", cell)) for cell in cells)
        body += f"<table:table-row>{cells}</table:table-row>"
    return f"<table:table table:name={quoteattr(name)}{style}>{body}</table:table>"


def _open_cell(value):
    if value == "" or value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime.date):
        kind = f"office:value-type='date' office:date-value='{value.isoformat()}'"
        return f"<table:table-cell {kind}><text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
    if isinstance(value, float | int) and not isinstance(value, bool):
        shown = f"{value:.10g}"
        kind = f"office:value-type='float' office:value='{shown}'"
        return f"<table:table-cell {kind}><text:p>{shown.replace('.', ',')}</text:p></table:table-cell>"
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell office:value-type='string'>{text}</table:table-cell>"


_SHOWN = {f"<v>{NEVER}</v>".encode(): b"", f"<v>{EMPTY}</v>".encode(): b"<v></v>", b' fullCalcOnLoad="1"': b""}


def settled(content):
    """Return a workbook's bytes with its formulas as Excel saves them: each with what it shows, if anything."""

    def of_part(_, part):
        for old, new in _SHOWN.items():
            part = part.replace(old, new)
        return part

    return repacked(content, of_part)
