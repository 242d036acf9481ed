"""What a cell of a table holds: words for people, and under them the number, day or place they were made from.

Sorting, CSV and Excel go by the value, which is not rounded; a page, a sentence and a figure by the words.
"""

from ..messages import say


class Typed:
    """Words with the value under them; two are equal where they read alike.

    Parameters
    ----------
    words : str
        What is shown.
    value : float, int, str or None
        What was shown; None for nothing.
    kind : str
        Of what kind the value is, such as ``points``: tells Excel how to show it.
    more : str
        What was said after the words, such as a mark that not all is judged.

    Examples
    --------
    >>> shown = Typed("511,18", 511.183, "points") + " ✓"
    >>> shown, str(shown), shown.value, shown.more, shown == "511,18 ✓"
    ('511,18 ✓', '511,18 ✓', 511.183, ' ✓', True)
    """

    __slots__ = ("kind", "more", "title", "value", "words")
    below = ""

    def __init__(self, words, value, kind, more="", title=""):
        self.words, self.value, self.kind, self.more, self.title = words, value, kind, more, title

    def __str__(self):
        return self.words + self.more

    def __repr__(self):
        return repr(str(self))

    def __format__(self, spec):
        return format(str(self), spec)

    def __eq__(self, other):
        return str(self) == str(other) if isinstance(other, str | Typed) else NotImplemented

    def __hash__(self):
        return hash(str(self))

    def __add__(self, more):
        added = object.__new__(type(self))
        for name in (name for each in type(self).__mro__ for name in getattr(each, "__slots__", ())):
            setattr(added, name, getattr(self, name))
        added.more += str(more)
        return added

    @property
    def order(self):
        """What rows are sorted by; None for nothing."""
        return self.value


class Number(Typed):
    """A number as it is shown, with the number itself, unrounded.

    Shares are held as shares (0.668 under «66,8%»), differences of shares in percentage points, all others as they
    read. Of a pair such as «41/72» `value` is the first number and `whole` the second.

    Examples
    --------
    >>> pair = Number("41/72", 41, "count", whole=72)
    >>> pair.value, pair.whole, round(pair.order, 3), Number("—", None, "points").order
    (41, 72, 0.569, None)
    """

    __slots__ = ("whole",)

    def __init__(self, words, value, kind, whole=None):
        super().__init__(words, value, kind)
        self.whole = whole

    @property
    def order(self):
        """The number that rows are sorted by: of a pair the part of its whole."""
        return self.value / self.whole if self.value is not None and self.whole else self.value


class Cell(Typed):
    """A cell, or several, of the forms that a row comes from: short as shown, whole as its title and value.

    Examples
    --------
    >>> cell = Cell("2022/373.xlsx!Phiếu!G53")
    >>> cell, cell.title
    ('G53', '2022/373.xlsx, trang Phiếu, ô G53')
    >>> Cell("2022/373.csv!12"), Cell("2022/373.csv!12").title, Cell("2022/373.docx"), Cell("").value
    ('12', '2022/373.csv, dòng 12', '373.docx', None)
    """

    __slots__ = ()

    def __init__(self, place):
        path, *inside = place.split("!")
        words = inside[-1] if inside else path.rpartition("/")[2]
        if len(inside) > 1:
            title = say("cell_place", file=path, sheet="!".join(inside[:-1]), cell=inside[-1])
        else:
            title = say("row_place", file=path, row=inside[0]) if inside else path
        super().__init__(words or "—", title or None, "cell", title=title)


class Cells(Typed):
    """Several cells that a row comes from, by their files: each file by its name without the folders.

    Examples
    --------
    >>> Cells(["2022/a.xlsx!T!G5", "2022/a.xlsx!T!G7", "2022/b.xlsx!T!G5"])
    'a.xlsx: G5, G7; b.xlsx: G5'
    >>> Cells(["a.csv!5", "a.csv!7"]).title, Cells(["2022/a.csv"]), Cells([])
    ('a.csv, dòng 5; a.csv, dòng 7', 'a.csv', '—')
    >>> Cells(["2022/a.xlsx!T!G5"], 12)  # of twelve, the first
    'a.xlsx: G5 và 11 nữa'
    """

    __slots__ = ()

    def __init__(self, places, count=0):
        by_file = {}
        for place in places:
            path, _, inside = place.partition("!")
            by_file.setdefault(path.rpartition("/")[2], []).append(inside.rpartition("!")[2])
        files = ((name, ", ".join(filter(None, cells))) for name, cells in by_file.items())
        words = "; ".join(f"{name}: {cells}" if cells else name for name, cells in files)
        words = say("and_more", names=words, more=count - len(places)) if count > len(places) > 0 else words
        title = "; ".join(Cell(place).title for place in places)
        super().__init__(words or "—", title or None, "cell", title=title)


class Explained(Typed):
    """Words with smaller ones below them in the same cell: `called` so where they stand in a column of their own.

    Examples
    --------
    >>> name = Explained("Nhận thức số", "Điểm = a/b × 10.", "Cách chấm")
    >>> name, name.value, name.below
    ('Nhận thức số', 'Nhận thức số', 'Điểm = a/b × 10.')
    """

    __slots__ = ("below", "called")

    def __init__(self, words, below, called):
        super().__init__(str(words), str(words), "text")
        self.below, self.called = str(below), called
