"""Numbers as people read them: points to two decimals, shares to one, halves up as published scores are.

Patterns, signs and separators are those of Unicode's CLDR, by Babel; a minus is printed as one, not as a hyphen.
"""

import datetime
import decimal
from functools import lru_cache

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import parse_pattern

from .. import messages
from ..scoring import half_up
from .typed import Number, Typed

NOTHING = "—"


def points(value):
    """Return points with two decimals; "—" for NaN.

    >>> points(511.18), points(1234.5), points(0.125), points(float("nan"))
    ('511,18', '1.234,50', '0,13', '—')
    >>> points(511.183).value, points(float("nan")).value
    (511.183, None)
    """
    return _number(value, 2, "points")


def points_of(value, most):
    """Return points of their maximum; without points "—", without a maximum the points alone.

    >>> points_of(511.18, 765.0), points_of(float("nan"), 765.0), points_of(2.0, float("nan"))
    ('511,18/765', '—', '2,00')
    """
    return _pair(points(value), maximum(most))


def printed(value, decimals):
    """Return a published number with as many decimals as its list prints; "—" for NaN.

    >>> printed(0.6321, 4), printed(0.5, 4), printed(885.58, 2), printed(float("nan"), pd.NA)
    ('0,6321', '0,5000', '885,58', '—')
    """
    return _number(value, 0 if pd.isna(value) else int(decimals), "printed")


def printed_of(value, decimals, most):
    """Return a published number of its maximum, as `points_of` does.

    >>> printed_of(85.5, 1, 100.0)
    '85,5/100'
    """
    return _pair(printed(value, decimals), maximum(most))


def maximum(value):
    """Return a maximum: without decimals where it is whole, as criteria sets print it; "—" for NaN.

    >>> maximum(765.0), maximum(7.5)
    ('765', '7,50')
    """
    return _number(value, 0 if pd.isna(value) or float(value).is_integer() else 2, "maximum")


def of_maxima(rows, criteria_set=None):
    """Return the points of a counted table's rows, each of its maximum; alone where their set has none.

    Where nothing is read or judged yet there is no maximum: it is not 0. Of a set scored in passes whole numbers.
    """
    is_without_maximum = bool(criteria_set and criteria_set.is_without_maximum)
    reached = count if criteria_set and criteria_set.scored_in == "passes" else points
    is_open = (rows["n_indicators"] > 0) & (rows["n_unread"] + rows["n_unscored"] >= rows["n_indicators"])
    most = rows["max_points"].astype(float).mask(is_open | is_without_maximum)
    pairs = map(_pair, map(reached, rows["points"]), map(maximum, most))
    return pd.Series(pairs, index=rows.index, dtype=object)


def share(value):
    """Return a share (0..1) in per cent with one decimal; "—" for NaN.

    >>> share(0.66821), share(float("nan")), share(0.66821).value
    ('66,8%', '—', 0.66821)
    """
    return _number(value, 1, "share", scale=100)


def change(value):
    """Return a difference of points with its sign; no sign where it rounds to nothing.

    >>> change(3.5), change(-12), change(-0.001)
    ('+3,50', '−12,00', '0,00')
    """
    return _number(value, 2, "change", "+")


def percentage_points(share):
    """Return how far two shares lie apart, without a sign, in words.

    >>> percentage_points(-0.0618)
    '6,2 điểm phần trăm'
    """
    return messages.say("percentage_points", value=printed(abs(share) * 100, 1))


def share_change(value):
    """Return a difference of shares, in percentage points, with its sign.

    >>> share_change(0.0321)
    '+3,2'
    """
    return _number(value * 100, 1, "percentage_points", "+")


def ratio(value):
    """Return a statistic without a unit, such as a kappa, with two decimals; "—" for NaN.

    >>> ratio(-0.125)
    '−0,13'
    """
    return _number(value, 2, "ratio")


def probability(value):
    """Return a probability to three decimals; under a thousandth that it is.

    >>> probability(0.0412), probability(0.00002)
    ('0,041', '< 0,001')
    """
    found = _number(value, 3, "probability")
    return Number(f"< {_number(0.001, 3, '')}", found.value, found.kind) if value < 0.001 else found


def places(value):
    """Return a change of place with its sign; a part of one, averaged over orders, with one decimal.

    >>> places(2), places(-1), places(0), places(-0.5)
    ('+2', '−1', '0', '−0,5')
    """
    return _number(value, 0 if float(value).is_integer() else 1, "places", "+")


def count(value):
    """Return a count without decimals; "—" for NaN.

    >>> count(10598), count(float("nan"))
    ('10.598', '—')
    """
    return _number(value, 0, "count")


def of(part, whole):
    """Return two counts as "41/72".

    >>> of(41, 72), of(41, 72).whole
    ('41/72', 72)
    """
    return _pair(count(part), count(whole))


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

    >>> date("2023-02-07"), date(""), date("2023-02-07").value
    ('07/02/2023', '—', '2023-02-07')
    """
    if not value:
        return Typed(NOTHING, None, "date")
    day = datetime.date.fromisoformat(str(value)[:10])
    language = messages.language()
    return Typed(format_date(day, messages.LANGUAGES[language].day, locale=language), day.isoformat(), "date")


def _number(value, decimals, kind, sign="", scale=1):
    if pd.isna(value):
        return Number(NOTHING, None, kind)
    rounded = half_up(value * scale, decimals)
    words = _words(rounded, decimals, sign if rounded else "", scale, messages.language())
    return Number(words, value.item() if hasattr(value, "item") else value, kind)


def _pair(part, whole):
    if part.value is None or whole.value is None:
        return Number(str(part), part.value, part.kind, whole.value)
    return Number(f"{part}/{whole}", part.value, part.kind, whole.value)


@lru_cache(maxsize=65536)
def _words(rounded, decimals, sign, scale, language):
    """What a rounded number reads like; remembered, for most numbers come again."""
    digits = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    pattern = digits + ("%" if scale == 100 else "")
    exact = decimal.Decimal(str(rounded + 0.0)) / scale
    written = _pattern(f"{sign}{pattern};-{pattern}").apply(exact, _locale(language))
    return written.replace("-", "−")


_pattern = lru_cache(parse_pattern)
_locale = lru_cache(Locale)
