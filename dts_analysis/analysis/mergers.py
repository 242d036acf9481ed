"""A unit's past when units merged, split, were renamed or abolished: earlier results on later units."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..errors import stop_if
from ..reference import units_in
from ..scoring import grouped
from .origins import HALF, parts

HOWS = ("mean", "sum")


def carried(
    totals: pd.DataFrame,
    changes: pd.DataFrame,
    units: pd.DataFrame,
    codes: Sequence[str],
    year_from: int,
    year_to: int,
    how: str = "mean",
    unstated: float = HALF,
) -> pd.DataFrame:
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
    unstated : float
        Which part of an old unit, above 0 and up to 1, a part counts for whose share no source states (NaN in
        `changes`): an assumption. Print it, with the range.

    Returns
    -------
    DataFrame
        One row per code wanted: ``unit_code``, ``attainment_share`` (0..1; NaN where a part has none),
        ``low_share`` and ``high_share`` (between none and all of each unstated part; the same where all is
        stated), ``parts`` (the earlier codes, "369 + 374"), ``n_parts``, ``n_unstated`` (of them) and ``how``
        ("" for a unit of one part).

    Raises
    ------
    DtsError
        For every unit that is new since and that no row explains (equal codes are not equal units), every
        part that has no result, and every unit that no longer is.
    ValueError
        Where `how` is neither, `unstated` is no such part, or a unit has several results.

    Source
    ------
    Results for 2024 on 34 provinces: "mean of pre-merger provinces", ``published/provinces_dti_totals.csv``.
    """
    if how not in HOWS:
        raise ValueError(f"how {how!r}; expected one of {HOWS}")
    if not 0 < unstated <= 1:
        raise ValueError(f"unstated {unstated!r}; expected a part above 0 and up to 1")
    results = _results(totals)
    pairs, faults = parts(results.index, changes, units, codes, year_from, year_to, unstated)
    stop_if([each for found in faults.values() for each in found])
    return _shares(results, pairs, how)


