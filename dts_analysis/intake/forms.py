"""One sheet of a form read row by row: what it answers, and every fault with its cell."""

import re
from dataclasses import dataclass

from ..errors import finding
from ..scoring.verdict import is_typed_alike
from .declared import read_declared
from .headers import POINTS, find_header
from .numbers import read_number
from .rows import IndicatorIndex
from .text import clean, fold, masked
from .typed_words import is_not_applicable
from .verdicts import read_verdict

LABELS = ("label_vi", "label_en")
DECLARED = ("declared_value", "declared_total")
TEXTS = ("explanation", "evidence", "verifier_note")
_REASON = re.compile(r"\bR\d+\b")  # also one digit or three: what the taxonomy does not have is reported
_SHARED = re.compile(r"\b(R\d+)\b\s*[:=(]?\s*(\d+(?:[.,]\d+)?\s*%)")


@dataclass(frozen=True)
class Codes:
    """The codes a form may use: of reasons, and of grounds with the labels that stand for them."""

    reasons: frozenset
    grounds: dict  # folded label -> ground code
    mapping: dict  # folded explanation -> reviewed reason codes

    @classmethod
    def of(cls, reasons, grounds, mapping=None):
        """Return the codes of `reference`'s tables of reasons, grounds and reviewed explanations."""
        labels = {fold(row[name]): row["ground_code"] for _, row in grounds.iterrows() for name in LABELS}
        return cls(frozenset(reasons["reason_code"]), labels, mapping or {})


