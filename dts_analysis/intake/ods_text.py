"""The text of OpenDocument cells: its paragraphs, the spaces and breaks that are elements, what is struck out."""

SPACES = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
}
_TEXT, _STYLE = SPACES["text"], SPACES["style"]
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_POSITION = f"{_STYLE}text-position"
_LINES = (f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type")
MOST_SPACES = 1000


def paragraphs(cell):
    """Return a cell's text, a line for each paragraph; what a comment or a drawing says is not of it."""
    return "\n".join(_text(each) for each in cell if each.tag == f"{_TEXT}p")


def _text(element):
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            pieces.append(" " * min(int(count[:9]) if count.isdecimal() else 1, MOST_SPACES))
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag.startswith(_TEXT) and child.tag != f"{_TEXT}note":
            pieces.append("".join(child.itertext()) if not len(child) else _text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def struck_styles(root):
    """Return the names of the styles in a document's content that strike text out, or raise or lower it."""
    return {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(each.get(line, "none") != "none" for each in style for line in _LINES)
        or any(each.get(_POSITION, "").startswith(("super", "sub")) for each in style)
    }


def is_struck(cell, struck):
    """Return whether a cell, or a part of its text, is struck out."""
    if not struck:
        return False
    styles = [cell.get(f"{SPACES['table']}style-name")]
    styles += [part.get(f"{_TEXT}style-name") for each in cell if each.tag == f"{_TEXT}p" for part in each.iter()]
    return any(style in struck for style in styles)


def named(formula):
    """Return a formula without the name of its language.

    >>> named("of:=[.A1]+1")
    '=[.A1]+1'
    """
    return formula[formula.find("=") :] if "=" in formula else formula
