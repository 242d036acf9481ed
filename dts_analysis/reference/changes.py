"""What became of units: merged, split, renamed, abolished; read, and held against their lifetimes."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import finding, stop_if
from .csv_table import check_filled, check_words, is_date, is_number, read_table
from .lifetimes import Lifetimes, day_numbers, next_day, told
from .nearest import nearest_units

if TYPE_CHECKING:
    from ..errors import Finding

FILE = "unit_changes.csv"
KINDS = ("merge", "split", "rename", "abolish")
EXTENTS = ("whole", "part")
COLUMNS = ["old_code", "new_code", "effective_on", "kind", "extent", "share", "two_sources", "decision", "source"]
_KEYS = ["old_code", "new_code", "effective_on"]
_CLOSE = 1e-9  # of shares that add up: decimal fractions in binary


def load_unit_changes(raw: str | Path, units: pd.DataFrame) -> pd.DataFrame:
    """Return merges, splits, renames and abolitions of units, one row per old and new unit.

    An old unit that nobody is on the day before stops nothing: it is a finding of `check_register`, and no past is
    told of what it went into.

    Parameters
    ----------
    raw : path
        The folder ``data/raw``.
    units : DataFrame
        As from `load_units`.

    Returns
    -------
    DataFrame
        `old_code`, `new_code` ("" where abolished), `effective_on` (ISO text), `kind`, `extent` (whole, part; ""
        where abolished), `share` (which part of the old unit went to the new one, 0..1; NaN where abolished, and
        where a part's share is stated by no source), `two_sources` (yes, no: whether two transcriptions agree; ""
        where that was not asked), `decision`, `source`.

    Raises
    ------
    DtsError
        Where an old code is missing, a row stands twice, a kind, an extent, a new code or a date is unknown,
        extent and share contradict each other, a unit's parts do not add up to 1 (are not less, where one of them
        is unstated), or `units` says otherwise: the old unit must end the day before, unless it is a new unit of
        that day too; the new one must exist from that day.
    """
    changes = read_table(Path(raw) / FILE, COLUMNS)[COLUMNS]
    stop_if(
        check_words(changes, FILE, "effective_on", is_date, "2025-07-01")
        + check_filled(changes, FILE, ["old_code"], "…")
        + check_filled(changes, FILE, ["effective_on"], "2025-07-01")
        + check_words(changes, FILE, "share", is_number, "0.5")
        + check_words(changes, FILE, "two_sources", ("yes", "no").__contains__, "yes, no")
    )
    changes["share"] = pd.to_numeric(changes["share"])
    where = f"{FILE}!" + (changes.index + 2).astype("str")
    faults = [
        finding("change_kind_unknown", where[row.Index], kind=row.kind)
        for row in changes[~changes["kind"].isin(KINDS)].itertuples()
    ]
    faults += _check_twice(changes, where) + _check_extents(changes, where) + _check_sums(changes, where)
    lifetimes = Lifetimes(units)
    is_unknown = (lifetimes.numbers(changes["new_code"]) < 0) & (changes["new_code"] != "")
    unknown = changes.loc[is_unknown, "new_code"]
    near = nearest_units(units, unknown.unique())
    faults += [
        finding("change_unit_unknown", where[at], unit=code, near=near[code]) for at, code in unknown.items()
    ]
    stop_if(faults + _check_lifetimes(changes, units, lifetimes, where))
    return changes


def check_register(
    units: pd.DataFrame, changes: pd.DataFrame, received: pd.DataFrame | None = None
) -> "list[Finding]":
    """Return what the register leaves open, one finding per habit: what nobody states is never guessed.

    Parameters
    ----------
    units, changes : DataFrame
        As from `load_units` and `load_unit_changes`.
    received : DataFrame, optional
        ``unit_code`` and ``year`` of forms: only what concerns these units, and changes up to the last of these
        years, is told. Everything, if not given.

    Returns
    -------
    list of Finding
        Old units of changes that nobody is on the day before (warning); changes that only one source has (info);
        units that ended and of which no row says what became of them (info); units that began and of which no row
        says what they were made of (info).
    """
    on = day_numbers(changes["effective_on"])
    unborn = changes[~Lifetimes(units).cover_codes(changes["old_code"], on - 1)]
    alone = changes[changes["two_sources"] == "no"]
    ended, begun = units[units["valid_to"] != ""], units[units["valid_from"] != ""]
    days = pd.Series(_iso(day_numbers(ended["valid_to"]) + 1), index=ended.index, dtype="str")
    ended, begun = ended.assign(on=days), begun.assign(on=begun["valid_from"])
    ended, begun = (
        each[~pd.MultiIndex.from_frame(each[["unit_code", "on"]]).isin(_told_of(changes, column))]
        for each, column in ((ended, "old_code"), (begun, "new_code"))
    )
    found = [
        ("change_old_unknown", FILE, unborn["new_code"], unborn["effective_on"], unborn["old_code"]),
        ("change_one_source", FILE, alone["new_code"], alone["effective_on"], alone["new_code"]),
        ("unit_fate_unknown", "units.csv", ended["unit_code"], ended["on"], ended["unit_code"]),
        ("unit_origin_unknown", "units.csv", begun["unit_code"], begun["on"], begun["unit_code"]),
    ]
    return [
        each
        for code, file, codes, days, named in found
        for each in _habits(code, file, codes, days, named, received)
    ]


def _told_of(changes, column):
    return pd.MultiIndex.from_frame(changes[[column, "effective_on"]])


def _habits(code, file, concerned, days, named, received):
    """One finding per day, with the rows as its places; only of the units concerned, where some are given."""
    if received is not None and len(received):
        is_own = concerned.isin(received["unit_code"].astype("str")) & (days <= f"{received['year'].max()}-12-31")
        days, named = days[is_own], named[is_own]
    elif received is not None:
        return []
    found = []
    for on, codes in named.groupby(days):
        cells = [f"{file}!{row + 2}" for row in codes.index]
        distinct = list(dict.fromkeys(codes))
        shown = ", ".join(distinct[:12]) + (", …" if len(distinct) > 12 else "")
        facts = {"codes": shown, "units": len(distinct), "on": on, "eve": next_day(on, -1)}
        found.append(finding(code, cells[0], cells=cells, **facts))
    return found


def _iso(numbers):
    distinct, at = np.unique(numbers, return_inverse=True)
    return np.array([datetime.date.fromordinal(each).isoformat() for each in distinct], dtype=object)[at]


def _check_twice(changes, where):
    first = changes.drop_duplicates(_KEYS).reset_index().set_index(_KEYS)["index"]
    return [
        finding(
            "change_overlaps",
            where[row.Index],
            other=int(first[row.old_code, row.new_code, row.effective_on]) + 2,
            old=row.old_code,
            new=row.new_code or "—",
            on=row.effective_on,
        )
        for row in changes[changes.duplicated(_KEYS)].itertuples()
    ]


def _check_extents(changes, where):
    """Findings where extent and share say different things; one that is gone has neither."""
    gone, share, extent = changes["kind"] == "abolish", changes["share"], changes["extent"]
    unlike = extent.eq("whole") & share.ne(1) | extent.eq("part") & ~(
        share.isna() | share.between(0, 1, "neither")
    )
    wrong = (gone & (extent.ne("") | share.notna())) | (~gone & (~extent.isin(EXTENTS) | unlike))
    return [
        finding(
            "change_extent", where[row.Index], extent=row.extent, share="" if pd.isna(row.share) else row.share
        )
        for row in changes[wrong].itertuples()
    ]


def _check_sums(changes, where):
    parts = changes[changes["kind"] != "abolish"].drop_duplicates(_KEYS)
    by_old = parts.groupby(["old_code", "effective_on"])["share"]
    sums, is_open = by_old.sum(), by_old.count() < by_old.size()
    wrong = sums[((sums - 1).abs() > _CLOSE) & ~is_open | (sums > 1 - _CLOSE) & is_open]
    found = []
    for (old, on), total in wrong.items():
        at = parts.index[(parts["old_code"] == old) & (parts["effective_on"] == on)][0]
        found.append(finding("change_shares_sum", where[at], old=old, on=on, sum=float(total)))
    return found


def _check_lifetimes(changes, units, lifetimes, where):
    """Findings where a change says that a unit ended or began, and its lifetime says it did not."""
    on = day_numbers(changes["effective_on"])
    stood, stands = (lifetimes.cover_codes(changes["old_code"], day) for day in (on - 1, on))
    goes_on = pd.MultiIndex.from_frame(changes[["old_code", "effective_on"]]).isin(
        pd.MultiIndex.from_frame(changes[["new_code", "effective_on"]])
    )
    is_known = lifetimes.numbers(changes["new_code"]) >= 0
    wrong = {
        ("change_old_stays", "old_code"): stood & stands & ~goes_on,
        ("change_new_absent", "new_code"): is_known & ~lifetimes.cover_codes(changes["new_code"], on),
    }
    found = []
    for (code, column), at in wrong.items():
        for row, change in zip(np.flatnonzero(at), changes[at].itertuples(), strict=True):
            unit = getattr(change, column)
            lives = ", ".join(told(units[units["unit_code"] == unit]))
            facts = {
                "unit": unit,
                "on": change.effective_on,
                "eve": next_day(change.effective_on, -1),
                "lifetimes": lives,
            }
            found.append(finding(code, where[row], **facts))
    return found
