"""Forms received as they lie: found, placed, taken in, or asked about; nothing twice and nothing lost."""

from pathlib import Path

from .. import files
from ..errors import finding, stop_if
from ..intake import headings
from ..intake.manifest import read_listed, unlisted
from ..intake.points_columns import possible_fields
from ..reference.stages import kind_of
from .arrivals import arrivals, is_below, is_unsaid, unfit, unreadable
from .clues import Clue
from .outcomes import Outcome, absent, once_each, time_sent
from .placing import Call, place
from .questions import Questions
from .questions_file import file_id
from .register import Register
from .taking import manifest_row, raw_path, take
from .testimony import SUFFIXES, Seen, see
from .waiting import came_as, keep


class Receiving:
    """One call of ``dts receive``.

    Parameters
    ----------
    workspace : Workspace
    today : str
        ISO date: when what comes in now was received.
    call : Call
        What the call says of all its files.

    Raises
    ------
    DtsError
        Where the workspace's reference files, manifest or inbox.csv cannot be trusted.
    """

    def __init__(self, workspace, today, call=None):
        self.workspace, self.today, self.call = workspace, today, call or Call()
        self.register = Register(workspace)
        unknown = [each for each in self.call.criteria if each not in self.register.criteria]
        known = ", ".join(self.register.criteria)
        faults = [finding("set_not_here", "--criteria", id=each, known=known) for each in unknown]
        stop_if(faults + self.register.unknown_stage(self.call.stage))
        self.listed = read_listed(workspace.raw, self.register.criteria, self.register.units)
        self.known = {row["sha256"].lower(): row for row in self.listed.to_dict("records")}
        self.in_force = self.listed[~self.listed["path"].isin(self.listed["replaces"])]
        self.questions = Questions(workspace.questions, self.register, today)

    def run(self, paths=(), is_dry=False):
        """Receive files; return one `Outcome` a file, in the order found.

        Parameters
        ----------
        paths : sequence of path
            Files and folders; none means the workspace's inbox. What waits for an answer, or lies in the raw
            folder without a row in the manifest, comes along.
        is_dry : bool
            Whether nothing is to be written.
        """
        if not is_dry:  # what was answered about headings is known before the files are looked at
            with files.sayable(self.workspace.raw):
                for each in (self.workspace.raw, self.workspace.waiting):
                    files.sweep(each)
                for heading, field in self.questions.meanings().items():
                    headings.remember(self.workspace.raw, heading, field)
            self.register.headings = headings.load(self.workspace.raw)
        outcomes = [outcome for source in self._sources(paths) if (outcome := self._met(source))]
        outcomes = once_each(outcomes)
        if not paths:  # every place where a file may lie was looked at
            met = {file_id(each.seen.sha256) for each in outcomes if each.seen}
            outcomes += map(absent, self.questions.unmet(met | set(map(file_id, self.known))))
        for outcome in outcomes:
            if outcome.kind == "received":
                self._place(outcome)
        self._settle_rivals([each for each in outcomes if each.kind == "received"])
        self._give_paths(outcomes)
        self._put_questions(outcomes)
        if not is_dry:
            self._write(outcomes)
        return outcomes

    def _open_headings(self, outcome):
        """The headings whose meaning neither the table nor what is known of the stage decides."""
        table = outcome.seen.best(outcome.settled.values.get("year"))
        stage = outcome.settled.values.get("stage")
        stages = [stage] if stage else outcome.settled.possible_stages
        chosen = self.register.criteria.get(outcome.settled.values.get("criteria_id"))
        kinds = [kind_of(chosen, each) if chosen else each for each in stages]
        return [
            heading
            for heading in dict.fromkeys(table.asked if table else ())
            if any(len(possible_fields(self.register.headings, heading, one, table.columns)) > 1 for one in kinds)
        ]

    def _sources(self, paths):
        """Every file in question; what lies in the raw folder unlisted comes first, what waits last."""
        absent = [each for each in paths if not Path(each).exists()]
        stop_if([finding("nothing_to_receive", str(each)) for each in absent])
        left = unlisted(self.workspace.raw, set(self.listed["path"]))
        return arrivals(self.workspace, [Path(each) for each in paths], left)

    def _met(self, source):
        """What a file is at first sight: a form to be placed, one known already, or none."""
        if is_unsaid(source.path):
            return None
        if source.problem:
            return Outcome("unreadable", source.name, problem=source.problem)
        if source.path.suffix.lower() not in SUFFIXES:
            return Outcome("passed", source.name, problem=finding("no_spreadsheet", source.name))
        came = is_below(source.path, self.workspace.waiting) and came_as(source.path)
        came = came or (source.name, source.folders)
        try:
            if problem := unfit(source):
                return Outcome("unreadable", source.name, problem=problem)
            seen = see(source.path, *came, self.register.shapes, self.register.headings)
        except OSError as fault:
            return Outcome("unreadable", source.name, problem=unreadable(source.name, fault))
        is_copy = source.name == seen.name and source.path.stem == file_id(seen.sha256)
        if is_copy and (name := self.questions.name_of(seen.sha256)):
            seen = Seen(seen.path, name, seen.sha256, (), seen.identity, seen.tables, seen.problem)
        outcome = Outcome("received", seen.name, seen, path=source.in_raw)
        outcome.answers = self.questions.answers(seen.sha256, self.call.year)
        if outcome.answers.is_set_aside:
            outcome.kind = "set_aside"
        elif seen.sha256 in self.known:
            return self._known(outcome, self.known[seen.sha256])
        elif seen.problem and seen.problem.code == "file_empty":
            outcome.kind, outcome.problem = "unreadable", seen.problem
        return outcome

    def _known(self, outcome, row):
        """A file whose content was received before: under a name of another unit, that is said."""
        year = int(row["year"])
        names = self.register.names(year).in_text(outcome.seen.stem, is_bare=True)
        others = [each for each in names if each.is_known and row["unit_code"] not in each.codes]
        outcome.kind, outcome.path, outcome.row = "known", row["path"], row
        if others:
            facts = {"unit": self.register.shown(row["unit_code"], year), "on": row["received_on"] or "—"}
            named = others[0].text
            outcome.problem = finding("file_of_two_units", outcome.name, path=row["path"], named=named, **facts)
        return outcome

    def _place(self, outcome):
        seen, answers = outcome.seen, outcome.answers
        settled = outcome.settled = place(seen, self.register, self.call, answers.values)
        for name in answers.misread:
            settled.values.pop(name, None)
        if not seen.is_form and not answers.values and "unit_code" not in settled.values:
            outcome.kind, outcome.problem = "passed", finding("no_form", seen.name)
        elif not seen.is_form and not answers.values:
            settled.doubt("criteria_id", "no_form")
        for name in outcome.also:
            self._compare_names(outcome, name)
        if outcome.kind == "received" and (settled.doubts or answers.misread):
            outcome.kind = "asked"

    def _compare_names(self, outcome, name):
        """Ask where the same content came under the name of another unit."""
        unit_code, year = (outcome.settled.values.get(each) for each in ("unit_code", "year"))
        if not unit_code or not year or "unit_code" in outcome.answers.values:
            return
        named = self.register.names(year).in_text(Path(name).stem, is_bare=True)
        if any(each.is_known and unit_code not in each.codes for each in named):
            self._ask(outcome, "unit_code", "two_names", f"{outcome.name}, {name}")

    def _settle_rivals(self, settled):
        """Files of one unit, year and kind: in the order of their days or times sent, else asked about."""
        rivals = {}
        for each in settled:
            rivals.setdefault(self._key(each.settled.values), []).append(each)
        for group in rivals.values():
            orders = [self._order(each) for each in group]
            if len(group) > 1 and len(set(orders)) < len(group):
                for each in group:
                    others = ", ".join(other.name for other in group if other is not each)
                    self._ask(each, "unit_code", "twice", others)
        for each in settled:
            if each.kind == "received":
                self._compare_with_listed(each)

    def _order(self, outcome):
        return outcome.answers.values.get("received_on", ""), time_sent(outcome.name)

    def _compare_with_listed(self, outcome):
        """Ask where the manifest holds a later time of the same form, or a file of another set."""
        values = outcome.settled.values
        of_unit = self._in_force(values["unit_code"], values["year"])
        for row in of_unit.itertuples():
            if row.criteria_id != values["criteria_id"]:
                self._ask(outcome, "criteria_id", "other_set", f"{row.path}: {row.criteria_id}")
            elif (
                self.register.turn(row.criteria_id, row.stage) == self._key(values)[2]
                and "unit_code" not in outcome.answers.values
                and 0 < time_sent(outcome.name) < time_sent(row.note)
            ):
                self._ask(outcome, "unit_code", "earlier", f"{row.path} ({row.note})")

    def _ask(self, outcome, name, kind, text):
        value = outcome.settled.values.get(name)
        outcome.kind = "asked"
        outcome.settled.doubt(name, kind, [Clue("name", (value,))] if value else [], text)

    def _key(self, values):
        return values["unit_code"], values["year"], self.register.turn(values["criteria_id"], values["stage"])

    def _in_force(self, unit_code, year):
        return self.in_force[(self.in_force["unit_code"] == unit_code) & (self.in_force["year"] == str(year))]

    def _give_paths(self, outcomes):
        """A place below the raw folder for each file received, and what it replaces."""
        there = (path.relative_to(self.workspace.raw) for path in self.workspace.raw.glob("*/*"))
        taken = {_without_ending(path) for path in [*there, *self.listed["path"]]}
        latest = {}
        for each in sorted((one for one in outcomes if one.kind == "received"), key=self._order):
            values = each.settled.values
            key, in_force = self._key(values), self._in_force(values["unit_code"], values["year"])
            turns = [self.register.turn(row.criteria_id, row.stage) for row in in_force.itertuples()]
            same = in_force[[turn == key[2] for turn in turns]]
            each.replaces = latest.get(key) or (same["path"].iloc[0] if len(same) else "")
            if each.path:
                each.kind = "in_place"
            else:
                suffix = Path(each.name).suffix or each.seen.path.suffix
                each.path = raw_path(values["year"], values["unit_code"], values["stage"], suffix, taken)
            taken.add(_without_ending(each.path))
            latest[key] = each.path
            received_on = each.answers.values.get("received_on", self.today)
            each.row = manifest_row(each.seen, each.path, values, received_on, each.replaces)

    def _write(self, outcomes):
        taken = [each for each in outcomes if each.kind in ("received", "in_place")]
        taken.sort(key=self._order)
        take(self.workspace.raw, [each.row for each in taken], {each.path: each.seen.path for each in taken})
        asked = [each.seen for each in outcomes if each.kind == "asked"]
        set_aside = {each.seen.sha256 for each in outcomes if each.kind == "set_aside"}
        keep(self.workspace, asked, self.known.keys() | {each.seen.sha256 for each in taken}, set_aside)
        self.questions.write()

    def _put_questions(self, outcomes):
        asked = [each for each in outcomes if each.kind == "asked"]
        for each in asked:
            year = each.settled.values.get("year") or self.call.year or int(self.today[:4])
            each.row = self.questions.ask_file(each.seen, each.settled, each.answers.misread, year)
        taken = [each for each in outcomes if each.kind in ("received", "in_place")]
        for each in asked + taken:
            for heading in self._open_headings(each):
                self.questions.ask_heading(heading, each.name)
        met = {file_id(each.seen.sha256) for each in outcomes if each.seen and each.kind != "set_aside"}
        met |= {key for each in taken for key in self.questions.asked_for(each.name)}
        self.questions.keep_others(met | {file_id(digest.lower()) for digest in self.listed["sha256"]})


def _without_ending(path):
    return Path(path).with_suffix("").as_posix()
