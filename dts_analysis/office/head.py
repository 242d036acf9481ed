"""What stands at the head of every document: who issues it, about whom, by which criteria set, of what worth."""

from ..messages import say
from ..show.notes import NOTICES, illustrative

WORDS = (
    *("results", "shortcomings", "causes", "tasks", "doubts", "annex", "basis"),
    *("verified", "by_ground", "differences", "to_settle", "opinion", "sign_unit", "sign_verifier"),
    *("report_title", "minutes_title", "ranking_title"),
)


def head(view):
    """Return what the marks that all templates have stand for.

    Parameters
    ----------
    view : UnitView or GroupView

    Returns
    -------
    dict
        ``unit_name``, and ``unit_called`` within a sentence; ``year``; ``criteria_title``; ``issuer`` (its name in
        capitals, as a letter addresses it) and ``issuer_called``; ``issuer_above``, "" of a people's committee,
        which names nobody above it; ``above``, the unit above in any case; ``notices`` and ``about``, lines;
        ``words``, the headings of plain templates.
    """
    data, sets = view.data, view.criteria_sets
    made_up = illustrative(view)
    notes = [each.provenance_note for each in sets if made_up and each.provenance == "illustrative"]
    called, issuer = _called(view, view.unit_code, view.name)
    above = view.data.unit(view.unit_code, view.year)["parent_code"]
    parent = _called(view, above, data.unit(above, view.year)["name"])[1] if above else ""
    return {
        "unit_name": view.name,
        "unit_called": called,
        "year": view.year,
        "criteria_title": sets[0].title,
        "issuer": issuer.upper(),
        "issuer_called": issuer.replace("\n", " "),
        "issuer_above": "" if "\n" in issuer else parent.upper(),
        "above": parent.upper(),
        "notices": [say(NOTICES[made_up]), *dict.fromkeys(filter(None, notes))] if made_up else [],
        "about": [
            say("about_set", title=each.title, decision=each.decision or say("no_decision")) for each in sets
        ],
        "words": {key: say(f"document_{key}") for key in WORDS},
    }


def _called(view, code, name):
    """What a unit is called within a sentence, and as an issuer, where a committee's name has its own line."""
    levels = view.data.levels
    name = levels.unit_name(code, name)
    issuer = levels.of(view.data.unit(code, view.year)["level"]).addressed(name)
    called = name if issuer == name else name[:1].lower() + name[1:]
    if issuer != called and issuer.endswith(called):
        return called, f"{issuer.removesuffix(called).rstrip()}\n{called}"
    return called if issuer != name else name, issuer
