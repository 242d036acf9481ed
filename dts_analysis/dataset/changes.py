"""What an analyst types: what is to be supposed of a unit's answers, and what a plan is to reach."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.planning import KINDS, Target, step_meant
from ..errors import DtsError, finding, stop_if
from ..intake.declared import read_declared
from ..intake.numbers import read_number

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

COLUMNS = ["indicator_code", "points", "declared_value", "declared_total"]


def read_changes(points: str, answers: str, criteria_set: "CriteriaSet") -> pd.DataFrame:
    """Return other points and other answers of a unit, as `planning.what_if` takes them.

    Parameters
    ----------
    points, answers : str
        ``2.3 = 10,5; 3.1 = 7``: indicators by their codes or as printed, and the points they would have; or what
        would be declared of them in the form's own words, ``12/20`` where a rule looks at a share. "" for none.
    criteria_set : CriteriaSet

    Returns
    -------
    DataFrame
        One row per indicator named: `COLUMNS`; NaN where the other is given. An unknown code stays as typed.

    Raises
    ------
    DtsError
        Where a part is no ``code = value``, or a value cannot be read; all of them at once.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> one = Obj(code="A-01", printed_as="1.1", rule=Obj(reads="share"))
    >>> read_changes("", "1.1 = 3/4", Obj(indicators=[one]))
      indicator_code  points  declared_value  declared_total
    0           A-01     NaN             3.0             4.0
    """
    known = {name: each for each in criteria_set.indicators for name in (each.printed_as, each.code)}
    rows, faults = [], []
    typed = [("new_points", each) for each in _parts(points)] + [("new_answers", each) for each in _parts(answers)]
    for source, part in typed:
        code, _, said = map(str.strip, part.partition("="))
        indicator, where = known.get(code), f"{source} «{part}»"
        row = dict.fromkeys(COLUMNS, float("nan")) | {"indicator_code": indicator.code if indicator else code}
        if not code:
            faults.append(finding("what_if_unreadable", where, text=part))
        elif source == "new_answers" and indicator and said:
            declared, found = _declared(indicator.rule, said)
            row |= declared
            faults += [finding(fault, where, **facts) for fault, _, facts in found]
        elif source == "new_points" or not said:
            number = read_number(said)
            is_none = number.value is None or number.is_percent
            faults += [finding("what_if_unreadable", where, text=part)] if is_none else []
            row["points"] = number.value
        rows.append(row)
    stop_if(faults)
    return pd.DataFrame(rows, columns=COLUMNS)


def read_target(text: str, criteria_set: "CriteriaSet") -> Target | None:
    """Return a target as written: ``points:600``, ``class:completed`` or a class by its name, ``rank:3``.

    Numbers are read as `read_changes` reads them. None of "".

    Raises
    ------
    DtsError
        Where it is none of these, or the set has no such class or band.

    Examples
    --------
    >>> read_target("rank: 3", None), read_target("points:1.000,5", None), read_target(" ", None)
    (Target(kind='rank', value=3.0), Target(kind='points', value=1000.5), None)
    """
    kind, _, said = (part.strip() for part in text.partition(":"))
    if not kind and not said:
        return None
    if kind == "class" and said:
        return Target(kind, step_meant(said, criteria_set))
    number, is_percent = read_number(said)[:2] if kind in KINDS else (None, False)
    if number is None or is_percent or (kind == "rank" and (number < 1 or number != int(number))):
        raise DtsError(finding("target_unreadable", "target", text=text))
    return Target(kind, number)


def _parts(text):
    return [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]


def _declared(rule, text):
    value, _, total = text.partition("/") if rule.reads == "share" else (text, "", "")
    *numbers, _, faults = read_declared(rule, {"declared_value": value.strip(), "declared_total": total.strip()})
    part, whole = numbers
    if rule.reads == "share" and not faults and whole is not None and part > whole:
        faults = [("what_if_above_whole", "declared_value", {"value": part, "total": whole})]
    names = ("declared_value", "declared_total")
    return {name: float("nan") if n is None else n for name, n in zip(names, numbers, strict=True)}, faults
