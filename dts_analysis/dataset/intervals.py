"""How sure each place is: worked out once a build, and the units behind it for pages that ask for more."""

import pandas as pd

from ..analysis import robustness

_LIFE = ["unit_code", "year"]
_GROUP = ["criteria_id", "year", "basis"]
_COUNTED = ["unit_code", "indicator_code", "status", "points"]
_NONE = {  # columns of the table where nothing has a place
    **dict.fromkeys(("unit_code", "criteria_id", "basis", "ranked_in", "sources"), "str"),
    **dict.fromkeys(("year", "official_rank", "low_rank", "high_rank", "median_rank", "tier"), "int64"),
    **dict.fromkeys(("n_ranked", "n_draws", "seed", "n_gaps"), "int64"),
    **dict.fromkeys(("coverage", "tier_level"), "float64"),
    "is_alarm": "bool",
}


def place_intervals(data):
    """Return between which places every unit lies when what is chosen, or not yet verified, is drawn anew.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year`` and ``basis`` that takes a place among units ranked together
        (``criteria_id``, ``ranked_in``): the columns of `robustness.Ranked.intervals`. None for fewer than three
        of them, and for sets that give more than shares of maxima: see `robustness.ranked`.
    """
    placed, gaps = data.standings[data.standings["is_placed"]], _with_group(data.gaps, data.standings)
    found = [pd.DataFrame({name: pd.array([], kind) for name, kind in _NONE.items()})]
    for (set_id, year, basis), units in placed.groupby(_GROUP, observed=True):
        at = (data.counted["year"] == year) & (data.counted["basis"] == basis)
        at &= data.counted["criteria_id"] == set_id
        counted = data.counted.loc[at, _COUNTED].astype({"unit_code": "str"})
        rows = counted.groupby("unit_code").indices
        for ranked_in, together in units.groupby("ranked_in"):
            places = [place for code in together["unit_code"] for place in rows.get(code, ())]
            own = gaps[(gaps["ranked_in"] == ranked_in).to_numpy()] if basis == "claimed" else gaps.head(0)
            gap = robustness.observed_gaps(own, data.criteria, set_id, year)
            group = robustness.ranked(data.criteria[set_id], together, counted.iloc[places], gap)
            if group is not None:
                keys = {"criteria_id": set_id, "year": year, "basis": basis, "ranked_in": ranked_in}
                found.append(group.intervals().assign(**keys))
    return pd.concat(found[1:] or found, ignore_index=True)[list(_NONE)].astype(_NONE)


def ranked_with(data, standing):
    """Return the units that one is ranked with, as `place_intervals` takes them; None as there.

    Parameters
    ----------
    data : Dataset
    standing : Series
        A row of ``standings``: whose set, year, basis and group are asked for.
    """
    set_id, year, basis = (standing[name] for name in _GROUP)
    where = {"criteria_id": str(set_id), "year": int(year), "basis": str(basis)}
    rows = data.rows("standings", **where, ranked_in=standing["ranked_in"])
    together = rows[rows["is_placed"]]
    if together.empty:
        return None
    counted = data.rows("counted", _COUNTED, unit_code=list(together["unit_code"]), **where)
    lives = data.rows("standings", [*_LIFE, "ranked_in"], ranked_in=standing["ranked_in"])
    gaps = data.rows("gaps", unit_code=list(lives["unit_code"].unique()))
    gaps = gaps[gaps["year"] <= year] if where["basis"] == "claimed" else gaps.head(0)
    own = _with_group(gaps, lives)
    own = own[(own["ranked_in"] == standing["ranked_in"]).to_numpy()]
    gap = robustness.observed_gaps(own, data.criteria, where["criteria_id"], year)
    return robustness.ranked(data.criteria[where["criteria_id"]], together, counted, gap)


def _with_group(gaps, standings):
    """Gaps with the group that each one's unit is ranked in."""
    lives = standings.drop_duplicates(_LIFE).set_index(_LIFE)["ranked_in"]
    keys = pd.MultiIndex.from_frame(gaps[_LIFE].astype({"unit_code": "str"}))
    return gaps.assign(ranked_in=lives.reindex(keys).to_numpy())
