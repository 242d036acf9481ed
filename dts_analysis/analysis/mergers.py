"""A unit's past when units merged, split, were renamed or abolished: earlier results on later units."""

import pandas as pd

from ..errors import finding, stop_if

HOWS = ("mean", "sum")


def carried(totals, changes, units, codes, from_day, to_day, how="mean"):
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
    from_day, to_day : str
        ISO dates: the earlier results are of the units of `from_day`, wanted are units of `to_day`; changes
        that took effect in between count.
    how : {"mean", "sum"}
        ``mean``: the mean of the parts' attainment, as the ministry did for the provinces merged in 2025.
        ``sum``: the parts' points over their maxima, each by the share that went over. Print which.

    Returns
    -------
    DataFrame
        One row per code wanted: ``unit_code``, ``attainment_share`` (0..1; NaN where a part has none),
        ``parts`` (the earlier codes, "369 + 374"), ``n_parts`` and ``how`` ("" for a unit of one part).

    Raises
    ------
    DtsError
        For every unit that is new since and that no row explains (equal codes are not equal units), and
        every part that has no result.
    ValueError
        Where `how` is neither.

    Source
    ------
    Results for 2024 on 34 provinces: "mean of pre-merger provinces", ``published/provinces_dti_totals.csv``.
    """
    if how not in HOWS:
        raise ValueError(f"how {how!r}; expected one of {HOWS}")
    in_time = changes[(changes["effective_on"] > from_day) & (changes["effective_on"] <= to_day)]
    faults = _unexplained(in_time, units, codes, from_day, to_day)
    pairs = _followed(_alive(units, from_day)["unit_code"], in_time)
    pairs = pairs[pairs["unit_code"].isin(codes)]
    results = totals.assign(unit_code=totals["unit_code"].astype("str")).set_index("unit_code")
    parts = pairs.groupby("unit_code")["old_code"].agg(" + ".join)
    for code, rows in pairs[~pairs["old_code"].isin(results.index)].groupby("unit_code"):
        facts = {"parts": parts[code], "missing": ", ".join(rows["old_code"]), "day": from_day}
        faults.append(finding("part_missing", "unit_changes.csv", unit=code, **facts))
    stop_if(faults)
    joined = pairs.join(results, on="old_code")
    groups = joined.groupby("unit_code")
    if how == "mean":
        share = groups["attainment_share"].agg(lambda shares: shares.mean(skipna=False))
    else:
        weighted = joined[["points", "max_points"]].mul(joined["share"], axis=0)
        sums = weighted.groupby(joined["unit_code"]).agg(lambda values: values.sum(skipna=False))
        share = sums["points"] / sums["max_points"].where(sums["max_points"] > 0)
    table = pd.DataFrame({"attainment_share": share, "parts": parts, "n_parts": groups.size()})
    table["how"] = pd.Series(how, index=table.index, dtype="str").where(table["n_parts"] > 1, "")
    return table.reset_index()


def _alive(units, day):
    return units[(units["valid_from"] <= day) & ((units["valid_to"] == "") | (units["valid_to"] >= day))]


def _unexplained(changes, units, codes, start, end):
    """A finding for each wanted unit that is new since the start and that no row makes of anything."""
    standing = _alive(units, end).drop_duplicates("unit_code").set_index("unit_code")
    born = standing[standing["valid_from"] > start]
    wanted = sorted((set(codes) & set(born.index)) - set(changes["new_code"]))
    return [
        finding(
            "change_missing",
            "unit_changes.csv",
            unit=code,
            name=born.loc[code, "name"],
            born=born.loc[code, "valid_from"],
            day=start,
        )
        for code in wanted
    ]


def _followed(codes, changes):
    """Where each earlier unit went, one row per earlier and later code with the share that went over."""
    pairs = pd.DataFrame({"old_code": codes, "unit_code": codes, "share": 1.0})
    for _, rows in changes.groupby("effective_on", sort=True):
        moved = rows.rename(columns={"old_code": "unit_code", "share": "part"})[["unit_code", "new_code", "part"]]
        pairs = pairs.merge(moved, on="unit_code", how="left")
        went = pairs["new_code"].notna()
        pairs["share"] = pairs["share"].where(~went, pairs["share"] * pairs["part"])
        pairs["unit_code"] = pairs["unit_code"].where(~went, pairs["new_code"])
        pairs = pairs.loc[pairs["unit_code"] != "", ["old_code", "unit_code", "share"]]
    return pairs.sort_values(["unit_code", "old_code"], kind="stable", ignore_index=True)
