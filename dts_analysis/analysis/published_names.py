"""Published results found by the names their pages print: kinds of units in full or in short, or left out."""

import re

import pandas as pd

from ..reference import shipped_levels
from .published_lists import check_sets, one_each


class Matching:
    """How printed names match units' names, by the kinds of units that `levels` knows.

    Examples
    --------
    >>> matching = Matching()
    >>> matching.plain(pd.Series(["TP. Ninh Bình", "Thành phố  Ninh Bình"])).tolist()
    ['thành phố ninh bình', 'thành phố ninh bình']
    >>> matching.bare(pd.Series(["Tỉnh Ninh Bình", "TP. Đà Nẵng"])).tolist()
    ['ninh bình', 'đà nẵng']
    """

    def __init__(self, levels=None):
        self.levels = levels or shipped_levels()
        self._full = {}
        for level in self.levels.levels:
            for kind, short in level.kinds.items():
                self._full |= dict.fromkeys((each.casefold() for each in short), kind.casefold())
        region = self.levels.of(self.levels.region) if self.levels.region else self.levels.levels[1]
        kinds = "|".join(re.escape(kind.casefold()) for kind in region.kinds)
        self._kind = rf"^({kinds})\s+" if kinds else r"^\b$"

    def plain(self, names):
        """Return names to match by: the kind of unit in full, no case, no dots."""
        words = names.astype("str").str.casefold().str.replace(".", " ", regex=False).str.split()
        return words.map(self._in_full, na_action="ignore")

    def _in_full(self, words):
        return " ".join([self._full.get(words[0], words[0]), *words[1:]]) if words else ""

    def bare(self, names):
        """Return names of regions without the kind of unit: "Tỉnh Ninh Bình" is "Ninh Bình"."""
        return self.plain(names).str.replace(self._kind, "", regex=True)

    def plain_in(self, region):
        """Return how names match in a region; None are the regions: their kinds are often left out."""
        return self.bare if region is None else self.plain

    def listed(self, published, year, region, parent):
        """Return what was published of a year's units in a region, below a unit of it, or right below the top.

        One row per unit, with ``is_disputed``; see `published_lists.one_each`.
        """
        if region is None:
            is_own = published["level"].map(lambda code: not self.levels.is_in_region(code)).astype(bool)
        else:
            is_own = self.bare(published["region"]) == self._one(self.bare, region)
        is_own &= published["year"] == year
        if parent is not None and parent != region:
            is_own &= self.plain(published["parent"]) == self._one(self.plain, parent)
        return self._one_each(published[is_own])

    def of_unit(self, published, name, region, level, unit_code=""):
        """Return what was published of one unit, in any year; one row per year, as in `listed`."""
        plain = self.bare if level == self.levels.region else self.plain
        same = (self.bare(published["region"]) == self._one(self.bare, region)) & (published["level"] == level)
        is_named = plain(published["unit_name"]) == self._one(plain, name)
        is_coded = published["unit_code"] == unit_code
        return self._one_each(published[same & (is_named | is_coded if unit_code else is_named)])

    def repeated(self, published):
        """Return the results of each unit, year and set of units that is published in several places."""
        keys = self._keys(published)
        several = keys.duplicated(keep=False) & published["year"].notna()
        groups = published[several].groupby([keys.loc[several, name] for name in keys], dropna=False, sort=False)
        return [rows for _, rows in groups]

    def _one_each(self, rows):
        check_sets(rows, self.levels)
        return one_each(rows, self._keys(rows))

    def _keys(self, rows):
        """What tells published results of units apart."""
        is_region = rows["level"] == self.levels.region
        named = self.plain(rows["unit_name"]).where(~is_region, self.bare(rows["unit_name"]))
        keys = rows[["year", "level", "n_units_ranked", "among"]].assign(
            region=self.bare(rows["region"]).where(~is_region, named),
            parent=self.plain(rows["parent"]),
            unit=named,
        )
        codes = rows["unit_code"].mask(rows["unit_code"] == "")
        is_shared = codes.groupby([keys[name] for name in keys], dropna=False).transform("nunique") > 1
        return keys.assign(unit_code=codes.where(is_shared))  # units of one name, told apart by their codes

    @staticmethod
    def _one(how, name):
        return how(pd.Series([name]))[0]
