"""A criteria set as it was issued, in lines: what it is, its tree with maxima, each indicator's rule in words."""

import pandas as pd

from ..messages import named, say
from ..reference.nodes import PILLAR, TOTAL, maxima
from . import text
from .law import bonus_line, gate_text
from .names import group_words
from .nodes import MOST, in_order
from .notes import class_rule

INDENT = "  "
AS_ISSUED = ("rule_text", "evidence", "data_provider", "verifier", "lead_agency")


def set_lines(criteria_set, levels):
    """Return what holds for a whole set: who issued it, how it ranks, classes, stages, what its total is bound by.

    Parameters
    ----------
    criteria_set : CriteriaSet
    levels : Levels
    """
    one, whole = criteria_set, whole_lines(criteria_set, levels)
    decision = one.decision or say("no_decision")
    on = say("set_issued_on", on=text.date(one.issued_on)) if one.issued_on else ""
    lines = [say("set_issued", issuer=one.issuer, decision=decision, on=on)]
    lines.append(say("set_source", source=one.source, note=one.provenance_note))
    lines += [text.begun(line) for key, several in whole.items() if key != "worth" for line in several]
    undecided = one.places_undecided
    return lines + ([say("set_undecided", places=text.listed(undecided))] if undecided else [])


def whole_lines(criteria_set, levels):
    """Return what a set decides for all of its parts, by what it is about: lines, none where it is silent.

    Parameters
    ----------
    criteria_set : CriteriaSet
    levels : Levels
    """
    one, scheme, ranking = criteria_set, criteria_set.class_scheme, criteria_set.ranking
    bands = (say("set_band", name=each.name, share=text.share(each.at_least)) for each in ranking.bands)
    sides = {True: say("side_upper"), False: say("side_lower")}
    classes = (
        say("set_class", name=named(each), rule=class_rule(each, one), side=sides[each.is_upper])
        for each in scheme.classes
    )
    is_in_points = one.scored_in == "points"
    return {
        "worth": [say("structure_points", n=text.maximum(one.total_points))] if is_in_points else [],
        "ranking": [say("set_ranking", group=group_words(ranking.group, levels), precision=ranking.precision)],
        "unranked": [say("set_unranked", units=text.listed(ranking.unranked))] if ranking.unranked else [],
        "bands": [say("set_bands", bands="; ".join(bands))] if ranking.bands else [],
        "classes": [say("classes_rules", rules="; ".join(classes), note=scheme.note)],
        "stages": [say("set_stages", stages=" → ".join(map(_stage, one.stages)))] if one.stages else [],
        "claims": [say("set_by_rule")] if one.claims == "by_rule" else [],
        "passes": [] if is_in_points else [say("set_in_passes")],
        "bonuses": bonus_line(one),
        "bounds": bounds(one, next(node for node in one.nodes if node.level == TOTAL)),
    }


def tree_lines(criteria_set, codes=(), is_whole=False):
    """Return a set's tree, each node with its maximum and what binds it, down to the indicators of those opened.

    Parameters
    ----------
    criteria_set : CriteriaSet
    codes : sequence of str
        Groups or pillars, by code or as printed: only these are listed, and opened.
    is_whole : bool
        Open everything. A set of few indicators is opened in any case.

    Raises
    ------
    KeyError
        With the first code that nothing has.
    """
    drawn, wanted = in_order(criteria_set), _wanted(criteria_set, codes)
    is_open = is_whole or bool(codes) or len(criteria_set.indicators) <= MOST
    nodes = {each.code: each for each in criteria_set.nodes}
    records = {each.code: each for each in (*criteria_set.groups, *criteria_set.pillars)}
    lines = []
    for each in drawn:
        if codes and each.code not in wanted:
            continue
        held = [one for one in criteria_set.indicators if _is_in(criteria_set, one.pillar_code, each.code)]
        lines.append(INDENT * each.depth + node_line(criteria_set, records[each.code]))
        inner = INDENT * (each.depth + 1)
        lines += [inner + text.begun(line) for line in bounds(criteria_set, nodes[each.code])]
        if each.level == PILLAR and is_open:
            lines += [inner + line for one in held for line in _indicator(criteria_set, one)]
    return lines if is_open else [*lines, say("set_opens")]


