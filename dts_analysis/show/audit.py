"""Is an index sound, as an official reads it: how it stands, what to look at, what that means for the next set."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.audit import verdicts
from ..analysis.audit.importance import FEWEST as FEWEST_PARTS
from ..messages import say
from . import text
from .audit_words import CHECKS, LISTED, NEEDED, SENTENCES, held, item, subject, value
from .facts import facts
from .output import Prose, Table
from .sides import side_name
from .story.words import Sentences

if TYPE_CHECKING:
    from ..analysis.audit.of_group import Audited
    from ..dataset.group_view import GroupView

FEW = 30  # units: of fewer, correlations and what follows from them move a lot
MOST = 3  # names in a sentence
MOST_ROWS = 40  # of the table of what to look at
NAMES = ("fail", "look", "pass", "unknown")
GRAVITY = {"fail": 0, "look": 1, "pass": 2, "": 3}


def audit_headline(group: "GroupView", audited: "Audited") -> Prose:
    """Return how many checks a criteria set passes, to be looked at, fails; or why nothing can be said.

    Parameters
    ----------
    group : GroupView
    audited : Audited
        As from `audit.audit_of`.
    """
    if audited.refused:
        return Prose(say("audit_refused", why=audited.refused))
    verdicts = _by_measure(audited)["verdict"]
    counts = {f"n_{code}": int((verdicts == code).sum()) for code in ("pass", "look", "fail")}
    words = {name: text.count(each) for name, each in counts.items()}
    words |= {"known": text.count(sum(counts.values())), "units": text.count(audited.n_units)}
    lines = [say("audit_headline", basis=side_name(group), **words)]
    if audited.n_aside:
        lines.append(say("audit_aside", aside=text.of(audited.n_aside, group.n_units)))
    if audited.n_units < FEW:
        lines.append(say("audit_few", units=text.count(audited.n_units), fewest=text.count(FEW)))
    row = {"unit_code": group.unit_code, "year": group.year, "basis": group.basis, **counts}
    stated = facts(pd.DataFrame([row]), {f"audit_{name}": name for name in counts})
    return Prose("\n".join(lines)).stating(stated)


def audit_sound(group: "GroupView", audited: "Audited") -> Prose:
    """Return what of the criteria set is sound; one sentence."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    table = audited.table[audited.table["verdict"] != ""]
    worst = table.assign(gravity=table["verdict"].map(GRAVITY)).groupby("check")["gravity"].min()
    worst = worst[
        [NEEDED.get(name) in {None, *table.loc[table["check"] == name, "measure"]} for name in worst.index]
    ]
    sound = [say(f"audit_sound_{name}") for name in CHECKS if worst.get(name) == GRAVITY["pass"]]
    unknown = audited.table.loc[audited.table["verdict"] == "", ["check", "measure", "why"]]
    lines = [say("audit_sound", checks="; ".join(sound)) if sound else say("audit_sound_none")]
    whys = unknown.loc[unknown["why"] != "", "why"].value_counts()
    if len(whys):
        said = [say("audit_why_count", why=say(f"why_{why}"), n=text.count(n)) for why, n in whys.items()]
        lines.append(say("audit_untold", whys=text.listed(said)))
    return Prose("\n".join(lines))


def audit_looks(group: "GroupView", audited: "Audited") -> Prose:
    """Return what to look at, one sentence each, with the statistic in brackets; the gravest first."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    lines = [line for _, line, _ in _looks(group, audited)]
    return Sentences("\n".join(lines or [say("audit_no_looks")]))


def audit_next(group: "GroupView", audited: "Audited") -> Prose:
    """Return what that means for the next year's criteria set, one sentence each."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    advice = dict.fromkeys(advice for _, _, advice in _looks(group, audited) if advice)
    lines = [say(f"audit_next_{each}") for each in advice]
    if not lines and audited.n_units < verdicts.FEWEST:
        lines = [say("audit_next_few", units=text.count(audited.n_units), fewest=text.count(verdicts.FEWEST))]
    return Sentences("\n".join(lines or [say("audit_next_none")]))


def audit_pillar_table(group: "GroupView", audited: "Audited") -> Table | Prose:
    """Return what the checks say of every pillar: a row each, its numbers with the verdicts that are no pass."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    measures = ("alpha", "first_component", "above_one", "kmo", "importance", "share_apart")
    rows = _own(audited, audited.pillars)
    codes = list(audited.pillars)
    columns = {say("pillar"): [subject(group, code) for code in codes]}
    columns[say("audit_weight")] = [text.share(audited.weights[code]) for code in codes]
    for measure in measures:
        own = rows[rows["measure"] == measure].drop_duplicates("code").set_index("code")
        if own["value"].notna().any():
            columns[say(f"checked_{measure}")] = [_cell(own, code) for code in codes]
    table = Table(pd.DataFrame(columns).set_index(say("pillar"))).captioned(say("caption_audit_pillars"))
    return table.fitted(say("checked_kmo"), say("checked_share_apart")).noted(say("audit_pillars_note"))


def audit_verdict_table(group: "GroupView", audited: "Audited") -> Table | Prose:
    """Return indicators and what else is to be looked at, a row each: value, threshold, verdict, source."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    rows = audited.table[audited.table["verdict"].isin(["fail", "look"]) & audited.table["measure"].isin(LISTED)]
    if rows.empty:
        return Prose(say("audit_no_looks"))
    ordered = rows.assign(gravity=rows["verdict"].map(GRAVITY), place=rows["measure"].map(LISTED.index))
    ordered = ordered.sort_values(["gravity", "place"], kind="stable")
    shown = ordered.head(MOST_ROWS)
    columns = {
        say("audit_subject"): [subject(group, row.code, row.against, row.measure) for row in shown.itertuples()],
        say("audit_measure"): [say(f"checked_{each}") for each in shown["measure"]],
        say("audit_value"): [value(row.measure, row.value) for row in shown.itertuples()],
        say("audit_threshold"): [held(row) for row in shown.itertuples()],
        say("audit_verdict"): [say(f"verdict_{each}") for each in shown["verdict"]],
        say("audit_source"): list(shown["source"]),
    }
    table = Table(pd.DataFrame(columns).set_index(say("audit_subject"))).captioned(say("caption_audit_looks"))
    more = len(ordered) - len(shown)
    return table.noted(say("audit_more", more=text.count(more))) if more else table


