"""Docstrings as this project writes them, for mkdocstrings: examples also stand outside a section of their own."""

import re

import griffe


def as_markdown(text):
    """Return a docstring whose examples outside "Examples", which mkdocstrings knows, are blocks of code.

    >>> as_markdown("One more.\\n\\n>" + ">> more(1)\\n2").splitlines()
    ['One more.', '', '```pycon', '>>> more(1)', '2', '```']
    """
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
