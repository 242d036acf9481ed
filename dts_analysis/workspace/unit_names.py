"""Units named in running text: in a form's title, in a file's name, with or without diacritics."""

import re
import unicodedata
from typing import NamedTuple

from ..reference import fold, shipped_levels, visible

STOCK = ("danh gia", "tu cham", "cham diem", "chuyen doi so", "ban sao", "chinh thuc", "bao cao", "tham dinh")
SHORTEST = 6  # letters of a name written without spaces: fewer are letters of another word
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\d{5,}")  # shorter numbers in a file's name may be anything


class Mention(NamedTuple):
    """A unit named: every code it may mean, the words that name it, and whether these are its spelling.

    `is_known` says whether one of those asked for may be meant; if not, the codes are of units elsewhere.
    """

    codes: tuple
    text: str
    is_exact: bool
    is_known: bool


class _Kinds:
    """The words that say of what kind a unit is, before its name: in full, in short, written as one word."""

    def __init__(self, levels):
        kinds = levels.kinds()
        self.full = frozenset(kinds)
        self.short = {short: kind for kind, shorts in kinds.items() for short in shorts}
        self.longest = max((len(kind.split()) for kind in kinds), default=0)
        lowest = {fold(kind): kind.casefold() for kind in levels.lowest.kinds}
        joined = {"".join(kind.split()): spelled if " " in kind else kind for kind, spelled in lowest.items()}
        shorts = {short: short for short, kind in self.short.items() if kind in lowest}
        self.joined = dict(sorted((joined | shorts).items(), key=lambda pair: -len(pair[0])))

    def before(self, plain, at):
        """Return the kind named before a word, and where its words begin; "" and the word itself where none is."""
        for length in range(min(self.longest, at), 0, -1):
            if (words := " ".join(plain[at - length : at])) in self.full:
                return words, at - length
        kind = self.short.get(plain[at - 1], "") if at else ""
        return kind, at - bool(kind)

    def parted(self, name):
        """Return a unit's name as its words without diacritics, as spelled, and the kind of unit before them."""
        words = split(name)
        plain = tuple(fold(word) for word in words)
        for length in range(self.longest, 0, -1):
            kind = " ".join(plain[:length])
            if kind in self.full and len(plain) > length:
                return plain[length:], tuple(map(_spelled, words[length:])), kind
        return plain, tuple(map(_spelled, words)), ""


class _Unit(NamedTuple):
    code: str
    kind: str
    plain: tuple
    spelled: tuple
    is_ended: bool


class _Hit(NamedTuple):
    first: int  # of the words for its kind, «xã» or «thị trấn», where these stand before it
    start: int
    end: int
    units: tuple
    is_known: bool


