"""Texts typed in the fonts of before Unicode, TCVN3 (``.VnTime``) and VNI (``VNI-Times``), put into Unicode.

Such a text holds western letters and signs that only the font shows as Vietnamese: «§iÓm tù chÊm» is «Điểm tự
chấm». It is recognised by its words: what is no Vietnamese syllable as it stands and is one when converted.
"""

import re
import unicodedata
from dataclasses import replace

import numpy as np

FEWEST_WORDS = 3  # different ones; fewer could be a foreign name
SHARE = 0.8  # of the words that are none as they stand, so many must be Vietnamese when converted
_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "â": "\u0302", "ê": "\u0306",
    "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_LETTERS = dict(zip("ñíìæóòôöîÑÍÌÆÓÒÔÖÎ", "đíìỉĩịơưỵĐÍÌỈĨỊƠƯỴ", strict=True))
_EVERY_MARK = "".join(_MARKS) + "".join(_MARKS).upper()
_VNI = re.compile(f"([AEOUYaeouyÔÖôö])([{_EVERY_MARK}])|([{''.join(_LETTERS)}])")
_OF_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")  # letters that no such font has
_OF_FONTS = frozenset(
    map(ord, "¡¢£¤¥¦§¨©ª«¬®¶¸¹»¼½¾¿ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿ")
)  # that no Vietnamese letter is
_WORD = re.compile(r"[A-Za-z¡-ÿ]*[¡-ÿ][A-Za-z¡-ÿ]*")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(b|ch?|d|đ|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"([aăâeêioôơuưy]|i[êa]|y[êa]|u[aâêôơy]|ư[aơ]|o[aăeo]|uy[êa])(ch?|m|nh?|ng|p|t|[iyou])?"
)


def from_tcvn3(text):
    """Return a text of the font TCVN3 in Unicode.

    >>> from_tcvn3("§iÓm tù chÊm")
    'Điểm tự chấm'
    """
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def from_vni(text):
    """Return a text of the font VNI in Unicode: there a letter is followed by its marks.

    >>> from_vni("Ñieåm töï chaám")
    'Điểm tự chấm'
    """

    def letter(found):
        base, marks, alone = found.groups()
        if alone:
            return _LETTERS[alone]
        return unicodedata.normalize("NFC", _LETTERS.get(base, base) + _MARKS[marks.lower()])

    return _VNI.sub(letter, text)


FONTS = {"TCVN3 (ABC)": from_tcvn3, "VNI": from_vni}


def is_syllable(word):
    """Return whether a word could be a Vietnamese syllable.

    >>> is_syllable("chấm"), is_syllable("chÊm"), is_syllable("§iÓm"), is_syllable("café")
    (True, True, False, False)
    """
    parts = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", _TONES.sub("", parts))
    return len(_TONES.findall(parts)) <= 1 and bool(_SYLLABLE.fullmatch(plain))


def share_of_syllables(text):
    """Return how many of a text's words that hold more than ASCII could be Vietnamese; NaN where it has none."""
    words = {word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()}
    return sum(map(is_syllable, words)) / len(words) if words else float("nan")


def recognise(texts):
    """Return the name among `FONTS` in which some of these texts were typed, "" where there is none."""
    words = {word for text in texts if not _OF_UNICODE.search(text) for word in _WORD.findall(text)}
    foreign = {word for word in words if not is_syllable(unicodedata.normalize("NFC", word))}
    if len(foreign) < FEWEST_WORDS:
        return ""
    fitting = {name: sum(is_syllable(convert(word)) for word in foreign) for name, convert in FONTS.items()}
    name = max(fitting, key=fitting.get)
    return name if fitting[name] >= max(FEWEST_WORDS, SHARE * len(foreign)) else ""


def converted(sheet):
    """Return a sheet with its texts of an old font in Unicode, and a note that says how many."""
    texts = [cell for cells in sheet.rows for cell in cells if cell.__class__ is str]
    name = recognise(texts) if _may_hold_an_old_font("".join(texts)) else ""
    if not name:
        return sheet
    is_mixed, changed = any(map(_OF_UNICODE.search, texts)), []

    def put(cell, row, column):
        if not isinstance(cell, str) or not _is_typed_in(cell, FONTS[name], is_mixed):
            return cell
        changed.append(sheet.at(row, column))
        return FONTS[name](cell)

    rows = [[put(cell, row, at) for at, cell in enumerate(cells)] for row, cells in enumerate(sheet.rows)]
    note = ("old_font_converted", changed[0], {"font": name, "count": len(changed)})
    return replace(sheet, rows=rows, notes=(*sheet.notes, note))


def _may_hold_an_old_font(text):
    """Whether a text holds a character that such a font needs; most texts do not, and are looked through fast."""
    codes = np.frombuffer(text.encode("utf-16-le", "replace"), dtype="<u2")
    return not _OF_FONTS.isdisjoint(np.unique(codes[(codes > 160) & (codes < 256)]).tolist())


def _is_typed_in(text, convert, is_mixed):
    """Whether a text is of this font; beside texts in Unicode only one that is no Vietnamese as it stands."""
    words = _WORD.findall(text)
    if not words or _OF_UNICODE.search(text):
        return False
    as_it_stands = sum(is_syllable(unicodedata.normalize("NFC", word)) for word in words)
    if is_mixed and as_it_stands == len(words):
        return False
    return sum(is_syllable(convert(word)) for word in words) >= max(SHARE * len(words), as_it_stands)
