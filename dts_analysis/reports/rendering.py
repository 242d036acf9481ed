"""The templates that pages are made from: every name escaped, style and script written into the page itself."""

import re
from functools import cache
from pathlib import Path

import jinja2

from .. import messages
from ..messages import say

TEMPLATES = Path(__file__).parent / "templates"
WORDS = ("site_sort_by", "site_find", "site_rows_shown")  # what the script says


@cache
def template(name):
    """Return a template by its file's name."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["css_text"] = css_text
    environment.filters["lean"] = lean
    environment.globals |= {"say": say, "language": messages.language, "words": words}
    return environment.get_template(name)


def words():
    """Return what a page's script says, in the current language."""
    return {key: say(key, shown="{shown}", of="{of}") for key in WORDS}


def lean(text):
    """Return a style or script without comments of whole lines, indentation and blank lines: every page holds it.

    >>> lean("/* Words */\\n  p { margin: 0; } /* none */\\n\\n  // once\\n  f(); // it")
    'p { margin: 0; }\\nf(); // it'
    """
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def css_text(text):
    """Return a text as a string of a style sheet: whatever is no letter, digit or space as its number.

    >>> css_text('Gia Viễn</style>"')
    '"Gia Viễn\\\\3c \\\\2f style\\\\3e \\\\22 "'
    """
    return '"' + "".join(each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in text) + '"'
