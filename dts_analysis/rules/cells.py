"""Where a form holds an answer, and the expressions that every kind of rule writes about it."""

from dataclasses import dataclass

from ..messages import language

NOT_APPLICABLE = "Không áp dụng"  # what a form shows, and takes, for points of what does not apply
OTHER_ANSWER = "Câu trả lời khác"  # what a form offers where any other answer counts too
ENGLISH = {NOT_APPLICABLE: "Not applicable", OTHER_ANSWER: "Another answer"}
ENDLESS = "1E+300"  # a share beyond a spreadsheet's numbers, of a whole near 0


def in_form(word: str, english: dict[str, str] = ENGLISH) -> str:
    """Return a word as forms that are made now show it: in English where people are addressed so.

    >>> in_form("Mức 2")
    'Mức 2'
    """
    return word if language() == "vi" else english.get(word, word)


@dataclass(frozen=True)
class Cells:
    """The cells of one answer.

    ``value`` and ``total`` hold the declared a and b, such as ``E7``; of a choice, `value` may hold an option's
    value or its label. ``labels`` are, of a choice, the cells that hold the options' labels; of a checklist, those
    that say of each part whether it is done, and ``done`` is what such a cell then holds, as an expression.
    """

    value: str
    total: str = ""
    labels: tuple = ()
    done: str = "1"


def number(value):
    """Return a number as a spreadsheet's formula writes it.

    >>> number(0.5), number(10.0)
    ('0.5', '10')
    """
    return f"{value:.15g}".upper()


def of_share(points, cells):
    """Return `points`, an expression with ``{}`` for the share, of a/b, or of a alone where there is no b.

    See `shares`; a alone is a share between 0 and 1 only.
    """
    value, total = cells.value, cells.total
    of_both, alone = points.replace("{}", f"IFERROR({value}/{total},{ENDLESS})"), points.replace("{}", value)
    both = f'IF({total}>0,IF({value}>=0,{of_both},""),"")'
    share = f'IF(AND(LEN({total})=0,{value}>=0,{value}<=1),{alone},"")'
    return f'IF(ISNUMBER({value}),IF(ISNUMBER({total}),{both},{share}),"")'


def of_count(points, cells):
    """Return `points`, an expression with ``{}`` for the number declared, which is none below 0."""
    return f'IF(ISNUMBER({cells.value}),IF({cells.value}<0,"",{points.replace("{}", cells.value)}),"")'


def all_blank(cells):
    """Return the expression for cells that all hold nothing.

    >>> all_blank(["E8", "E9"])
    'AND(LEN(E8)=0,LEN(E9)=0)'
    """
    return f"AND({','.join(f'LEN({cell})=0' for cell in cells)})"


def text(value):
    """Return text as a formula writes it.

    >>> text('5" x')
    '"5"" x"'
    """
    return '"{}"'.format(value.replace('"', '""'))
