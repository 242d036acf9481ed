"""What stands in a table of measured values, as the rule of each indicator reads it, for each unit its own."""

import numpy as np
import pandas as pd

from ..errors import finding
from ..messages import say
from ..reference import is_number, names_unit, unit_names
from ..scoring.measured import KEYS, TEXTS
from .declared import read_declared

_NUMERIC = ("share", "value", "nothing")  # what rules read that is a number, or nothing


def values_of(rows, criteria, units):
    """Return the rows with numbers as their rules read them; those no rule can read are said and left out."""
    value, total = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    texts = (rows["value"] + " | " + rows["total"]).str.strip(" |").to_numpy(object)
    is_read, said = np.ones(len(rows), dtype=bool), []
    way = _ways(rows, criteria, units)
    keys = [rows["criteria_id"].to_numpy(), rows["indicator_code"].to_numpy(), way]
    for (name, code, number), at in rows.groupby(keys, sort=False).indices.items():
        rule = criteria[name].indicator(code).alternatives[number].rule
        plain = _plain(rows.iloc[at], rule)
        for numbers, column in ((value, "value"), (total, "total")):
            numbers[at[plain]] = pd.to_numeric(rows[column].to_numpy()[at[plain]].tolist(), errors="coerce")
        for place in at[~plain]:
            value[place], total[place], is_read[place], found = _read(rows.iloc[place], rule)
            said += [(place, each) for each in found]
    facts = {"measured_value": value, "measured_total": total, "measured_text": texts}
    renamed = {"system": "measured_system", "source": "measured_origin", "where": "measured_source"}
    table = rows.rename(columns=renamed).assign(**facts)[is_read]
    table = table[[*KEYS, "measured_value", "measured_total", *TEXTS]].astype({"year": "int64"})
    return table.reset_index(drop=True), [each for _, each in sorted(said, key=lambda pair: pair[0])]


def _ways(rows, criteria, units):
    """The number of the variant of each row's indicator that names its unit; 0 where none does."""
    number = np.zeros(len(rows), dtype=np.int8)
    variants = {(name, each.code): each.variants for name, one in criteria.items() for each in one.indicators}
    for key, at in rows.groupby(["criteria_id", "indicator_code"], sort=False).indices.items():
        if not variants[key]:
            continue
        lives = rows.iloc[at][["unit_code", "year"]].astype({"year": "int64"})
        for place, (code, name) in enumerate(zip(lives["unit_code"], unit_names(units, lives), strict=True)):
            named = (n for n, one in enumerate(variants[key], 1) if names_unit(one.applies_to, code, name))
            number[at[place]] = next(named, 0)
    return number


def _plain(rows, rule):
    """Whether each row holds nothing but numbers as this table writes them, which its rule reads as they are."""
    if rule.reads not in _NUMERIC:
        return np.zeros(len(rows), dtype=bool)
    value, total = (rows[name].to_numpy() for name in ("value", "total"))
    is_alone = np.array([text == "" for text in total])
    plain = np.array([is_number(text) and not text.startswith("-") for text in value], dtype=bool)
    plain &= is_alone | np.array([is_number(text) and not text.startswith("-") for text in total], dtype=bool)
    if rule.reads == "share":
        plain[plain & is_alone] = [float(text) <= 1 for text in value[plain & is_alone]]
    return plain


def _read(row, rule):
    """One row's numbers by the road of declared values, whether anything was read, and what is to be said."""
    cells = {"declared_value": _cell(row["value"], rule), "declared_total": _cell(row["total"], rule)}
    value, total, _, faults = read_declared(rule, cells, ".")
    of_unit = {"unit_code": row["unit_code"], "year": int(row["year"])}
    found = []
    for code, _, facts in faults:
        inner = finding(code, row["where"], **facts)
        words = {"said": inner.found, "wanted": inner.expected, "system": row["system"]}
        is_lost = value is None and rule.reads != "nothing"
        words["taken"] = say("measured_not_taken" if is_lost else "measured_taken")
        found.append(finding("measured_unclear", row["where"], **of_unit, code=row["indicator_code"], **words))
    is_read = value is not None or rule.reads == "nothing"
    return _number(value), _number(total), is_read, found


def _cell(text, rule):
    """A number with a decimal point as such, so that 1.234 is not taken for thousands; any other text as it is."""
    return float(text) if rule.reads in _NUMERIC and is_number(text) else text


def _number(value):
    return np.nan if value is None else value
