"""A verification sheet to be filled in by the working group, or printed as it stands: what `intake` reads back."""

import datetime

import pandas as pd
import xlsxwriter

from ..intake.typed_words import NOT_APPLICABLE, first_words
from ..messages import say
from ..scoring.verdict import decision, decision_formula

HEADINGS = {
    "code": "TT",
    "name": "Chỉ số",
    "max_points": "Điểm tối đa",
    "claimed_points": "Điểm tự chấm",
    "verified_points": "Điểm thẩm định",
    "gap": "Chênh lệch",
    "decision": "Kết luận",
    "ground": "Căn cứ",
    "method": "Hình thức kiểm tra",
    "verified_on": "Ngày thẩm định",
    "verifier_note": "Lý do điều chỉnh",
}
FIELDS = list(HEADINGS)
WIDTHS = {"name": 46, "ground": 32, "verifier_note": 46}
TO_FILL = ("verified_points", "ground", "method", "verified_on", "verifier_note")
CREATED = datetime.datetime(2000, 1, 1)  # one date for all: the same content makes the same bytes


def write_verification(path, scores, criteria_set, unit, year, grounds):
    """Write one unit's verification sheet: claims filled in, and whatever was verified so far.

    Cells to fill are marked; gap and decision are formulas, so that they agree with the points. Reading
    the sheet with `intake` gives back every verified point, ground, method, date and note.

    Parameters
    ----------
    path : path
        The workbook to write; an existing one is not touched.
    scores : DataFrame
        The unit's scores in the year, as from `scoring.score`.
    criteria_set : CriteriaSet
    unit : Series
        A row of ``dataset.units``.
    year : int
    grounds : DataFrame
        As in ``dataset.grounds``: what the column of grounds may hold.

    Raises
    ------
    FileExistsError
        Where `path` exists: nothing received or written is ever overwritten.
    """
    with open(path, "xb") as file, xlsxwriter.Workbook(file) as book:
        book.set_properties({"created": CREATED})
        style = {
            name: book.add_format(look | {"text_wrap": True, "valign": "top"}) for name, look in _LOOKS.items()
        }
        sheet = book.add_worksheet("Thẩm định")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write(0, 0, say("sheet_title", unit=unit["name"], year=year), style["title"])
        for row, (label, value) in enumerate(((say("sheet_unit"), unit["name"]), (say("sheet_year"), year)), 1):
            sheet.write(row, 0, label, style["plain"])
            sheet.write(row, 1, value, style["plain"])
        for column, field in enumerate(FIELDS):
            sheet.set_column(column, column, WIDTHS.get(field, 14))
            sheet.write(4, column, HEADINGS[field], style["heading"])
        sheet.freeze_panes(5, 2)
        by_code = scores.set_index("indicator_code")
        labels = grounds.set_index("ground_code")["label_vi"].to_dict()
        for number, indicator in enumerate(criteria_set.indicators, 5):
            _write_row(sheet, number, indicator, by_code.loc[indicator.code], labels, style)
        last = 4 + len(criteria_set.indicators)
        _restrict(sheet, last, "ground", list(labels.values()))
        _restrict(sheet, last, "method", list(_METHODS.values()))


_LOOKS = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "heading": {"bold": True, "border": 1, "bg_color": "#E8E3D3"},
    "plain": {"border": 1},
    "fill": {"border": 1, "bg_color": "#FFF9DB"},
    "date": {"border": 1, "bg_color": "#FFF9DB", "num_format": "dd/mm/yyyy"},
}
_DECISIONS, _METHODS = first_words("decision"), first_words("method")


def _write_row(sheet, number, indicator, score, labels, style):
    row = number + 1
    claimed, verified = score["claimed_points"], score["verified_points"]
    is_out = score["answer_status"] == "not_applicable"
    cells = {
        "code": indicator.printed_as,
        "name": indicator.name_vi,
        "max_points": indicator.max_points,
        "claimed_points": NOT_APPLICABLE[0] if is_out else _or_blank(claimed),
        "verified_points": NOT_APPLICABLE[0] if is_out else _or_blank(verified),
        "ground": labels.get(score["ground_code"], ""),
        "method": _METHODS[score["method"]] if score["method"] else "",
        "verified_on": datetime.date.fromisoformat(score["verified_on"]) if score["verified_on"] else "",
        "verifier_note": score["verifier_note"],
    }
    for column, field in enumerate(FIELDS):
        look = "date" if field == "verified_on" else "fill" if field in TO_FILL else "plain"
        value = cells.get(field, "")
        if field in ("gap", "decision"):
            continue
        if isinstance(value, datetime.date):
            sheet.write_datetime(number, column, datetime.datetime.combine(value, datetime.time()), style[look])
        elif value == "":
            sheet.write_blank(number, column, None, style[look])
        elif isinstance(value, str):
            sheet.write_string(number, column, value, style[look])
        else:
            sheet.write_number(number, column, value, style[look])
    has_both = not (is_out or pd.isna(claimed) or pd.isna(verified))
    gap = f'=IF(AND(ISNUMBER(D{row}),ISNUMBER(E{row})),E{row}-D{row},"")'
    difference = round(verified - claimed, 9) if has_both else ""
    decided = _DECISIONS[decision(claimed, verified)] if has_both else ""
    formula = decision_formula(f"D{row}", f"E{row}", _DECISIONS)
    sheet.write_formula(number, FIELDS.index("gap"), gap, style["plain"], difference)
    sheet.write_formula(number, FIELDS.index("decision"), formula, style["plain"], decided)


def _or_blank(points):
    return "" if pd.isna(points) else float(points)


def _restrict(sheet, last, field, allowed):
    column = FIELDS.index(field)
    options = {"validate": "list", "source": allowed, "error_type": "warning"}
    sheet.data_validation(5, column, last, column, options)