class UnitNames:
    """The names of a year's units, ready to be found in text.

    Parameters
    ----------
    everyone : DataFrame
        As from `reference.units_in`: every unit there is, so that «Tân Hòa Tây» is not taken for «Tân Hòa».
    wanted : collection of str
        Codes of the units that may be meant.
    levels : Levels, optional
        Say which words are kinds of units; those that come with the package unless told.

    Examples
    --------
    >>> import pandas as pd
    >>> everyone = pd.DataFrame({"unit_code": ["1", "2", "3"], "is_ended": False,
    ...     "name": ["Xã Tân Hội", "Xã Tân Hòa", "Xã Tân Hòa Tây"]})
    >>> names = UnitNames(everyone, {"1", "2"})
    >>> [(each.codes, each.is_exact) for each in names.in_text("UBND XÃ TÂN HOÀ, huyện Tân Hội")]
    [(('2',), True)]
    >>> [each.codes for each in names.in_text("Tan Hoi_CDS_2025", is_bare=True)]
    [('1',)]
    >>> [(each.codes, each.is_known) for each in names.in_text("TanHoaTay", is_bare=True)]
    [(('3',), False)]
    """

    def __init__(self, everyone, wanted, levels=None):
        levels = levels or shipped_levels()
        self.kinds = _Kinds(levels)
        self.wanted, self.by_words, self.joined = frozenset(wanted), {}, {}
        rows = zip(everyone["unit_code"], everyone["name"], everyone["is_ended"], strict=True)
        for code, name, is_ended in rows:
            if code == levels.top.code:
                continue
            plain, spelled, kind = self.kinds.parted(name)
            self.by_words.setdefault(plain, []).append(_Unit(code, kind, plain, spelled, bool(is_ended)))
        for plain in self.by_words:
            joined = "".join(plain)
            if len(joined) >= SHORTEST and len(plain) > 1:
                self.joined[joined] = None if joined in self.joined else plain  # of two nobody can tell which
        self.joined = {joined: plain for joined, plain in self.joined.items() if plain}
        self.longest = max(map(len, self.by_words), default=0)

    def in_text(self, text, is_bare=False):
        """Return the `Mention` of each unit that a text names, in its order.

        Parameters
        ----------
        text : str
        is_bare : bool
            Whether a name counts without «xã», «phường» … before it, and a code of five digits or more too.
        """
        written = self._unjoined(split(text)) if is_bare else split(text)
        plain = _without_stock([fold(word) for word in written])
        hits = [hit for at in range(len(plain)) if (hit := self._longest(plain, at, is_bare))]
        mentions = [self._mention(hit, written, plain) for hit in _standing(hits)]
        if any(each.is_exact and each.is_known for each in mentions):
            mentions = [each for each in mentions if each.is_exact]
        if is_bare:
            codes = dict.fromkeys(word for word in plain if _CODE.fullmatch(word) and word in self.wanted)
            mentions += [Mention((code,), code, True, True) for code in codes]
        return mentions

    def _unjoined(self, words):
        """The words, those parted again that are a name without its spaces."""
        parted = []
        for word in words:
            plain = fold(word)
            kinds = (each for each in self.kinds.joined if plain.startswith(each))
            kind = next((each for each in kinds if plain[len(each) :] in self.joined), "")
            if plain in self.joined:
                parted += self.joined[plain]
            elif kind:
                parted += [self.kinds.joined[kind], *self.joined[plain[len(kind) :]]]
            else:
                parted.append(word)
        return parted

    def _longest(self, plain, at, is_bare):
        before, first = self.kinds.before(plain, at)
        for length in range(min(self.longest, len(plain) - at), 0, -1):
            units = self.by_words.get(tuple(plain[at : at + length]), ())
            if before:
                fitting = [unit for unit in units if unit.kind == before]
            else:
                is_enough = length > 1 or length == len(plain)
                fitting = [unit for unit in units if not unit.kind or (is_bare and is_enough)]
            known = [unit for unit in fitting if unit.code in self.wanted]
            if fitting:
                return _Hit(first, at, at + length, tuple(known or fitting), bool(known))
        return None

    def _mention(self, hit, written, plain):
        words = tuple(_spelled(word) for word in written[hit.start : hit.end])
        units = [unit for unit in hit.units if not unit.is_ended] or list(hit.units)
        has_marks = words != tuple(plain[hit.start : hit.end])
        kind = tuple(_spelled(word) for word in written[hit.first : hit.start])
        is_spelled = has_marks or kind != tuple(plain[hit.first : hit.start])  # «Xã Thanh An», not «Thanh An»
        exact = [unit for unit in units if unit.spelled == words] if is_spelled else []
        codes = tuple(dict.fromkeys(unit.code for unit in exact or units))
        text = " ".join(written[hit.first : hit.end])
        return Mention(codes, text, bool(exact) or not has_marks, hit.is_known)


def split(text):
    """Return the words of a text, parted also where a small letter meets a capital, or a letter a digit.

    >>> split("Bản sao của TânLập_2025(1).xlsx"), split("XãTânBiên2025")
    (['Bản', 'sao', 'của', 'Tân', 'Lập', '2025', '1', 'xlsx'], ['Xã', 'Tân', 'Biên', '2025'])
    """
    written = unicodedata.normalize("NFC", visible(text))
    pairs = zip(written, written[1:] + " ", strict=True)
    spaced = "".join(one + " " if _parts(one, two) else one for one, two in pairs)
    return _WORD.findall(spaced)


def _parts(one, two):
    return (
        (one.islower() and two.isupper()) or (one.isalpha() and two.isdigit()) or (one.isdigit() and two.isalpha())
    )


def _spelled(word):
    """A word as spelled, its tone put last: «hòa» and «hoà» are one spelling."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in parts if c not in _TONES) + "".join(c for c in parts if c in _TONES)


def _without_stock(plain):
    """The words, those of phrases that every form's title has put out: «đánh giá phường …» names no Gia Phương."""
    for phrase in (words.split() for words in STOCK):
        for at in range(len(plain) - len(phrase) + 1):
            if plain[at : at + len(phrase)] == phrase:
                plain[at : at + len(phrase)] = [""] * len(phrase)
    return plain


def _standing(hits):
    """Without those inside a longer name; of two that overlap the known, that of a kind, or the first stays."""
    whole = [
        hit
        for hit in hits
        if not any(
            other.first <= hit.first and hit.end <= other.end and (other.first, other.end) != (hit.first, hit.end)
            for other in hits
        )
    ]
    found = []
    for hit in sorted(whole, key=lambda hit: (not hit.is_known, hit.first == hit.start, hit.start)):
        if all(hit.end <= other.first or other.end <= hit.first for other in found):
            found.append(hit)
    return sorted(found)