def structure_lines(rows):
    """Return what was published of a set that nobody has the text of: pillars, counts, maxima, with the source.

    Parameters
    ----------
    rows : DataFrame
        Of one set, as from `reference.structures`.
    """
    sources = list(dict.fromkeys(rows["source"]))
    lines = [say("structure_note")]
    for row in rows.itertuples():
        said = [] if pd.isna(row.n_indicators) else [say("structure_count", n=text.count(row.n_indicators))]
        said += [] if pd.isna(row.max_points) else [say("structure_points", n=text.maximum(row.max_points))]
        lines.append(f"{INDENT}{row.pillar} — {text.listed(said)} [{sources.index(row.source) + 1}]")
    return lines + [f"[{number}] {source}" for number, source in enumerate(sources, 1)]


def _wanted(criteria_set, codes):
    """The codes of nodes named, of what they hold and of what holds them."""
    records = {each.code: each for each in (*criteria_set.groups, *criteria_set.pillars)}
    printed = {each.printed_as: each.code for each in records.values() if each.printed_as}
    chosen = [code if code in records else printed[code] for code in codes]
    inside = {code for code in records for one in chosen if _is_in(criteria_set, code, one)}
    above = {code for code in records for one in chosen if _is_in(criteria_set, one, code)}
    return inside | above


def _is_in(criteria_set, code, holder):
    """Whether a node is another one, or lies in it."""
    above = {each.code: each.group for each in (*criteria_set.groups, *criteria_set.pillars)}
    while code and code != holder:
        code = above[code]
    return code == holder


def bounds(criteria_set, node):
    """Return when a node passes, and the most and least it can have, where the set says so."""
    lines = [say("set_gate", gate=gate_text(criteria_set, node.gate))] if node.gate else []
    for key, bound in (("set_cap", node.cap), ("set_floor", node.floor)):
        lines += [say(key, points=text.maximum(bound))] if bound is not None else []
    return lines


def node_name(record):
    """Return a group or pillar as it is printed: its number, or its code without one, and its name."""
    return f"{record.printed_as or record.code} {named(record)}"


def node_line(criteria_set, record):
    """Return a group or pillar with its maximum and how many indicators it holds."""
    most = maxima(criteria_set.nodes, criteria_set.indicators)[record.code]
    n_held = sum(_is_in(criteria_set, each.pillar_code, record.code) for each in criteria_set.indicators)
    points = "" if criteria_set.scored_in == "passes" else say("structure_points", n=text.maximum(most)) + ", "
    return f"{node_name(record)} — {say('set_node', points=points, indicators=text.count(n_held))}"


def _stage(stage):
    reworks = "" if stage.reworks is None else say("set_reworks", count=stage.reworks)
    return say("set_stage", name=stage.name, code=stage.code, basis=say(f"basis_{stage.basis}")) + reworks


def _indicator(criteria_set, indicator):
    """An indicator, its rule, and below them whatever else the set says of it, line by line."""
    yield f"{indicator.printed_as} {named(indicator)}{_points(criteria_set, indicator)}"
    for line in (*criteria_set.rule_in_full(indicator), *_hanging_on(criteria_set, indicator)):
        yield INDENT + line
    if not indicator.rolled_out:
        yield INDENT + say("set_not_rolled_out")
    if indicator.continues:
        yield INDENT + say("set_continues", what=indicator.continues)
    for key in AS_ISSUED:
        if value := getattr(indicator, key):
            yield f"{INDENT}{text.begun(say(f'key_{key}'))}: {value}"


def _points(criteria_set, indicator):
    if criteria_set.scored_in == "passes":
        return ""
    key = "set_bonus" if indicator.is_bonus else "structure_points"
    return f" — {say(key, n=text.maximum(indicator.max_points))}"


def _hanging_on(criteria_set, indicator):
    """What an indicator hangs on: whom it applies to, by which answer, and what differs for whom."""
    if indicator.applies_to:
        yield say("set_applies_to", words=text.listed(indicator.applies_to))
    if condition := indicator.applies_if:
        other = criteria_set.indicator(condition.indicator)
        needed = condition.words(other.rule)
        yield say("form_applies_if", other=f"{other.printed_as} {named(other)}", needed=needed)
    for each in indicator.variants:
        own = indicator.under(each)
        rule = " ".join(criteria_set.rule_in_full(own))
        yield f"{text.listed(each.applies_to)}{_points(criteria_set, own)}: {rule}"
