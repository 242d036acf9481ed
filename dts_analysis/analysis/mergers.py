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
    stop_if(list(faults.values()))
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
    why = [faults.get(code) for code in wanted]
    table["refused_code"] = pd.array([each.code if each else "" for each in why], dtype="str")
    return table.assign(refused=pd.array([each.message if each else "" for each in why], dtype="str"))


def check_mapped(changes, units, codes, year):
    """Return a finding for each unit that is new since the year before and that no row makes of anything."""
    return list(_unexplained(changes, _wanted(units, codes, year), f"{year - 1}-12-31").values())


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
    """Each wanted unit's parts, one row per earlier and later code, and what stands in the way, by code."""
    start, wanted = f"{year_from}-12-31", _wanted(units, codes, year_to)
    faults = _unexplained(changes, wanted, start)
    before = units_in(units, year_from)
    pairs = _followed(before.loc[~before["is_ended"], "unit_code"], changes, start)
    pairs = pairs.merge(wanted[["unit_code", "valid_from", "day"]], on="unit_code")
    stood = (pairs["since"] <= pairs["day"]) & (pairs["day"] < pairs["until"])
    pairs = pairs[stood & (pairs["since"] >= pairs["valid_from"])]
    pairs = pairs.groupby(["unit_code", "old_code"], as_index=False)["share"].sum()
    parts = pairs.groupby("unit_code")["old_code"].agg(" + ".join)
    for code, rows in pairs[~pairs["old_code"].isin(results.index)].groupby("unit_code"):
        facts = {"parts": parts[code], "missing": ", ".join(rows["old_code"]), "day": start}
        faults.setdefault(code, finding("part_missing", "unit_changes.csv", unit=code, **facts))
    for code in sorted(set(codes) - set(parts.index) - set(faults)):
        faults[code] = finding("unit_gone", "units.csv", unit=code, year=year_to)
    return pairs, faults


def _followed(codes, changes, start):
    """Where each earlier unit went and when: one row per earlier code, later code and time, ``until`` exclusive.

    ``share`` is what of the earlier unit went over. A part reached by two paths has two rows.
    """
    now = pd.DataFrame({"old_code": codes, "unit_code": codes, "share": 1.0, "since": start})
    gone = []
    for day, rows in changes[changes["effective_on"] > start].groupby("effective_on", sort=True):
        moved = rows[["old_code", "new_code", "share"]].set_axis(["unit_code", "new_code", "part"], axis="columns")
        went = now["unit_code"].isin(moved["unit_code"])
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


def _unexplained(changes, wanted, start):
    """A finding, by code, for each wanted unit that is new since and that no row makes of anything."""
    born = wanted[wanted["valid_from"] > start]
    rows = born.merge(changes, left_on="unit_code", right_on="new_code")
    made = rows[(rows["effective_on"] >= rows["valid_from"]) & (rows["effective_on"] <= rows["day"])]
    return {
        each.unit_code: finding(
            "change_missing",
            "unit_changes.csv",
            unit=each.unit_code,
            name=each.name,
            born=each.valid_from,
            day=start,
        )
        for each in born[~born["unit_code"].isin(made["unit_code"])].itertuples()
    }
