"""The Word documents of a unit and of those below it: which there are, and what their templates are filled with."""

from dataclasses import dataclass

from ..messages import language, say
from ..reference import shipped_levels
from ..show.notes import basis_note, illustrative
from .minutes import verification_minutes
from .ranking_annex import ranking_annex
from .unit_report import is_verified, unit_report
from .word import filled, give, own_template

FOLDER = "templates"  # of a workspace: those that an office edits
TEMPLATES = {  # kind -> by Decree 30/2020/NĐ-CP, and for everybody else
    "report": ("bao_cao.docx", "report.docx"),
    "verification_minutes": ("bien_ban_tham_dinh.docx", "verification_minutes.docx"),
    "ranking_annex": ("phu_luc_xep_hang.docx", "ranking_annex.docx"),
}
WORDS = (
    *("results", "shortcomings", "causes", "tasks", "doubts", "annex", "basis"),
    *("verified", "by_ground", "differences", "to_settle", "opinion", "sign_unit", "sign_verifier"),
    *("report_title", "minutes_title", "ranking_title"),
)


@dataclass(frozen=True)
class Document:
    """One Word document to be made: of which kind, of whom."""

    kind: str
    view: object  # UnitView, or GroupView of a ranking

    def content(self, folder):
        """Return the document's bytes, from the template in an office's folder, or else the shipped one."""
        template = own_template(folder, template_name(self.kind, self.view.data))
        return filled(template, self._facts(), fits_tables=True)

    def _facts(self):
        parts = {
            "report": unit_report,
            "verification_minutes": verification_minutes,
            "ranking_annex": ranking_annex,
        }
        return _common(self.view) | parts[self.kind](self.view)


def documents(unit=None, group=None):
    """Return the documents there are of a unit and of those below it.

    Parameters
    ----------
    unit : UnitView, optional
        Where it sent a form.
    group : GroupView, optional
        The units below it, where they sent forms.

    Returns
    -------
    list of Document
    """
    found = []
    if unit is not None:
        found.append(Document("report", unit))
        found += [Document("verification_minutes", unit)] if is_verified(unit) else []
    return found + ([Document("ranking_annex", group)] if group is not None else [])


def is_by_decree(data):
    """Return whether documents follow Decree 30/2020/NĐ-CP: the units are Vietnam's, and Vietnamese is spoken."""
    return language() == "vi" and data.levels.top.code == shipped_levels().top.code


def template_name(kind, data):
    """Return what a kind's template is called, among the shipped ones as in an office's own folder."""
    decree, plain = TEMPLATES[kind]
    return decree if is_by_decree(data) else plain


def give_templates(folder, data):
    """Put the templates where an office can edit them; those that lie there stay."""
    for kind in TEMPLATES:
        give(folder, template_name(kind, data))


def _common(view):
    """What stands at the head of every document."""
    data = view.data
    sets = view.criteria_sets
    made_up = illustrative(view)
    notes = [each.provenance_note for each in sets if made_up and each.provenance == "illustrative"]
    called, committee = _called(view, view.unit_code, view.name)
    parent_code = getattr(view, "parent_code", "")
    parent = _called(view, parent_code, data.unit(parent_code, view.year)["name"])[1] if parent_code else ""
    return {
        "unit_name": view.name,
        "unit_called": called,
        "year": view.year,
        "criteria_title": sets[0].title,
        "issuer": committee.upper(),
        "issuer_called": committee.replace("\n", " "),
        "issuer_above": "" if "\n" in committee else parent.upper(),
        "above": parent.upper(),
        "notices": [say(made_up), *dict.fromkeys(filter(None, notes))] if made_up else [],
        "about": [
            say("about_set", title=each.title, decision=each.decision or say("no_decision")) for each in sets
        ]
        + [basis_note(view)],
        "words": {key: say(f"document_{key}") for key in WORDS},
    }


def _called(view, code, name):
    """What a unit is called within a sentence, and as an issuer, where a committee's name has its own line."""
    levels = view.data.levels
    issuer = levels.of(view.data.unit(code, view.year)["level"]).addressed(levels.unit_name(code, name))
    called = name if issuer == name else name[:1].lower() + name[1:]
    if issuer.endswith(f" {called}"):
        return called, f"{issuer.removesuffix(called).rstrip()}\n{called}"
    return name, issuer
