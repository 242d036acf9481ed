"""What stands around a page: the way back, the unit's other pages, the units beside it.

A page is made once, and what stands around it changes with every page made or taken away: so this part of a page
can be replaced, and nothing in it counts as what the page was made from.
"""

import hashlib
import re
from urllib.parse import quote

from ..files import write
from ..messages import say
from .contract import LIST
from .document_ledger import read_documents
from .rendering import template
from .stamp import stamp

_PART = re.compile(r"(?<=<!--around-->).*?(?=<!--/around-->)", re.S)
_DIGEST = re.compile(r'(?<=<meta name="dts-around" content=")\w*(?=">)')


def around(outline, documents=()):
    """Return what stands around every page of a year that is there, as HTML by unit code and notebook.

    Parameters
    ----------
    outline : Outline
    documents : dict
        As from `read_documents`: what can be taken along beside a unit's pages.
    """
    lying = {}
    for (code, kind), row in dict(documents).items():
        if row["status"] == "done":
            href = quote("/".join(row["file"].split("/")[-2:]))
            lying.setdefault(code, []).append({"title": say(f"title_{kind}"), "href": href})
    return {
        (entry.unit_code, name): _text(outline, entry, name, lying.get(entry.unit_code, ()))
        for entry in outline.entries.values()
        for name in entry.done
    }


def digest(text):
    """Return a short fingerprint of what stands around a page.

    >>> len(digest("<nav></nav>"))
    16
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def renew(reports, outline):
    """Write what stands around them into those pages of a year that have something else there."""
    for (code, name), text in around(outline, read_documents(reports, outline.year)).items():
        page = reports / str(outline.year) / code / f"{name}.html"
        if stamp(page).around not in ("", digest(text)):
            whole = page.read_text(encoding="utf-8")
            whole = _DIGEST.sub(digest(text), whole, count=1)
            write(page, _PART.sub(lambda _, text=text: text, whole, count=1).encode())


def _text(outline, entry, name, documents):
    siblings = [each for each in outline.beside[entry.parent_code, entry.is_above] if each.done]
    at = siblings.index(entry)
    before, after = siblings[:at], siblings[at + 1 :]
    tabs = [
        {
            "title": outline.title(entry, row),
            "href": f"{quote(row['notebook'])}.html" if row["status"] == "done" else "",
            "is_current": row["notebook"] == name,
            "status": row["status"],
            "why": row["error"],
        }
        for row in entry.reports
    ]
    return template("around.html.j2").render(
        year=outline.year,
        unit_name=entry.unit_name,
        above=_above(outline, entry),
        tabs=tabs,
        documents=documents,
        before=_neighbour(before[-1:], name),
        after=_neighbour(after[:1], name),
    )


def _above(outline, entry):
    """The unit above: its name, and its page where it has one; None for the top."""
    code = entry.parent_code
    if not code:
        return None
    found = outline.entries.get(code)
    has_list = outline.is_large and code in outline.groups
    page = LIST if has_list else next(iter(found.done), "") if found else ""
    return {"name": outline.name(code), "href": f"../{quote(code)}/{quote(page)}.html" if page else ""}


def _neighbour(entries, name):
    """A unit's page of the same kind; its first one where it has none such."""
    if not entries:
        return None
    (entry,) = entries
    page = name if name in entry.done else entry.done[0]
    return {"name": entry.unit_name, "href": f"../{quote(entry.unit_code)}/{quote(page)}.html"}
