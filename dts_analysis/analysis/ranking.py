"""Places: who stands where, at the precision that was published."""

import numpy as np
import pandas as pd

from ..errors import DtsError, finding


def ranks(totals, precision=2, by=("year", "criteria_id"), score="points"):
    """Return each unit's place under competition ranking (1-2-2-4).

    Parameters
    ----------
    totals : DataFrame
        One row per unit, as from `scoring.totals`; needed are `score`, ``max_points`` and `by`.
    precision : int
        Decimals of the published score: units equal at that precision tie.
    by : sequence of str
        Units are compared inside these groups only: one year and one criteria set.
    score : str
        The column of points compared. Where the maxima inside a group differ (some indicators do not
        apply to every unit), points are first put on the largest maximum of the group.

    Returns
    -------
    Series of Int64
        Places from 1; NA for a unit without points.

    Source
    ------
    Ties as in the provincial index of 2022: two provinces at 15, the next at 17.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"year": 2022, "criteria_id": "x", "points": [50.0, 61.234, 61.231, None],
    ...     "max_points": 100.0})
    >>> ranks(table).tolist()
    [3, 1, 1, <NA>]
    """
    placed = placed_shares(totals, precision, by, score)
    groups = [totals[key] for key in by]
    return placed.groupby(groups, observed=True).rank(method="min", ascending=False).astype("Int64")


def placed_shares(totals, precision=2, by=("year", "criteria_id"), score="points"):
    """Return the share of its maximum that each unit is placed by: attainment at the published precision.

    Parameters as `ranks`. Not for printing or adding up: `attainment_share` is what a unit attained.
    """
    groups = [totals[key] for key in by]
    largest = totals["max_points"].groupby(groups, observed=True).transform("max")
    scale = 10.0**precision
    comparable = totals[score] / totals["max_points"].where(totals["max_points"] > 0) * largest
    # Half up, as published scores are; the nudge lifts 0.125 typed as a binary fraction just below it.
    return np.floor(comparable * scale + 0.5 + 1e-6) / scale / largest


def ranked(totals, criteria):
    """Return totals with ``rank``, each criteria set ranked by its own rule.

    Parameters
    ----------
    totals : DataFrame
        As from `scoring.totals`, of the units that are compared.
    criteria : dict
        Criteria sets by id; their ``ranking`` says what ties, who is scored but not ranked, and the bands.

    Returns
    -------
    DataFrame
        `totals` plus ``rank`` (Int64; NA for a unit without points or unranked), ``placed_share`` (what the
        place is by; NaN likewise), ``band`` ("" where the set has no bands) and ``band_issuer`` (whose cut-offs
        they are; "" likewise).
    """
    places, shares, banded, issuers = [], [], [], []
    for name, group in totals.groupby("criteria_id", sort=False, observed=True):
        rule = criteria[name].ranking
        placed = group[~group["unit_code"].isin(rule.unranked)]
        places.append(ranks(placed, rule.precision).reindex(group.index))
        shares.append(placed_shares(placed, rule.precision).reindex(group.index))
        cut_offs = pd.Series({each.name: each.at_least for each in rule.bands}, dtype="float64")
        banded.append(bands(group, cut_offs))
        issuer = criteria[name].issuer if rule.bands else ""
        issuers.append(pd.Series(issuer, index=group.index, dtype="str"))
    if not places:
        words = dict.fromkeys(("band", "band_issuer"), pd.array([], "str"))
        return totals.assign(rank=pd.array([], "Int64"), placed_share=[], **words)
    words = {"band": pd.concat(banded), "band_issuer": pd.concat(issuers)}
    return totals.assign(rank=pd.concat(places), placed_share=pd.concat(shares), **words)


