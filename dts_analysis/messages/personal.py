"""Personal data: telephone numbers, addresses and identity numbers are taken out of whatever is said or kept."""

import re
import unicodedata

MASK = "[đã lược]"
_AT = re.compile(r"[@＠﹫]|[(\[]\s?at\s?[)\]]", re.I)
FEWEST_DIGITS = 9  # of a number that is a person's
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_APART = r"(?<!\d)(?<!\d[/.,-])"  # not in the middle of a number, nor of a document's or a date
_GAP = r"[\s().–—‑‐·_-]{0,4}"
_START = r"\(?(?:\+?84|0084|0(?=[\s()-]{0,3}[1-9]))"
_PHONE = re.compile(rf"{_APART}{_START}[\s().-]{{0,3}}(?:\d{_GAP}){{8,9}}\d(?!\d|/[^\W\d])")
_GROUPS = re.compile(
    rf"{_APART}(?:0[2-9]\d{{2}}/\d{{6,7}}|0[1-9]\d{{1,2}}([,*|'/\s])\s?\d{{3}}\1\s?\d{{3,4}})(?!\d)"
)
_IDENTITY = re.compile(rf"{_APART}0\d{{2}}([\s.-]?)\d{{3}}\1\d{{3}}\1\d{{3}}(?!\d)")  # a province's code first
_CARD = re.compile(r"\b((?:CMND|CMT|CCCD|căn cước)\D{0,12})\d[\d\s.-]{7,15}\d(?!\d)", re.I)
_EMAIL = re.compile(r"[\w.+-]+\s{0,2}(?:@|[(\[]\s?at\s?[)\]])\s{0,2}[\w-]+(?:\s?\.[\w-]+)+", re.I)


def masked(text: str) -> tuple[str, bool]:
    """Return text with telephone and identity numbers and e-mail addresses taken out, and whether there were any.

    >>> masked("Kế hoạch 12/KH-UBND; gọi 0912 345 678")
    ('Kế hoạch 12/KH-UBND; gọi [đã lược]', True)
    >>> masked("(0229) 3868123, 0912 - 345 - 678, 84912345678, 037012345678, a＠b.vn")[0]
    '[đã lược], [đã lược], [đã lược], [đã lược], [đã lược]'
    >>> masked("SĐT.0912345678/0987654321; CMND 290123456; a[at]b.vn")[0]
    'SĐT.[đã lược]/[đã lược]; CMND [đã lược]; [đã lược]'
    """
    if sum(map(str.isdecimal, text)) < FEWEST_DIGITS and not _AT.search(text):
        return text, False
    plain = unicodedata.normalize("NFKC", text.translate(_UNSEEN))
    hidden = _CARD.sub(rf"\1{MASK}", plain)
    for pattern in (_IDENTITY, _GROUPS, _PHONE, _PHONE, _EMAIL):  # a number after another's slash is seen second
        hidden = pattern.sub(MASK, hidden)
    return (hidden, True) if hidden != plain else (text, False)
