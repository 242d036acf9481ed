"""A unit's past when units merged, split, were renamed or abolished: earlier results on later units."""

import numpy as np
import pandas as pd

from ..errors import finding, stop_if
from ..reference import units_in
from ..scoring import grouped

HOWS = ("mean", "sum")


def carried(totals, changes, units, codes, year_from, year_to, how="mean"):
    """Return an earlier year's results as if the later year's units had existed then.

    Parameters
    ----------
    totals : DataFrame
        The earlier year's results, one row per unit: ``unit_code``, ``attainment_share``, and for
        ``how="sum"`` also ``points`` and ``max_points``.
    changes, units : DataFrame
        As from `reference.load_unit_changes` and `load_units`.
    codes : sequence of str
        The later year's units whose past is wanted.
    year_from, year_to : int
        The results are of the units of `year_from` that were still there at its end; the units of `year_to` are
        those of `reference.units_in`, each taken on 31 December or the last day it lived. Changes that took
        effect in between count.
    how : {"mean", "sum"}
        ``mean``: the mean of the parts' attainment, each by the share of it that went over, as the ministry did
        for the provinces merged in 2025, which went over whole. ``sum``: the parts' points over their maxima,
        each by that share too. Print which.

    Returns
    -------
    DataFrame
        One row per code wanted: ``unit_code``, ``attainment_share`` (0..1; NaN where a part has none),
        ``parts`` (the earlier codes, "369 + 374"), ``n_parts`` and ``how`` ("" for a unit of one part).

    Raises
    ------
    DtsError
        For every unit that is new since and that no row explains (equal codes are not equal units), every
        part that has no result, and every unit that no longer is.
    ValueError
        Where `how` is neither, or a unit has several results.

    Source
    ------
    Results for 2024 on 34 provinces: "mean of pre-merger provinces", ``published/provinces_dti_totals.csv``.
    """
    if how not in HOWS:
        raise ValueError(f"how {how!r}; expected one of {HOWS}")
    results = _results(totals)
    pairs, faults = _parts(results, changes, units, codes, year_from, year_to)
    stop_if([each for found in faults.values() for each in found])
    return _shares(results, pairs, how)


def past(totals, changes, units, codes, year):
    """Return the past of every unit that was made of others since the year before, both ways, beside this year.

    Parameters
    ----------
    totals : DataFrame
        Results of both years: the rows of one basis and the level ``total``, as from `scoring.totals`.
    changes, units : DataFrame
        As from `reference.load_unit_changes` and `load_units`.
    codes : sequence of str
        This year's units.
    year : int
        The later year.

    Returns
    -------
    DataFrame
        One row per code whose unit began since the last day of the year before: ``unit_code``, ``parts``
        (names), ``mean_share`` and ``sum_share`` (the year before, as `carried` gives it), ``attainment_share``
        (this year), ``change_share`` (on the mean), and where there is no past to tell ``refused_code`` (which
        finding: change_missing, part_missing) and ``refused`` (its sentence), "" otherwise. Empty where nothing
        changed, or nobody sent a form the year before.
    """
    before, after = (_results(totals[totals["year"] == each]) for each in (year - 1, year))
    now = units_in(units, year)
    born = set(now.loc[now["valid_from"] > f"{year - 1}-12-31", "unit_code"])
    wanted = [code for code in codes if code in born] if len(before) else []
    pairs, faults = _parts(before, changes, units, wanted, year - 1, year)
    sound = pairs[~pairs["unit_code"].isin(faults)]
    names = units_in(units, year - 1).set_index("unit_code")["name"]
    parts = sound.assign(name=sound["old_code"].map(names)).groupby("unit_code")["name"].agg(" + ".join)
    table = pd.DataFrame({"unit_code": pd.array(wanted, dtype="str")})
    table["parts"] = pd.array([parts.get(code, "") for code in wanted], dtype="str")
    for how in HOWS:
        shares = _shares(before, sound, how).set_index("unit_code")["attainment_share"]
        table[f"{how}_share"] = shares.reindex(wanted).to_numpy(float)
    table["attainment_share"] = after["attainment_share"].reindex(wanted).to_numpy(float)
    table["change_share"] = table["attainment_share"] - table["mean_share"]
    why = [faults.get(code, [None])[0] for code in wanted]
    table["refused_code"] = pd.array([each.code if each else "" for each in why], dtype="str")
    return table.assign(refused=pd.array([each.message if each else "" for each in why], dtype="str"))


def check_mapped(changes, units, codes, year):
    """Return a finding for each unit that is new since the year before and that no row makes of anything."""
    start, wanted = f"{year - 1}-12-31", _wanted(units, codes, year)
    new = _unexplained(changes, wanted, start)
    return [_missing(each, start) for each in new.itertuples()]


def _results(totals):
    """Results by unit."""
    results = totals.assign(unit_code=totals["unit_code"].astype("str")).set_index("unit_code")
    if not results.index.is_unique:
        code = results.index[results.index.duplicated()][0]
        raise ValueError(f"unit {code!r} has several results; expected one level and one basis")
    return results


