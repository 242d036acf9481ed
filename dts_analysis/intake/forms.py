"""The sheet of a file that holds its form: which rows answer what, and every fault with its cell."""

import math
from dataclasses import dataclass, field

import numpy as np

from ..errors import finding
from ..scoring.verdict import is_typed_alike
from .columns import DECLARED, Rows, check_maxima, read_declared_columns, read_points, read_texts
from .headers import POINTS, find_header
from .numbers import read_number
from .reasons import read_reasons
from .rows import IndicatorIndex
from .text import clean, fold
from .typed_gaps import check_gaps
from .verdicts import read_verdicts

LABELS = ("label_vi", "label_en")
TEXTS = ("explanation", "evidence", "verifier_note")


@dataclass(frozen=True)
class Codes:
    """The codes a form may use: of reasons, and of grounds with the labels that stand for them."""

    reasons: frozenset
    grounds: dict  # folded label -> ground code
    mapping: dict  # folded explanation -> reviewed reason codes
    labels: dict = field(default_factory=dict)  # reason code -> its folded label, which our forms write beside it

    @classmethod
    def of(cls, reasons, grounds, mapping=None):
        """Return the codes of `reference`'s tables of reasons, grounds and reviewed explanations."""
        labels = {fold(row[name]): row["ground_code"] for _, row in grounds.iterrows() for name in LABELS}
        named = dict(zip(reasons["reason_code"], map(fold, reasons["label_vi"]), strict=True))
        return cls(frozenset(named), labels, mapping or {}, named)


@dataclass
class Form:
    """What one file answers, in columns: one entry a row that answers an indicator."""

    rows: dict = field(default_factory=dict)  # indicator code -> its place in the columns
    numbers: dict = field(default_factory=dict)  # name -> array of float, NaN where nothing stands
    texts: dict = field(default_factory=dict)  # name -> list of str
    flags: dict = field(default_factory=dict)  # name -> array of bool

    def record(self, code):
        """Return the answer to one indicator as a mapping, None where no number stands."""
        at = self.rows[code]
        numbers = {name: float(column[at]) for name, column in self.numbers.items()}
        return (
            {name: None if np.isnan(number) else number for name, number in numbers.items()}
            | {name: column[at] for name, column in self.texts.items()}
            | {name: bool(column[at]) for name, column in self.flags.items()}
        )


