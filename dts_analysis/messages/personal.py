"""Personal data: telephone numbers, addresses and identity numbers are taken out of whatever is said or kept."""

import re

MASK = "[đã lược]"
_GAP = r"[\s().-]{0,3}"
_PHONE = re.compile(rf"(?<![\d/.,-])\(?(?:\+?84|0)[\s()-]{{0,3}}(?:\d{_GAP}){{8,9}}\d(?![\d/])")
_IDENTITY = re.compile(r"(?<![\d/.,-])0\d{11}(?![\d/])")  # of a citizen's card: a province's code first
_EMAIL = re.compile(r"[\w.+-]+\s?[@＠]\s?[\w-]+(?:\.[\w-]+)+")


def masked(text):
    """Return text with telephone and identity numbers and e-mail addresses taken out, and whether there were any.

    >>> masked("Kế hoạch 12/KH-UBND; gọi 0912 345 678")
    ('Kế hoạch 12/KH-UBND; gọi [đã lược]', True)
    >>> masked("(0229) 3868123, 0912 - 345 - 678, 84912345678, 037012345678, a＠b.vn")[0]
    '[đã lược], [đã lược], [đã lược], [đã lược], [đã lược]'
    """
    hidden = _PHONE.sub(MASK, _IDENTITY.sub(MASK, text))
    if "@" in hidden or "＠" in hidden:
        hidden = _EMAIL.sub(MASK, hidden)
    return hidden, hidden != text
