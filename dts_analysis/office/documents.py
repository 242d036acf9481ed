"""The documents of a unit and of those below it, in Word and Excel: which there are, and how each is made."""

from collections.abc import Callable
from typing import NamedTuple

from ..messages import language, say
from ..reference import shipped_levels
from .group_tables import group_tables, quality_tables
from .head import head
from .minutes import verification_minutes
from .ranking_annex import ranking_annex
from .tables_book import tables_book
from .unit_report import unit_report
from .unit_tables import unit_tables
from .word import filled, give, own_template
from .write_back import unit_file_name

FOLDER = "templates"  # of a workspace: those that an office edits
UNIT, GROUP, REGION = "unit", "group", "region"  # whom a document is about: a sender, those below one, all below


class Kind(NamedTuple):
    """One kind of document: its format, whom it is about, what it says."""

    format: str
    about: str
    says: Callable  # view -> what the template's marks stand for, or tables
    templates: tuple = ()  # by Decree 30/2020/NĐ-CP, and for everybody else


KINDS = {
    "report": Kind("docx", UNIT, unit_report, ("bao_cao.docx", "report.docx")),
    "verification_minutes": Kind(
        "docx", UNIT, verification_minutes, ("bien_ban_tham_dinh.docx", "verification_minutes.docx")
    ),
    "ranking_annex": Kind("docx", GROUP, ranking_annex, ("phu_luc_xep_hang.docx", "ranking_annex.docx")),
    "figures": Kind("xlsx", UNIT, unit_tables),
    "ranking": Kind("xlsx", GROUP, group_tables),
    "findings": Kind("xlsx", REGION, quality_tables),
}


def kinds_of(data, unit_code, year):
    """Return the kinds of documents there are of a unit: of what it sent, of what those below it sent.

    Parameters
    ----------
    data : Dataset
    unit_code : str
    year : int

    Returns
    -------
    list of str
    """
    lives = data.rows("standings", ["unit_code", "parent_code"], year=year)
    is_sender, is_parent = (lives[name].eq(unit_code).any() for name in ("unit_code", "parent_code"))
    has_gaps = not data.rows("gaps", ["unit_code"], unit_code=unit_code, year=year).empty
    known = {UNIT: is_sender, GROUP: is_parent, REGION: is_parent}
    return [
        name for name, kind in KINDS.items() if known[kind.about] and (name != "verification_minutes" or has_gaps)
    ]


def content(kind, data, unit_code, year, folder, basis=""):
    """Return a document's bytes; the same data make the same bytes.

    Parameters
    ----------
    kind : str
        A key of `KINDS`.
    data, unit_code, year, basis
        As of `dataset.UnitView`.
    folder : Path
        Where an office keeps templates of its own; where it has none, the shipped ones serve.

    Raises
    ------
    DtsError
        As the views, and where a template cannot be used.
    """
    chosen = KINDS[kind]
    if chosen.about == REGION:
        view = data.region(unit_code, year)
    else:
        view = (data.about if chosen.about == UNIT else data.within)(unit_code, year, basis)
    if chosen.format == "xlsx":
        return tables_book(chosen.says(view), say(f"book_of_{kind}", unit=view.name, year=year))
    return filled(template_of(kind, data, folder), head(view) | chosen.says(view), fits_tables=True)


def file_name(kind, unit_code, name, year):
    """Return what a document's file is called.

    >>> file_name("report", "373", "Huyện Gia Viễn", 2022)
    'bao_cao_373_huyen_gia_vien_2022.docx'
    """
    return f"{say(f'file_{kind}')}_{unit_file_name(unit_code, name)}_{year}.{KINDS[kind].format}"


def is_by_decree(levels):
    """Return whether documents follow Decree 30/2020/NĐ-CP: the units are Vietnam's, and Vietnamese is spoken."""
    return language() == "vi" and levels.top.code == shipped_levels().top.code


def template_of(kind, data, folder):
    """Return the template of a kind: an office's own in `folder`, or the shipped one."""
    return own_template(folder, _template_name(kind, data.levels))


def give_templates(folder, levels):
    """Put the templates for units of these levels where an office can edit them; those that lie there stay."""
    for kind in KINDS:
        if KINDS[kind].templates:
            give(folder, _template_name(kind, levels))


def _template_name(kind, levels):
    decree, plain = KINDS[kind].templates
    return decree if is_by_decree(levels) else plain