def _wanted(units, codes, year):
    """The units of a year that bear the codes, each with the day on which it is taken."""
    found = units_in(units, year)
    found = found[found["unit_code"].isin(codes)]
    return found.assign(day=found["valid_to"].where(found["is_ended"], f"{year}-12-31"))


def _parts(results, changes, units, codes, year_from, year_to):
    """Each wanted unit's parts, one row per earlier and later code, and by code the findings in the way."""
    start, wanted = f"{year_from}-12-31", _wanted(units, codes, year_to)
    changes = changes[(changes["effective_on"] > start) & (changes["effective_on"] <= f"{year_to}-12-31")]
    new = _unexplained(changes, units, start)
    before = units_in(units, year_from)
    pairs = _followed(_origins(before[~before["is_ended"]], new, start), _borne(changes, units))
    pairs = pairs.merge(wanted[["unit_code", "valid_from", "day"]], on="unit_code")
    stood = (pairs["since"] <= pairs["day"]) & (pairs["day"] < pairs["until"])
    pairs = pairs[stood & (pairs["since"] >= pairs["valid_from"])]
    pairs = pairs.groupby(["unit_code", "old_code", "born"], as_index=False)["share"].sum()
    parts, faults = pairs.groupby("unit_code")["old_code"].agg(" + ".join), {}
    unmade = {(each.unit_code, each.valid_from): each for each in new.itertuples()}
    for each in pairs[pairs["born"] != ""].itertuples():
        faults.setdefault(each.unit_code, []).append(_missing(unmade[each.old_code, each.born], start))
    known = pairs["old_code"].isin(results.index) | (pairs["born"] != "")
    for code, rows in pairs[~known].groupby("unit_code"):
        facts = {"parts": parts[code], "missing": ", ".join(rows["old_code"]), "day": start}
        faults.setdefault(code, []).append(finding("part_missing", "unit_changes.csv", unit=code, **facts))
    for code in sorted(set(codes) - set(parts.index)):
        faults[code] = [finding("unit_gone", "units.csv", unit=code, year=year_to)]
    return pairs, faults


def _unexplained(changes, units, start):
    """The units that are new since and that no row makes of anything."""
    new = units[units["valid_from"] > start]
    made = pd.MultiIndex.from_frame(changes[["new_code", "effective_on"]])
    return new[~pd.MultiIndex.from_frame(new[["unit_code", "valid_from"]]).isin(made)]


def _missing(unit, start):
    facts = {"unit": unit.unit_code, "name": unit.name, "born": unit.valid_from, "day": start}
    return finding("change_missing", "unit_changes.csv", **facts)


def _origins(before, new, start):
    """What everything is followed back to: the earlier units, and those born since of which nothing is known."""
    old = {"old_code": before["unit_code"], "unit_code": before["unit_code"], "since": start, "born": ""}
    unmade = {"old_code": new["unit_code"], "unit_code": new["unit_code"]}
    unmade |= {"since": new["valid_from"], "born": new["valid_from"]}
    return pd.concat([pd.DataFrame(old), pd.DataFrame(unmade)], ignore_index=True).assign(share=1.0)


def _borne(changes, units):
    """The changes with the day from which the old unit bore its code: the last bearer before the change."""
    lives = units[["unit_code", "valid_from"]].rename(columns={"valid_from": "bears_from"})
    rows = changes[["old_code", "new_code", "effective_on", "share"]].reset_index(names="row")
    rows = rows.rename(columns={"old_code": "unit_code", "share": "part"}).merge(lives, on="unit_code")
    rows = rows[rows["bears_from"] < rows["effective_on"]].sort_values("bears_from", kind="stable")
    return rows.drop_duplicates("row", keep="last").drop(columns="row")


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
        new = now[went].merge(moved[moved["new_code"] != ""], on="unit_code")
        new = new.assign(unit_code=new["new_code"], share=new["share"] * new["part"], since=day)
        now = pd.concat([now[~went], new[now.columns]], ignore_index=True)
    return pd.concat([*gone, now.assign(until="9999")], ignore_index=True)


def _shares(results, pairs, how):
    """What `carried` returns, of parts that all have a result."""
    group, table = grouped(pairs, ["unit_code"])
    of_part = results.reindex(pairs["old_code"])
    weight, n = pairs["share"].to_numpy(float), len(table)
    if how == "mean":
        earned, most = of_part["attainment_share"].to_numpy(float), np.ones(len(pairs))
    else:
        earned, most = (of_part[name].to_numpy(float) for name in ("points", "max_points"))
    earned, most = (np.bincount(group, weight * each, minlength=n) for each in (earned, most))
    table["attainment_share"] = np.divide(earned, most, out=np.full(n, np.nan), where=most > 0)
    table["parts"] = pairs.groupby("unit_code")["old_code"].agg(" + ".join).to_numpy()
    table["n_parts"] = np.bincount(group, minlength=n)
    return table.assign(how=pd.array(np.where(table["n_parts"] > 1, how, ""), dtype="str"))
