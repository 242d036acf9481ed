"""Options that are called by numbers: «Mức 3», «Level 5: optimised», «2. Có»."""

import re
import unicodedata
from collections.abc import Sequence

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LEVEL = re.compile(rf"(?:(?P<word>[^\W\d_][^\d_:.]*?)\s*)?(?P<number>\d{{1,2}}|\b(?:{'|'.join(ROMAN)})\b)\)?")
_TOLD = re.compile(r"\s*(?:$|[:.)–—-]\s*(?=[^\W\d_]))")  # what may follow: nothing, or words apart


def level_of(text: str) -> tuple[str, int, str] | None:
    """Return the word and number that a text is called by, and what follows; None where it is not so called.

    >>> level_of("Mức độ 3"), level_of("Level II: repeatable"), level_of("2. Có")
    (('mức độ', 3, ''), ('level', 2, 'repeatable'), ('', 2, 'có'))
    >>> level_of("3 cuộc họp"), level_of("71-90%"), level_of("Có")
    (None, None, None)
    """
    plain = unicodedata.normalize("NFC", text).casefold().strip()
    found = _LEVEL.match(plain)
    told = _TOLD.match(plain, found.end()) if found else None
    if found is None or told is None:
        return None
    number = found["number"]
    return found["word"] or "", ROMAN[number] if number in ROMAN else int(number), plain[told.end() :]


def levels_of(labels: Sequence[str]) -> tuple[str, list[int]] | None:
    """Return the word that all labels are called by, and the number of each; None where one is called otherwise.

    >>> levels_of(["Mức 1", "Mức 0"]), levels_of(["Mức 1", "Chưa có"]), levels_of(["Mức 1", "Quý 1"])
    (('mức', [1, 0]), None, None)
    """
    called = [level_of(label) for label in labels]
    found = [each for each in called if each is not None]
    if (
        len(found) < len(called)
        or len({word for word, *_ in found}) > 1
        or len({at for _, at, _ in found}) < len(found)
    ):
        return None
    return found[0][0], [number for _, number, _ in found]