def bands(totals, cut_offs):
    """Return each unit's band (xếp loại) by a province's own cut-offs.

    Parameters
    ----------
    totals : DataFrame
        With ``attainment_share``.
    cut_offs : Series
        Band to the lowest share (0..1) it starts at, best band first. They are the province's own: bands
        of two provinces do not compare (`check_bands`).

    Returns
    -------
    Series of str
        Aligned to `totals`; "" below the last cut-off and where there is no share.

    Raises
    ------
    DtsError
        Where the cut-offs do not fall from band to band.

    Examples
    --------
    >>> table = pd.DataFrame({"attainment_share": [0.95, 0.8, 0.1, None]})
    >>> bands(table, pd.Series({"tốt": 0.9, "khá": 0.7})).tolist()
    ['tốt', 'khá', '', '']
    """
    if cut_offs.empty:
        return pd.Series("", index=totals.index, dtype="str")
    if not cut_offs.is_monotonic_decreasing or cut_offs.duplicated().any():
        listed = ", ".join(f"{name} {share:g}" for name, share in cut_offs.items())
        raise DtsError(finding("bands_order", "cut_offs", listed=listed))
    share = totals["attainment_share"]
    fits = [share >= lowest - 1e-9 for lowest in cut_offs]
    return pd.Series(np.select(fits, list(cut_offs.index), default=""), index=totals.index, dtype="str")


def check_bands(provinces):
    """Return a finding where bands of more than one province, or issuer, are about to be compared.

    Examples
    --------
    >>> [each.code for each in check_bands(["Quảng Nam", "Tây Ninh", "Quảng Nam"])]
    ['bands_of_provinces']
    """
    several = list(dict.fromkeys(provinces))
    if len(several) < 2:
        return []
    return [finding("bands_of_provinces", ", ".join(several), provinces=", ".join(several))]


def rank_moves(before, after):
    """Return each unit's change of place between two years, parted into its own change and the others'.

    Own: how its place would have moved had only its own score changed (the others as in the earlier
    year). Others: the rest. A weak rank is not a weak score: a unit may rise in points and fall in place.

    Parameters
    ----------
    before, after : DataFrame
        One row per unit in each year: ``unit_code``, ``attainment_share``, and ``placed_share`` where they
        come from `ranked`: units then tie as they are published, and who takes no place is left out.
        Units in both are compared, among themselves.

    Returns
    -------
    DataFrame
        One row per unit in both: ``rank_from``, ``rank_to``, ``change_share``, ``own_places`` and
        ``others_places`` (positive = up; they add up to rank_from - rank_to), ``is_relative_decline`` (score
        up, place down).

    Examples
    --------
    "a" gains 0.1, but both others gain more and pass it:

    >>> before = pd.DataFrame({"unit_code": ["a", "b", "c"], "attainment_share": [0.5, 0.45, 0.4]})
    >>> after = pd.DataFrame({"unit_code": ["a", "b", "c"], "attainment_share": [0.6, 0.7, 0.8]})
    >>> rank_moves(before, after).loc[0, ["rank_from", "rank_to", "own_places", "others_places"]].tolist()
    [1, 3, 0, -2]
    """
    sides = [side.assign(placed=side.get("placed_share", side["attainment_share"])) for side in (before, after)]
    sides = [side[["unit_code", "attainment_share", "placed"]] for side in sides]
    both = sides[0].merge(sides[1], on="unit_code", suffixes=("_from", "_to")).dropna(ignore_index=True)
    old, new = (both[f"placed_{end}"].to_numpy(float) for end in ("from", "to"))
    change = both["attainment_share_to"] - both["attainment_share_from"]
    ordered = np.sort(old)
    # Places among the others' earlier scores: how many of them (without the unit itself) lie above.
    alone = 1 + len(old) - np.searchsorted(ordered, new, side="right") - (old > new)
    rank_from, rank_to = (
        pd.Series(side).rank(method="min", ascending=False).astype("int64") for side in (old, new)
    )
    own, whole = rank_from - alone, rank_from - rank_to
    return pd.DataFrame(
        {
            "unit_code": both["unit_code"],
            "rank_from": rank_from,
            "rank_to": rank_to,
            "change_share": change,
            "own_places": own,
            "others_places": whole - own,
            "is_relative_decline": (change > 0) & (rank_to > rank_from),
        }
    )
