"""inbox.csv: what a person must say, with the best guesses and why; a spreadsheet opens it, and gives it back."""

import csv
import io
from dataclasses import dataclass

from .. import files
from ..intake.manifest import STAGES
from ..messages import say, shortened
from ..reference import fold, is_year
from ..reference.stages import codes_of
from .answers import (
    POINTS,
    days_answered,
    field_answered,
    safe,
    unit_answered,
    yes_answered,
)
from .clues import FIELDS, told
from .questions_file import COLUMNS, file_id, heading_id, list_separator, read_questions


@dataclass
class Answers:
    """What a person answered about one file, and what of it cannot be understood, field to text."""

    values: dict
    misread: dict
    is_set_aside: bool = False


class Questions:
    """The open questions of a workspace, and the answers to earlier ones.

    Raises
    ------
    DtsError
        Where inbox.csv cannot be read; see `read_questions`.
    """

    def __init__(self, path, register, today):
        self.path, self.register, self.today = path, register, today
        self.before = read_questions(path)
        self.days = days_answered([row["received_on"] for row in self.before.values() if row["received_on"]])
        self.rows = []

    @property
    def is_open(self):
        """Whether anything is left to be answered."""
        return any(not yes_answered(row.get("set_aside", "")) for row in self.rows)

    def name_of(self, sha256):
        """Return the name a file came under, as its row says; "" where it has none."""
        return self.before.get(file_id(sha256), {}).get("subject", "")

    def answers(self, sha256, call_year):
        """Return the `Answers` about a file."""
        row = self.before.get(file_id(sha256))
        if row is None:
            return Answers({}, {})
        values, misread = {}, {}
        if row["year"]:
            year = row["year"].removesuffix(".0").removesuffix(",0")
            values["year"] = int(year) if is_year(year) else None
        chosen = {fold(each): each for each in self.register.criteria}.get(fold(row["criteria_id"]))
        if row["criteria_id"]:
            values["criteria_id"] = chosen
        if row["stage"]:
            values["stage"] = self.register.stage_meant(row["stage"])
        if row["unit_code"]:
            values["unit_code"] = self._unit(row["unit_code"], values, call_year)
        if row["received_on"]:
            day = self.days[row["received_on"]]
            values["received_on"] = day if day and day <= self.today else None
        if row["set_aside"]:
            values["set_aside"] = yes_answered(row["set_aside"])
        misread = {name: row[name] for name, value in values.items() if value is None}
        known = {name: value for name, value in values.items() if value is not None}
        return Answers(known, misread, known.pop("set_aside", False))

    def _unit(self, written, values, call_year):
        sets = [self.register.criteria[values["criteria_id"]]] if values.get("criteria_id") else []
        sets = sets or list(self.register.criteria.values())
        year = values.get("year") or call_year or max(year for each in sets for year in each.years)
        return unit_answered(written, self.register, year, {each.level for each in sets})

    def meanings(self):
        """Return the answers about headings: heading to field of points; and those not understood."""
        rows = [row for key, row in self.before.items() if key.startswith("cot-") and row["meaning"]]
        read = {row["subject"]: field_answered(row["meaning"]) for row in rows}
        return {heading: field for heading, field in read.items() if field}

    def asked_for(self, name):
        """Return the ids of the headings that were asked about because of the file of this name."""
        rows = [(key, row) for key, row in self.before.items() if key.startswith("cot-")]
        return [key for key, row in rows if say("doubt_heading", heading=row["subject"], file=name) in row["why"]]

    def keep_others(self, settled):
        """Keep the rows of earlier calls: of files set aside or not met this time, of headings not answered yet.

        `settled` are the ids of the files and headings about which nothing is left to keep.
        """
        asked, answered = {row["id"] for row in self.rows}, self.meanings()
        for key, row in self.before.items():
            if key not in asked | settled and row["subject"] not in answered:
                self.rows.append(_told_misread(row) if key.startswith("cot-") else row)

    def unmet(self, met):
        """Return the names of files that are asked about, not set aside and not `met`, which holds ids."""
        rows = ((key, row) for key, row in self.before.items() if key.startswith("tep-"))
        return [row["subject"] for key, row in rows if key not in met and not yes_answered(row["set_aside"])]

    def ask_file(self, seen, settled, misread, year):
        """Ask about a file, and return its row: what is certain stands in its cells, guesses beside them."""
        before = self.before.get(file_id(seen.sha256), {})
        open_fields = {doubt.field for doubt in settled.doubts} | misread.keys()
        row = {"id": file_id(seen.sha256), "subject": seen.name, "received_on": before.get("received_on", "")}
        row["asked"] = "; ".join(say(f"inbox_{name}") for name in (*FIELDS, *FIELDS_BESIDE) if name in open_fields)
        why = [_misread(name, text) for name, text in misread.items()]
        judged = [heading for table in seen.tables for heading in table.judged]
        why += [reason(doubt, self.shower(year), judged) for doubt in settled.doubts if doubt.field not in misread]
        if seen.problem:
            why.append(say("doubt_unopened", reason=seen.problem.found))
        row["why"] = " ".join(why)
        row["hints"] = "; ".join(dict.fromkeys(self._hints(settled, year)))
        for name, value in settled.values.items():
            row[name] = self.shower(year)(name, value, is_short=True)
        self.rows.append(row)
        return row

    def _hints(self, settled, year):
        shown = self.shower(year)
        for doubt in settled.doubts:
            values = [value for clue in doubt.clues[:4] for value in clue.values[:5]]
            if doubt.field == "stage":  # whoever is asked can choose every answer that the reason explains
                chosen = self.register.criteria.get(settled.values.get("criteria_id"))
                values = codes_of(chosen) if chosen else STAGES
            for value in values if doubt.kind != "elsewhere" else ():
                yield f"{say(f'inbox_{doubt.field}')}: {shown(doubt.field, value)}"

    def ask_heading(self, heading, subject_of):
        """Ask once what a heading of points means."""
        key = heading_id(heading)
        if any(row["id"] == key for row in self.rows):
            return
        before = self.before.get(key, {})
        why = say("doubt_heading", heading=heading, file=subject_of)
        if before.get("meaning"):
            why = f"{_misread('meaning', before['meaning'])} {why}"
        hints = "; ".join(say(f"form_kind_{name}") for name in POINTS.values())
        row = {"id": key, "subject": heading, "asked": say("inbox_meaning"), "why": why, "hints": hints}
        self.rows.append(row)

    def shower(self, year):
        """Return what shows a field's value to a reader."""

        def shown(name, value, is_short=False):
            if name == "unit_code" and not is_short:
                return self.register.shown(value, year)
            return self.register.stage_word(value) if name == "stage" else str(value)

        return shown

    def write(self):
        """Write the open questions and the files set aside; without any, no file is left.

        Raises
        ------
        DtsError
            Where it cannot be written, such as while a spreadsheet holds it open.
        """
        with files.sayable(self.path):
            if not self.rows:
                self.path.unlink(missing_ok=True)
                return
            text = io.StringIO()
            writer = csv.writer(text, delimiter=list_separator(), lineterminator="\r\n")
            writer.writerow([say(f"inbox_{column}") for column in COLUMNS])
            writer.writerows([safe(str(row.get(column, ""))) for column in COLUMNS] for row in self.rows)
            files.write(self.path, text.getvalue().encode("utf-8-sig"))


