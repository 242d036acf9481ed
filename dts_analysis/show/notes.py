"""What stands around the figures: whose data, which points and why those, how sure, which choices are ours."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import messages
from ..messages import named, say
from ..reference import is_relative, shipped_levels
from ..reference.stages import stage_name
from ..scoring import is_typed_alike
from . import text
from .law import law_lines, lost_note
from .measured import measured_files
from .output import Notice, Prose, Table
from .sides import said, side_name

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView, RegionView
    from ..dataset.unit_view import UnitView
    from ..reference.criteria import CriteriaSet

SHORT = {"illustrative": "illustrative_short", "illustrative_set": "illustrative_set_short"}
MOST_FILES = 60  # of a page's forms; all stand in the manifest

NOTICES = {"illustrative": "notice_illustrative", "illustrative_set": "notice_illustrative_set"}


def about(view: Any, *others: Any, both: bool | str = False) -> Prose:
    """Return what a notebook is about; first and set off, the warning, where its data is illustrative or a draft.

    Parameters
    ----------
    view : UnitView, GroupView or RegionView
    others : UnitView or GroupView
        What else it looks at, such as the year before.
    both : bool or str
        Whether it holds claims against verification, and so goes by no one basis; the name of another basis that
        it holds them against.
    """
    sets = _criteria_sets(view, *others)
    if both or not view.basis:
        lines = [say("about_all", unit=view.name, year=view.year)]
        lines += [said("basis_both", view.criteria_set, "verified" if both is True else both)] if both else []
    else:
        lines = [say("about", unit=view.name, year=view.year, basis=side_name(view)), basis_note(view)]
    lines += [
        *(say("about_set", title=each.title, decision=each.decision or say("no_decision")) for each in sets),
    ]
    if messages.language() != "vi" and view.data.levels.top.code == shipped_levels().top.code:
        lines.append(say("about_own_words"))
    named = len(sets) > 1
    lines += [f"{each.title}: {line}" if named else line for each in sets for line in law_lines(each)]
    lines += [say("about_relative", title=each.title) for each in sets if is_relative(each)]
    if getattr(view, "n_others", 0):
        lines.append(say("other_sets", others=text.count(view.n_others)))
    warned = _undecided(sets)
    if made_up := illustrative(view, *others):
        notes = dict.fromkeys(each.provenance_note for each in sets if each.provenance == "illustrative")
        warned = [say(made_up), *notes, *warned]
    return Notice("\n".join([*warned, *lines])) if warned else Prose("\n".join(lines))


def notice(view: Any, *others: Any) -> Prose | None:
    """Return the warning that a page's first screen bears: its data is illustrative, its set a draft; or None.

    Parameters as `about`, which says more of it.
    """
    made_up = illustrative(view, *others)
    lines = [*([say(NOTICES[made_up])] if made_up else []), *_undecided(_criteria_sets(view, *others))]
    return Notice("\n".join(lines)) if lines else None


def _undecided(sets):
    """A line for each set that is a draft still."""
    drafts = [each for each in sets if each.places_undecided]
    return [
        say("about_undecided", title=each.title, count=text.count(len(each.places_undecided))) for each in drafts
    ]


def basis_note(view):
    """Return in words why a page shows these points: asked for, the best that most have, or all there is."""
    chosen = view.chosen
    facts = {"basis": side_name(view), "best": side_name(view, chosen["basis"])}
    if view.asked:
        return say("basis_asked", **facts)
    if chosen["n_units"] == 1:
        return say("basis_alone", **facts)
    if view.basis != chosen["basis"]:
        return say("basis_own", **facts)
    if view.basis == "claimed":
        verified = text.of(chosen["n_verified"], chosen["n_units"])
        judged = side_name(view, "verified")
        return say("basis_claims", verified=verified, judged=judged, **facts)
    return say("basis_best", complete=text.of(chosen[f"n_{view.basis}"], chosen["n_units"]), **facts)


def judged_note(view: "GroupView") -> str:
    """Return in words how many units' points a sum of losses over a group rests on, and what it is in totals."""
    judged = text.of(view.on()["is_complete"].sum(), view.n_units)
    note = say("judged_note", judged=judged, basis=side_name(view))
    return "\n".join(filter(None, [note, lost_note(view.on())]))


def source_line(view: Any, *others: Any, basis: str | None = None) -> str:
    """Return the line at the foot of every figure: whose forms, which years, which points, how real."""
    n_units = getattr(view, "n_units", 1)
    who = view.name if n_units == 1 and not hasattr(view, "names") else say("n_units", count=text.count(n_units))
    years = sorted({view.year, *(other.year for other in others)})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    chosen = basis or view.basis
    words = say("source_line", who=who, years=span)
    line = f"{words} · {side_name(view, chosen)}" if chosen else words
    said = illustrative(view, *others)
    return f"{line} · {say(SHORT[said])}" if said else line


def published_mark(printed, row, names):
    """Return the mark of figures that authorities published too: where, and whether they differ; "" if none.

    Parameters
    ----------
    printed : DataFrame
        Rows of ``published/facts.csv`` of the unit and year.
    row : Series
        A row of a counted table: its basis, and the node it is about (the whole, without one).
    names : sequence of str
        The columns that are said.
    """
    of = printed["of"] == str(row.get("node_code", ""))
    own = printed[of & (printed["basis"] == row["basis"]) & printed["name"].isin(names)]
    if own.empty:
        return ""
    agrees = all(is_typed_alike(each.value, row[each.name]) for each in own.itertuples(index=False))
    return say("published_mark" if agrees else "published_mark_differs", source=own["source"].iloc[0])