def past(
    totals: pd.DataFrame,
    changes: pd.DataFrame,
    units: pd.DataFrame,
    codes: Sequence[str],
    year: int,
    unstated: float = HALF,
) -> pd.DataFrame:
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
    unstated : float
        As in `carried`.

    Returns
    -------
    DataFrame
        One row per code whose unit began since the last day of the year before: ``unit_code``, ``parts``
        (names), ``part_codes``, ``mean_share`` and ``sum_share`` (the year before, as `carried` gives it),
        ``low_share`` and ``high_share`` (of the mean), ``n_parts``, ``n_unstated``, ``attainment_share`` (this
        year), ``change_share`` (on the mean), and where there is no past to tell ``refused_code`` (which finding:
        change_missing, part_missing) and ``refused`` (its sentence), "" otherwise. Empty where nothing changed, or
        nobody sent a form the year before.
    """
    before, after = (_results(totals[totals["year"] == each]) for each in (year - 1, year))
    wanted = _born(units, codes, year) if len(before) else []
    pairs, faults = parts(before.index, changes, units, wanted, year - 1, year, unstated)
    sound = pairs[~pairs["unit_code"].isin(faults)]
    names = units_in(units, year - 1).set_index("unit_code")["name"]
    called = sound.assign(name=sound["old_code"].map(names)).groupby("unit_code")["name"].agg(" + ".join)
    table = pd.DataFrame({"unit_code": pd.array(wanted, dtype="str")})
    table["parts"] = pd.array([called.get(code, "") for code in wanted], dtype="str")
    codes_of = sound.groupby("unit_code")["old_code"].agg(" + ".join)
    table["part_codes"] = pd.array([codes_of.get(code, "") for code in wanted], dtype="str")
    mean, summed = (_shares(before, sound, how).set_index("unit_code").reindex(wanted) for how in HOWS)
    table["mean_share"], table["sum_share"] = (each["attainment_share"].to_numpy(float) for each in (mean, summed))
    for name in ("low_share", "high_share"):
        table[name] = mean[name].to_numpy(float)
    for name in ("n_parts", "n_unstated"):
        table[name] = mean[name].fillna(0).to_numpy(int)
    table["attainment_share"] = after["attainment_share"].reindex(wanted).to_numpy(float)
    table["change_share"] = table["attainment_share"] - table["mean_share"]
    why = [faults.get(code, [None])[0] for code in wanted]
    table["refused_code"] = pd.array([each.code if each else "" for each in why], dtype="str")
    return table.assign(refused=pd.array([each.message if each else "" for each in why], dtype="str"))


def check_past(
    known: set[str], changes: pd.DataFrame, units: pd.DataFrame, codes: Sequence[str], year: int
) -> dict[Any, Any]:
    """Return for each unit that began since the last day of the year before what keeps its past from being told.

    Parameters
    ----------
    known : collection of str
        The units of the year before of which there is a result.
    changes, units, codes, year
        As in `past`.

    Returns
    -------
    dict
        Code to the finding (change_missing, part_missing), None where its past can be told; units that were there
        before have no key, nor have those none of whose parts has a result.
    """
    born = _born(units, codes, year)
    if not born:
        return {}
    _, faults = parts(known, changes, units, born, year - 1, year)
    found = {code: faults.get(code, [None])[0] for code in born}
    return {code: each for code, each in found.items() if each is None or each.facts.get("n_known", 1)}


def _born(units, codes, year):
    """The codes whose unit of a year began since the last day of the year before, in their order."""
    now = units_in(units, year)
    born = set(now.loc[now["valid_from"] > f"{year - 1}-12-31", "unit_code"])
    return [code for code in codes if code in born]


def _results(totals):
    """Results by unit."""
    results = totals.assign(unit_code=totals["unit_code"].astype("str")).set_index("unit_code")
    if not results.index.is_unique:
        code = results.index[results.index.duplicated()][0]
        raise ValueError(f"unit {code!r} has several results; expected one level and one basis")
    return results


def _shares(results, pairs, how):
    """What `carried` returns, of parts that all have a result."""
    group, table = grouped(pairs, ["unit_code"])
    of_part, n = results.reindex(pairs["old_code"]), len(table)
    if how == "mean":
        earned, most = of_part["attainment_share"].to_numpy(float), np.ones(len(pairs))
    else:
        earned, most = (of_part[name].to_numpy(float) for name in ("points", "max_points"))
    sums = pd.DataFrame({"earned": earned, "most": most}).mul(pairs["share"].to_numpy(float), axis="index")
    table["attainment_share"] = _ratio(*(np.bincount(group, sums[name], minlength=n) for name in sums))
    is_open = (pairs["most_share"] > pairs["least_share"]).to_numpy()
    table["n_unstated"] = np.bincount(group, is_open, minlength=n).astype(int)
    for name, sign in (("low_share", 1), ("high_share", -1)):
        found = _extreme(group, pairs, earned, most, sign, n)
        table[name] = np.where(table["n_unstated"] > 0, found, table["attainment_share"])
    table["parts"] = pairs.groupby("unit_code")["old_code"].agg(" + ".join).to_numpy()
    table["n_parts"] = np.bincount(group, minlength=n)
    return table.assign(how=pd.array(np.where(table["n_parts"] > 1, how, ""), dtype="str"))


def _extreme(group, pairs, earned, most, sign, n):
    """The least (sign 1) or the greatest (-1) quotient, each unstated part counting from none to all of itself.

    A part pulls the quotient its own way whatever it counts for, so the least is reached by counting in full the
    worst ones, from the worst up to one of them, and of the others no more than is stated.
    """
    least, more = (
        pairs["least_share"].to_numpy(float),
        (pairs["most_share"] - pairs["least_share"]).to_numpy(float),
    )
    order = np.lexsort((sign * _ratio(earned, most), group))
    taken = pd.DataFrame({"earned": more * earned, "most": more * most}).iloc[order].groupby(group[order]).cumsum()
    stated = {"earned": np.bincount(group, least * earned, n), "most": np.bincount(group, least * most, n)}
    tried = [_ratio(*stated.values())]
    steps = _ratio(*((taken[name] + stated[name][group[order]]).to_numpy(float) for name in stated))
    tried.append(sign * (pd.Series(sign * steps).groupby(group[order]).min().reindex(range(n)).to_numpy(float)))
    return sign * np.fmin(*(sign * each for each in tried)) + 0 * np.bincount(group, earned, n)


def _ratio(earned, most):
    return np.divide(earned, most, out=np.full(len(most), np.nan), where=most > 0)
