"""The data dictionary, and tables held to it: name, type, unit, what NaN means; its one home is `columns.toml`.

Ours and no library's: pandera takes two seconds to import, and every kernel would pay them for five questions.
"""

import tomllib
from functools import cache
from pathlib import Path

import pandas as pd
from pandas.api import types

from .. import messages
from ..errors import DtsError, finding, stop_if
from ..messages import say

KINDS = {  # of a column: whether pandas holds it so
    "text": lambda column: not (types.is_numeric_dtype(column) or types.is_bool_dtype(column)),
    "whole": lambda column: types.is_integer_dtype(column),
    "number": lambda column: types.is_numeric_dtype(column) and not types.is_bool_dtype(column),
    "flag": lambda column: column.dtype == bool,
    "known": lambda column: column.dtype == "boolean",
}


def dictionary(name: str) -> pd.DataFrame:
    """Return what the columns of a table are, in the current language.

    Parameters
    ----------
    name : str
        ``scores``, ``counted``, ``totals``, ``standings``, ``gaps``, ``received``, ``units`` or ``findings``.

    Returns
    -------
    DataFrame
        One row per column, by its name, those of the key first: ``is_key``, ``type``, ``unit`` ("" where it is no
        number, or counts years), ``meaning`` and ``missing`` (what NaN, or of a text "", means; "" where it never
        stands there).

    Raises
    ------
    DtsError
        Where there is no such table in the dictionary.

    Examples
    --------
    >>> dictionary("totals").loc["points", ["type", "unit", "missing"]].tolist()
    ['number', 'points', 'không có điểm: bỏ trống, chưa chấm, chưa đọc được hay không áp dụng']
    """
    if name not in described():
        raise DtsError(finding("table_unknown", "dictionary", value=repr(name), known=", ".join(described())))
    key, own = _file()["tables"][name]["key"], columns_of(name)
    said = {"type": "kind", "unit": "unit", "meaning": _language(), "missing": f"nan_{_language()}"}
    rows = [
        {"column": column, "is_key": column in key} | {head: each.get(part, "") for head, part in said.items()}
        for column, each in own.items()
    ]
    table = pd.DataFrame(rows)
    return table.set_index("column")


def described() -> dict[str, str]:
    """Return what each table of the dictionary holds, by its name, in the current language."""
    return {name: each[_language()] for name, each in _file()["tables"].items()}


def _language():
    """The current language; English where the dictionary does not speak it."""
    return messages.language() if messages.language() in _file()["tables"]["totals"] else "en"


def columns_of(name):
    """Return the entries of a table's columns by name, those of its key first."""
    file = _file()
    of_table, own = file["tables"][name], file.get("own", {}).get(name, {})
    return {each: own.get(each, file["columns"].get(each)) for each in (*of_table["key"], *of_table["columns"])}


def check_table(name: str, table: pd.DataFrame) -> None:
    """Refuse a table that is not as the dictionary has it; one that the dictionary does not hold is let through.

    Further columns may stand in it. All faults at once.

    Raises
    ------
    DtsError
        ``table_unfit``: a column that is missing or of another type, NaN where it means nothing, a value that is
        not on a closed list, a key that stands twice.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["1"], "valid_from": [""], "name": ["A"], "level": ["commune"],
    ...     "parent_code": [""], "valid_to": [""], "dates_basis": [""], "population": [None], "source": [""]})
    >>> check_table("units", units.astype({"population": float}))
    """
    if name not in described():
        return
    faults = [words for column, entry in columns_of(name).items() for words in _faults(table, column, entry)]
    key = _file()["tables"][name]["key"]
    if key and not faults and table.duplicated(key).any():
        faults = [(", ".join(key), say("unfit_twice"), say("unfit_once"))]
    stop_if([finding("table_unfit", f"{name}!{column}", found=got, wanted=due) for column, got, due in faults])


def _faults(table, column, entry):
    """What is wrong with a column: triples of its name, what was found and what was expected."""
    kind = entry["kind"]
    if column not in table:
        return [(column, say("unfit_absent"), kind)]
    values = table[column]
    if not KINDS[kind](values):
        return [(column, str(values.dtype), kind)]
    if values.isna().any() and (kind == "text" or "nan_en" not in entry):
        return [(column, "NaN", say("unfit_never_nan"))]
    strange = sorted(set(values.unique()) - set(entry["values"])) if "values" in entry else []
    return [(column, repr(strange[0]), ", ".join(entry["values"]))] if strange else []


@cache
def _file():
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
