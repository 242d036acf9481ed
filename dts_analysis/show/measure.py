"""How much room words take, in DejaVu Sans: of the letters that readers may see them in, the widest."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

LINE = 1.28  # from a line's foot to the next one's, in letter sizes: room for two marks over a capital
_AT = 100  # points at which letters are measured
_LOOSE = 1.03  # a screen sets letters on its pixels, a little apart


def width_of(words, size, weight="normal"):
    """Return how wide a line of words is, in inches; `size` in points."""
    return _width(str(words), weight) * size / 72 * _LOOSE


def height_of(lines, size):
    """Return how high lines are, in inches."""
    return len(lines) * LINE * size / 72


def in_lines(words, width, size, weight="normal"):
    """Return words in as few lines as go into a width in inches; a word that is wider stands alone.

    >>> in_lines("Hạ tầng số", 0.6, 10), in_lines("Hạ tầng số", 5, 10), in_lines("", 5, 10)
    (['Hạ tầng', 'số'], ['Hạ tầng số'], [])
    """
    lines = []
    for paragraph in str(words).replace(" %", "\N{NO-BREAK SPACE}%").splitlines():
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size, weight) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


@lru_cache(maxsize=20_000)
def _width(words, weight):
    """In letter sizes."""
    font = get_font(_path(weight))
    font.set_size(_AT, 72)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64 / _AT


@lru_cache
def _path(weight):
    return findfont(FontProperties(family="DejaVu Sans", weight=weight))
