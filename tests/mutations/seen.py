"""What a person sees in a workbook's cell, by openpyxl: that the file shows what its mutator means."""

import datetime
import io
import re
import unicodedata

import openpyxl

from .paper import NOT_APPLICABLE

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")


def sights(form, layout, content):
    """Return (indicator code, basis, what is meant, what openpyxl shows) where that can be said without doubt.

    Left out are indicators whose cell is merged, doubled, moved or meant by more than the cell itself.
    """
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[layout.sheet]
    found = []
    for (code, basis), meant in form.meant.items():
        rows, columns = layout.rows_of(code), layout.columns_of(basis)
        if basis in form.bases and len(rows) == len(columns) == 1 and not meant.told and len(meant.readings) == 1:
            cell = sheet.cell(min(rows) + 1, min(columns) + 1)
            found.append((code, basis, meant.readings[0], shown(cell)))
    return found


def shown(cell):
    """Return the number, None for nothing, or the words that a cell shows."""
    value = cell.value
    if isinstance(value, bool | datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, int | float):
        return str(value) if "%" in cell.number_format else float(value)
    text = "".join(each for each in unicodedata.normalize("NFKC", value or "") if each.isprintable()).strip(" '")
    text = re.sub(r"\s*(điểm|đ)$", "", text).replace(",", ".").rstrip(".")
    if text.casefold() in ("không áp dụng", "kad", "n/a"):
        return NOT_APPLICABLE
    return float(text) if _PLAIN.fullmatch(text) else text or None
