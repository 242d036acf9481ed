"""A table as HTML: what a screen reader, a keyboard, a phone and a sorting script need, every word escaped."""

import html
import re
from functools import cache
from typing import NamedTuple

import jinja2

from .typed import Number, Typed

_ADDRESS = re.compile(r"https?://([^\s/<>]+)[^\s<>]*")


class _Shown(NamedTuple):
    words: str
    is_number: bool
    order: object = None
    title: str = ""
    below: str = ""


class _Head(NamedTuple):
    title: str
    is_number: bool


def table_html(heads, columns, caption, name, notes):
    """Return a table as HTML.

    Parameters
    ----------
    heads : sequence of str
        What each column is called, that of the rows' names first.
    columns : sequence of sequence
        Of each column what its cells hold: words, or something `Typed`.
    caption, name : str
        What the table is called, by people and by programs.
    notes : sequence of str
        Lines below it.
    """
    shown = [[_shown(each) for each in column] for column in columns]
    named = [
        _Head(str(head), any(each.is_number for each in cells)) for head, cells in zip(heads, shown, strict=True)
    ]
    rows = zip(*map(_aligned, named, shown), strict=True)
    return _template().render(heads=named, rows=list(rows), caption=caption, name=name, notes=notes)


def linked(words):
    """Return words as HTML, in which an address is a link that bears its site's name.

    >>> linked("< 3, xem https://a.vn/bao-cao.html")
    '&lt; 3, xem <a href="https://a.vn/bao-cao.html">a.vn</a>'
    """
    return _ADDRESS.sub(r'<a href="\g<0>">\1</a>', html.escape(words))


def _shown(value):
    if not isinstance(value, Typed):
        return _Shown(str(value), False)
    is_number = isinstance(value, Number)
    order = value.order if is_number or value.kind == "date" else None
    return _Shown(str(value), is_number, order, value.title, value.below)


def _aligned(head, cells):
    """The cells of a column: in one of numbers «—» stands to the right as they do, words to the left."""
    return [each._replace(is_number=True) if head.is_number and each.words == "—" else each for each in cells]


@cache
def _template():
    loader = jinja2.PackageLoader(__package__)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["linked"] = linked
    return environment.get_template("table.html.j2")
