"""A workbook of Excel's XML read in one pass over its parts: values, formats, and what is hidden or struck.

Nothing is built of cells that hold nothing, so time and memory follow what a sheet holds. Both forms of the
standard are read alike, the usual and the strict one (ECMA-376), under any prefix.
"""

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from ..errors import DtsError, finding
from ..messages import say
from . import file_kind
from .cell_formats import builtin, reader as format_reader
from .sheet import BrokenPart, Budget, SheetMaker
from .xlsx_sheet import TRUE, SheetReader, is_on, place, tags, text_of

LONGEST_FORMAT = 255  # Excel takes no longer one
_BOOK, _TEXT, _COMMENT = tags("sheet", "workbookPr", "calcPr"), tags("si"), tags("comment")
_STYLES, _STRIKE, _RAISED = tags("fonts", "numFmts", "cellXfs"), tags("strike"), tags("vertAlign")
_RELATED = [
    f"{{{space}}}id"
    for space in (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
]


def read(package, where):
    """Return the sheets of a workbook's package.

    Raises
    ------
    DtsError
        Where it is no workbook of XML, a value stands beyond any form, or it holds more than any form does.
    BrokenPart, ExpatError, BadZipFile
        Where a part is missing or broken.
    """
    related = package.relations()
    main = next((part for kind, part in related.values() if kind == "officeDocument"), "")
    main = main if main in package else package.part_of_type("sheet.main+xml")
    if main.lower().endswith(".bin"):
        raise DtsError(finding("file_old_format", where))
    book = _Book(package, main)
    if not book.sheets:
        raise DtsError(finding("not_a_workbook", where, reason=file_kind.of_package(package.names)))
    related = package.relations(main)
    texts, struck_texts = _texts(package, _part(related, "sharedStrings"))
    formats, struck_styles = _styles(package, _part(related, "styles"), book.epoch)
    budget, sheets = Budget(where), []
    reader = SheetReader(texts, struck_texts, formats, struck_styles, book.is_uncalculated)
    for name, state, identity in book.sheets:
        kind, part = related.get(identity, ("", ""))
        if not part:
            raise BrokenPart(say("part_of_sheet_missing", sheet=name[:80]))
        if kind != "worksheet":  # a sheet of its own for a chart holds no cells
            continue
        maker = SheetMaker(name, where, budget)
        maker.is_hidden = state in ("hidden", "veryHidden")
        reader.read(package, part, maker)
        _comments(package, part, maker)
        sheets.append(maker.made())
    return sheets


def _part(related, wanted):
    return next((part for kind, part in related.values() if kind == wanted), "")


class _Book:
    """What the workbook's own part says: its sheets, its day 0, whether it asks to be calculated on opening."""

    def __init__(self, package, part):
        self.sheets, self.epoch, self.is_uncalculated = [], WINDOWS_EPOCH, False
        for each in package.root(part).iter() if part else ():
            tag = _BOOK.get(each.tag)
            if tag == "sheet":
                identity = next((each.get(name) for name in _RELATED if name in each.attrib), "")
                self.sheets.append((each.get("name", ""), each.get("state"), identity))
            elif tag == "workbookPr" and each.get("date1904") in TRUE:
                self.epoch = MAC_EPOCH
            elif tag == "calcPr":
                self.is_uncalculated = each.get("fullCalcOnLoad") in TRUE


def _texts(package, part):
    """The workbook's shared texts, and the places of those of which a part is struck out or raised."""
    texts, struck = [], set()
    for each in package.children(part) if part else ():
        if each.tag not in _TEXT:
            continue
        if len(each) > 1 and any(_is_mark(mark) for mark in each.iter()):
            struck.add(len(texts))
        texts.append(text_of(each))
    return texts, struck


def _is_mark(part):
    """Whether a part of a text is struck out, or raised or lowered as the number of a footnote is."""
    if part.tag in _STRIKE:
        return is_on(part)
    return part.tag in _RAISED and part.get("val") in ("superscript", "subscript")


def _styles(package, part, epoch):
    """What makes a cell of a number, by style, where that is more than the number; the styles that strike out."""
    fonts, codes, styles = [], {}, []
    for section in package.root(part) if part else ():
        kind = _STYLES.get(section.tag)
        if kind == "fonts":
            fonts = [any(part.tag in _STRIKE and is_on(part) for part in font) for font in section]
        elif kind == "numFmts":
            codes = {each.get("numFmtId"): each.get("formatCode", "") for each in section}
        elif kind == "cellXfs":
            styles = [(each.get("numFmtId", ""), each.get("fontId", "")) for each in section]
    formats, struck = {}, set()
    for at, (number, font) in enumerate(styles):
        code = codes.get(number) or builtin(int(number) if number.isdecimal() else 0)
        formats[str(at)] = format_reader(code[:LONGEST_FORMAT], epoch)
        if font.isdecimal() and int(font) < len(fonts) and fonts[int(font)]:
            struck.add(str(at))
    return {at: each for at, each in formats.items() if each}, struck


def _comments(package, part, maker):
    for kind, comments in package.relations(part).values():
        if kind == "comments" and comments in package:
            listed = (each for each in package.grandchildren(comments) if each.tag in _COMMENT)
            places = [place(each.get("ref", "")) for each in listed]
            maker.commented.update(each for each in places if each)
