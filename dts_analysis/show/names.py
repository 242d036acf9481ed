"""What things are called: names in the current language, and words for the codes of our tables."""

from .. import messages
from ..messages import say


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


def cause_labels(data):
    """Return what each cause of a loss is called: a reason, a verifier's ground, "" where none was given."""
    reasons = localized(data.reasons.set_index("reason_code"), "label")
    grounds = localized(data.grounds.set_index("ground_code"), "label")
    labels = dict(reasons) | {code: say("cause_verification", ground=label) for code, label in grounds.items()}
    return labels | {"": say("cause_verification", ground=say("no_ground"))}


def cause_remedies(data):
    """Return what usually helps against each cause, in words."""
    remedies = localized(data.remedies.set_index("remedy_code"), "label")
    found = dict(localized(data.reasons.set_index("reason_code"), "remedy"))
    grounds = zip(data.grounds["ground_code"], data.grounds["remedies"], strict=True)
    return found | {code: "; ".join(remedies[each] for each in codes) for code, codes in grounds}
