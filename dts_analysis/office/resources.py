"""Tables to be taken along, as Frictionless tabular data resources: numbers unrounded, None for nothing."""

import pandas as pd

TYPES = {
    "text": "string",
    "year": "integer",
    "count": "integer",
    "points": "number",
    "change": "number",
    "share": "number",
}


def resource(name, title, table, fields, notes=()):
    """Return a table as a tabular data resource (https://specs.frictionlessdata.io/tabular-data-resource).

    Parameters
    ----------
    name : str
    title : str
    table : DataFrame
        Its columns are those of `fields`; others are left out.
    fields : dict
        Column -> (its heading, what its values are: a key of `TYPES`); ``share`` is a share of 1.
    notes : sequence of str
        What is said of the whole table.

    Examples
    --------
    >>> table = pd.DataFrame({"unit": ["Huyện Thử"], "points": [511.18], "rank": [pd.NA]})
    >>> fields = {"unit": ("Đơn vị", "text"), "points": ("Điểm", "points"), "rank": ("Hạng", "count")}
    >>> found = resource("ranking", "Xếp hạng", table, fields)
    >>> found["data"]
    [{'unit': 'Huyện Thử', 'points': 511.18, 'rank': None}]
    >>> found["schema"]["fields"][1]
    {'name': 'points', 'title': 'Điểm', 'type': 'number', 'kind': 'points'}
    """
    columns = [
        {"name": field, "title": heading, "type": TYPES[kind], "kind": kind}
        for field, (heading, kind) in fields.items()
    ]
    rows = table[list(fields)].to_dict("records")
    data = [{field: _plain(row[field], TYPES[kind]) for field, (_, kind) in fields.items()} for row in rows]
    return {"name": name, "title": title, "notes": list(notes), "schema": {"fields": columns}, "data": data}


def _plain(value, kind):
    """A value as JSON holds it; None for nothing, and for a text that says nothing."""
    if pd.isna(value) or value == "":
        return None
    return str(value) if kind == "string" else int(value) if kind == "integer" else float(value)
