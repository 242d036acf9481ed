"""When units are there: whoever bears a code, and on which days."""

import datetime

import numpy as np
import pandas as pd

FIRST_DAY, LAST_DAY = 0, datetime.date.max.toordinal()
_LINE = 10**7  # days from one code's line of days to the next


class Lifetimes:
    """When each code of a register is borne, whoever bears it.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`: ``unit_code``, ``valid_from`` and ``valid_to``.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["374", "374"],
    ...     "valid_from": ["", "2025-01-01"], "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> lifetimes = Lifetimes(units)
    >>> codes = lifetimes.numbers(pd.Series(["374", "374", "375"]))
    >>> days = day_numbers(pd.Series(["2025-06-30", "2025-07-01", "2025-06-30"]))
    >>> lifetimes.cover(codes, days - 365, days).tolist()
    [True, False, False]
    """

    def __init__(self, units):
        self.own, codes = pd.factorize(units["unit_code"], sort=True)
        self.first = day_numbers(units["valid_from"], FIRST_DAY)
        self.last = day_numbers(units["valid_to"], LAST_DAY)
        self._codes = pd.Index(codes)
        starts = self.own * _LINE + self.first
        self._order = np.argsort(starts, kind="stable")
        self._starts = np.append(-2 * _LINE, starts[self._order])
        ends = (self.own * _LINE + self.last)[self._order]
        self._ends = np.maximum.accumulate(np.append(-2 * _LINE, ends))
        breaks = self._starts[1:] > self._ends[:-1] + 1
        self._span_starts = self._starts[np.append(True, breaks)]
        self._span_ends = self._ends[np.append(breaks, True)]

    def numbers(self, codes):
        """Return each code's number among the register's codes; -1 where nobody ever bears it."""
        return self._codes.get_indexer(codes)

    def cover(self, numbers, first, last):
        """Return whether each code, by its number, is borne on every day from `first` to `last`."""
        at = np.searchsorted(self._span_starts, numbers * _LINE + first, side="right") - 1
        return self._span_ends[at] >= numbers * _LINE + last

    def cover_codes(self, codes, day):
        """Return whether somebody bears each code on a day, or on each its own; False where nobody ever does."""
        numbers = self.numbers(codes)
        return (numbers >= 0) & self.cover(numbers, day, day)

    def overlapping(self):
        """Return the positions of units that begin while another one bears their code."""
        return self._order[self._starts[1:] <= self._ends[:-1]]


def day_numbers(days, blank=FIRST_DAY):
    """Return ISO dates as numbers of days, `blank` where nothing stands.

    >>> day_numbers(pd.Series(["2025-01-01", "2024-12-31", ""]), blank=0).tolist()
    [739252, 739251, 0]
    """
    at, texts = pd.factorize(days)
    numbers = [datetime.date.fromisoformat(text).toordinal() if text else blank for text in texts]
    return np.array(numbers, dtype="int64")[at]


def next_day(day: str, step: int = 1) -> str:
    """Return the ISO date after one, or `step` days from it.

    >>> next_day("2024-12-31"), next_day("2025-07-01", -1)
    ('2025-01-01', '2025-06-30')
    """
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=step)).isoformat()


def told(units):
    """Return each unit's name and lifetime as a reader is told them."""
    starts, ends = (units[name].replace("", "…") for name in ("valid_from", "valid_to"))
    return units["name"] + " (" + starts + " – " + ends + ")"


def stood(units: pd.DataFrame, first_day: str | pd.Series, last_day: str | pd.Series) -> pd.Series:
    """Return whether each unit was there on any day from `first_day` to `last_day`.

    Parameters
    ----------
    units : DataFrame
        `valid_from` and `valid_to`, as from `load_units`.
    first_day, last_day : str, or Series of str beside `units`
        ISO dates; the same day twice asks about that day.

    Examples
    --------
    >>> units = pd.DataFrame({"valid_from": ["", "2025-01-01"], "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> stood(units, "2025-01-01", "2025-12-31").tolist(), stood(units, "2025-07-01", "2025-07-01").tolist()
    ([False, True], [False, False])
    """
    return (units["valid_from"] <= last_day) & ((units["valid_to"] == "") | (units["valid_to"] >= first_day))
