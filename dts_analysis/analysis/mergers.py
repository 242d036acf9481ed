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
        For every unit that is new since and that no row explains (equal codes are not equal units), every
        part that has no result, and every unit that no longer is.
    ValueError
        Where `how` is neither.

    Source
    ------
    Results for 2024 on 34 provinces: "mean of pre-merger provinces", ``published/provinces_dti_totals.csv``.
    """
    if how not in HOWS:
        raise ValueError(f"how {how!r}; expected one of {HOWS}")
    pairs, faults = _parts(totals, changes, units, codes, from_day, to_day)
    stop_if(list(faults.values()))
    return _shares(totals, pairs, how)


def past(totals, changes, units, codes, year):
    """Return the past of every unit that was made of others since the year before, both ways, beside this year.

    Parameters
    ----------
    totals : DataFrame
        Results of both years, as from `scoring.totals`.
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
        (this year), ``change_share`` (on the mean) and ``refused`` (the finding, in words, where there is no
        past to tell; "" otherwise). Empty where nothing changed, or nobody sent a form the year before.
    """
    first, last = span(units, codes, year)
    before, after = (totals[totals["year"] == each] for each in (year - 1, year))
    born = _alive(units, last).query("valid_from > @first")["unit_code"]
    wanted = [code for code in codes if code in set(born)] if len(before) else []
    pairs, faults = _parts(before, changes, units, wanted, first, last)
    sound = pairs[~pairs["unit_code"].isin(faults)]
    names = _alive(units, first).drop_duplicates("unit_code").set_index("unit_code")["name"]
    now = after.assign(unit_code=after["unit_code"].astype("str")).set_index("unit_code")["attainment_share"]
    ways = [_shares(before, sound, how).set_index("unit_code")["attainment_share"] for how in HOWS]
    parts = sound.assign(name=sound["old_code"].map(names)).groupby("unit_code")["name"].agg(" + ".join)
    table = pd.DataFrame({"unit_code": pd.Series(wanted, dtype="str")})
    table["parts"] = pd.array([parts.get(code, "") for code in wanted], dtype="str")
    for name, share in zip((*(f"{how}_share" for how in HOWS), "attainment_share"), (*ways, now), strict=True):
        table[name] = table["unit_code"].map(share).astype("float64")
    table["change_share"] = table["attainment_share"] - table["mean_share"]
    said = [faults[code].message if code in faults else "" for code in wanted]
    return table.assign(refused=pd.array(said, dtype="str"))


def span(units, codes, year):
    """Return the days at which units of the year before and of this year are taken.

    Both are 31 December, but for units that ended within the year: those are taken on their last day. `codes`
    are of one level; a code that two units bore within the year means the later one.
    """
    mine = units[units["unit_code"].isin(codes) & (units["valid_from"] <= f"{year}-12-31")]
    ends = mine.sort_values("valid_from", kind="stable").drop_duplicates("unit_code", keep="last")["valid_to"]
    within = ends[(ends >= f"{year}-01-01") & (ends < f"{year}-12-31")]
    return f"{year - 1}-12-31", min([f"{year}-12-31", *within])


def check_mapped(changes, units, codes, from_day, to_day):
    """Return a finding for each unit that is new since and that no row says what it was made of."""
    in_time = changes[(changes["effective_on"] > from_day) & (changes["effective_on"] <= to_day)]
    return list(_unexplained(in_time, units, codes, from_day, to_day).values())


def _parts(totals, changes, units, codes, from_day, to_day):
    """Each wanted unit's parts, one row per earlier and later code, and what stands in the way, by code."""
    in_time = changes[(changes["effective_on"] > from_day) & (changes["effective_on"] <= to_day)]
    faults = _unexplained(in_time, units, codes, from_day, to_day)
    pairs = _followed(_alive(units, from_day)["unit_code"], in_time)
    pairs = pairs[pairs["unit_code"].isin(codes)]
    parts = pairs.groupby("unit_code")["old_code"].agg(" + ".join)
    known = set(totals["unit_code"].astype("str"))
    for code, rows in pairs[~pairs["old_code"].isin(known)].groupby("unit_code"):
        facts = {"parts": parts[code], "missing": ", ".join(rows["old_code"]), "day": from_day}
        faults[code] = finding("part_missing", "unit_changes.csv", unit=code, **facts)
    for code in sorted(set(codes) - set(parts.index) - set(faults)):
        faults[code] = finding("unit_gone", "units.csv", unit=code, day=to_day)
    return pairs, faults


def _shares(totals, pairs, how):
    """What `carried` returns, of parts that all have a result."""
    results = totals.assign(unit_code=totals["unit_code"].astype("str")).set_index("unit_code")
    joined = pairs.join(results, on="old_code")
    groups = joined.groupby("unit_code")
    if how == "mean":
        share = groups["attainment_share"].agg(lambda shares: shares.mean(skipna=False))
    else:
        weighted = joined[["points", "max_points"]].mul(joined["share"], axis=0)
        sums = weighted.groupby(joined["unit_code"]).agg(lambda values: values.sum(skipna=False))
        share = sums["points"] / sums["max_points"].where(sums["max_points"] > 0)
    parts = groups["old_code"].agg(" + ".join)
    table = pd.DataFrame({"attainment_share": share, "parts": parts, "n_parts": groups.size()})
    table["how"] = pd.Series(how, index=table.index, dtype="str").where(table["n_parts"] > 1, "")
    return table.reset_index()


def _alive(units, day):
    return units[(units["valid_from"] <= day) & ((units["valid_to"] == "") | (units["valid_to"] >= day))]


def _unexplained(changes, units, codes, start, end):
    """A finding, by code, for each wanted unit that is new since and that no row makes of anything."""
    standing = _alive(units, end).drop_duplicates("unit_code").set_index("unit_code")
    born = standing[standing["valid_from"] > start]
    wanted = sorted((set(codes) & set(born.index)) - set(changes["new_code"]))
    return {
        code: finding(
            "change_missing",
            "unit_changes.csv",
            unit=code,
            name=born.loc[code, "name"],
            born=born.loc[code, "valid_from"],
            day=start,
        )
        for code in wanted
    }


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
