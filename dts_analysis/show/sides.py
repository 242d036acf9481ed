"""Words for two bases side by side: the house's own for a verification; else by the names of both."""

from ..messages import say
from ..scoring import JUDGED, basis_name
from . import text


def side_words(criteria_set, basis="verified"):
    """Return what claims, and the points they are held against, are called, each also as a sentence begins."""
    names = {"claims": basis_name("claimed", criteria_set), "verdicts": basis_name(basis, criteria_set)}
    return names | {key.capitalize(): text.begun(name) for key, name in names.items()}


def side_name(view, side=""):
    """Return what points on a basis are called in a view's criteria set; on the view's own unless told."""
    return basis_name(side or view.basis, view.criteria_set)


def key_of(key, criteria_set, basis="verified"):
    """Return the key of the words for claims held against a basis.

    Verification has its own words; of a set that names its stages, and of measured values, both sides are named.

    >>> from types import SimpleNamespace as Obj
    >>> key_of("gap_note", Obj(stages=())), key_of("gap_note", Obj(stages=()), "measured")
    ('gap_note', 'named_gap_note')
    """
    return key if basis == "verified" and not criteria_set.stages else f"named_{key}"


def said(key, criteria_set, basis="verified", **values):
    """Return words about claims held against a basis: those of `key_of`, filled with values and both names."""
    return say(key_of(key, criteria_set, basis), **side_words(criteria_set, basis), **values)


def later_side(view):
    """Return the last basis on which others judged a unit after that of its page; "" where there is none."""
    judged = [side for side in view.sides if side in JUDGED]
    later = judged[judged.index(view.basis) + 1 :] if view.basis in judged else judged
    return later[-1] if later else ""
