"""Where words go in a figure so that they lie over no line and no other words; all in inches."""

import numpy as np


def apart(middles, heights, low, high):
    """Return middles of words one over the other, moved as little as it takes for none to lie over another.

    Parameters
    ----------
    middles, heights : sequence of float
        Where each would stand, and how high it is.
    low, high : float
        Between which all must stand.

    Examples
    --------
    >>> [round(float(each), 2) for each in apart([1.0, 1.1, 3.0], [0.4, 0.4, 0.4], 0.0, 4.0)]
    [0.85, 1.25, 3.0]
    """
    order = np.argsort(middles, kind="stable")
    wanted, heights = np.array(middles, dtype=float)[order], np.array(heights, dtype=float)[order]

    def span(group):
        offsets = np.cumsum(heights[group]) - heights[group] / 2
        start = (wanted[group] - offsets).mean()
        total = heights[group].sum()
        start = max(min(start, high - total), low)
        return start, start + total

    groups = []  # of words that touch, from below
    for number in range(len(wanted)):
        groups.append([number])
        while len(groups) > 1 and span(groups[-2])[1] > span(groups[-1])[0] + 1e-9:
            groups[-2:] = [groups[-2] + groups[-1]]
    found = np.empty(len(wanted))
    for group in groups:
        found[order[group]] = span(group)[0] + np.cumsum(heights[group]) - heights[group] / 2
    return found


def beside(place, width, height, lines, taken, out=0.08):
    """Return the middle of the first place beside a mark where words lie over no line and nothing taken, or None.

    Parameters
    ----------
    place : (float, float)
        The mark's.
    width, height : float
        Of the words.
    lines : sequence of array
        Each the places that a drawn line joins, one a row.
    taken : sequence of (float, float, float, float)
        Boxes: left, foot, right, top.

    Examples
    --------
    A level line runs through the mark: there is room over it, and under it where something lies over it.

    >>> beside((1, 1), 0.5, 0.25, [np.array([[0, 1], [2, 1]])], [], out=0.125)
    (1, 1.25)
    >>> beside((1, 1), 0.5, 0.25, [np.array([[0, 1], [2, 1]])], [(0, 1, 2, 2)], out=0.125)
    (1, 0.75)
    """
    up, aside = height / 2 + out, width / 2 + out
    for right, over in [(0, up), (0, -up), (-aside, up), (aside, up), (-aside, -up), (aside, -up)]:
        x, y = place[0] + right, place[1] + over
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if not any(_meets(box, other) for other in taken) and not any(_crosses(box, line) for line in lines):
            return x, y
    return None


def _meets(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(box, line):
    """Whether a line has a point in a box, looked for at each hundredth of its pieces."""
    shares = np.linspace(0, 1, 101)[:, None, None]
    x, y = np.moveaxis(line[:-1] + (line[1:] - line[:-1]) * shares, -1, 0)
    return bool(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any())
