"""What one unit is asked to correct: a letter in Word, from a template an office can edit, and a list in Excel."""

import io

import pandas as pd

from ..analysis.causes import causes
from ..messages import say, table
from ..scoring import side_names
from .sheets import line_height, new_book, print_on_a4, put
from .word import filled

SHIPPED = "cong_van.docx"  # the template that comes with the package
MOST_LINES = 12  # of a group in a letter; the list has them all
WIDTHS = {
    "number": 6,
    "ask": 40,
    "sheet": 16,
    "cell": 16,
    "indicator": 40,
    "message": 60,
    "severity": 11,
    "done": 14,
}
NOT_ASKED = {  # of a unit: the office, or the working group, decides or mends these itself
    *("judged_by_itself", "maximum_unreadable", "identity_incomplete", "verified_missing", "gap_contradicts"),
    *("verdict_word_unknown", "decision_contradicts", "ground_unknown", "ground_doubled", "date_unreadable"),
    *("cut_without_reason", "cut_placeholder", "claim_differs", "code_resolved_by_name"),
}


def asked(findings, criteria_set):
    """Return what a unit is asked for, by cause, the gravest and most frequent first.

    Parameters
    ----------
    findings : DataFrame
        The unit's, as from `analysis.causes.named`.
    criteria_set : CriteriaSet
        The unit's, which may have names of its own for claims and verdicts.

    Returns
    -------
    list of (str, DataFrame)
        What is asked for, and the findings behind it; notes, and what others are to mend, are left out.
    """
    grave = findings[(findings["severity"] != "info") & ~findings["code"].isin(NOT_ASKED)]
    groups = {}
    for row in causes(grave).itertuples():
        own = grave[(grave["code"] == row.code) & (grave["severity"] == row.severity)]
        groups.setdefault(ask(row.code, row.remedy, criteria_set), []).append(own)
    return [(words, pd.concat(parts)) for words, parts in groups.items()]


def ask(code, remedy, criteria_set):
    """Return what a unit is asked to do about findings of this code; where nothing is filed, their remedy."""
    if f"ask_{code}" in table()["words"]:
        return say(f"ask_{code}", **side_names(criteria_set))
    return remedy[:1].upper() + remedy[1:]


def letter(template, unit_name, year, criteria_title, groups):
    """Return the bytes of a letter, a .docx made from the template at a path.

    Parameters
    ----------
    template : Path
        A Word file with the marks ``unit_name``, ``year``, ``criteria_title``, ``n_places``, ``n_errors`` and
        ``groups`` (each with ``ask``, ``count``, ``lines``).
    unit_name, criteria_title : str
    year : int
    groups : list
        As from `asked`.

    Raises
    ------
    DtsError
        Where the template is no Word file, or its marks cannot be filled in.
    """
    sums = [
        (int(rows["count"].sum()), int(rows.loc[rows["severity"] == "error", "count"].sum())) for _, rows in groups
    ]
    facts = {
        "unit_name": unit_name,
        "year": year,
        "criteria_title": criteria_title,
        "n_places": sum(count for count, _ in sums),
        "n_errors": sum(errors for _, errors in sums),
        "groups": [
            {"ask": words, "count": count, "lines": _lines(rows)}
            for (words, rows), (count, _) in zip(groups, sums, strict=True)
        ],
    }
    return filled(template, facts)


def _lines(rows):
    lines = []
    for row in rows.head(MOST_LINES).itertuples():
        place = say("letter_place", cell=row.cell) if row.cell[:1].isalpha() else row.file
        place = place if row.count == 1 else ""  # the sentence names all its places
        lines.append(f"{' – '.join(filter(None, (place, row.indicator)))}: {row.message}")
    return lines + ([say("letter_more", more=len(rows) - MOST_LINES)] if len(rows) > MOST_LINES else [])


def correction_list(unit_name, year, groups):
    """Return the bytes of an .xlsx that lists the same as the letter, a row for every place; takes as `letter`."""
    file = io.BytesIO()
    book, looks = new_book(file)
    with book:
        sheet = book.add_worksheet(say("letter_sheet"))
        put(sheet, 0, 0, say("mark_title", unit=unit_name, year=year), looks["title"])
        heads = {"number": say("mark_number"), "ask": say("letter_ask"), "done": say("letter_done")}
        for column, (field, width) in enumerate(WIDTHS.items()):
            sheet.set_column(column, column, width)
            put(sheet, 2, column, heads.get(field) or say(f"book_{field}"), looks["heading"])
        listed = [(words, row) for words, rows in groups for row in rows.itertuples()]
        for number, (words, row) in enumerate(listed, 1):
            cells = row.cells.replace(" ", ", ") or row.cell
            severity = say(f"severity_{row.severity}")
            values = (number, words, row.sheet, cells, row.indicator, row.message, severity)
            for column, value in enumerate(values):
                put(sheet, 2 + number, column, value, looks["plain"])
            put(sheet, 2 + number, len(values), "", looks["fill"])
            sheet.set_row(2 + number, line_height(zip(values, WIDTHS.values(), strict=False)))
        sheet.autofilter(2, 0, 2 + max(len(listed), 1), len(WIDTHS) - 1)
        sheet.freeze_panes(3, 2)
        print_on_a4(sheet, 2, unit_name)
    return file.getvalue()
