"""Tables of a Word file fitted to its page: widths by what stands in them, rows whole, numbers to the right."""

import math
import re

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table

NUMBER = re.compile(r"[−+]?\d[\d.,/]*( ?%)?( \([^()]*\))?|—")
LONGEST = 42  # letters beyond which a text may as well take another line
MARGIN = 3  # letters that a cell's margins take
BOLD = 1.25  # how much wider a letter is
EMU_A_LETTER = 68_000  # of 11 points, somewhat wide: about 5.4 points


def fit(document):
    """Fit every table whose first row repeats as a heading to the width of the page it stands on.

    Parameters
    ----------
    document : docx.Document
    """
    waiting, sections = [], list(document.sections)
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            waiting.append(Table(element, document))
        if element.tag == qn("w:sectPr") or element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            section = sections.pop(0)
            width = section.page_width - section.left_margin - section.right_margin
            for table in waiting:
                if _is_headed(table):
                    _fit(table, width)
            waiting = []


def shares(texts, letters):
    """Return what part of a table's width each column takes.

    A column takes at least its longest word, and its heading in three lines; what is left goes to those with more
    to say below it.

    Parameters
    ----------
    texts : list of list of str
        Column by column, the heading first.
    letters : float
        How many stand in a line of the whole table.

    Examples
    --------
    A column of numbers and one of names, on 48 letters: 3 + 3 and 3 + 6 at least, all of the rest to the names.

    >>> shares([["Số", "3"], ["Tên", "Huyện Thử nghiệm"]], 48)
    [0.125, 0.875]
    """
    longest = [max((len(text) for text in body), default=0) for _, *body in texts]
    least = [MARGIN + max(_of_heading(head), *map(_longest_word, body), 0) for head, *body in texts]
    wanted = [max(MARGIN + min(each, LONGEST) - own, 0) for each, own in zip(longest, least, strict=True)]
    spare, asked = max(letters - sum(least), 0), sum(wanted)
    widths = [own + (spare * each / asked if asked else 0) for own, each in zip(least, wanted, strict=True)]
    return [each / sum(widths) for each in widths]


def _of_heading(text):
    """How many letters a heading takes: in bold, and in three lines at most."""
    return max(-(-len(text) // 3), math.ceil(_longest_word(text) * BOLD))


def _longest_word(text):
    return max(map(len, text.split()), default=0)


def _is_headed(table):
    properties = table._tbl.tr_lst[0].trPr if table._tbl.tr_lst else None
    return properties is not None and properties.find(qn("w:tblHeader")) is not None


def _fit(table, width):
    rows = [row.tc_lst for row in table._tbl.tr_lst]
    if len({len(row) for row in rows}) != 1:  # cells joined by hand: whoever did so chose the widths too
        return
    columns = [[_text(cell) for cell in column] for column in zip(*rows, strict=True)]
    widths = [Emu(int(share * width)) for share in shares(columns, width / EMU_A_LETTER)]
    table.autofit = False
    for place, each in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        place.w = each
    is_number = [all(NUMBER.fullmatch(text) for text in column[1:]) for column in columns]
    for number, row in enumerate(rows):
        _keep_whole(table._tbl.tr_lst[number])
        for cell, each, to_the_right in zip(row, widths, is_number, strict=True):
            cell.width = each
            if number and to_the_right:
                for paragraph in cell.p_lst:
                    paragraph.get_or_add_pPr().jc_val = WD_ALIGN_PARAGRAPH.RIGHT


def _text(cell):
    return "".join(each.text or "" for each in cell.iter(qn("w:t")))


def _keep_whole(row):
    properties = row.get_or_add_trPr()
    if properties.find(qn("w:cantSplit")) is None:
        properties.insert(0, OxmlElement("w:cantSplit"))
