"""A figure as SVG: words as words, the same bytes for the same figure, nothing in it that nobody sees."""

import io
import re
from xml.etree import ElementTree

import matplotlib

SVG_MIME, NARROW_MIME = "image/svg+xml", "application/vnd.dts.narrow+svg"
FONTS = "'DejaVu Sans', 'Segoe UI', Arial, sans-serif"  # the first is what words were measured in
_SVG = "http://www.w3.org/2000/svg"
_NAMELESS = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # no date, no version: nothing that changes alone
_NUMBER = re.compile(r"-?\d+\.\d+")
_BOX = re.compile(r"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 (?:L \1 \2 )?z ?")  # said in half the letters
_FAMILY = re.compile(r"font-family: [^;]*;? ?")
_SHORT = re.compile(r"font: (\w+) ([\d.]+px) [^;]*")
_OF_OTHERS = {
    f"{{{_SVG}}}{name}" for name in ("metadata", "style", "clipPath")
}  # a style would reach the page's own
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def written(figure, alt):
    """Return a figure as SVG, as a string; `alt` says it to who does not see it.

    Whatever is drawn lies within its axes: nothing is clipped.
    """
    drawn = io.BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "dts"}):
        figure.savefig(drawn, format="svg", metadata=_NAMELESS)
    root = ElementTree.fromstring(drawn.getvalue())
    _slim(root)
    root.attrib |= {"role": "img", "aria-label": str(alt), "font-family": FONTS, "stroke-linejoin": "round"}
    return ElementTree.tostring(root, encoding="unicode")


def _slim(element):
    """Drop what is not seen, take off groups that say nothing, and round places to hundredths of a point."""
    name = element.tag.rpartition("}")[2]
    if name != "text":
        element.text = None
    for key in ("clip-path", "version", *(() if name == "path" else ("id",))):
        element.attrib.pop(key, None)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for key in {"d", "x", "y"} & set(element.keys()):
        rounded = _NUMBER.sub(_rounded, " ".join(element.get(key).split()))
        element.set(key, _BOX.sub(r"M\1 \2H\3V\4H\1z", rounded))
    if style := element.get("style"):
        said = _SHORT.sub(r"font-weight: \1; font-size: \2", style)
        element.set("style", _FAMILY.sub("", said).replace("; ", ";").replace(": ", ":").rstrip("; "))
    for child in list(element):
        if child.tag in _OF_OTHERS:
            element.remove(child)
        else:
            _slim(child)
            child.tail = None
    element[:] = [kept for child in element for kept in _kept(child)]


def _kept(child):
    """A child; of a group or definitions that say nothing themselves, what is in them."""
    name = child.tag.rpartition("}")[2]
    if name == "defs" and not len(child):
        return []
    return list(child) if name == "g" and not child.keys() else [child]


def _rounded(match):
    return f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
