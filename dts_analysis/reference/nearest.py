"""Units by what somebody typed: found by name without diacritics, or by code; the nearest where there is none."""

from difflib import get_close_matches
from typing import Any

import pandas as pd

from ..messages import say
from .folding import fold
from .levels import shipped_levels
from .lifetimes import next_day, stood

MOST = 3  # suggestions that a sentence can hold
_ALIKE = 0.6  # difflib's own measure of a close match


def find_units(
    units: pd.DataFrame,
    text: str,
    first_day: str = "",
    last_day: str = "9999-12-31",
    level: str = "",
    kinds: Any = None,
) -> pd.DataFrame:
    """Return the units somebody means: those of the code, or whose names hold the words, on any of these days.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.
    text : str
        A code, or words of a name as `fold` leaves them: case, diacritics and punctuation do not count.
    first_day, last_day : str
        ISO dates: only units that were there on one of these days; every lifetime unless told.
    level : str
        Only units of this level, if any is given.
    kinds : collection of str, optional
        The words for kinds of units, as `Levels.kinds` has them; those that come with the package unless told.

    Returns
    -------
    DataFrame
        Rows of `units`. Where a name is nothing but the words (and the kind of unit) only such names, otherwise
        all that hold them. By code and lifetime; empty where nobody is meant.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["25486", "25498", "722"], "level": ["commune", "commune", "district"],
    ...     "name": ["Xã Tân Bình", "Thị trấn Tân Biên", "Huyện Tân Biên"], "valid_from": "", "valid_to": ""})
    >>> find_units(units, "tan bien")["unit_code"].tolist(), find_units(units, "25486")["name"].tolist()
    (['25498', '722'], ['Xã Tân Bình'])
    >>> find_units(units, "Tân", level="commune")["unit_code"].tolist()
    ['25486', '25498']
    """
    alive = units[stood(units, first_day, last_day)]
    alive = alive[alive["level"] == level] if level else alive
    of_code = alive[alive["unit_code"] == text.strip()]
    if len(of_code) or not (words := fold(text)):
        return of_code.sort_values("valid_from", kind="stable")
    kinds = shipped_levels().kinds() if kinds is None else kinds
    names = f" {words} "
    folded = " " + _folded(alive["name"]) + " "
    holds = folded.str.contains(names, regex=False)
    whole = holds & folded.str.endswith(names) & folded.str.removesuffix(names).str.strip().isin(["", *kinds])
    found = alive[whole if whole.any() else holds]
    return found.sort_values(["unit_code", "valid_from"], kind="stable")


def nearest_units(units: pd.DataFrame, texts: Any) -> dict[str, str]:
    """Return for each unknown code, or name typed for one, the nearest there are, as words that end a remedy.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.
    texts : iterable of str

    Returns
    -------
    dict
        Text to words: codes that want zeros in front, then codes of the like; names, where it has letters. ""
        where nothing is near.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["001", "373"], "name": ["Quận Ba Đình", "Huyện Gia Viễn"],
    ...     "level": "district", "valid_from": "", "valid_to": ""})
    >>> nearest_units(units, ["1", "gia vien", "37 3"])["gia vien"]
    '; gần nhất: 373 Huyện Gia Viễn'
    """
    if not len(texts):
        return {}
    names = units.drop_duplicates("unit_code", keep="last").set_index("unit_code")["name"]
    lengths = sorted(set(names.index.str.len()))
    near = {text: _near(units, names, text, lengths) for text in dict.fromkeys(texts)}
    shown = {text: ", ".join(f"{code} {names[code]}" for code in codes[:MOST]) for text, codes in near.items()}
    return {text: say("units_near", units=each) if each else "" for text, each in shown.items()}


def parent_of(units: pd.DataFrame, unit: Any) -> Any:
    """Return the code and name of the unit right above one on its last day; "" for the top.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.
    unit : row of `units`, as an object with its columns
    """
    day = unit.valid_to or "9999-12-31"
    above = units[(units["unit_code"] == unit.parent_code) & stood(units, day, day)]
    return " ".join([unit.parent_code, *above["name"].head(1)])


def successors(changes: pd.DataFrame, units: pd.DataFrame, unit: Any) -> Any:
    """Return what a unit went into when it ended: ``new_code``, ``name``, ``extent``, ``effective_on`` each.

    Parameters
    ----------
    changes, units : DataFrame
        As from `load_unit_changes` and `load_units`.
    unit : row of `units`, as an object with its columns
    """
    on = next_day(unit.valid_to) if unit.valid_to else ""
    own = changes[(changes["old_code"] == unit.unit_code) & (changes["effective_on"] == on)]
    borne = units.loc[stood(units, on, on), ["unit_code", "name"]].rename(columns={"unit_code": "new_code"})
    return own.merge(borne, on="new_code")


def _near(units, names, text, lengths):
    digits = "".join(letter for letter in text if letter.isdigit())
    if not digits:
        found = find_units(units, text)["unit_code"].unique()
        return list(found) if len(found) else _by_name(names, text)
    padded = [digits, *(digits.lstrip("0").zfill(length) for length in lengths)]
    padded = [code for code in padded if code in names.index and code != text]
    alike = [code for code in names.index if code[:2] == digits[:2]]
    return list(dict.fromkeys([*padded, *get_close_matches(digits, alike, MOST, _ALIKE)]))


def _by_name(names, text):
    by_name = pd.Series(names.index, index=_folded(names)).groupby(level=0).first()
    return [by_name[name] for name in get_close_matches(fold(text), by_name.index, MOST, _ALIKE)]


def _folded(names):
    distinct = {name: fold(name) for name in names.unique()}
    return names.map(distinct)
