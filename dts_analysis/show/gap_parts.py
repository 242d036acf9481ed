"""What lies between claims and what they are held against, in words: the parts that are there, no others."""

import pandas as pd

from ..messages import say
from ..rules import TOLERANCE
from . import text
from .sides import said

BESIDE = ("withdrawn", "added", "unjudged", "bounds")  # parts that are no answer's gap
OPEN = "unjudged"  # the part that nobody took away: it waits
STATED = ["difference_points", "gap_points", "cut_points", "raised_points", "n_cut", "n_raised"]
STATED += [f"{each}_points" for each in BESIDE]  # the facts of a node


def parts_of(view, basis):
    """Return what lies between the unit's claims and a basis, per node: its rows of `gap_parts` by node codes.

    Raises
    ------
    DtsError
        Where nothing of the unit was verified, or measured.
    """
    view.gaps_on(basis)
    rows = view.any_gaps_on(basis, "gap_parts").assign(basis=basis)
    return rows.set_index(rows["node_code"].astype("str"))


def is_some(points):
    """Return whether points, or any of several, are more than what adding binary fractions leaves."""
    return abs(points) > TOLERANCE


def beside_gaps(row, *of):
    """Return the parts of a node that are no answer's gap, each with its sign, points and answers; none for most.

    What is claimed where nobody judged is none of them: nothing was taken there. `open_line` tells it.

    Parameters
    ----------
    row : Series
        As of `parts_of`.
    of : CriteriaSet and str
        Of which set, and the basis.
    """
    there = [name for name in BESIDE if name != OPEN and is_some(row[f"{name}_points"])]
    points = {name: text.change(row[f"{name}_points"]) for name in there}
    return [
        say("gap_part_bounds", points=points[name])
        if name == "bounds"
        else said(f"gap_part_{name}", *of, points=points[name], n=text.count(row[f"n_{name}"]))
        for name in there
    ]


def parts_line(row, *of):
    """Return the difference of both totals as the sum of its parts; "" where gaps are all of it."""
    beside = beside_gaps(row, *of)
    if not beside:
        return ""
    gaps = said("gap_part_gap", *of, points=text.change(row["gap_points"]))
    total = text.change(decided(row))
    return say("gap_parts_of", total=total, parts="; ".join([gaps, *beside]))


def decided(row):
    """Return the difference of both totals but for what is claimed where nobody judged."""
    return row["difference_points"] - row[f"{OPEN}_points"]


def open_line(row, *of):
    """Return what is claimed where nobody judged, and on how many answers; "" where there is no such claim."""
    points = -row[f"{OPEN}_points"]
    words = {"points": text.points(points), "n": text.count(row[f"n_{OPEN}"])}
    return said(f"gap_part_{OPEN}", *of, **words) if is_some(points) else ""


def from_to(row, judging, *of):
    """Return from how much to how much; of a unit that is judged in part only, on what is judged."""
    *_, basis = of
    gap = text.change(decided(row))
    if open_line(row, *of):
        claimed = row["claimed_points"] + row["unjudged_points"]
        words = {"claimed": text.points(claimed), "verified": text.points(row[f"{basis}_points"])}
        judged = text.of(row["n_judged"], judging["n_indicators"])
        return said("gap_partly_headline", *of, judged=judged, gap=gap, **words)
    ends = dict(zip(("claimed", "verified"), _ends(row, basis), strict=True))
    return said("gap_headline", *of, **ends, gap=gap)


def _ends(row, basis):
    """The claimed total and the other, each of its maximum where the two maxima differ."""
    points, most = ([row[f"{side}_{name}"] for side in ("claimed", basis)] for name in ("points", "max_points"))
    if not is_some(most[1] - most[0]):
        return map(text.points, points)
    return map(text.points_of, points, most)


def cuts_line(row, *of):
    """Return what was cut and raised; how much of the cuts was zeroed, where anything was cut."""
    if not row["n_cut"] + row["n_raised"]:
        return said("gap_none", *of, n=text.count(row["n_judged"] - row["n_added"]))
    words = {f"n_{name}": text.of(row[f"n_{name}"], row["n_judged"]) for name in ("cut", "raised")}
    words |= {"cut": text.points(-row["cut_points"]), "raised": text.points(row["raised_points"])}
    zeroed = (
        "" if pd.isna(row["zeroed_share"]) else said("gap_zeroed", *of, zeroed=text.share(row["zeroed_share"]))
    )
    return f"{said('gap_cuts', *of, **words)} {zeroed}".rstrip()
