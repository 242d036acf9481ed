"""A year's units as the site lists them: points on either side, place, change, findings; read, never added up."""

from collections import Counter

import pandas as pd

from ..errors import SEVERITIES
from ..messages import say
from ..reference import fold
from ..scoring import basis_name
from ..show import judged_mark, reached_text
from ..show.text import of, share_change

SIDES = ("claimed", "measured", "verified", "final")  # stand side by side for every unit
IF_ANY = ("measured", "final")  # of these, where anybody has them


def sides(dataset):
    """Return the bases that stand side by side: those every index has, and those anybody has points on."""
    return [
        side
        for side in SIDES
        if side not in IF_ANY or dataset.rows("standings", ["points"], basis=side)["points"].notna().any()
    ]


class Scoreboard:
    """What the site says of the units of an `Outline`."""

    def __init__(self, outline, dataset, bases):
        self.outline, self.dataset, self.bases, year = outline, dataset, bases, outline.year
        rows = dataset.rows("standings", year=year)
        self.standings = {(row["unit_code"], row["basis"]): row for row in rows.to_dict("records")}
        chosen = dataset.rows("bases", year=year).set_index(["parent_code", "criteria_id"])["basis"]
        self.chosen = chosen.to_dict()
        found = dataset.rows("findings", year=year)
        self.findings = {name: int((found["severity"] == name).sum()) for name in SEVERITIES}
        counts = found.groupby(["unit_code", "severity"], observed=True).size()
        self.found = {key: int(count) for key, count in counts.items()}
        self.levels = {level.code: level for level in dataset.levels.levels}

    def rows(self, entries):
        """Return the table's rows of some entries, group by group: those with a place by it, then the others."""
        rows = [self._row(entry) for entry in entries]
        return sorted(rows, key=_place)

    def _row(self, entry):
        code = entry.unit_code
        own = {side: self.standings.get((code, side)) for side in self.bases}
        best = self._best(code)
        is_placed = best is not None and pd.notna(best["rank"]) and best["n_placed"] >= 2
        has_change = best is not None and pd.notna(best["change_share"])
        return {
            "entry": entry,
            "above": self.outline.name(entry.parent_code) if entry.parent_code else "",
            "cells": [self._cell(side, row) for side, row in own.items()],
            "rank": int(best["rank"]) if is_placed else None,
            "place": f"{int(best['rank'])}/{int(best['n_placed'])}" if is_placed else "",
            "by": basis_name(best["basis"], self.dataset.criteria[best["criteria_id"]]) if is_placed else "",
            "change": best["change_share"] if has_change else None,
            "change_text": share_change(best["change_share"]) if has_change else "—",
            "band": (best or {}).get("band") or "",
            "kind": self._kind(entry),
            "errors": self.found.get((code, "error"), 0),
            "warnings": self.found.get((code, "warning"), 0),
            "statuses": Counter(row["status"] for row in entry.reports),
        }

    def _best(self, code):
        """A unit's row on the basis its group goes by; None where it sent nothing."""
        first = self.standings.get((code, "claimed"))
        basis = first and self.chosen.get((first["parent_code"], first["criteria_id"]))
        return self.standings.get((code, basis))

    def _cell(self, side, row):
        """What stands in a unit's cell of one basis: the points, and how many indicators reach which classes."""
        has_points = row is not None and pd.notna(row["points"])
        if not has_points and (row is None or side != "claimed"):
            return {"side": side, "points": "—"}
        criteria_set = self.dataset.criteria[row["criteria_id"]]
        cell = {"side": side, "points": reached_text(row, criteria_set), "mark": judged_mark(row)}
        known = row["n_upper"] + row["n_lower"]
        if criteria_set.scored_in == "points" and row["n_unread"] < row["n_indicators"]:
            counts = {"upper": of(row["n_upper"], known), "lower": of(row["n_lower"], known)}
            cell["classes"] = say("site_classes", **counts) if known else say("not_classified")
        return cell | ({"row": row} if has_points else {})

    def _kind(self, entry):
        """The kind of unit that a name says, such as a commune or a town; the level where it says none."""
        level = self.levels.get(entry.level)
        name = f"{fold(entry.unit_name)} "
        kinds = level.kinds if level else ()
        return next((kind for kind in kinds if name.startswith(f"{fold(kind)} ")), level.name if level else "")


def _place(row):
    return row["entry"].parent_code, row["rank"] is None, row["rank"], row["entry"].unit_code


def choices(rows, key):
    """Return what a list can be narrowed to by one of its columns: nothing where all are alike."""
    found = sorted({row[key] for row in rows if row[key]})
    return found if len(found) > 1 else []


def state_words(statuses):
    """Return how many of a unit's reports are there, and how many are not.

    >>> state_words({"done": 3, "failed": 1})
    '3 báo cáo, 1 hỏng'
    """
    said = [say("site_n_reports", count=statuses.get("done", 0))]
    said += [f"{statuses[each]} {say(f'status_{each}')}" for each in ("failed", "skipped") if statuses.get(each)]
    return ", ".join(said)
