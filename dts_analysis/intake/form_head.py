"""The head of a form: is this the unit and the year the manifest says? Nothing else of it is carried on."""

import re

from .text import clean, fold

_YEAR = re.compile(r"\b20\d\d\b")
UNIT_LABELS = ("ten don vi", "don vi", "ma don vi")
YEAR_LABELS = ("nam danh gia", "nam")
LABELS = UNIT_LABELS + YEAR_LABELS


def check_head(sheets, unit_code, unit_name, year):
    """Return ``(code, where, facts)`` of what the head says against the manifest.

    Looks at label and value pairs, such as ``Tên đơn vị | Huyện Gia Viễn``; a form without a head says
    nothing and makes no finding.

    Parameters
    ----------
    sheets : list of Sheet
    unit_code, unit_name, year
        The unit and the year the manifest names.
    """
    faults = []
    names = {fold(unit_name), fold(unit_code)}
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:25]):
            texts = ((column, clean(cell)) for column, cell in enumerate(row) if clean(cell))
            label = fold(next(texts, (0, ""))[1])
            if label not in LABELS:
                continue
            column, value = next(texts, (0, ""))
            if not value:
                continue
            where = sheet.at(number, column)
            if label in UNIT_LABELS and fold(value) not in names:
                faults.append(("form_unit_differs", where, {"found": value[:80], "listed": unit_name}))
            years = _YEAR.findall(value)
            if label in YEAR_LABELS and years and str(year) not in years:
                faults.append(("form_year_differs", where, {"found": ", ".join(years), "listed": year}))
    return faults
