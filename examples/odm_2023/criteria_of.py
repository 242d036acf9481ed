"""Write the criteria set again from the questionnaire's template and its scoring rules: ``python criteria_of.py``.

The template says what is asked, in which section, and which answers are offered; ``rules.csv`` which share of a
question's maximum each answer earns. Where the template offers an answer that earns nothing, it earns 0.
"""

import csv
import re
from pathlib import Path

import openpyxl
import yaml

HERE = Path(__file__).parent
TITLE = re.compile(r"Dimension (\d): (.*)")
SECTION = re.compile(r"([1-4])\.(\d)([a-d]?)\.? (.*)")
STAGES = [
    ("self", "claimed", "điểm theo câu trả lời", "self-assessment by rule"),
    ("score", "verified", "điểm đã công bố", "published score"),
]
CLASSES = [
    ("full", "Đủ điểm", "All points", True, {"at_least": 1.0}),
    ("part", "Một phần", "Some points", False, {"above": 0.0}),
    ("none", "Không điểm", "No points", False, {"at_least": 0.0}),
]


def offered(sheet):
    """Return the answers offered to each question."""
    rows = ([cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True))
    named = ((re.match(r"Select answer for Q(\S+)", str(cells[0])), cells[1:]) for cells in rows if cells)
    return {found[1]: [str(each).strip() for each in labels] for found, labels in named if found}


def options(rule, labels, maximum):
    """Return the options of one question."""
    shares = {}
    for part in re.split(r";(?=[^;]*=)", rule["answer_shares"]):
        label, _, share = part.rpartition("=")
        shares[label.strip().casefold()] = round(maximum * float(share), 4)
    return [{"label": label, "points": whole(shares.get(label.casefold(), 0))} for label in labels]


def whole(number):
    """Return a number without its decimals where it has none."""
    return int(number) if number == int(number) else number


def document():
    """Return the criteria set as its file holds it."""
    book = openpyxl.load_workbook(HERE / "source/template.xlsx", data_only=True)
    sheet, labels = book["Questionnaire"], offered(book["AnswerOptions"])
    with (HERE / "source/rules.csv").open(encoding="utf-8", newline="") as file:
        rules = {int(row["sheet_row"]): row for row in csv.DictReader(file) if row["answer_shares"]}
    groups, pillars, indicators, unscored = [], [], [], []
    for number in range(1, sheet.max_row + 1):
        code, name = (sheet.cell(number, column).value for column in (1, 2))
        name = " ".join(str(name).split()) if name is not None else ""
        if not name or code == "ID":
            continue
        if code is None and (found := TITLE.match(name)):
            named = {"name_vi": found[2].strip(), "name_en": found[2].strip()}
            groups.append({"code": f"D{found[1]}", "printed_as": f"Dimension {found[1]}:", **named})
        elif code is None and (found := SECTION.match(name)):
            one, two, part, text = found.groups()
            if part == "a":  # 2.3 is parted into 2.3a to 2.3d and has no questions of its own
                unscored.append(f"{pillars[-1]['printed_as']} {pillars[-1]['name_en']}")
                pillars.pop()
            named = {"printed_as": f"{one}.{two}{part}", "name_vi": text, "name_en": text}
            pillars.append({"code": f"Q{one}{two}{part}", **named, "group": f"D{one}", "max_points": 0})
        elif number in rules:
            question, maximum = rules[number]["question_id"], whole(float(rules[number]["max_points"]))
            rule = {"kind": "choice", "otherwise": 0, "options": options(rules[number], labels[question], maximum)}
            named = {"printed_as": question, "name_vi": name, "name_en": name}
            indicators.append(
                {"code": f"{pillars[-1]['code']}-{question}", **named, "max_points": maximum, "rule": rule}
            )
            pillars[-1]["max_points"] += maximum
        elif code is not None:
            unscored.append(name)
    form = {
        "sheet": "Questionnaire",
        "claims": "by_rule",
        "unscored": unscored,
        "prompts": ["Select answer for Q"],
    }
    return {
        "id": "odm_2023",
        "title": "Open Data Maturity 2023",
        "level": "country",
        "issuer": "European Commission, data.europa.eu",
        "decision": "",
        "issued_on": None,
        "source": "https://data.europa.eu/en/publications/open-data-maturity/2023",
        "provenance": "transcribed",
        "provenance_note": "From the official questionnaire template and its scoring sheet; CC BY 4.0.",
        "years": [2023],
        "total_points": sum(each["max_points"] for each in pillars),
        "ranking": {"precision": 2, "method": "competition", "group": "parent"},
        "class_scheme": {
            "kind": "thresholds",
            "note": "Ours, for reading: the assessment has no classes of single questions.",
            "classes": [
                {"code": code, "name_vi": vi, "name_en": en, "is_upper": upper, **bound}
                for code, vi, en, upper, bound in CLASSES
            ],
        },
        "form": form | {"total": "I2", "other_sums": ["I3", "I4"]},
        "stages": [{"code": code, "basis": basis, "name_vi": vi, "name_en": en} for code, basis, vi, en in STAGES],
        "groups": groups,
        "pillars": pillars,
        "indicators": indicators,
    }


if __name__ == "__main__":
    text = yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=110)
    (HERE / "data/raw/criteria/odm_2023.yml").write_text(text, encoding="utf-8")
