"""A raw folder as ``data/raw``, written by a test: criteria sets from a few maxima, forms from a line of points.

A line of points is written as a person reads it: ``10 2,5 - k`` is ten, two and a half, a blank, «Không áp dụng».
"""

import csv
import datetime
import hashlib
import io
import shutil
from pathlib import Path

import xlsxwriter
import yaml

RAW = Path(__file__).parents[1] / "data" / "raw"
TABLES = ("units.csv", "unit_changes.csv", "reasons.yml", "grounds.yml", "remedies.yml")
MANIFEST = ["path", "sha256", "unit_code", "year", "criteria_id", "stage"]
MANIFEST += ["received_on", "provenance", "replaces", "note"]
HEADINGS = {
    "code": "TT", "name": "Chỉ số", "max_points": "Điểm tối đa", "a": "Số thực hiện (a)", "b": "Tổng số (b)",
    "claimed": "Điểm tự chấm", "verified": "Điểm thẩm định", "reasons": "Nguyên nhân", "ground": "Căn cứ",
    "note": "Lý do điều chỉnh",
}  # fmt: skip
FIELDS = {
    "self": ["code", "name", "max_points", "a", "b", "claimed", "reasons"],
    "verification": ["code", "name", "max_points", "claimed", "verified", "ground", "note"],
    "sheet": ["code", "name", "max_points", "claimed", "verified", "reasons", "ground"],
}
WRITTEN = {"-": "", "k": "Không áp dụng"}
THRESHOLDS = [
    {"code": "completed", "name_vi": "Hoàn thành", "name_en": "Completed", "is_upper": True, "at_least": 1.0},
    {"code": "basic", "name_vi": "Cơ bản hoàn thành", "name_en": "Basic", "is_upper": True, "at_least": 0.7},
    {"code": "low", "name_vi": "Hoàn thành thấp", "name_en": "Low", "is_upper": False, "above": 0.0},
    {"code": "none", "name_vi": "Chưa thực hiện", "name_en": "Not done", "is_upper": False, "at_least": 0.0},
]
CONDITIONS = [
    {"code": "none", "name_vi": "Chưa thực hiện", "name_en": "Not started", "is_upper": False,
     "when": "both_zero"},
    {"code": "evidence", "name_vi": "Cần bổ sung minh chứng", "name_en": "Needs evidence", "is_upper": False,
     "when": "verified_below_claimed"},
    {"code": "completed", "name_vi": "Hoàn thành", "name_en": "Completed", "is_upper": True, "when": "both_max"},
    {"code": "underway", "name_vi": "Đang thực hiện", "name_en": "In progress", "is_upper": False,
     "when": "otherwise"},
]  # fmt: skip


def criteria(set_id, level, years, pillars, classes=THRESHOLDS, group="parent", **changes):
    """Return a criteria set as a YAML file holds it.

    Parameters
    ----------
    pillars : dict
        Pillar code to the maxima of its indicators; their codes are A-01, A-02, …, printed 1.1, 1.2, ….
    changes : dict
        Keys of single indicators, by code: ``rule``, ``applies_to``, ``continues``.
    """
    indicators = [
        {"code": f"{pillar}-{place:02}", "printed_as": f"{number}.{place}", "max_points": maximum,
         "name_vi": f"Chỉ số thử {pillar} thứ {place}", "rule": {"kind": "manual"}}
        for number, (pillar, maxima) in enumerate(pillars.items(), 1)
        for place, maximum in enumerate(maxima, 1)
    ]  # fmt: skip
    for indicator in indicators:
        code = indicator["code"]
        indicator |= {key: values[code] for key, values in changes.items() if code in values}
    return {
        "id": set_id, "title": f"Bộ thử {set_id}", "level": level, "issuer": "thử", "decision": "",
        "issued_on": None, "source": "thử", "provenance": "illustrative", "provenance_note": "số minh họa",
        "years": list(years), "total_points": sum(map(sum, pillars.values())),
        "ranking": {"precision": 2, "method": "competition", "group": group},
        "class_scheme": {
            "kind": "conditions" if classes is CONDITIONS else "thresholds", "note": "thử", "classes": classes,
        },
        "pillars": [
            {"code": code, "printed_as": "I" * number, "name_vi": f"Trụ cột {code}", "name_en": f"Pillar {code}",
             "group": "", "max_points": sum(maxima)}
            for number, (code, maxima) in enumerate(pillars.items(), 1)
        ],
        "indicators": indicators,
    }  # fmt: skip


