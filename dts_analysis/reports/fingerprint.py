"""What a report was made from, as one number: where it is the same, the report is up to date."""

import hashlib
import json
from collections import defaultdict
from dataclasses import replace
from functools import cached_property, lru_cache
from importlib.metadata import version

from .. import messages
from ..intake.manifest import REFERENCE
from ..reference import is_relative, units_in

MADE_WITH = ("matplotlib", "nbconvert", "pandas", "seaborn")
FOR_ALL_BELOW = ("published/", "measured/")
FOR_ALL = REFERENCE - {"manifest.csv", "README.md"}  # forms and criteria sets count for the units they concern


class Fingerprints:
    """The fingerprints of one dataset's reports.

    Every table of a dataset follows from the files received, the criteria sets, the reference files and the
    package's code; so their hashes say all, and no table is read for it.
    """

    def __init__(self, dataset):
        self.dataset = dataset
        rows = dataset.received.astype("str").sort_values("path")
        self._forms, self._sets = defaultdict(list), {}
        for row, year in zip(rows.itertuples(index=False), dataset.received["year"][rows.index], strict=True):
            self._forms[row.unit_code].append((year, tuple(row), row.criteria_id))
            self._sets[row.unit_code, year] = row.criteria_id
        self._children = lru_cache(maxsize=None)(self._children_of_all)
        self._made = lru_cache(maxsize=None)(self._made_in)
        self._below = lru_cache(maxsize=None)(self._codes_below)
        self._peers = lru_cache(maxsize=None)(self._digest_of_peers)

    def marked(self, job):
        """Return a job with its two fingerprints.

        ``fingerprint``: notebook, parameters, language, code, reference files, and the forms and criteria
        sets of the job's own units (the unit itself, what it was made of since the year before and, if the
        notebook reads them, those right below it; or those below a parent), up to its year; where a set holds
        units' answers against one another, the forms of all of these.
        ``comparison``: the forms of all units it is set beside; "" for a parent, whose units are its own.
        """
        if job.notebook.scope == "parent":
            own, comparison = self._below(job.unit_code, job.year), ""
        else:
            below = self._children(job.year).get(job.unit_code, ()) if "below" in job.notebook.reads else ()
            own = self._with_parts(job.unit_code, job.year) + below
            comparison = self._peers(self._sets[job.unit_code, job.year], job.year)
        forms = self._of_forms(own, job.year)
        facts = [self._common, job.notebook.digest, job.parameters, messages.language(), forms]
        facts += self._held_against(own, job.year)
        return replace(job, fingerprint=digest(facts), comparison=comparison)

    def _held_against(self, codes, year):
        """The digests of the peers by whose answers these units' own points are given, up to a year."""
        answered = {(set_id, of_year) for code in codes for of_year, _, set_id in self._forms.get(code, ())}
        criteria = self.dataset.criteria
        return [
            self._peers(set_id, of_year)
            for set_id, of_year in sorted(answered)
            if of_year <= year and is_relative(criteria[set_id])
        ]

    @cached_property
    def _common(self):
        inputs = self.dataset.inputs
        shared = {
            path: value for path, value in inputs.items() if path in FOR_ALL or path.startswith(FOR_ALL_BELOW)
        }
        versions = {name: version(name) for name in MADE_WITH}
        return [self.dataset.provenance["code"], self.dataset.provenance["packages"], versions, shared]

    def _with_parts(self, unit_code, year):
        """A unit's code and those of all that went into it since the year before: their forms are its past."""
        made, codes = self._made(year), [unit_code]
        for code in codes:  # which grows meanwhile
            codes += [each for each in made.get(code, ()) if each not in codes]
        return tuple(codes)

    def _made_in(self, year):
        changes = self.dataset.unit_changes
        recent = changes[changes["effective_on"].between(f"{year - 1}-12-31", f"{year}-12-31", "right")]
        return recent.groupby("new_code")["old_code"].agg(tuple).to_dict()

    def _codes_below(self, unit_code, year):
        """The codes of all units below one: the tree is laid out once a year, not once a parent."""
        children, codes = self._children(year), [unit_code]
        for code in codes:  # which grows meanwhile
            codes += children.get(code, ())
        return tuple(codes[1:])

    def _children_of_all(self, year):
        return units_in(self.dataset.units, year).groupby("parent_code")["unit_code"].agg(tuple).to_dict()

    def _digest_of_peers(self, criteria_id, year):
        peers = [code for (code, of_year), each in self._sets.items() if of_year == year and each == criteria_id]
        return digest(self._of_forms(sorted(peers), year))

    def _of_forms(self, codes, year):
        """The forms of units up to a year, and the hashes of the criteria sets they answer."""
        forms = [form for code in codes for form in self._forms.get(code, ()) if form[0] <= year]
        inputs = self.dataset.inputs
        sets = sorted({criteria_id for *_, criteria_id in forms})
        return [[row for _, row, _ in forms], [[each, inputs.get(f"criteria/{each}.yml", "")] for each in sets]]


def digest(facts):
    """Return a short fingerprint of anything JSON can write.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1}), len(digest(1))
    (True, 32)
    """
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
