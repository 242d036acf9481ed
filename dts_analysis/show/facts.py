"""Facts: the numbers a page states, as machine-readable rows inside the executed notebook.

A fact is a name, whose it is (a unit's, or a group's by the code of the unit above it or of its criteria set), the
year, the basis, of what (a node of the criteria set's tree, a cause; "" for the whole) and the value, unrounded.
The same name and keys bear the same value wherever they are stated. They lie in a cell's output the way scrapbook
keeps its scraps, so that any reader of notebooks finds them.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

MIME = "application/scrapbook.scrap.json+json"
KEYS = ("name", "of_unit", "year", "basis", "of")


def facts(
    rows: pd.DataFrame, names: Sequence[str] | dict[str, str], of_unit: str = "unit_code", of: str = "node_code"
) -> list[dict[str, int | str]]:
    """Return the facts that columns of a table hold, as a list of dicts.

    Parameters
    ----------
    rows : DataFrame
        With ``year``, and ``basis`` where the numbers have one.
    names : sequence of str, or dict
        Columns; a dict maps the facts' names to them.
    of_unit : str
        The column that says whose they are.
    of : str
        The column that says of what; where the table has none, of the whole.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit_code": ["373"], "year": [2022], "basis": ["claimed"], "points": [511.18]})
    >>> facts(rows, ["points"])
    [{'name': 'points', 'of_unit': '373', 'year': 2022, 'basis': 'claimed', 'of': '', 'value': 511.18}]
    """
    names = names if isinstance(names, dict) else dict(zip(names, names, strict=True))
    found = []
    for row in rows.to_dict("records"):
        keys = {"of_unit": str(row[of_unit]), "year": int(row["year"]), "basis": str(row.get("basis", ""))}
        keys["of"] = str(row.get(of, ""))
        found += [
            {"name": name, **keys, "value": _plain(row[column])}
            for name, column in names.items()
            if not pd.isna(row[column])
        ]
    return found


def bundle(stated, name):
    """Return facts as an output's data, by mime type; nothing where none are stated."""
    return {MIME: {"name": name, "data": stated, "encoder": "json", "version": 1}} if stated else {}


def read_facts(document: Any) -> pd.DataFrame:
    """Return every fact an executed notebook states, as a table with the columns of `KEYS` and ``value``.

    Parameters
    ----------
    document : notebook node, or path
    """
    if isinstance(document, str | Path):
        document = json.loads(Path(document).read_text(encoding="utf-8"))
    outputs = [output for cell in document["cells"] for output in cell.get("outputs", [])]
    scraps = [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]
    return pd.DataFrame([fact for scrap in scraps for fact in scrap["data"]], columns=[*KEYS, "value"])


def _plain(value):
    """A number as JSON holds it; to twelve digits, the last of which say how a sum was added up."""
    if isinstance(value, str | bool):
        return value
    number = float(value)
    return int(number) if number.is_integer() and not math.isinf(number) else float(f"{number:.12g}")
