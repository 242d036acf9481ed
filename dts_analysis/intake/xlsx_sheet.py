"""The cells of one worksheet part, taken from its XML as it streams by."""

import re
from functools import lru_cache

from openpyxl.utils.datetime import from_ISO8601
from openpyxl.utils.escape import unescape

from ..messages import say
from .cell_formats import of_day
from .numbers import Broken
from .sheet import MOST_COLUMNS, BrokenPart

SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_PLACE = re.compile(r"\$?([A-Za-z]+)\$?([0-9]+)")
_QUOTED = 80  # of what stands in a cell and cannot be used
_FAR = 10**9
TRUE = ("1", "true", "on")
_KINDS = (None, "n", "s", "str", "inlineStr", "b", "d", "e")
_PLAIN = (None, "n", "s")  # the kinds of cells that hold a number or name a shared text


def tags(*names):
    """Return {ElementTree's tag of an element: its local name} in both forms of the standard."""
    return {f"{{{space}}}{name}": name for space in SPACES for name in names}


_TAKEN, _CELL, _VALUE, _STRIKE = tags("row", "col", "mergeCell"), tags("c"), tags("v"), tags("strike")
_PARTS, _RUNS = tags("v", "f", "is"), tags("t", "r")


def place(reference):
    """Return the (row, column) of a reference such as ``B7``, counted from 0; None where it names no cell.

    >>> place("B7"), place("$zz$1"), place("B0"), place("7")
    ((6, 1), (0, 701), None, None)
    """
    found = _PLACE.fullmatch(reference)
    if not found:
        return None
    letters, digits = found.groups()
    if len(letters) > 3 or len(digits) > 9:
        return _FAR, _FAR
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return (int(digits) - 1, column - 1) if int(digits) else None


def is_on(element):
    """Return whether an element that switches something, such as ``<strike/>``, switches it on."""
    return element.get("val", "1") in TRUE


def text_of(element):
    """Return the text of a shared or inline string: its runs one after another, without their pronunciation."""
    if len(element) == 1 and _RUNS.get(element[0].tag) == "t":
        return unescaped(element[0].text or "")
    texts = []
    for each in element:
        kind = _RUNS.get(each.tag)
        if kind == "t":
            texts.append(each.text or "")
        elif kind == "r":
            texts += [part.text or "" for part in each if _RUNS.get(part.tag) == "t"]
    return unescaped("".join(texts))


