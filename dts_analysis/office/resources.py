"""Tables of counted numbers as data resources, for workbooks that hold more than a page shows."""

import pandas as pd

from ..show import text
from ..show.resource import resource as as_resource, slug
from ..show.typed import Typed

WORDS = {  # by what a column holds: how a cell of it is shown, which tells Excel its kind
    "points": text.points,
    "share": text.share,
    "share_change": text.share_change,
    "count": text.count,
    "year": lambda year: Typed(text.NOTHING if pd.isna(year) else str(year), _whole(year), "year"),
    "text": lambda words: "" if pd.isna(words) else str(words),
}


def resource(title, table, fields, notes=()):
    """Return columns of a table as a data resource: see `show.resource.resource`.

    Parameters
    ----------
    title : str
    table : DataFrame
        Its columns are those of `fields`; others are left out.
    fields : dict
        Column -> (its heading, what it holds: a key of `WORDS`).
    notes : sequence of str
        What is said of the whole table.

    Examples
    --------
    >>> table = pd.DataFrame({"unit": ["Huyện Thử"], "points": [511.18], "rank": [pd.NA]})
    >>> fields = {"unit": ("Đơn vị", "text"), "points": ("Điểm", "points"), "rank": ("Hạng", "count")}
    >>> found = resource("Xếp hạng", table, fields)
    >>> found["name"], found["data"]
    ('xep-hang', [{'don-vi': 'Huyện Thử', 'diem': 511.18, 'hang': None}])
    """
    heads = [heading for heading, _ in fields.values()]
    columns = [[WORDS[kind](value) for value in table[name]] for name, (_, kind) in fields.items()]
    return as_resource(heads, columns, title, slug(title), list(notes))


def _whole(year):
    return None if pd.isna(year) else int(year)
