"""Which criteria set a table answers, from the names and maxima that stand in it."""

from ..intake.numbers import read_number
from ..intake.text import clean
from ..reference import fold

DEEPEST = 2000  # rows looked at
BY_CODES = 0.4  # the most that printed codes alone say: sets share them


class SetShapes:
    """The shapes of a workspace's criteria sets.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id.
    """

    def __init__(self, criteria):
        self.names = {
            each.id: {fold(one.name_vi): _maxima(one) for one in each.indicators} for each in criteria.values()
        }
        self.codes = {
            each.id: {one.printed_as.casefold() for one in each.indicators} for each in criteria.values()
        }
        self.every_name = frozenset(name for names in self.names.values() for name in names)

    def fits(self, rows):
        """Return how well a sheet's rows fit each set, by its id.

        Parameters
        ----------
        rows : list of list of cells

        Returns
        -------
        dict
            0..1: half of it for the set's names that stand in a row, half for their maxima beside them, in
            proportion to the set, or to the rows that name an indicator of any set where these are more. Where no
            set's names are there, up to 0.4 for printed codes.
        """
        seen, codes = {}, set()
        for row in rows[:DEEPEST]:
            texts = [cell for cell in row if isinstance(cell, str) and cell]
            codes |= {clean(text).rstrip(". ").casefold() for text in texts if len(text) < 12}
            for name in {fold(text) for text in texts if len(text) > 3} & self.every_name:
                numbers = {read_number(cell).value for cell in row if cell != ""}
                seen[name] = seen.get(name, set()) | numbers
        return {each: self._fit(each, seen, codes) for each in self.names}

    def _fit(self, set_id, seen, codes):
        names = self.names[set_id]
        found = names.keys() & seen.keys()
        if not found:
            own = self.codes[set_id]
            return BY_CODES * len(own & codes) / len(own)
        with_maximum = sum(not names[name].isdisjoint(seen[name]) for name in found)
        return (len(found) + with_maximum) / 2 / max(len(names), len(seen))


def _maxima(indicator):
    """The maximum that a form may print beside an indicator, for whatever unit."""
    return {each.max_points for each in indicator.alternatives}