def audit_checks_table(group: "GroupView", audited: "Audited") -> Table | Prose:
    """Return every measure: how many pass, are to be looked at, fail, cannot be told; thresholds, source."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    found = _by_measure(audited)
    fewest = {"fewest": text.count(verdicts.FEWEST), "parts": text.count(FEWEST_PARTS)}
    columns = {
        say("audit_measure"): [_measure_name(check, measure) for check, measure in found.index],
        **{say(f"verdict_{name}"): found[name].map(text.count) for name in ("pass", "look", "fail")},
        say("audit_unknown"): found["unknown"].map(text.count),
        say("audit_threshold"): found["held"],
        say("audit_source"): found["source"],
    }
    table = Table(pd.DataFrame(columns).set_index(say("audit_measure")))
    return table.captioned(say("caption_audit_checks")).noted(say("audit_checks_note", **fewest))


def audit_statistics_table(group: "GroupView", audited: "Audited") -> Table | Prose:
    """Return the statistics of every indicator, a row each; what a screen has no room for is in the download."""
    if audited.refused:
        return Prose(say("audit_nothing"))
    codes = [code for of_pillar in audited.pillars.values() for code in of_pillar]
    rows = _own(audited, codes)
    columns = {say("indicator"): [subject(group, code) for code in codes]}
    for measure in dict.fromkeys(rows["measure"]):
        own = rows[rows["measure"] == measure].drop_duplicates("code").set_index("code")
        if measure in LISTED or measure in ("skewness", "kurtosis", "max_shift"):
            columns[say(f"checked_{measure}")] = [_cell(own, code) for code in codes]
    table = Table(pd.DataFrame(columns).set_index(say("indicator"))).captioned(say("caption_audit_statistics"))
    kept = ("own_less_other", "loading", "at_zero", "at_maximum", "mean_shift", "gain_if_deleted")
    spare = [name for name in table.columns if name not in {say(f"checked_{each}") for each in kept}]
    return table.fitted(*spare)


def _own(audited, codes):
    """The rows of single nodes, pairs apart."""
    table = audited.table
    others = ["inside", "across", "doubled", "orphan"]
    return table[table["code"].isin(list(codes)) & ~table["measure"].isin(others)]


def _cell(own, code):
    if code not in own.index:
        return text.NOTHING
    row = own.loc[code]
    shown, verdict = value(row["measure"], row["value"]), row["verdict"]
    return shown + f" ({say(f'verdict_{verdict}')})" if verdict in ("look", "fail") else shown


def _by_measure(audited):
    """One row per check and measure: how many of each verdict, the worst of them, thresholds, source."""
    rows = []
    for (check, measure), own in audited.table.groupby(["check", "measure"], sort=False):
        counts = {name: int((own["verdict"] == code).sum()) for name, code in zip(NAMES, GRAVITY, strict=True)}
        worst = next((code for code in GRAVITY if (own["verdict"] == code).any()), "")
        if measure == "max_shift":
            continue
        is_alike = len(own[["pass_from", "pass_to", "fail_below", "fail_above"]].drop_duplicates()) == 1
        first = next(own.itertuples())
        rows.append(
            {"check": check, "measure": measure, "verdict": worst, **counts}
            | {"held": held(first) if is_alike else say("audit_by_weight"), "source": first.source}
        )
    columns = ["check", "measure", "verdict", *NAMES, "held", "source"]
    return pd.DataFrame(rows, columns=columns).set_index(["check", "measure"])


def _measure_name(check, measure):
    method = check.removeprefix("correlation_")
    name = say(f"checked_{measure}")
    return f"{name} ({method.capitalize()})" if method != check else name


def _looks(group, audited):
    """What to look at: gravity, sentence, and the code of what it means for the next set."""
    table, found = audited.table, []
    for number, each in enumerate(SENTENCES):
        rows = table[(table["measure"] == each.measure) & table["verdict"].isin(each.verdicts)]
        rows = rows[rows["check"].isin(["correlation_pearson"]) | ~rows["check"].str.startswith("correlation_")]
        rows = rows[each.picks(rows, audited)]
        if rows.empty:
            continue
        judged = table[(table["measure"] == each.measure) & (table["check"] == rows["check"].iloc[0])]
        judged = judged[judged["verdict"] != ""]
        judged = judged[each.of(judged, audited)]
        ordered = rows.sort_values("value", ascending=each.low, kind="stable")
        items = [item(group, row) for row in ordered.itertuples()]
        shown = text.first(items, MOST, "; ") if each.names else ""
        n = text.of(len(rows), len(judged))
        line = say(f"audit_look_{each.key}", n=n, items=shown)
        found.append(((rows["verdict"].map(GRAVITY).min(), number), line, each.advice))
    return sorted(found)
