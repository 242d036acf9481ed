"""Which parts of a checklist are done, as one cell names them: by labels or numbers, parted as people do."""

import re
from functools import cache

MOST_PIECES = 100  # what holds more is no list of parts
MOST_WAYS = 16  # to read a cell: two are too many already
_PARTING = re.compile(r"[\n;,+/&|•·]|\s(?:và|and)\s|\s[a-zđ]\)\s", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—*•+]|[a-zđ]\))\s+", re.IGNORECASE)
_LISTED = re.compile(r"\(?(\d{1,2})[.)]+\s*(\D.*)", re.DOTALL)
_NUMBERS = re.compile(r"[\d;,+\s]+")


def read_parts(text, choices):
    """Return every set of parts that a text may name, and the pieces of it that name none.

    A label may hold what parts others: all ways to part the text are tried. Numbers that merely count lines from 1
    say nothing; any other beside a label must be that part's.

    Parameters
    ----------
    text : str
    choices : Choices
        The parts, numbered from 1.

    Returns
    -------
    list of frozenset
        Of parts' numbers: none where a piece is unknown, several where it is not clear what is meant.
    list of str
        The unknown pieces.

    Examples
    --------
    >>> from .chosen import Choices, Named
    >>> choices = Choices((Named(1, "Kế hoạch"), Named(2, "Kinh phí, nhân lực"), Named(3, "Kinh phí")))
    >>> read_parts("kinh phí, nhân lực; Kế hoạch", choices)
    ([frozenset({1, 2})], [])
    >>> read_parts("1; máy tính", choices)
    ([], ['máy tính'])
    """
    if text.strip() == "0":
        return [frozenset()], []
    listed = _unlisted(text)
    ways = _ways(listed, choices)[0] if listed else []
    return (ways, []) if len(ways) == 1 else _ways(text, choices)


def _unlisted(text):
    """The lines of a list without their numbers, "" where it is none that counts from 1."""
    lines = [_LISTED.fullmatch(line.strip()) for line in re.split("[\n;]", text) if line.strip()]
    is_list = len(lines) > 1 and all(lines) and [int(line[1]) for line in lines] == [*range(1, len(lines) + 1)]
    return "\n".join(line[2] for line in lines) if is_list else ""


def _ways(text, choices):
    parting = r"[;,+\s]" if _NUMBERS.fullmatch(text) else _PARTING
    spans = [each for each in _spans(text, parting) if text[slice(*each)].strip()]
    if len(spans) > MOST_PIECES:
        return [], [text]
    widest = max(len(_spans(each.label, _PARTING)) for each in choices.named)

    @cache
    def meant(first, last):
        return frozenset(_meant(text[spans[first][0] : spans[last][1]], choices))

    ways = {len(spans): {frozenset()}}  # of the pieces from each on
    for first in reversed(range(len(spans))):
        lasts = range(first, min(first + widest, len(spans)))
        found = {rest | {part} for last in lasts for part in meant(first, last) for rest in ways[last + 1]}
        ways[first] = set(sorted(found, key=sorted)[:MOST_WAYS])
    if spans and ways[0]:
        return sorted(ways[0], key=sorted), []
    known = {
        at
        for first in range(len(spans))
        for last in range(first, min(first + widest, len(spans)))
        if meant(first, last)
        for at in range(first, last + 1)
    }
    return [], [text[slice(*span)].strip() for at, span in enumerate(spans) if at not in known] or [text]


def _spans(text, parting):
    """Where the pieces of a text begin and end."""
    cuts = [found.span() for found in re.finditer(parting, text)]
    return list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))


def _meant(piece, choices):
    piece = piece.strip()
    for written in dict.fromkeys((piece, _BULLET.sub("", piece))):
        if written.isdecimal():
            return choices.by_number(float(written))
        if found := choices.by_words(written) or choices.by_number_and_words(written):
            return found
    return set()
