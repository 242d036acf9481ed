"""The sheet of a file that holds its form: which rows answer what, and every fault with its cell."""

from dataclasses import dataclass, field

import numpy as np

from ..errors import finding
from ..reference.stages import basis_of, kind_of
from .asked_again import asking, claims_following
from .beside import BASIS, numbers_beside
from .columns import DECLARED, check_maxima, is_pointless, read_declared_columns, read_points, read_texts
from .form_head import Kinds, check_head, house_kinds
from .habits import collapsed
from .headings import JUDGED, POINTS, VERIFIED, house, named_by
from .marks import read_marks
from .parts import check_parts
from .places import answer_places, merged_cells
from .points_columns import OWN_STAGES, settle
from .reasons import read_reasons
from .rows import IndicatorIndex
from .sheet_choice import choose, find_all
from .stages import filled_columns
from .sums import check_sums
from .text import fold
from .typed_gaps import check_gaps
from .typed_words import NOT_APPLICABLE, read_pass
from .verdicts import read_verdicts
from .verified_levels import VerifiedLevels

LABELS = ("label_vi", "label_en")
TEXTS = ("explanation", "evidence", "verifier_note")


@dataclass(frozen=True)
class Codes:
    """What a form may use: codes of reasons, of grounds with the labels that stand for them, kinds of units."""

    reasons: frozenset
    grounds: dict  # folded label -> ground code
    mapping: dict  # folded explanation -> reviewed reason codes
    labels: dict = field(default_factory=dict)  # reason code -> its folded label, which our forms write beside it
    kinds: Kinds = field(default_factory=house_kinds, compare=False)  # of units, before their names

    @classmethod
    def of(cls, reasons, grounds, mapping=None, levels=None):
        """Return the codes of `reference`'s tables of reasons, grounds and reviewed explanations."""
        kinds = Kinds(levels) if levels else house_kinds()
        labels = {fold(row[name]): row["ground_code"] for _, row in grounds.iterrows() for name in LABELS}
        named = dict(zip(reasons["reason_code"], map(fold, reasons["label_vi"]), strict=True))
        return cls(frozenset(named), labels, mapping or {}, named, kinds)


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
    stage : str
        A stage of the set: what kind of form it is; a unit's own holds no verdict on itself.
    headings : Headings, optional
        What headings mean; default: the house's own table.
    """

    def __init__(self, criteria_set, known, unit_code, year, index=None, stage="sheet", headings=None):
        self.criteria_set, self.known = criteria_set, known
        self.index = index or IndicatorIndex.of(criteria_set)
        self.headings = named_by(headings or house(), criteria_set)
        self.unit_code, self.year, self.stage = unit_code, year, stage
        self.kind, self.basis = kind_of(criteria_set, stage), basis_of(criteria_set, stage)
        self.findings = []

    def report(self, code, where, /, **facts):
        """Record a finding of this unit and year."""
        self.findings.append(self._finding(code, where, facts))

    def _finding(self, code, where, facts):
        return finding(code, where, unit_code=self.unit_code, year=self.year, **facts)

    def read(self, sheets, where, unit_name=""):
        """Return the `Form`: what the table that holds it answers. Without such a table or row it is empty.

        `where` is how findings name the file; its head should say the reader's unit code or `unit_name`.
        """
        form = self._read(sheets, where, unit_name)
        self.findings = collapsed(self.findings)
        return form

    def _read(self, sheets, where, unit_name):
        notes = {(code, place): facts for sheet in sheets for code, place, facts in sheet.notes}
        for (code, place), facts in notes.items():
            self.report(code, place, **facts)
        tables = find_all(sheets, self.headings, self.index)
        covers = [sheet for sheet in sheets if all(table.sheet is not sheet for table in tables)]
        for sheet in covers:
            self._check_head(sheet, len(sheet.rows), unit_name)
        if not tables:
            seen = ", ".join(sheet.name for sheet in sheets) or "—"
            self.report("header_missing", where, seen=seen)
            return Form()
        table, said = choose(
            tables, self.criteria_set.form.sheet, self.year, self.unit_code, unit_name, self.known.kinds
        )
        for code, place, facts in said:
            self.report(code, place, **facts)
        sheet, found = table.sheet, table.found
        self._check_head(sheet, table.header.top, unit_name)
        columns, faults = settle(
            table.rows, table.header, self.headings, self.kind, self.year, self.criteria_set.claims
        )
        columns = filled_columns(columns, self.basis)
        for code, row, column, facts in faults:
            self.report(code, sheet.at(row, column), **facts)
        if 2 * found.foreign > len(found.numbers) and found.foreign > 2:
            self.report("form_of_another_set", sheet.where, rows=found.foreign, of=len(found.numbers))
            return Form()
        rows = found.answering(sheet, columns)
        form, faults = self._read_columns(rows, found.doubled)
        places = [(row, code, sheet.at(row, columns.get(name, 0)), facts) for row, code, name, facts in found.said]
        places += [
            (rows.numbers[row], code, rows.at(name, row), {"indicator": rows.label(row)} | facts)
            for row, code, name, facts in faults
        ]
        places += [(row, code, sheet.at(row, column), facts) for row, code, column, facts in check_parts(rows)]
        places.sort(key=lambda each: each[0])  # stable: in each row in the order in which it was read
        self.findings += [self._finding(code, place, facts) for _, code, place, facts in places]
        for code, place, facts in check_sums(rows, found, form, self.criteria_set):
            self.report(code, place, **facts)
        self._tell_whole(rows, sheet, form)
        for code, place, facts in check_gaps(
            rows, form.numbers["claimed_points"], form.numbers["verified_points"]
        ):
            self.report(code, place, **facts)
        return form

    def _check_head(self, sheet, rows, unit_name):
        named = self.unit_code, unit_name
        for code, place, facts in check_head(sheet, rows, *named, self.year, self.known.kinds):
            self.report(code, place, **facts)

    def _tell_whole(self, rows, sheet, form):
        """What concerns the form as a whole: nothing answered, nothing claimed, rows and columns out of sight."""
        if not rows:
            self.report("form_without_rows", sheet.where)
        is_claimed = np.isfinite(form.numbers["claimed_points"]) | form.flags["is_invalid"]
        if self.criteria_set.scored_in == "passes":
            is_claimed = is_claimed | np.isfinite(form.numbers["declared_value"])
        is_claimed = (is_claimed | form.flags["is_not_applicable"]).any()
        can_claim = self.criteria_set.form.claims == "typed"
        can_claim = can_claim and any(not each.rule.is_relative for each in rows.indicators)
        if can_claim and self.kind in OWN_STAGES and "claimed_points" in rows and not is_claimed:
            self.report("claims_none", rows.at("claimed_points", 0))
        hidden = [sheet.at(number, 0) for number in rows.numbers if number in sheet.hidden_rows]
        if hidden:
            self.findings.append(self._hidden("rows_hidden", hidden))
        first = rows.numbers[0] if rows else 0
        hidden = [sheet.at(first, at) for at in sorted(rows.columns.values()) if at in sheet.hidden_columns]
        if hidden:
            self.findings.append(self._hidden("columns_hidden", hidden))
        numbers, columns = set(rows.numbers), set(rows.columns.values())
        noted = [sheet.at(*each) for each in sorted(sheet.commented) if each[0] in numbers and each[1] in columns]
        if noted:
            self.findings.append(self._hidden("cells_commented", noted))

    def _hidden(self, code, places):
        of_unit = {"unit_code": self.unit_code, "year": self.year}
        return finding(code, places[0], cells=places, **of_unit)

    def _read_columns(self, rows, doubled):
        """The `Form` and its faults as (row, code, field, facts), in each row in the order they are said."""
        pointless = is_pointless(rows, self.criteria_set.scored_in)
        faults = merged_cells(rows) + check_maxima(rows, pointless)
        numbers, out, invalid = {}, {}, {}
        main = "final_points" if self.basis == "final" else JUDGED[0]
        levels = VerifiedLevels(rows, self.index.earned)
        asked = {name: asking(rows, name) for name in (POINTS[0], main)}
        for name in POINTS:
            spoken, said = levels.typed(name)
            spoken |= dict.fromkeys(asked.get(name, ()), np.nan)
            if self.criteria_set.scored_in == "passes":
                words = ((row, read_pass(cell)) for row, cell in rows.filled(name) if isinstance(cell, str))
                spoken |= {row: points for row, points in words if points is not None}
            numbers[name], out[name], invalid[name], found = read_points(rows, name, spoken)
            is_said = np.isin(np.arange(len(rows)), list(spoken))
            numbers[name][pointless & ~is_said & (numbers[name] == 0)] = np.nan
            faults += said + found
        faults += levels.settle(*(each[main] for each in (numbers, out, invalid)), main, asked[main])
        *declared, declared_text, found = read_declared_columns(rows, self.criteria_set.form.prompts)
        numbers |= dict(zip(DECLARED, declared, strict=True))
        claims = asked[POINTS[0]], *(each[POINTS[0]] for each in (numbers, invalid))
        faulty = {row for row, *_ in found}
        faults += claims_following(rows, *claims, declared, faulty, self.index.earned)
        numbers |= dict(zip(VERIFIED[1:], (levels.values, levels.totals), strict=True))
        texts = {"declared_text": declared_text, "verified_declared": levels.words}
        faults += found
        is_out, is_unsure, found = read_marks(rows, numbers["declared_value"], numbers["claimed_points"])
        faults += found
        for name in TEXTS:
            texts[name], found = read_texts(rows, name)
            faults += found
        points = main if self.basis == "final" else BASIS[self.kind]
        faults += numbers_beside(rows, points, out[points], self.headings.name(points))
        reasons, found = read_reasons(rows, texts["explanation"], self.known)
        faults += found
        verdicts, found = read_verdicts(
            rows, *(numbers[name] for name in POINTS[:2]), texts["verifier_note"], self.known.grounds
        )
        faults += found
        source = next((name for name in POINTS if name in rows), "code")
        judged = next((name for name in (main, *VERIFIED) if name in rows), None)
        verified_source = rows.places(judged) if judged else [""] * len(rows)
        for row, name in levels.fields.items():
            verified_source[row] = rows.at(name, row)
        texts |= reasons | verdicts | {"source": rows.places(source), "verified_source": verified_source}
        texts["answer_source"] = answer_places(rows, numbers["claimed_points"], texts["source"])
        is_typed = self.criteria_set.claims == "typed"
        is_unclaimed = is_typed and self.kind in OWN_STAGES and "claimed_points" not in rows
        for row in np.flatnonzero(out["final_points"] | out["verified_points"]).tolist():
            levels.words[row] = levels.words[row] or NOT_APPLICABLE[0]
        flags = {
            "is_not_applicable": out["claimed_points"] | is_out,
            "is_unsure": is_unsure,
            "is_verified_out": out["verified_points"],
            "is_final_out": out["final_points"],
            "is_invalid": invalid["claimed_points"] | is_unclaimed,
        }
        places = {indicator.code: row for row, indicator in enumerate(rows.indicators)}
        for row in map(places.get, doubled):
            flags["is_invalid"][row] = True
            for column in numbers.values():
                column[row] = np.nan
        return Form(places, numbers, texts, flags), faults
