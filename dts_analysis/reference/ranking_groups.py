"""Within whom each unit is ranked, as its criteria set says: the unit right above, that of the region, the top."""

from typing import TYPE_CHECKING

import pandas as pd

from .bearers import units_on

if TYPE_CHECKING:
    from .criteria import CriteriaSet
    from .level_words import Levels

_LIFE = ["unit_code", "year"]


def ranked_in(
    units: pd.DataFrame, lives: pd.DataFrame, criteria: "dict[str, CriteriaSet]", levels: "Levels"
) -> pd.Series:
    """Return the code of the unit within which each unit is ranked.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.
    lives : DataFrame
        ``unit_code``, ``year``, ``criteria_id`` and ``parent_code``, one row each.
    criteria : dict
        Criteria sets by id.
    levels : Levels

    Returns
    -------
    Series of str
        Aligned to `lives`; where the region has no unit above one, the unit right above it.
    """
    group = lives["criteria_id"].map({name: each.ranking.group for name, each in criteria.items()})
    regions = _regions(units, lives[group == levels.region], levels)
    found = regions.reindex(lives.index, fill_value="")
    return found.where(found != "", lives["parent_code"]).where(group != levels.top_level, levels.top.code)


def _regions(units, lives, levels):
    """The code of the region's unit above each unit; "" where there is none."""
    found = lives["parent_code"]
    while True:
        sought = lives[["year"]].assign(unit_code=found)[_LIFE]
        bearers = units_on(units, sought.drop_duplicates()).set_index(_LIFE)
        bearers = bearers[["level", "parent_code"]].reindex(pd.MultiIndex.from_frame(sought)).set_axis(found.index)
        climbs = bearers["level"].notna() & (bearers["level"] != levels.region)
        if not climbs.any():
            return found
        found = found.where(~climbs, bearers["parent_code"])