def class_table(ranges: pd.DataFrame, criteria_set: "CriteriaSet") -> Table:
    """Return the thresholds of the classes, and between which values the counts would stay as they are.

    Parameters
    ----------
    ranges : DataFrame
        As from `completion.threshold_range`, of one unit, year and basis.

    Returns
    -------
    Table
        One row per class; its note says whose choice the thresholds are. Classes by conditions have none to move.
    """
    own = ranges.set_index("class_code")
    classes = criteria_set.class_scheme.classes
    columns = {
        say("class"): [named(each) for each in classes],
        say("class_rule"): [class_rule(each, criteria_set) for each in classes],
        say("class_side"): [say(f"side_{'upper' if each.is_upper else 'lower'}") for each in classes],
    }
    if criteria_set.class_scheme.kind == "thresholds":
        moves = [own.loc[each.code] if each.code in own.index else None for each in classes]
        columns[say("threshold_range")] = [_range(each) for each in moves]
    table = Table(pd.DataFrame(columns).set_index(say("class"))).captioned(say("caption_classes"))
    return table.noted(criteria_set.class_scheme.note)


def classes_note(criteria_set: "CriteriaSet", ranges: pd.DataFrame) -> str:
    """Return in words what bounds the classes, whose choice that is, and how far it could move for no count.

    Parameters
    ----------
    ranges : DataFrame
        As from `completion.threshold_range`, of every unit, year and basis that is counted.
    """
    scheme = criteria_set.class_scheme
    rules = "; ".join(
        say("class_bounds", name=named(each), rule=class_rule(each, criteria_set)) for each in scheme.classes
    )
    lines = [say("classes_rules", rules=rules, note=scheme.note)]
    holding = ranges.groupby("class_code").agg(lowest=("lowest", "max"), highest=("highest", "min"))
    for each in scheme.classes:
        if each.code in holding.index and holding.loc[each.code].notna().any():
            lines.append(say("classes_hold", name=named(each), range=_range(holding.loc[each.code])))
    return "\n".join(lines)


def provenance(view: "UnitView | GroupView | RegionView", *others: "GroupView | UnitView") -> Table:
    """Return every file behind a notebook with its fingerprint, and the versions that read it.

    Parameters
    ----------
    view, others : UnitView or GroupView
        What the notebook looks at.
    """
    data = view.data
    read = pd.concat([each.files for each in (view, *others)]).drop_duplicates("path").sort_values("path")
    shown = read.head(MOST_FILES)
    files = pd.DataFrame(
        {
            say("file"): shown["path"],
            say("what"): [_stage(data, row) for row in shown.itertuples()],
            say("received_on"): shown["received_on"].map(text.date),
            say("origin"): shown["provenance"].map(lambda origin: say(f"provenance_{origin}")),
            "SHA-256": shown["sha256"].str[:12],
        }
    )
    rows = [_set_row(data, each) for each in _criteria_sets(view, *others)]
    rows += [
        [path, say("measured_values"), text.NOTHING, text.NOTHING, data.inputs[path][:12]]
        for path in measured_files(view, *others)
    ]
    versions = ", ".join(f"{name} {version}" for name, version in data.provenance["packages"].items())
    table = Table(pd.concat([pd.DataFrame(rows, columns=files.columns), files]).set_index(say("file")))
    table = table.captioned(say("caption_files"))
    if len(read) > MOST_FILES:
        table.noted(say("files_left_out", rest=text.count(len(read) - MOST_FILES)))
    return table.noted(say("versions", versions=versions))


def illustrative(*views):
    """Return what of these views is made up, as the key of its words: forms, else criteria sets, else nothing."""
    if any("illustrative" in set(view.files["provenance"]) for view in views):
        return "illustrative"
    is_set = any(each.provenance == "illustrative" for each in _criteria_sets(*views))
    return "illustrative_set" if is_set else ""


def _stage(data, row):
    return stage_name(data.criteria[row.criteria_id], row.stage) or say(f"stage_{row.stage}")


def _set_row(data, criteria_set):
    digest = data.provenance["criteria"].get(criteria_set.id, "")[:12]
    origin = say(f"provenance_{criteria_set.provenance}")
    issued_on = text.date(criteria_set.issued_on)
    return [f"criteria/{criteria_set.id}.yml", say("criteria_set"), issued_on, origin, digest]


def _criteria_sets(*views):
    return list({each.id: each for view in views for each in view.criteria_sets}.values())


def class_rule(each, criteria_set):
    """Return in words what reaches a class of a set."""
    if each.when:
        return said(f"when_{each.when}", criteria_set)
    if each.above is not None:
        return say("class_above", share=text.share(each.above))
    return say("class_at_least", share=text.share(each.at_least))


def _range(moves):
    if moves is None or (pd.isna(moves["lowest"]) and pd.isna(moves["highest"])):
        return text.NOTHING
    key = "up_to" if pd.isna(moves["lowest"]) else "over" if pd.isna(moves["highest"]) else "between"
    return say(key, lowest=text.share(moves["lowest"]), highest=text.share(moves["highest"]))
