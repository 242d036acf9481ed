"""What units were made of: changes followed back from a later year's units to an earlier year's."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..errors import finding
from ..reference import next_day, units_in

HALF = 0.5  # what a part counts for whose share nobody states: our choice, printed wherever it decides
LOST = "?"  # instead of a day of birth: an old unit that nobody was on the day before
WEIGHTS = ["share", "least_share", "most_share"]


def parts(
    known: pd.Index,
    changes: pd.DataFrame,
    units: pd.DataFrame,
    codes: Sequence[str],
    year_from: int,
    year_to: int,
    unstated: float = HALF,
) -> tuple[pd.DataFrame, dict[Any, Any]]:
    """Return what a later year's units were made of, and for whom that cannot be told.

    Parameters
    ----------
    known : collection of str
        The earlier units of which there is a result.
    changes, units : DataFrame
        As from `reference.load_unit_changes` and `load_units`.
    codes : sequence of str
        The later year's units.
    year_from, year_to : int
        Units that were still there at the end of `year_from`; units of `year_to` as `reference.units_in` has them,
        each on 31 December or the last day it lived. Changes that took effect in between count.
    unstated : float
        Which part of an old unit a part counts for whose share no source states.

    Returns
    -------
    pairs : DataFrame
        One row per ``unit_code`` and ``old_code``: ``share`` (which part of the old unit went over, 0..1),
        ``least_share`` and ``most_share`` (none and all of what is unstated), ``born`` ("" for an earlier unit;
        the day on which a unit was born that no row explains; "?" where nobody was the old unit the day before).
    faults : dict
        Code to findings: change_missing, part_missing (``n_known`` parts have a result), unit_gone.
    """
    start, needed = f"{year_from}-12-31", list(ancestry(changes, codes, year_from, year_to))
    changes, units = _between(changes, year_from, year_to), units[units["unit_code"].isin(needed)]
    changes = about(changes, needed)
    wanted = _wanted(units, codes, year_to)
    new, borne = unexplained(changes, units, start), _borne(changes, units)
    before = units_in(units, year_from)
    lost = borne.loc[borne["is_lost"], ["unit_code", "old_code"]].drop_duplicates()
    origins = _origins(before[~before["is_ended"]], new, lost, start)
    pairs = _followed(origins, _with_shares(borne, unstated))
    pairs = pairs.merge(wanted[["unit_code", "valid_from", "day"]], on="unit_code")
    stood = (pairs["since"] <= pairs["day"]) & (pairs["day"] < pairs["until"])
    pairs = pairs[stood & (pairs["since"] >= pairs["valid_from"])]
    pairs = pairs.groupby(["unit_code", "old_code", "born"], as_index=False)[WEIGHTS].sum()
    pairs[WEIGHTS] = pairs[WEIGHTS].clip(upper=1.0)  # by two paths at most the whole of it
    return pairs, _faults(pairs, known, new, codes, start, year_to)


def ancestry(changes: pd.DataFrame, codes: Sequence[str], year_from: int, year_to: int) -> set[str]:
    """Return the codes themselves and all that went into them, by whatever way, between two years' ends.

    Examples
    --------
    >>> changes = pd.DataFrame({"old_code": ["1", "2", "3"], "new_code": ["2", "9", "8"],
    ...     "effective_on": ["2023-03-01", "2023-07-01", "2023-07-01"]})
    >>> sorted(ancestry(changes, ["9"], 2022, 2023))
    ['1', '2', '9']
    """
    rows, found, latest = _between(changes, year_from, year_to), set(codes), list(codes)
    while latest:
        latest = [each for each in rows.loc[rows["new_code"].isin(latest), "old_code"] if each not in found]
        found.update(latest)
    return found


def about(changes: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Return the changes that these codes went into or came from."""
    return changes[changes["new_code"].isin(codes) | changes["old_code"].isin(codes)]


def _between(changes, year_from, year_to):
    return changes[changes["effective_on"].between(f"{year_from}-12-31", f"{year_to}-12-31", "right")]


def _faults(pairs, known, new, codes, start, year_to):
    names, faults = pairs.groupby("unit_code")["old_code"].agg(" + ".join), {}
    unmade = {(each.unit_code, each.valid_from): each for each in new.itertuples()}
    for each in pairs[~pairs["born"].isin(["", LOST])].itertuples():
        faults.setdefault(each.unit_code, []).append(missing(unmade[each.old_code, each.born], start))
    has = (pairs["old_code"].isin(known) & (pairs["born"] == "")).to_numpy()
    n_known = pairs["unit_code"][has].value_counts()
    for code, rows in pairs[~has & pairs["born"].isin(["", LOST])].groupby("unit_code"):
        facts = {"parts": names[code], "missing": ", ".join(rows["old_code"]), "day": start}
        facts["n_known"] = int(n_known.get(code, 0))
        faults.setdefault(code, []).append(finding("part_missing", "unit_changes.csv", unit=code, **facts))
    for code in sorted(set(codes) - set(names.index)):
        faults[code] = [finding("unit_gone", "units.csv", unit=code, year=year_to)]
    return faults


