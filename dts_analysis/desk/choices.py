"""What can be chosen at the desk: the years that forms came for, where their units lie, the units."""

from .. import reference


class Choices:
    """Who can be looked at in each year: every unit that sent a form, and every unit right above such ones.

    Parameters
    ----------
    data : Dataset
    """

    def __init__(self, data):
        self.data = data
        rows = data.rows("standings", ["unit_code", "year", "parent_code"])
        self._lives = rows.drop_duplicates(["unit_code", "year"])
        self.years = sorted((int(year) for year in self._lives["year"].unique()), reverse=True)

    def of_year(self, year):
        """Return the units of a year as a dict: region's label to a dict from unit's label to code.

        Regions stand in the order of their names; within one the unit above stands before those below it. Where
        no level is the region's, all stand under one label.
        """
        known = reference.units_in(self.data.units, year).set_index("unit_code")
        above, names, levels = known["parent_code"].to_dict(), known["name"].to_dict(), known["level"].to_dict()
        lives = self._lives[self._lives["year"] == year]
        codes = {*lives["unit_code"], *lives["parent_code"]} & names.keys()
        places = {code: self._region(code, above, levels) for code in codes}
        order = {name: place for place, name in enumerate(self.data.levels.codes)}
        found = {}
        for code in sorted(codes, key=lambda code: (names[places[code]], order.get(levels[code], 0), code)):
            region = self._label(places[code], names)
            found.setdefault(region, {})[self._label(code, names)] = code
        return found

    def _region(self, code, above, levels):
        """The unit whose label a unit stands under: its region; what is above all regions stands under itself."""
        while levels[code] != self.data.levels.region and above.get(code, "") in levels:
            code = above[code]
        return code

    def _label(self, code, names):
        return f"{self.data.levels.unit_name(code, names[code])} ({code})"