def unescaped(text):
    """Return a text with the characters that the standard writes as ``_x000D_``.

    >>> unescaped("a_x000D_b_x005F_")
    'a\\rb_'
    """
    if "_x" not in text:
        return text
    plain = unescape(text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character is none


class SheetReader:
    """Reads the worksheets of one workbook.

    Parameters
    ----------
    texts : list of str
        The workbook's shared texts; `struck_texts` are the places of those partly struck out.
    formats : dict
        Style, as a cell names it, to what makes a cell of a number.
    struck_styles : set
        The styles that strike out.
    is_uncalculated : bool
        Whether the workbook asks to be calculated on opening: then a formula's 0 is none.
    """

    def __init__(self, texts, struck_texts, formats, struck_styles, is_uncalculated):
        self.texts, self.struck_texts = texts, struck_texts
        self.formats, self.struck_styles, self.is_uncalculated = formats, struck_styles, is_uncalculated
        self._texts_by_number = {str(number): text for number, text in enumerate(texts)}  # as a cell names one
        self._formulas = {}  # of the sheet being read: the number of a shared formula, its text

    def read(self, package, part, maker):
        """Put the cells of a worksheet part, and what is said of its rows and columns, into a `SheetMaker`."""
        self._formulas, row = {}, -1
        for element in package.grandchildren(part):
            kind = _TAKEN.get(element.tag)
            maker.budget.pass_by(1 + len(element))
            if kind == "row":
                row = self._read_row(element, row, maker)
            elif kind == "col":
                _hide_columns(element, maker)
            elif kind == "mergeCell":
                ends = [place(each) for each in element.get("ref", "").split(":")]
                if None not in ends:
                    maker.merge(ends[0], ends[-1])

    def _read_row(self, element, previous, maker):
        row, column, cells = _row_number(element.get("r", ""), previous), -1, []
        if element.get("hidden") in TRUE or element.get("ht") == "0":
            maker.hidden_rows.add(row)
        has_marks, texts = bool(self.struck_styles or self.struck_texts), self._texts_by_number
        most = MOST_COLUMNS if maker.is_new(row) else 0  # from this column on each cell is put by itself
        for cell in element:
            if cell.tag not in _CELL:
                continue
            reference, kind = cell.get("r"), cell.get("t")
            at_row, column = _named(reference) if reference else (row, column + 1)
            # Nearly every cell names a shared text or holds a number: those are taken here, with the fewest calls.
            if len(cell) == 1 and kind in _PLAIN and (child := cell[0]).tag in _VALUE:
                text, is_marked = child.text, has_marks
                if text is None:
                    continue
                value = texts.get(text) if kind == "s" else self._number(text, cell.get("s"))
                if value is None and kind == "s":
                    value = self._shared_text(text, cell)
            elif len(cell) or kind == "e":
                value = self._odd_value(cell, kind)
                is_marked = has_marks or (value.__class__ is str and len(cell[-1]))
            else:
                continue
            if value is None or value == "":
                continue
            if len(cells) <= column < most and at_row == row:
                if column > len(cells):
                    cells += [""] * (column - len(cells))
                cells.append(value)
            else:  # out of its order or row, or too far: what stands before it goes first
                maker.add_row(row, cells)
                cells, most = [], 0
                maker.put(at_row, column, value)
            if is_marked and self._is_struck(cell):
                maker.struck.add((at_row, column))
        maker.add_row(row, cells)
        return row

    def _number(self, text, style):
        try:
            number = float(text)
        except ValueError:
            return Broken("cell_error", text[:_QUOTED]) if text.strip() else None
        if "_" in text:  # Python reads 1_000, no spreadsheet does
            return Broken("cell_error", text[:_QUOTED])
        of_format = self.formats.get(style)
        return of_format(number) if of_format else number

    def _shared_text(self, text, cell):
        try:
            return self.texts[int(text)] if text[0] != "-" else self.texts[len(self.texts)]
        except (ValueError, IndexError):
            if not text.strip():
                return None
            raise BrokenPart(say("part_text_missing", cell=cell.get("r", "?")[:20])) from None

    def _is_struck(self, cell):
        if cell.get("s") in self.struck_styles:
            return True
        if cell.get("t") == "s":
            if not self.struck_texts:
                return False
            return any(each.text and int(each.text) in self.struck_texts for each in cell if each.tag in _VALUE)
        return any(is_on(each) for each in cell.iter() if each.tag in _STRIKE)

    def _odd_value(self, cell, kind):
        """The value of a cell with a formula, an error or a text of its own."""
        parts = {_PARTS.get(each.tag): each for each in cell}
        value = parts["v"].text if "v" in parts else None
        if kind == "e":
            return Broken("cell_error", (value or "#VALUE!")[:_QUOTED])
        if kind not in _KINDS or ("is" in parts and kind != "inlineStr"):
            raise BrokenPart(say("part_cell_kind", cell=cell.get("r", "?")[:20]))
        if "is" in parts:
            return text_of(parts["is"])
        if kind == "str":
            return unescaped(value or "")  # a formula may give an empty text
        if value:
            value = self._typed(value, kind, cell)
        if "f" in parts:
            return self._calculated(value, parts["f"])
        return value

    def _typed(self, text, kind, cell):
        if kind == "d":
            try:
                return of_day(from_ISO8601(text))
            except ValueError:
                return Broken("cell_error", text[:_QUOTED])
        if kind == "b":
            return text.strip() in TRUE
        if kind == "s":
            return self._shared_text(text, cell)
        return self._number(text, cell.get("s")) if kind in _PLAIN else unescaped(text)

    def _calculated(self, value, formula):
        """The value a formula's cell keeps, or `Broken` where it was never calculated."""
        text, shared = formula.text or "", formula.get("si")
        if text:
            self._formulas[shared] = text
        is_number = isinstance(value, float) and not isinstance(value, bool)
        if value is None or value == "" or (self.is_uncalculated and is_number and value == 0):
            text = text or self._formulas.get(shared, "")
            return Broken("formula_uncalculated", f"={text}"[:_QUOTED])
        return value


@lru_cache(maxsize=16384)  # forms of one kind fill the same cells
def _named(reference):
    found = place(reference)
    if found is None:
        raise BrokenPart(say("part_cell_name", name=reference[:20]))
    return found


def _row_number(written, previous):
    """The row's number counted from 0; a row that has none, or 0, follows the one before."""
    number = written.partition(".")[0]
    if not (number.isascii() and number.isdecimal()):
        return previous + 1
    if len(number) > 9:
        return _FAR
    return int(number) - 1 if int(number) else previous + 1


def _hide_columns(element, maker):
    first, last = element.get("min", ""), element.get("max", "")
    is_hidden = element.get("hidden") in TRUE or element.get("width") == "0"
    if is_hidden and first.isdecimal() and last.isdecimal():
        maker.hide_columns(int(first[:9]) - 1, int(last[:9]) - 1)
