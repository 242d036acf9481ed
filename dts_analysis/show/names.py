"""What things are called: names in the current language, and words for the codes of our tables."""

from .. import messages, reference


def named(record, part="name"):
    """Return a record's name in the current language; in Vietnamese where it has no other."""
    return getattr(record, f"{part}_{messages.language()}") or getattr(record, f"{part}_vi")


def names_of(records):
    """Return a dict from code to name for pillars, indicators or classes."""
    return {each.code: named(each) for each in records}


def localized(table, part):
    """Return a table's column `part` in the current language; in Vietnamese where that is empty."""
    native = table[f"{part}_vi"]
    chosen = table[f"{part}_{messages.language()}"]
    return chosen.where(chosen.fillna("") != "", native)


def unit_names(units, unit_codes, year):
    """Return a dict from unit code to the name borne in that year."""
    return {code: reference.unit_on(units, code, year)["name"] for code in unit_codes}
