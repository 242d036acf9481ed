"""Criteria sets beside one another: what each continues, which years lie between, what is still a draft."""

from collections import Counter
from typing import TYPE_CHECKING

from ..errors import finding
from ..messages import say

if TYPE_CHECKING:
    from ..errors import Finding
    from .criteria import CriteriaSet


def check_continues(criteria):
    """Return findings where `continues` leads nowhere, to one indicator twice, or past the set of the year before.

    A set that is not there is one finding for each set that goes on from it, with all its places.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id.
    """
    return [*_check_targets(criteria), *_check_continued_twice(criteria), *_check_years_skipped(criteria)]


def check_sets(criteria: "dict[str, CriteriaSet]") -> "list[Finding]":
    """Return findings about sound sets that somebody should look at: years without a set, keys not decided yet.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    list of Finding
        ``continues_year_gap``, ``criteria_undecided``: warnings, at most one of each for a set.
    """
    gaps = [
        finding(
            "continues_year_gap", f"{each.id}.yml", older=", ".join(older), before=before, first=min(each.years)
        )
        for each, older, between, before in _skips(criteria)
        if not between
    ]
    return gaps + [_undecided(each) for each in criteria.values() if each.places_undecided]


def newer_of_line(criteria, earlier, year):
    """Return the sets of an earlier one's line that lie between its years and `year`, the latest last.

    Of one line are sets of one level that one authority issued, or of which one continues the other.
    """
    found = [
        each
        for each in criteria.values()
        if each.level == earlier.level and max(earlier.years) < max(each.years) < year
        if each.issuer == earlier.issuer or earlier.id in _continued(criteria, each)
    ]
    return sorted(found, key=lambda each: max(each.years))


def _check_targets(criteria):
    known = {f"{each.id}:{indicator.code}" for each in criteria.values() for indicator in each.indicators}
    found, absent = [], {}
    for each in criteria.values():
        for indicator in each.indicators:
            where, target = f"{each.id}.yml!{indicator.code}", indicator.continues
            set_id, colon, _ = target.partition(":")
            if colon and set_id not in criteria:
                absent.setdefault((each.id, set_id), []).append(where)
            elif target and target not in known:
                found.append(finding("continues_unknown", where, target=target))
    return found + [
        finding(
            "continues_set_absent", places[0], cells=places, set=set_id, count=len(places), has=", ".join(criteria)
        )
        for (_, set_id), places in absent.items()
    ]


def _check_continued_twice(criteria):
    """A finding for each indicator that several of one set continue: its past cannot be that of all of them."""
    found = []
    for each in criteria.values():
        codes = {}
        for indicator in each.indicators:
            codes.setdefault(indicator.continues, []).append(indicator.code)
        found += [
            finding("continues_doubled", f"{each.id}.yml!{doubled[1]}", target=target, codes=", ".join(doubled))
            for target, doubled in codes.items()
            if target and len(doubled) > 1
        ]
    return found


def _check_years_skipped(criteria):
    """A finding for each set that continues older sets only, though there is one of the year before.

    That is what is left when last year's file is copied and its `continues` are not.
    """
    return [
        finding(
            "continues_skips_year",
            f"{each.id}.yml",
            older=", ".join(older),
            between=", ".join(between),
            before=before,
        )
        for each, older, between, before in _skips(criteria)
        if between
    ]


def _skips(criteria):
    """Each set that goes on from sets older than the year before, those, the sets passed over, and that year."""
    for each in criteria.values():
        older, before = _continued(criteria, each), min(each.years) - 1
        if older and all(max(criteria[one].years) < before for one in older):
            between = [
                other.id
                for other in criteria.values()
                if other.level == each.level and before in other.years
                if other.issuer == each.issuer or older & _continued(criteria, other)
            ]
            yield each, sorted(older), between, before


def _continued(criteria, each):
    return {indicator.continues.partition(":")[0] for indicator in each.indicators} & criteria.keys()


def _undecided(each):
    inside = Counter(key for indicator in each.indicators for key in indicator.undecided)
    what = [f"{say(f'key_{key}')} ({key})" for key in each.undecided]
    what += [say("keys_of_indicators", key=say(f"key_{key}"), name=key, count=n) for key, n in inside.items()]
    places = each.places_undecided
    facts = {"count": len(places), "what": " · ".join(what), "years": ", ".join(map(str, each.years))}
    return finding("criteria_undecided", f"{each.id}.yml", cells=[f"{each.id}.yml!{p}" for p in places], **facts)
