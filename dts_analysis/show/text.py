"""Numbers as people read them: points to two decimals, shares to one, halves up as published scores are."""

import pandas as pd

from .. import messages
from ..scoring import half_up

NOTHING = "—"
_SWAPPED = str.maketrans(",.", ".,")


def points(value):
    """Return points with two decimals; "—" for NaN.

    >>> points(511.18), points(1234.5), points(0.125), points(float("nan"))
    ('511,18', '1.234,50', '0,13', '—')
    """
    return _written(value, 2)


def printed(value, decimals):
    """Return a published number with as many decimals as its list prints; "—" for NaN.

    >>> printed(0.6321, 4), printed(0.5, 4), printed(885.58, 2), printed(float("nan"), pd.NA)
    ('0,6321', '0,5000', '885,58', '—')
    """
    return NOTHING if pd.isna(value) else _written(value, int(decimals))


def maximum(value):
    """Return a maximum: without decimals where it is whole, as criteria sets print it.

    >>> maximum(765.0), maximum(7.5)
    ('765', '7,50')
    """
    return _written(value, 0 if float(value).is_integer() else 2)


def maxima(rows):
    """Return the maxima of a counted table's rows; "—" where nothing is read or judged yet: it is not 0."""
    is_open = (rows["n_indicators"] > 0) & (rows["n_unread"] + rows["n_unscored"] >= rows["n_indicators"])
    return rows["max_points"].mask(is_open).map(maximum)


def share(value):
    """Return a share (0..1) in per cent with one decimal; "—" for NaN.

    >>> share(0.66821), share(float("nan"))
    ('66,8 %', '—')
    """
    written = _written(None if value is None else value * 100, 1)
    gap = " " if messages.language() == "vi" else ""
    return written if written == NOTHING else f"{written}{gap}%"


def change(value):
    """Return a difference of points with its sign; no sign where it rounds to nothing.

    >>> change(3.5), change(-12), change(-0.001)
    ('+3,50', '−12,00', '0,00')
    """
    return _signed(_written(value, 2, "+"))


def share_change(value):
    """Return a difference of shares, in percentage points, with its sign.

    >>> share_change(0.0321)
    '+3,2'
    """
    return _signed(_written(value * 100, 1, "+"))


def probability(value):
    """Return a probability to three decimals; under a thousandth that it is.

    >>> probability(0.0412), probability(0.00002)
    ('0,041', '< 0,001')
    """
    return f"< {_written(0.001, 3)}" if value < 0.001 else _written(value, 3)


def places(value):
    """Return a change of place with its sign; a part of one, averaged over orders, with one decimal.

    >>> places(2), places(-1), places(0), places(-0.5)
    ('+2', '−1', '0', '−0,5')
    """
    return _signed(_written(float(value), 0 if float(value).is_integer() else 1, "+"))


def count(value):
    """Return a count without decimals; "—" for NaN.

    >>> count(10598), count(float("nan"))
    ('10.598', '—')
    """
    return _written(value, 0)


def of(part, whole):
    """Return two counts as "41/72".

    >>> of(41, 72)
    '41/72'
    """
    return f"{count(part)}/{count(whole)}"


def listed(names):
    """Return names as one clause.

    >>> listed(["A", "B", "C"])
    'A, B, C'
    """
    return ", ".join(names) or NOTHING


def first(names, most=3, joined=", "):
    """Return the first of many names, and how many more there are; "—" for none.

    >>> first(["A", "B"]), first(["A", "B", "C", "D", "E"])
    ('A, B', 'A, B, C và 2 nữa')
    """
    listed_ones = joined.join(names[:most]) or NOTHING
    rest = len(names) - most
    return messages.say("and_more", names=listed_ones, more=rest) if rest > 0 else listed_ones


def begun(words):
    """Return words as a sentence begins with them: names within stay as they are.

    >>> begun("điểm Hội đồng")
    'Điểm Hội đồng'
    """
    return words[:1].upper() + words[1:]


def either(names):
    """Return names as alternatives.

    >>> either(["Hoàn thành", "Cơ bản hoàn thành"])
    'Hoàn thành hoặc Cơ bản hoàn thành'
    """
    return f" {messages.say('or')} ".join(names) or NOTHING


def date(value):
    """Return an ISO date (text or date) as people write it; "—" where there is none.

    >>> date("2023-02-07"), date("")
    ('07/02/2023', '—')
    """
    if not value:
        return NOTHING
    year, month, day = str(value)[:10].split("-")
    return f"{day}/{month}/{year}" if messages.language() == "vi" else f"{year}-{month}-{day}"


def _written(value, decimals, sign=""):
    if pd.isna(value):
        return NOTHING
    text = format(half_up(value, decimals), f"{sign},.{decimals}f")
    return text.translate(_SWAPPED) if messages.language() == "vi" else text


def _signed(text):
    is_zero = not text.strip("+-0.,")
    return text.lstrip("+-") if is_zero else text.replace("-", "−")