FIELDS_BESIDE = ("received_on", "set_aside")


def reason(doubt, shown, judged=()):
    """Return why a field is not settled, as a sentence.

    `shown` shows a value of a field; `judged` are the headings that may hold a verifier's points.
    """
    clues = "; ".join(told(clue, lambda value: shown(doubt.field, value)) for clue in doubt.clues)
    facts = {"field": say(f"inbox_{doubt.field}"), "clues": clues, "text": doubt.text}
    words = {
        "nothing": "doubt_nothing", "several": "doubt_several", "contradiction": "doubt_contradiction",
        "near": "doubt_near", "unfit": "doubt_unfit", "unknown": "doubt_unknown", "twice": "doubt_twice",
        "earlier": "doubt_earlier", "other_set": "doubt_other_set", "two_names": "doubt_two_names",
        "no_form": "doubt_no_form", "elsewhere": "doubt_elsewhere", "ended": "doubt_ended",
    }  # fmt: skip
    said = say(words[doubt.kind], **facts)
    if doubt.field == "unit_code" and doubt.kind in ("nothing", "elsewhere"):
        return f"{said} {say('doubt_unit_help')}"
    if doubt.field != "stage":
        return said
    columns = ", ".join(f"«{heading}»" for heading in dict.fromkeys(judged)) or say("field_verified_points")
    return f"{said} {say('doubt_stage_help', columns=columns)}"


def _told_misread(row):
    """A heading's row whose answer is not understood, with that before why it is asked."""
    said = _misread("meaning", row["meaning"])
    is_new = row["meaning"] and not row["why"].startswith(said)
    return row | {"why": f"{said} {row['why']}"} if is_new else row


def _misread(name, text):
    return say("doubt_misread", field=say(f"inbox_{name}"), text=shortened(text))
