"""How the story's sentences are shown, and words that several of them use."""

from ...messages import language, named, say
from .. import text
from ..markup import linked
from ..output import Prose


class Sentences(Prose):
    """Sentences in a list, one a line."""

    def _repr_html_(self):
        return f"<ul>{''.join(f'<li>{linked(line)}</li>' for line in self.splitlines())}</ul>"


def within(words):
    """Return words as they stand within a sentence; abbreviations stay as they are.

    >>> within("Hoàn thành"), within("CSDL chưa có"), within("")
    ('hoàn thành', 'CSDL chưa có', '')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def unit_within(name, levels):
    """Return a unit's name as within a sentence: in Vietnamese the word for its kind is no proper name there.

    Parameters
    ----------
    levels : Levels
    """
    kinds = [kind for level in levels.levels for kind in level.kinds]
    is_kind = name == levels.top.name_vi or any(name.startswith(f"{kind} ") for kind in kinds)
    return within(name) if is_kind and language() == "vi" else name


def amount(criteria_set, value):
    """Return so many points, or so many indicators of a set that is scored in passes, in words."""
    if criteria_set.scored_in == "passes":
        return say("story_passes", value=text.count(value))
    return say("story_points", value=text.points(value))


def class_words(criteria_set, is_upper):
    """Return the classes on one side as alternatives within a sentence."""
    sides = [each for each in criteria_set.class_scheme.classes if each.is_upper == is_upper]
    return text.either([within(named(each)) for each in sides])