def _wanted(units, codes, year):
    """The units of a year that bear the codes, each with the day on which it is taken."""
    found = units_in(units, year)
    found = found[found["unit_code"].isin(codes)]
    return found.assign(day=found["valid_to"].where(found["is_ended"], f"{year}-12-31"))


def unexplained(changes: pd.DataFrame, units: pd.DataFrame, start: str) -> pd.DataFrame:
    """Return the units that are new since a day and that no row of `changes` makes of anything."""
    new = units[units["valid_from"] > start]
    made = pd.MultiIndex.from_frame(changes[["new_code", "effective_on"]])
    return new[~pd.MultiIndex.from_frame(new[["unit_code", "valid_from"]]).isin(made)]


def missing(unit: Any, start: Any) -> Any:
    """Return the finding that no row says what a unit was made of; `unit` has its code, name and first day."""
    facts = {"unit": unit.unit_code, "name": unit.name, "born": unit.valid_from, "day": start}
    return finding("change_missing", "unit_changes.csv", **facts)


def _origins(before, new, lost, start):
    """What everything is followed back to: the earlier units, and those of which nothing further is known."""
    old = {"old_code": before["unit_code"], "unit_code": before["unit_code"], "since": start, "born": ""}
    unmade = {"old_code": new["unit_code"], "unit_code": new["unit_code"]}
    unmade |= {"since": new["valid_from"], "born": new["valid_from"]}
    gone = {"old_code": lost["old_code"], "unit_code": lost["unit_code"], "since": start, "born": LOST}
    origins = pd.concat([pd.DataFrame(each) for each in (old, unmade, gone)], ignore_index=True)
    return origins.assign(**dict.fromkeys(WEIGHTS, 1.0))


def _borne(changes, units):
    """The changes with the day from which the old unit bore its code, and whether anybody was it the day before.

    A lost one has a ``unit_code`` of its own, which is nobody's, so that nothing else is followed along its row.
    """
    days = {on: next_day(on, -1) for on in changes["effective_on"].unique()}
    rows = changes[["old_code", "new_code", "effective_on", "share"]].reset_index(names="row")
    rows = rows.assign(eve=rows["effective_on"].map(days).astype("str"))
    lives = units[["unit_code", "valid_from", "valid_to"]].rename(columns={"valid_from": "bears_from"})
    found = rows.merge(lives, left_on="old_code", right_on="unit_code")
    lasted = (found["valid_to"] == "") | (found["valid_to"] >= found["eve"])
    found = found[(found["bears_from"] < found["effective_on"]) & lasted].drop_duplicates("row", keep="last")
    lost = rows[~rows["row"].isin(found["row"])]
    lost = lost.assign(unit_code=lost["old_code"] + "@" + lost["effective_on"], bears_from="")
    borne = pd.concat([found.assign(is_lost=False), lost.assign(is_lost=True)])
    return borne.sort_values("row", kind="stable").drop(columns=["row", "valid_to", "eve"])


def _with_shares(borne, unstated):
    """The changes with what each old unit gives, as assumed where unstated, at least and at most."""
    assumed = {"part": unstated, "least": 0.0, "most": 1.0}
    return borne.assign(**{name: borne["share"].fillna(value) for name, value in assumed.items()})


def _followed(now, changes):
    """Where each origin went and when: one row per origin, later code and time, ``until`` exclusive.

    ``share`` is what of the origin went over. One that came by two paths has two rows. Only what the unit that
    changed had goes on: what its code had before another unit bore it stays behind.
    """
    gone = []
    for day, moved in changes.groupby("effective_on", sort=True):
        bears_from = now["unit_code"].map(moved.drop_duplicates("unit_code").set_index("unit_code")["bears_from"])
        went = (now["since"] >= bears_from.fillna("9999")) & (now["since"] < day)
        gone.append(now[went].assign(until=day))
        given = moved.loc[moved["new_code"] != "", ["unit_code", "new_code", "part", "least", "most"]]
        new = now[went].merge(given, on="unit_code")
        weights = {name: new[name] * new[by] for name, by in zip(WEIGHTS, ("part", "least", "most"), strict=True)}
        new = new.assign(unit_code=new["new_code"], since=day, **weights)
        now = pd.concat([now[~went], new[now.columns]], ignore_index=True)
    return pd.concat([*gone, now.assign(until="9999")], ignore_index=True)
