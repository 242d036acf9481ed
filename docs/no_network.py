"""Holds the built site to asking nothing of a network: no font, script, style or picture from elsewhere."""

import re
from pathlib import Path

from mkdocs.exceptions import PluginError

# a tag that fetches, with the address; links that a reader may follow (<a href>) fetch nothing
_FETCHED = re.compile(
    r"<(?:link(?![^>]*rel=[\"']?canonical)|script|img|iframe|source|video|audio|object|embed|use|image|form)\b[^>]*?"
    r"\b(?:src|srcset|href|data|action|poster)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.I,
)
_IN_STYLE = re.compile(r"(?:@import\s+|url\(\s*)[\"']?((?:https?:)?//[^\"')\s]+)", re.I)


def fetched(text):
    """Return the addresses that a page or style sheet would fetch from a network.

    >>> fetched('<script src="https://cdn.example/x.js"></script> <a href="https://example.org">read</a>')
    ['https://cdn.example/x.js']
    >>> fetched("<style>@import 'https://fonts.example/a.css'; b {background: url(//c.example/d.png)}</style>")
    ['https://fonts.example/a.css', '//c.example/d.png']
    """
    return _FETCHED.findall(text) + _IN_STYLE.findall(text)


def on_post_build(config, **_):
    """End the build where a page of the site would fetch something."""
    site = Path(config["site_dir"])
    found = {
        f"{path.relative_to(site)}: {address}"
        for path in sorted([*site.rglob("*.html"), *site.rglob("*.css")])
        for address in fetched(path.read_text(encoding="utf-8"))
    }
    if found:
        raise PluginError("pages must fetch nothing from a network:\n" + "\n".join(sorted(found)))