class FormReader:
    """Reads the sheets of one file against one criteria set. `records` and `findings` are its result."""

    def __init__(self, criteria_set, known, unit_code, year):
        self.criteria_set = criteria_set
        self.index = IndicatorIndex.of(criteria_set)
        self.known = known
        self.unit_code, self.year = unit_code, year
        self.findings = []
        self.records = {}

    def report(self, code, where, /, **facts):
        """Record a finding of this unit and year."""
        self.findings.append(finding(code, where, unit_code=self.unit_code, year=self.year, **facts))

    def read(self, sheets, where):
        """Return the records by indicator code: what the sheet that holds the form answers."""
        wanted = fold(self.criteria_set.form.sheet)
        ordered = sorted(sheets, key=lambda sheet: fold(sheet.name) != wanted)
        found = [(sheet, header) for sheet in ordered if (header := find_header(sheet.rows))]
        if not found:
            seen = ", ".join(sheet.name for sheet in sheets) or "—"
            self.report("header_missing", where, seen=seen)
            return self.records
        (sheet, header), *others = found
        for other, _ in others:
            self.report("sheet_ignored", other.where, name=sheet.name)
        self._report_columns(sheet, header)
        self._read_rows(sheet, header)
        if not self.records:
            self.report("form_without_rows", sheet.where)
        return self.records

    def _report_columns(self, sheet, header):
        top = header.last_row
        for column, heading in header.unknown.items():
            self.report("column_ignored", sheet.at(top, column), heading=heading)
        for column, name in header.doubled.items():
            self.report("column_doubled", sheet.at(top, column), heading=name)

    def _read_rows(self, sheet, header):
        places, doubled, printed_totals = {}, set(), {}
        tall = [each for each in sheet.merged if each[1][0] > max(each[0][0], header.first_row)]
        for number in range(header.first_row, len(sheet.rows)):
            row = _Row(sheet, number, header.columns)
            kind = self.index.kind(row["code"], row["name"])
            if kind == "blank":
                self._report_stray(row)
            if kind == "total":
                printed_totals |= {name: row for name in POINTS if name in header.columns}
            if kind != "indicator":
                continue
            indicator, fault = self.index.resolve(row["code"], row["name"])
            if fault:
                facts = {"code": clean(row["code"]), "name": clean(row["name"])[:80]}
                self.report(fault, row.at("code"), resolved=getattr(indicator, "printed_as", ""), **facts)
            if indicator is None:
                continue
            if indicator.code in places:
                doubled.add(indicator.code)
                facts = {"code": indicator.printed_as, "other": places[indicator.code]}
                self.report("indicator_doubled", row.at("code"), **facts)
                continue
            places[indicator.code] = row.at("code")
            self._report_merged(row, tall)
            self.records[indicator.code] = self._read_row(row, indicator)
        for code in doubled:
            self.records[code] |= dict.fromkeys((*POINTS, *DECLARED)) | {"is_invalid": True}
        for name, row in printed_totals.items():
            self._check_total(name, row)

    def _report_merged(self, row, tall):
        """A number in a merged cell stands in its first row only: the others look blank."""
        for (top, left), (bottom, right) in tall:
            for name in (*POINTS, *DECLARED):
                if top < row.number <= bottom and left <= row.columns.get(name, -1) <= right:
                    self.report("cell_merged", row.at(name), first=row.sheet.at(top, left))

    def _report_stray(self, row):
        """Points in a row without code and name belong to an indicator that nobody can tell."""
        for name in POINTS:
            number = read_number(row[name])
            if number.value is not None:
                self.report("points_without_indicator", row.at(name), points=number.value)

    def _read_row(self, row, indicator):
        record = {"row": row, "is_not_applicable": False, "is_judged_out": False, "is_invalid": False}
        printed = read_number(row["max_points"]).value
        if printed is not None and not is_typed_alike(printed, indicator.max_points):
            stated = indicator.max_points
            self.report("maximum_differs", row.at("max_points"), printed=printed, max_points=stated)
        for name in POINTS:
            record[name] = self._read_points(row, name, indicator, record)
        value, total, text, faults = read_declared(indicator.rule, row)
        for code, field, facts in faults:
            self.report(code, row.at(field), **facts)
        record |= {"declared_value": value, "declared_total": total, "declared_text": text}
        record |= {name: self._read_text(row, name) for name in TEXTS}
        self._read_reasons(row, record)
        verdict, faults = read_verdict(row, record, self.known.grounds)
        record |= verdict
        for code, field, facts in faults:
            self.report(code, row.at(field), **facts)
        place = next((name for name in POINTS if name in row.columns), "code")
        record["source"] = row.at(place)
        record["verified_source"] = row.at("verified_points") if "verified_points" in row.columns else ""
        return record

    def _read_points(self, row, name, indicator, record):
        if name not in row.columns:
            return None
        if is_not_applicable(row[name]):
            if name == "claimed_points":
                record["is_not_applicable"] = True
                self.report("not_applicable_claimed", row.at(name))
            else:
                record["is_judged_out"] = True
            return None
        number = read_number(row[name])
        if number.code:
            self.report(number.code, row.at(name), text=number.text, value=number.value)
        is_claim = name == "claimed_points"
        if number.is_percent:
            self.report("percent_for_points", row.at(name), text=clean(row[name]))
            record["is_invalid"] |= is_claim
            return None
        if number.value is None:
            record["is_invalid"] |= is_claim and number.code not in ("", "dash_is_blank")
            return None
        fault = _out_of_range(number.value, indicator)
        if fault:
            record["is_invalid"] |= is_claim
            facts = {"points": number.value, "max_points": indicator.max_points}
            self.report(fault, row.at(name), **facts)
            return None
        return number.value

    def _read_text(self, row, name):
        if row[name] == "":
            return ""
        text, has_personal_data = masked(clean(row[name]))
        if has_personal_data:
            self.report("personal_data_masked", row.at(name))
        return text

    def _read_reasons(self, row, record):
        text = self._read_text(row, "reasons")
        if not text:
            mapped = self.known.mapping.get(fold(record["explanation"]), "") if record["explanation"] else ""
            basis = "mapping" if mapped else ""
            record |= {"reason_codes": mapped, "reason_shares": "", "reason_basis": basis}
            return
        codes = list(dict.fromkeys(_REASON.findall(text.upper())))
        for code in codes:
            if code not in self.known.reasons:
                self.report("reason_unknown", row.at("reasons"), code=code)
        kept = [code for code in codes if code in self.known.reasons]
        shares = self._read_shares(row, text, kept)
        basis = "form" if kept else ""
        record |= {"reason_codes": ";".join(kept), "reason_shares": shares, "reason_basis": basis}
        if fold(_REASON.sub("", _SHARED.sub("", text))):
            record["explanation"] = f"{record['explanation']}\nNguyên nhân: {text}".strip()

    def _read_shares(self, row, text, codes):
        stated = {code: read_number(share).value for code, share in _SHARED.findall(text.upper())}
        if not stated:
            return ""
        if set(stated) != set(codes) or abs(sum(stated.values()) - 1) > 1e-6:
            self.report("reason_shares_sum", row.at("reasons"), text=text, sum=sum(stated.values()))
            return ""
        return ";".join(f"{stated[code]:.12g}" for code in codes)

    def _check_total(self, name, row):
        printed = read_number(row[name])
        if printed.code:
            self.report(printed.code, row.at(name), text=printed.text, value=printed.value)
        if printed.value is None:
            return
        summed = sum(record[name] for record in self.records.values() if record[name] is not None)
        if not is_typed_alike(summed, printed.value):
            self.report("total_differs", row.at(name), printed=printed.value, summed=float(summed))


class _Row(dict):
    """One row's cells by field; a field the sheet does not have reads as blank."""

    def __init__(self, sheet, number, columns):
        cells = sheet.rows[number]
        super().__init__({name: cells[at] for name, at in columns.items() if at < len(cells)})
        self.sheet, self.number, self.columns = sheet, number, columns

    def __missing__(self, field):
        return ""

    def at(self, field):
        """Return the place of a field's cell, such as ``2022/373.xlsx!Tự đánh giá!G12``."""
        return self.sheet.at(self.number, self.columns.get(field, 0))


def _out_of_range(points, indicator):
    if points < 0:
        return "points_negative"
    return "over_maximum" if points > indicator.max_points + 1e-9 else ""
