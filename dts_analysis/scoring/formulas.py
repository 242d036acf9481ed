"""The law as Excel formulas: what a form computes while it is filled in is what `score` makes of it."""

from .rules import TOLERANCE

ENDLESS = "1E+300"  # a share beyond a spreadsheet's numbers, of a whole near 0


def points_formula(rule, max_points, value, total="", labels=(), done="1"):
    """Return the points of a rule as an Excel expression: "" where `score` gives NaN; None for a manual rule.

    Parameters
    ----------
    rule : Rule
    max_points : float
    value, total : str
        The cells of the declared a and b, such as ``E7``. Of a choice, `value` may hold an option's value or its
        label.
    labels : sequence of str
        Cells: of a choice those that hold the options' labels, of a checklist those that say of each part whether
        it is done.
    done : str
        What such a cell holds, as an expression, where the part is done.

    Examples
    --------
    >>> from ..reference.rules import Target, Tiers
    >>> points_formula(Target(kind="target", of="value", at_least=3), 10.0, "E7")
    'IF(ISNUMBER(E7),IF(E7<0,"",IF(E7>=2.999999999,10,0)),"")'
    """
    match rule.kind:
        case "ratio":
            return _of_share(f"MIN({{}}/{_number(rule.target)},1)*{_number(max_points)}", value, total)
        case "tiers" | "target":
            steps = rule.tiers if rule.kind == "tiers" else [rule]
            worth = [_worth(getattr(each, "points", max_points), max_points) for each in steps]
            points = _steps([each.at_least for each in steps], worth)
            if rule.of == "share":
                return _of_share(points, value, total)
            return f'IF(ISNUMBER({value}),IF({value}<0,"",{points.replace("{}", value)}),"")'
        case "choice":
            return _choice(rule, max_points, value, labels)
        case "checklist":
            gains = [_worth(part.points, max_points) for part in rule.parts]
            sums = "+".join(f"IF({cell}={done},{gain},0)" for cell, gain in zip(labels, gains, strict=True))
            return f'IF({_all_blank(labels)},"",{sums})'
        case _:
            return None


def parts_formula(labels, done="1"):
    """Return the numbers of the parts that are done, as a form's declared value writes them: ``1; 3``.

    The text is ``0`` where something is said of a part and none is done, and blank where nothing is said.

    >>> parts_formula(["E8", "E9"])
    'IF(AND(LEN(E8)=0,LEN(E9)=0),"",IF(AND(E8<>1,E9<>1),"0",MID(IF(E8=1,"; 1","")&IF(E9=1,"; 2",""),3,255)))'
    """
    none = ",".join(f"{cell}<>{done}" for cell in labels)
    numbers = "&".join(f'IF({cell}={done},"; {number}","")' for number, cell in enumerate(labels, 1))
    return f'IF({_all_blank(labels)},"",IF(AND({none}),"0",MID({numbers},3,255)))'


def _all_blank(cells):
    return f"AND({','.join(f'LEN({cell})=0' for cell in cells)})"


def _choice(rule, max_points, value, labels):
    cells = labels or [None] * len(rule.options)
    points = '""'
    for option, cell in reversed(list(zip(rule.options, cells, strict=True))):
        chosen = f"{value}={_number(option.value)}"
        chosen = f"OR({chosen},{value}={cell})" if cell else chosen
        points = f"IF({chosen},{_worth(option.points, max_points)},{points})"
    return f'IF(LEN({value})=0,"",{points})'


def _steps(bounds, worth):
    points = "0"
    for bound, gain in reversed(list(zip(bounds, worth, strict=True))):
        points = f"IF({{}}>={_number(bound - TOLERANCE)},{gain},{points})"
    return points


def _of_share(points, value, total):
    """`points` of the share a/b, or of a alone where there is no b and a is a share; see `rules.shares`."""
    of_both, alone = points.replace("{}", f"IFERROR({value}/{total},{ENDLESS})"), points.replace("{}", value)
    both = f'IF({total}>0,IF({value}>=0,{of_both},""),"")'
    share = f'IF(AND(LEN({total})=0,{value}>=0,{value}<=1),{alone},"")'
    return f'IF(ISNUMBER({value}),IF(ISNUMBER({total}),{both},{share}),"")'


def _worth(points, max_points):
    return _number(points if max_points > 0 else 0.0)


def _number(value):
    return f"{value:.15g}".upper()
