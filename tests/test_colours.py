"""One colour dictionary: no colour means two things, and colour-blind readers tell what stands together apart."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from dts_analysis.show import colours

FOLDER = Path(colours.__file__).parent
FAMILIES = {
    "groups": colours.GROUPS,
    "parties": (*colours.PARTIES, colours.UNKNOWN_PARTY),
    "change": (colours.UP, colours.DOWN),
    "years": (colours.THIS_YEAR, colours.LAST_YEAR),
    "bases": (*colours.BASES.values(), colours.MEDIAN),
    "units": (colours.UNIT, colours.BOX),
    "severities": tuple(colours.SEVERITIES.values()),
    "classes": (*colours.UPPER, *colours.LOWER),
}
SEEN_AS = {  # Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
    "everybody": np.eye(3),
    "deuteranope": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881],
    ],
    "protanope": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "tritanope": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039],
    ],
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour, seen_as):
    """CIELAB (1976) of a colour as somebody sees it, D65."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    x, y, z = TO_XYZ @ np.clip(np.asarray(SEEN_AS[seen_as]) @ linear, 0, 1) / (0.9505, 1.0, 1.089)
    x, y, z = (np.cbrt(each) if each > 0.008856 else 7.787 * each + 16 / 116 for each in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one, other, seen_as="everybody"):
    """How far two colours lie apart; 2.3 is a difference just noticeable (Mahy et al. 1994)."""
    return float(np.linalg.norm(lab(one, seen_as) - lab(other, seen_as)))


def test_the_measure_says_what_it_must():
    assert apart("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)  # L* from 0 to 100
    assert apart("#D40000", "#5A6A00", "deuteranope") < 0.3 * apart("#D40000", "#5A6A00")  # red and olive


@pytest.mark.parametrize(
    ("seen_as", "least"), [("everybody", 22), ("deuteranope", 15), ("protanope", 11), ("tritanope", 9)]
)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_stands_in_one_figure_is_told_apart(family, seen_as, least):
    pairs = {pair: apart(*pair, seen_as) for pair in combinations(FAMILIES[family], 2)}
    assert {pair: far for pair, far in pairs.items() if far < least} == {}


def test_no_colour_has_a_second_meaning():
    every = [(family, colour) for family, members in FAMILIES.items() for colour in members]
    pairs = [(one, other) for one, other in combinations(every, 2) if one[0] != other[0]]
    assert [(one, other) for one, other in pairs if apart(one[1], other[1]) < 12] == []


def test_no_colour_is_named_elsewhere():
    rooms = [path for path in FOLDER.glob("*.py") if path.name != "colours.py"]
    assert [path.name for path in rooms if re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))] == []


def test_marks_and_words_stand_out_from_the_paper():
    marks = [
        each for family, members in FAMILIES.items() if family not in ("classes", "units") for each in members
    ]
    assert min(colours.contrast(each, colours.PAPER) for each in marks) >= 3
    words = [colours.INK, colours.QUIET, *FAMILIES["bases"], colours.THIS_YEAR]
    assert min(colours.contrast(each, colours.PAPER) for each in words) >= 4.5


def test_digits_stand_out_on_every_colour_and_are_dark_on_light_ones():
    steps = [colours.attainment(step / colours.STEPS) for step in range(colours.STEPS + 1)]
    for each in [*steps, colours.EMPTY, *(one for members in FAMILIES.values() for one in members)]:
        assert colours.contrast(colours.ink_on(each), each) >= 4.5
    inks = [colours.ink_on(each) for each in steps]
    assert inks == sorted(inks)  # dark digits up to one step, white from there on
    assert inks[: colours.STEPS // 2 + 1] == ["#000000"] * (colours.STEPS // 2 + 1)
    assert len(set(steps)) == colours.STEPS + 1
