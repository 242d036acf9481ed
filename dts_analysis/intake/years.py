"""Years as texts name them."""

import re

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def years_named(text):
    """Return the years a text names.

    >>> sorted(years_named("Biểu 2025 (số liệu 2024)"))
    [2024, 2025]
    """
    return {int(year) for year in _YEAR.findall(text)}