def csv_form(rows, fields):
    """Return the bytes of a CSV form: a title, the headings, the rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["PHIẾU (số liệu minh họa)"])
    writer.writerow([HEADINGS[field] for field in fields])
    writer.writerows([row.get(field, "") for field in fields] for row in rows)
    return text.getvalue().encode()


def xlsx_form(rows, fields, headings=HEADINGS):
    """Return the bytes of a workbook's form, numbers as numbers; the same bytes for the same rows."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    book.set_properties({"created": datetime.datetime(2024, 1, 15)})
    page = book.add_worksheet("Phiếu")
    page.write_string(0, 0, "PHIẾU (số liệu minh họa)")
    page.write_row(2, 0, [headings[field] for field in fields])
    for number, row in enumerate(rows, 3):
        for column, field in enumerate(fields):
            value = row.get(field, "")
            if field in ("claimed", "verified", "max_points", "a", "b") and _is_number(value):
                page.write_number(number, column, float(str(value).replace(",", ".")))
            elif value != "":
                page.write_string(number, column, str(value))
    book.close()
    return memory.getvalue()


class RawFolder:
    """A raw folder while it is being written; `done` writes its manifest."""

    def __init__(self, folder, *sets):
        self.folder, self.sets, self.manifest = Path(folder), {}, []
        (self.folder / "criteria").mkdir(parents=True)
        for table in TABLES:
            shutil.copy(RAW / table, self.folder / table)
        for each in sets:
            text = each if isinstance(each, str) else yaml.safe_dump(each, allow_unicode=True, sort_keys=False)
            document = yaml.safe_load(text)
            self.sets[document["id"]] = document
            (self.folder / "criteria" / f"{document['id']}.yml").write_text(text, encoding="utf-8")

    def rows(self, set_id, claimed, verified="", declared="", reasons=None):
        """Return a form's rows: a head for each pillar, the indicators in the set's order, a blank total.

        Parameters
        ----------
        claimed, verified : str
            A line of points each; "" where that column is blank.
        declared : str
            What was counted, ``5/10`` or ``4``.
        reasons : dict
            The reason for less than full points, by indicator or pillar code.
        """
        document, rows, pillar = self.sets[set_id], [], None
        columns = [points.split() for points in (claimed, verified, declared)]
        for place, indicator in enumerate(document["indicators"]):
            head = next(p for p in document["pillars"] if p["code"] == indicator["code"].split("-")[0])
            if head is not pillar:
                pillar = head
                rows.append({"code": head["printed_as"], "name": head["name_vi"].upper()})
            claim, verdict, counted = (each[place] if each else "-" for each in columns)
            row = {"code": indicator["printed_as"], "name": indicator["name_vi"]}
            row["max_points"] = indicator["max_points"]
            row["a"], _, row["b"] = counted.replace("-", "").partition("/")
            row |= {"claimed": WRITTEN.get(claim, claim), "verified": WRITTEN.get(verdict, verdict)}
            row["ground"] = _ground(claim, verdict)
            if claim != str(indicator["max_points"]):
                of_pillar = (reasons or {}).get(head["code"], "")
                row["reasons"] = (reasons or {}).get(indicator["code"], of_pillar)
            rows.append(row)
        return [*rows, {"name": "Tổng cộng"}]

    def unit(self, unit_code, year, set_id, claimed, verified="", suffix=".csv", **more):
        """Write a unit's own form, and its verification sheet where there are verified points."""
        rows = self.rows(set_id, claimed, verified, **more)
        self.file(f"{year}/{unit_code}{suffix}", unit_code, year, set_id, "self", form(suffix, rows, "self"))
        if verified:
            content = form(suffix, rows, "verification")
            path = f"{year}/{unit_code}_tham_dinh{suffix}"
            self.file(path, unit_code, year, set_id, "verification", content)

    def file(self, path, unit_code, year, set_id, stage, content):
        """Write a file and list it."""
        target = self.folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        received = f"{year + 1}-01-10" if stage == "self" else f"{year + 1}-07-10"
        row = [path, digest, unit_code, year, set_id, stage, received, "illustrative", "", "số minh họa"]
        self.manifest.append(row)

    def done(self):
        """Write the manifest and return the folder."""
        with (self.folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([MANIFEST, *self.manifest])
        return self.folder


def form(suffix, rows, stage):
    """Return the bytes of a form of a stage: CSV or a workbook."""
    return (xlsx_form if suffix == ".xlsx" else csv_form)(rows, FIELDS[stage])


def _is_number(value):
    return str(value).replace(",", "", 1).isdigit()


def _ground(claim, verdict):
    """A cut has a ground: without evidence where nothing is left, evidence refused where something is."""
    if not (_is_number(claim) and _is_number(verdict)):
        return ""
    before, after = (float(points.replace(",", ".")) for points in (claim, verdict))
    return ("G02" if after else "G01") if after < before else ""
