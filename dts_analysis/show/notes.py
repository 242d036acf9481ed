"""What stands around the figures: whose data, how sure, which choices are ours, where it all came from."""

import pandas as pd

from ..messages import say
from ..scoring import basis_name
from . import text
from .names import named
from .output import Notice, Prose, Table


def about(data, scores, unit_code, year, basis):
    """Return what a notebook is about; first and set off, the warning, where its data is illustrative.

    Parameters
    ----------
    data : Dataset
    scores : DataFrame
        The rows of ``data.scores`` the notebook reads: what is said holds for these.
    """
    sets = _criteria_sets(data, scores)
    lines = [
        say("about", unit=data.unit(unit_code, year)["name"], year=year, basis=basis_name(basis)),
        *(say("about_set", title=each.title, decision=each.decision or say("no_decision")) for each in sets),
    ]
    if not _is_illustrative(data, scores):
        return Prose("\n".join(lines))
    notes = dict.fromkeys(each.provenance_note for each in sets if each.provenance == "illustrative")
    return Notice("\n".join([say("illustrative"), *notes, *lines]))


def source_line(data, scores, year, basis):
    """Return the line at the foot of every figure: whose forms, which year, which points, how real."""
    codes = scores["unit_code"].unique()
    who = data.unit(codes[0], year)["name"] if len(codes) == 1 else say("n_units", units=len(codes))
    years = _span(scores["year"])
    line = say("source_line", who=who, years=years, basis=basis_name(basis))
    return f"{line} · {say('illustrative_short')}" if _is_illustrative(data, scores) else line


def class_table(ranges, unit_code, criteria_set):
    """Return the thresholds of the classes, and between which values the counts would stay as they are.

    Parameters
    ----------
    ranges : DataFrame
        As from `completion.threshold_range`.

    Returns
    -------
    Table
        One row per class; its note says whose choice the thresholds are.
    """
    own = ranges[ranges["unit_code"] == unit_code].set_index("class_code")
    rows = []
    for each in criteria_set.class_scheme.classes:
        moves = own.loc[each.code] if each.code in own.index else None
        rows.append(
            [named(each), _rule(each), say(f"side_{'upper' if each.is_upper else 'lower'}"), _range(moves)]
        )
    columns = [say("class"), say("class_rule"), say("class_side"), say("threshold_range")]
    table = pd.DataFrame(rows, columns=columns).set_index(columns[0])
    return Table(table).noted(criteria_set.class_scheme.note)


def classes_note(criteria_set, ranges):
    """Return in words what bounds the classes, whose choice that is, and how far it could move for no count.

    Parameters
    ----------
    ranges : DataFrame
        As from `completion.threshold_range`, of every unit and year that is counted.
    """
    scheme = criteria_set.class_scheme
    rules = "; ".join(f"{named(each)} {_rule(each)}" for each in scheme.classes)
    lines = [say("classes_rules", rules=rules, note=scheme.note)]
    holding = ranges.groupby("class_code").agg(lowest=("lowest", "max"), highest=("highest", "min"))
    for each in scheme.classes:
        if each.code in holding.index:
            lines.append(say("classes_hold", name=named(each), range=_range(holding.loc[each.code])))
    return "\n".join(lines)


def provenance(data, scores):
    """Return every file behind a notebook with its fingerprint, and the versions that read it.

    Parameters
    ----------
    scores : DataFrame
        The rows of ``data.scores`` the notebook read.
    """
    read = data.received.merge(scores[["unit_code", "year"]].drop_duplicates(), on=["unit_code", "year"])
    files = pd.DataFrame(
        {
            say("file"): read["path"],
            say("what"): read["stage"].map(lambda stage: say(f"stage_{stage}")),
            say("received_on"): read["received_on"].map(text.date),
            say("origin"): read["provenance"].map(lambda origin: say(f"provenance_{origin}")),
            "SHA-256": read["sha256"].str[:12],
        }
    )
    sets = pd.DataFrame([_set_row(data, each) for each in _criteria_sets(data, scores)], columns=files.columns)
    versions = ", ".join(f"{name} {version}" for name, version in data.provenance["packages"].items())
    table = pd.concat([sets, files]).set_index(say("file"))
    return Table(table).noted(say("versions", versions=versions))


def _set_row(data, criteria_set):
    path = f"criteria/{criteria_set.id}.yml"
    issued_on = text.date(criteria_set.issued_on)
    origin = say(f"provenance_{criteria_set.provenance}")
    return [path, say("criteria_set"), issued_on, origin, data.provenance["inputs"].get(path, "")[:12]]


def _criteria_sets(data, scores):
    return [data.criteria[each] for each in scores["criteria_id"].unique()]


def _is_illustrative(data, scores):
    keys = scores[["unit_code", "year"]].drop_duplicates()
    received = data.received.merge(keys, on=["unit_code", "year"])["provenance"]
    sets = {each.provenance for each in _criteria_sets(data, scores)}
    return "illustrative" in sets | set(received)


def _span(years):
    first, last = years.min(), years.max()
    return str(first) if first == last else f"{first}–{last}"


def _rule(each):
    if each.when:
        return say(f"when_{each.when}")
    if each.above is not None:
        return say("class_above", share=text.share(each.above))
    return say("class_at_least", share=text.share(each.at_least))


def _range(moves):
    if moves is None or (pd.isna(moves["lowest"]) and pd.isna(moves["highest"])):
        return text.NOTHING
    return say("between", lowest=text.share(moves["lowest"]), highest=text.share(moves["highest"]))
