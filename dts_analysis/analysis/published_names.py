"""Published results found by the names their pages print: kinds of units in full or in short, or left out."""

import re

import pandas as pd

from ..reference import shipped_levels
from .published_lists import check_sets


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
        """Return what was published of a year's units in a region, below a unit of it, or right below the top."""
        if region is None:
            is_own = published["level"].map(lambda code: not self.levels.is_in_region(code)).astype(bool)
        else:
            is_own = self.bare(published["region"]) == self._one(self.bare, region)
        is_own &= published["year"] == year
        if parent is not None and parent != region:
            is_own &= self.plain(published["parent"]) == self._one(self.plain, parent)
        check_sets(published[is_own])
        return published[is_own]

    def of_unit(self, published, name, region, level):
        """Return what was published of one unit, in any year."""
        plain = self.bare if level == self.levels.region else self.plain
        same = (self.bare(published["region"]) == self._one(self.bare, region)) & (published["level"] == level)
        own = published[same & (plain(published["unit_name"]) == self._one(plain, name))]
        check_sets(own)
        return own

    @staticmethod
    def _one(how, name):
        return how(pd.Series([name]))[0]
