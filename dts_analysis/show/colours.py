"""Every colour of figures and pages, by what it means: none means two things, all readers tell them apart.

Which they do is tested: within a meaning every two differ as a deuteranope, a protanope and a tritanope see them,
across meanings for everybody; marks stand out from white paper by 3 : 1, text by 4.5 : 1 (WCAG 2.2, 1.4.3 and
1.4.11).
"""

PAPER, INK, QUIET, FRAME, EMPTY = "#FFFFFF", "#222222", "#555555", "#BBBBBB", "#EDEDED"
GROUPS = ("#0056CC", "#E16F0A", "#00A371", "#8C4B9E", "#5790ED", "#7A6A00")  # a set's groups, in their order
PARTIES = ("#3D4FB0", "#2A9F90", "#A8462B", "#B278D6", "#8A962D", "#6E2450")  # who can act, in the file's order
UNKNOWN_PARTY = "#86729E"
UP, DOWN = "#1B69D0", "#D9480F"  # of a change, a gap, a place
THIS_YEAR, LAST_YEAR = "#00485C", "#B37B1B"
BASES = {
    "claimed": "#AA26B8",
    "verified": "#23255F",
    "final": "#598000",
    "computed": "#127D90",
    "measured": "#8A5A3B",
}
MEDIAN = "#677167"  # what the compared have, and the middle half of them
UNIT, BOX = "#3F4A52", "#E3E6E8"  # units as strokes, the middle half of them as a box
SEVERITIES = {"error": "#B3123F", "warning": "#A88C10", "info": "#6F97A8"}
UPPER = ("#14633C", "#58A878")  # classes of a scheme, the best first
LOWER = ("#E6CF7A", "#A9743A")  # the worst last
ATTAINMENT = (
    "#F5F7F9",
    "#A6B4C2",
    "#26384D",
)  # from nothing to all of the maximum; nearly grey, so no other's hue
STEPS = 20  # of the attainment's colours: 5 % each


def of_place(colours, place):
    """Return the colour at a place, round and round."""
    return colours[place % len(colours)]


def attainment(share):
    """Return the colour of a share of the maximum, in steps; what lies outside 0..1 has the colour of the end.

    >>> attainment(0.0), attainment(0.5), attainment(1.2)
    ('#F5F7F9', '#A6B4C2', '#26384D')
    """
    at = round(min(max(share, 0.0), 1.0) * STEPS) / STEPS * (len(ATTAINMENT) - 1)
    below = min(int(at), len(ATTAINMENT) - 2)
    pairs = zip(_parts(ATTAINMENT[below]), _parts(ATTAINMENT[below + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * (at - below)):02X}" for low, high in pairs)


def ink_on(colour):
    """Return black or white, whichever stands out more on a colour.

    >>> ink_on("#F5F7F9"), ink_on("#26384D")
    ('#000000', '#FFFFFF')
    """
    return max("#000000", PAPER, key=lambda ink: contrast(ink, colour))


def contrast(one, other):
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    shares = [part / 255 for part in _parts(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
