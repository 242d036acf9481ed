"""Docstrings as this project writes them, for mkdocstrings: examples in the running text, sections of our own."""

import re

import griffe

_HEADING = re.compile(r"^([A-Z][A-Za-z ]*)\n-{3,}$", re.M)
_NUMPY = {"Parameters", "Returns", "Yields", "Raises", "Attributes", "Examples", "Notes"}


def as_markdown(text):
    """Return a docstring whose own sections are bold lines, and whose examples outside "Examples" are code.

    >>> as_markdown("One more.\\n\\nSource\\n------\\nA paper.").splitlines()
    ['One more.', '', '**Source**', '', 'A paper.']
    """
    text = _HEADING.sub(lambda found: found[0] if found[1] in _NUMPY else f"**{found[1]}**\n", text)
    written, section, is_code = [], "", False
    for line, below in zip(lines := text.split("\n"), [*lines[1:], ""], strict=True):
        if re.fullmatch("-{3,}", below):
            section = line
        starts = not is_code and line.startswith(">>> ") and section != "Examples"
        ends = is_code and not line.strip()
        written += ["```pycon", line] if starts else ["```", line] if ends else [line]
        is_code = starts or (is_code and not ends)
    return "\n".join(written + ["```"] * is_code)


class OwnDocstrings(griffe.Extension):
    """Gives every docstring to mkdocstrings as `as_markdown` writes it."""

    def on_object(self, *, obj, **_):
        """Called for every module, class, function and constant of the package."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)