class FormReader:
    """Reads the sheets of one file against one criteria set; `findings` is what it has to say.

    Parameters
    ----------
    criteria_set : CriteriaSet
    known : Codes
    unit_code, year
        Whose form this is.
    index : IndicatorIndex, optional
        The set's, where many forms are read.
    """

    def __init__(self, criteria_set, known, unit_code, year, index=None):
        self.criteria_set, self.known = criteria_set, known
        self.index = index or IndicatorIndex.of(criteria_set)
        self.unit_code, self.year = unit_code, year
        self.findings = []

    def report(self, code, where, /, **facts):
        """Record a finding of this unit and year."""
        self.findings.append(self._finding(code, where, facts))

    def _finding(self, code, where, facts):
        return finding(code, where, unit_code=self.unit_code, year=self.year, **facts)

    def read(self, sheets, where):
        """Return the `Form`: what the sheet that holds it answers. Without such a sheet or row it is empty."""
        wanted = fold(self.criteria_set.form.sheet)
        ordered = sorted(sheets, key=lambda sheet: fold(sheet.name) != wanted)
        found = [(sheet, header) for sheet in ordered if (header := find_header(sheet.rows))]
        if not found:
            seen = ", ".join(sheet.name for sheet in sheets) or "—"
            self.report("header_missing", where, seen=seen)
            return Form()
        (sheet, header), *others = found
        for other, _ in others:
            self.report("sheet_ignored", other.where, name=sheet.name)
        self._report_columns(sheet, header)
        rows, totals, doubled, said = self._find_rows(sheet, header)
        form, faults = self._read_columns(rows, doubled)
        said += [(rows.numbers[row], code, rows.at(field, row), facts) for row, code, field, facts in faults]
        said.sort(key=lambda each: each[0])  # stable: in each row in the order in which it was read
        self.findings += [self._finding(code, place, facts) for _, code, place, facts in said]
        for name, number in totals.items():
            self._check_total(sheet, number, header.columns[name], form.numbers[name])
        if not rows:
            self.report("form_without_rows", sheet.where)
        for code, place, facts in check_gaps(
            rows, form.numbers["claimed_points"], form.numbers["verified_points"]
        ):
            self.report(code, place, **facts)
        return form

    def _report_columns(self, sheet, header):
        top = header.last_row
        for column, heading in header.unknown.items():
            self.report("column_ignored", sheet.at(top, column), heading=heading)
        for column, name in header.doubled.items():
            self.report("column_doubled", sheet.at(top, column), heading=name)

    def _find_rows(self, sheet, header):
        """The `Rows`, the row of each printed total, the codes that stand twice, and what is to be said."""
        numbers, indicators, places, doubled, totals, said = [], [], {}, set(), {}, []
        columns, at = header.columns, header.columns.get("code", 0)
        every = Rows(sheet, columns, range(header.first_row, len(sheet.rows)), [])
        for number, code, name in zip(every.numbers, every.cells("code"), every.cells("name"), strict=True):
            kind, indicator, fault = self.index.recognise(code, name)
            if kind == "blank":
                said += _stray_points(sheet, number, columns)
            if kind == "total":
                totals |= {points: number for points in POINTS if points in columns}
            if fault:
                facts = {"code": clean(code), "name": clean(name)[:80]}
                facts["resolved"] = getattr(indicator, "printed_as", "")
                said.append((number, fault, sheet.at(number, at), facts))
            if indicator is None:
                continue
            if indicator.code in places:
                doubled.add(indicator.code)
                facts = {"code": indicator.printed_as, "other": sheet.at(places[indicator.code], at)}
                said.append((number, "indicator_doubled", sheet.at(number, at), facts))
                continue
            places[indicator.code] = number
            numbers.append(number)
            indicators.append(indicator)
        return Rows(sheet, columns, numbers, indicators), totals, doubled, said

    def _read_columns(self, rows, doubled):
        """The `Form` and its faults as (row, code, field, facts), in each row in the order they are said."""
        faults = _merged_cells(rows) + check_maxima(rows)
        numbers, out, invalid = {}, {}, {}
        for name in POINTS:
            numbers[name], out[name], invalid[name], found = read_points(rows, name)
            faults += found
            if name == "claimed_points":
                faults += [(row, "not_applicable_claimed", name, {}) for row in np.flatnonzero(out[name]).tolist()]
        *declared, declared_text, found = read_declared_columns(rows)
        numbers |= dict(zip(DECLARED, declared, strict=True))
        texts = {"declared_text": declared_text}
        faults += found
        for name in TEXTS:
            texts[name], found = read_texts(rows, name)
            faults += found
        reasons, found = read_reasons(rows, texts["explanation"], self.known)
        faults += found
        verdicts, found = read_verdicts(
            rows, *(numbers[name] for name in POINTS[:2]), texts["verifier_note"], self.known.grounds
        )
        faults += found
        source = next((name for name in POINTS if name in rows), "code")
        verified_source = rows.places("verified_points") if "verified_points" in rows else [""] * len(rows)
        texts |= reasons | verdicts | {"source": rows.places(source), "verified_source": verified_source}
        flags = {
            "is_not_applicable": out["claimed_points"],
            "is_judged_out": out["final_points"] | (out["verified_points"] & np.isnan(numbers["final_points"])),
            "is_invalid": invalid["claimed_points"],
        }
        places = {indicator.code: row for row, indicator in enumerate(rows.indicators)}
        for row in map(places.get, doubled):
            flags["is_invalid"][row] = True
            for column in numbers.values():
                column[row] = np.nan
        return Form(places, numbers, texts, flags), faults

    def _check_total(self, sheet, number, column, points):
        cells, where = sheet.rows[number], sheet.at(number, column)
        printed = read_number(cells[column] if column < len(cells) else "")
        if printed.code:
            self.report(printed.code, where, text=printed.text, value=printed.value)
        if printed.value is None:
            return
        summed = math.fsum(points[~np.isnan(points)])
        if not is_typed_alike(summed, printed.value):
            self.report("total_differs", where, printed=printed.value, summed=summed)


def _stray_points(sheet, number, columns):
    """Points in a row without code and name belong to an indicator that nobody can tell."""
    row = Rows(sheet, columns, [number], [])
    read = ((name, read_number(row.cells(name)[0]).value) for name in POINTS)
    return [
        (number, "points_without_indicator", row.at(name, 0), {"points": points})
        for name, points in read
        if points is not None
    ]


def _merged_cells(rows):
    """A number in a merged cell stands in its first row only: the others look blank."""
    fields = [name for name in (*POINTS, *DECLARED) if name in rows]
    return [
        (row, "cell_merged", name, {"first": rows.sheet.at(top, left)})
        for (top, left), (bottom, right) in rows.sheet.merged
        for name in fields
        if bottom > top and left <= rows.columns[name] <= right
        for row, number in enumerate(rows.numbers)
        if top < number <= bottom
    ]
