"""Other roots than the sample: raw folders in the states the sample never shows, small enough to work out by hand.

Each world is a function that writes a folder as ``data/raw`` and returns it. `EXPECTED` holds what its forms add
up to, worked by hand: the comment beside a number says how. `FINDINGS` are the findings its forms make, no others.
"""

from typing import NamedTuple

from raw_folder import CONDITIONS, FIELDS, HEADINGS, RAW, RawFolder, criteria, form, xlsx_form


class Hand(NamedTuple):
    """What a unit's forms of a year add up to by hand; None where no number stands."""

    claimed: float | None
    verified: float | None
    answered: int  # claims that are numbers
    blank: int
    not_judged: int  # applicable indicators without verified points
    not_applicable: int = 0


EXPECTED = {}  # world -> (unit code, year) -> Hand
FINDINGS = {}  # world -> code -> at how many places; a world without an entry makes none
UNREAD = {}  # world -> the units and years whose form a person cannot read either
WORLDS = {}  # name -> the function that writes the folder and returns it


def world(function):
    """Enter a world under its name."""
    WORLDS[function.__name__] = function
    return function


# Fifteen communes straight under a province, by the set and the codes of 2025. What is claimed is a share of each
# maximum, the same in a whole pillar: HT 80 points, NL 100, AT 100, CQ 520, KT 80, XH 80; together 960.
TAYNINH = "tayninh_commune_2025"
CLAIMED_SHARES = {
    "25459": "1 1 1 1 1 1", "25480": "1 1 1 0.5 1 1", "25486": "1 1 1 0.5 1 0", "25489": "1 1 0.5 0.5 1 1",
    "25498": "0.5 0.5 0.5 0.5 0.5 0.5", "25510": "1 0.5 0.5 0.5 0.5 0.5", "25516": "- 1 1 0.5 1 1",
    "25522": "0 0 0 1 0 0", "25525": "1 1 1 0.8 1 1", "25531": "1 1 1 0.9 0.5 0.5", "25534": "0.5 1 1 0.8 0.5 1",
    "25549": "0 0 0 0 0 0", "25552": "- - - - - -", "25567": "1 1 1 0.7 - 1", "25573": "1 1 1 0.6 0 0",
}  # fmt: skip
EXPECTED["nothing_verified"] = {
    ("25459", 2025): Hand(960, None, 62, 0, 62),
    ("25480", 2025): Hand(700, None, 62, 0, 62),  # 80 + 100 + 100 + 260 + 80 + 80
    ("25486", 2025): Hand(620, None, 62, 0, 62),  # 80 + 100 + 100 + 260 + 80
    ("25489", 2025): Hand(650, None, 62, 0, 62),  # 80 + 100 + 50 + 260 + 80 + 80
    ("25498", 2025): Hand(480, None, 62, 0, 62),  # half of 960
    ("25510", 2025): Hand(520, None, 62, 0, 62),  # half of 960, and the other 40 of HT
    ("25516", 2025): Hand(620, None, 55, 7, 62),  # 100 + 100 + 260 + 80 + 80; the 7 of HT left blank
    ("25522", 2025): Hand(520, None, 62, 0, 62),  # CQ alone, the rest claimed as 0
    ("25525", 2025): Hand(856, None, 62, 0, 62),  # 80 + 100 + 100 + 416 + 80 + 80
    ("25531", 2025): Hand(828, None, 62, 0, 62),  # 80 + 100 + 100 + 468 + 40 + 40
    ("25534", 2025): Hand(776, None, 62, 0, 62),  # 40 + 100 + 100 + 416 + 40 + 80
    ("25549", 2025): Hand(0, None, 62, 0, 62),
    ("25552", 2025): Hand(None, None, 0, 62, 62),
    ("25567", 2025): Hand(724, None, 58, 4, 62),  # 80 + 100 + 100 + 364 + 80; the 4 of KT left blank
    ("25573", 2025): Hand(592, None, 62, 0, 62),  # 80 + 100 + 100 + 312
}
ONE_VERIFIED = "0.5 1 0.5 0.5 1 0"  # of 25534: AT and CQ lowered, KT raised, XH zeroed
EXPECTED["one_verified"] = EXPECTED["nothing_verified"] | {
    # verified 40 + 100 + 50 + 260 + 80 + 0. Classes: the 5 of NL completed (both full); the 6 of AT, 32 of CQ and
    # 8 of XH need evidence (verified below claimed); the 7 of HT and 4 of KT in progress; none not started
    ("25534", 2025): Hand(776, 530, 62, 0, 0),
}


def _tayninh(folder):
    return RawFolder(folder, (RAW / "criteria" / f"{TAYNINH}.yml").read_text(encoding="utf-8"))


def _points(raw, shares):
    """The points of every indicator from the shares of the six pillars."""
    document = raw.sets[TAYNINH]
    by_pillar = dict(zip((each["code"] for each in document["pillars"]), shares.split(), strict=True))
    pairs = [(by_pillar[each["code"].split("-")[0]], each["max_points"]) for each in document["indicators"]]
    return " ".join("-" if share == "-" else f"{float(share) * most:g}".replace(".", ",") for share, most in pairs)


@world
def nothing_verified(folder):
    """Fifteen communes under a province, classes by conditions, self forms only."""
    raw = _tayninh(folder)
    for number, (code, shares) in enumerate(CLAIMED_SHARES.items()):
        suffix = ".csv" if number % 3 else ".xlsx"
        raw.unit(code, 2025, TAYNINH, _points(raw, shares), suffix=suffix, reasons={"CQ": "R01", "XH": "R11"})
    return raw.done()


@world
def one_verified(folder):
    """The same, and one of the fifteen verified: a sheet that holds both scores."""
    raw = _tayninh(folder)
    for code, shares in CLAIMED_SHARES.items():
        if code == "25534":
            rows = raw.rows(TAYNINH, _points(raw, shares), _points(raw, ONE_VERIFIED), reasons={"CQ": "R01"})
            raw.file(f"2025/{code}.xlsx", code, 2025, TAYNINH, "sheet", form(".xlsx", rows, "sheet"))
        else:
            raw.unit(code, 2025, TAYNINH, _points(raw, shares), reasons={"CQ": "R01"})
    return raw.done()


EXPECTED["partly_verified"] = {
    ("001", 2022): Hand(100, 10, 10, 0, 9),  # all claimed, one judged: 10 of 10
    ("002", 2022): Hand(95, 80, 10, 0, 0),  # nine tens and a five; the last two zeroed
    ("003", 2022): Hand(80, 36, 10, 0, 4),  # ten eights; 4 x 8 + 4 + 0 on the six judged
    ("004", 2022): Hand(50, 50, 10, 0, 1),  # five tens; the tenth not judged: 002 alone is judged on it
    ("005", 2022): Hand(70, None, 10, 0, 10),
    ("006", 2022): Hand(60, None, 10, 0, 10),
    ("007", 2022): Hand(90, None, 10, 0, 10),
    ("008", 2022): Hand(50, None, 5, 5, 10),  # five tens, the rest blank
    ("009", 2022): Hand(40, None, 10, 0, 10),
    ("016", 2022): Hand(0, None, 10, 0, 10),
}


@world
def partly_verified(folder):
    """Ten districts of 100 points: one judged on one indicator only, one on all, two in part, six on none."""
    raw = RawFolder(folder, criteria("partly_2022", "district", [2022], {"A": [10] * 5, "B": [10] * 5}))
    raw.unit("001", 2022, "partly_2022", "10 10 10 10 10 10 10 10 10 10", "10 - - - - - - - - -")
    raw.unit("002", 2022, "partly_2022", "10 10 10 10 10 10 10 10 10 5", "10 10 10 10 10 10 10 10 0 0")
    raw.unit("003", 2022, "partly_2022", "8 8 8 8 8 8 8 8 8 8", "8 8 8 8 4 0 - - - -")
    raw.unit("004", 2022, "partly_2022", "10 10 10 10 10 0 0 0 0 0", "10 10 10 10 10 0 0 0 0 -")
    for code, claims in (("005", "7 "), ("006", "6 "), ("007", "9 "), ("009", "4 "), ("016", "0 ")):
        raw.unit(code, 2022, "partly_2022", claims * 10)
    raw.unit("008", 2022, "partly_2022", "10 10 10 10 10 - - - - -")
    return raw.done()


EXPECTED["one_pillar"] = {
    ("369", 2023): Hand(15, 14, 2, 0, 0),  # 10 + 5; 5 lowered to 4
    ("370", 2023): Hand(16, 16, 2, 0, 0),
    ("372", 2023): Hand(5, 7, 1, 1, 0),  # the blank one was verified at 2
    ("369", 2024): Hand(20, 18, 2, 0, 0),
    ("370", 2024): Hand(14, 12, 2, 0, 0),
    ("372", 2024): Hand(14, 14, 2, 0, 0),  # as 370 claimed
}


@world
def one_pillar(folder):
    """A set of one pillar with two indicators, three districts, two years."""
    raw = RawFolder(folder, criteria("pillar_one", "district", [2023, 2024], {"A": [10, 10]}))
    for code, year, claimed, verified in (
        ("369", 2023, "10 5", "10 4"), ("370", 2023, "8 8", "8 8"), ("372", 2023, "5 -", "5 2"),
        ("369", 2024, "10 10", "10 8"), ("370", 2024, "6 8", "6 6"), ("372", 2024, "7 7", "7 7"),
    ):  # fmt: skip
        raw.unit(code, year, "pillar_one", claimed, verified, reasons={"A": "R05"})
    return raw.done()


EXPECTED["two_pillars"] = {
    ("14464", 2022): Hand(40, 37, 4, 0, 0),  # 5 + 10 + 15 + 10; 15 lowered to 12
    ("14467", 2022): Hand(40, 35, 4, 0, 0),  # 10 + 5 + 20 + 5; the last zeroed
    ("14470", 2022): Hand(2.5, 8.5, 3, 1, 0),  # 0 + 2.5 + blank + 0; the blank one was verified at 6
    ("14464", 2023): Hand(44, 44, 4, 0, 0),  # 6 + 10 + 18 + 10
    ("14467", 2023): Hand(47.5, 42.5, 4, 0, 0),  # 10 + 7.5 + 20 + 10; the last lowered to 5
    ("14470", 2023): Hand(22, 16, 4, 0, 0),  # 2 + 5 + 10 + 5; 10 lowered to 4
}


@world
def two_pillars(folder):
    """Two pillars with rules that compute, classes by conditions, three communes, two years."""
    rule = {
        "A-01": {"kind": "ratio"},
        "A-02": {"kind": "ratio", "target": 0.8},
        "B-02": {"kind": "tiers", "tiers": [{"at_least": 4, "points": 10}, {"at_least": 2, "points": 5}]},
    }
    pillars = {"A": [10, 10], "B": [20, 10]}
    raw = RawFolder(folder, criteria("two", "commune", [2022, 2023], pillars, CONDITIONS, rule=rule))
    for code, year, declared, claimed, verified in (
        ("14464", 2022, "5/10 8/10 - 4", "5 10 15 10", "5 10 12 10"),
        ("14467", 2022, "10/10 4/10 - 2", "10 5 20 5", "10 5 20 0"),
        ("14470", 2022, "0/10 2/10 - 0", "0 2,5 - 0", "0 2,5 6 0"),
        ("14464", 2023, "6/10 8/10 - 4", "6 10 18 10", "6 10 18 10"),
        ("14467", 2023, "10/10 6/10 - 5", "10 7,5 20 10", "10 7,5 20 5"),
        ("14470", 2023, "2/10 4/10 - 3", "2 5 10 5", "2 5 4 5"),
    ):
        raw.unit(code, year, "two", claimed, verified, declared=declared, reasons={"A": "R07", "B-01": "R02"})
    return raw.done()


EXPECTED["all_maxima_zero"] = {
    ("14464", 2022): Hand(0, 0, 7, 0, 0),  # seven zeros claimed, seven verified
    ("14467", 2022): Hand(0, 0, 4, 3, 3),  # all seven counted, 0 written beside four
    ("14470", 2022): Hand(None, None, 0, 7, 7),  # two counted, no 0 written anywhere
}


@world
def all_maxima_zero(folder):
    """Six targets without points, met by a share of a half, and a penalty: all maxima are 0, nobody is placed."""
    codes = [f"{pillar}-{place:02}" for pillar in "AB" for place in (1, 2, 3)]
    rule = {code: {"kind": "target", "of": "share", "at_least": 0.5} for code in codes}
    rule["B-04"] = {"kind": "count", "each": -1}
    raw = RawFolder(folder, criteria("zero_2022", "commune", [2022], {"A": [0] * 3, "B": [0] * 4}, rule=rule))
    raw.unit("14464", 2022, "zero_2022", "0 " * 7, "0 " * 7, declared="5/10 9/10 4/10 1/2 2/2 0/2 0")
    raw.unit("14467", 2022, "zero_2022", "0 0 0 - - - 0", "0 0 0 - - - 0", declared="1/10 9/10 9/10 2/2 2/2 0/2 0")
    raw.unit("14470", 2022, "zero_2022", "- " * 7, declared="9/10 1/10 - - - - -")
    return raw.done()


PROVINCES = [f"{number:02}" for number in (
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42,
    44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86,
    87, 89, 91, 92, 93, 94, 95, 96,
)]  # fmt: skip
# The n-th claims n + 20 + 10; n is verified down to a multiple of three, 10 down to 5 for every even n.
EXPECTED["provinces"] = {
    (code, 2022): Hand(n + 30, n - n % 3 + 20 + (10 if n % 2 else 5), 3, 0, 0)
    for n, code in enumerate(PROVINCES, 1)
}


@world
def provinces(folder):
    """The 63 provinces of 2022 as the units assessed: none has a parent, all are ranked together."""
    pillars = {"A": [70], "B": [20], "C": [10]}
    raw = RawFolder(folder, criteria("provinces_2022", "province", [2022], pillars, group="country"))
    for n, code in enumerate(PROVINCES, 1):
        verified = f"{n - n % 3} 20 {10 if n % 2 else 5}"
        raw.unit(code, 2022, "provinces_2022", f"{n} 20 10", verified, reasons={"A": "R02"})
    return raw.done()


EXPECTED["communes_of_districts"] = {
    ("14464", 2022): Hand(50, 45, 4, 0, 0),  # all of 10 + 10 + 20 + 10; the last lowered to 5
    ("14467", 2022): Hand(35, 35, 4, 0, 0),  # 5 + 10 + 10 + 10
    ("14470", 2022): Hand(20, 20, 3, 1, 0),  # 10 + blank + 5 + 5; the blank one was verified at 0
    ("14383", 2022): Hand(40, 30, 4, 0, 0),  # four tens; the last zeroed
    ("14386", 2022): Hand(40, None, 4, 0, 4),  # 10 + 10 + 20 + 0
    ("14389", 2022): Hand(15, None, 4, 0, 4),  # 0 + 5 + 5 + 5
}


@world
def communes_of_districts(folder):
    """Three communes under each of two districts; neither the districts nor their province sent anything."""
    raw = RawFolder(folder, criteria("communes_2022", "commune", [2022], {"A": [10, 10], "B": [20, 10]}))
    for code, claimed, verified in (
        ("14464", "10 10 20 10", "10 10 20 5"), ("14467", "5 10 10 10", "5 10 10 10"),
        ("14470", "10 - 5 5", "10 0 5 5"), ("14383", "10 10 10 10", "10 10 10 0"),
        ("14386", "10 10 20 0", ""), ("14389", "0 5 5 5", ""),
    ):  # fmt: skip
        raw.unit(code, 2022, "communes_2022", claimed, verified, reasons={"B": "R06"})
    return raw.done()


FINDINGS["unreadable_form"] = {"not_a_workbook": 1, "header_missing": 1}
EXPECTED["unreadable_form"] = {
    ("25459", 2025): Hand(960, None, 62, 0, 62),
    ("25480", 2025): Hand(None, None, 0, 62, 62),  # the file breaks off
    ("25486", 2025): Hand(None, None, 0, 62, 62),  # no heading says what the columns are
    ("25489", 2025): Hand(650, None, 62, 0, 62),
    ("25498", 2025): Hand(480, None, 62, 0, 62),
}
UNREAD["unreadable_form"] = {("25480", 2025), ("25486", 2025)}


@world
def unreadable_form(folder):
    """Five communes: one workbook is damaged, one has no heading, three are sound."""
    raw = _tayninh(folder)
    for code in ("25459", "25480", "25486", "25489", "25498"):
        rows = raw.rows(TAYNINH, _points(raw, CLAIMED_SHARES[code]))
        headings = dict.fromkeys(HEADINGS, "…") if code == "25486" else HEADINGS
        content = xlsx_form(rows, FIELDS["self"], headings)
        content = content[: len(content) // 2] if code == "25480" else content
        raw.file(f"2025/{code}.xlsx", code, 2025, TAYNINH, "self", content)
    return raw.done()


FINDINGS |= {name: {"claims_none": 1} for name in ("nothing_verified", "one_verified", "all_maxima_zero")}
FINDINGS["blank_but_verified"] = {
    "claims_none": 1,  # the sheet repeats 372's claim, and is told so too
    "not_applicable_claimed": 1, "not_applicable_contradicted": 1, "not_applicable_verified": 1,
}  # fmt: skip
EXPECTED["blank_but_verified"] = {
    # claims 10 + 5 + 8 + 6, two blanks, and 10 for 2.4, which the verifier says does not apply;
    # verified 10 + 4 (blank) + 8 (raised from 5) + 0 (zeroed from 8, coded "not rolled out") + 6; 2.3 not judged
    ("373", 2022): Hand(29, 28, 4, 2, 1, 1),
    ("370", 2022): Hand(56, 56, 7, 0, 0),  # seven eights, all accepted
    # says 1.1 does not apply, the verifier gives 3: it applies, and its claim is blank; 5 of 2.4 zeroed
    ("372", 2022): Hand(40, 38, 6, 1, 0),
    ("369", 2022): Hand(None, 7, 0, 7, 0),  # nothing claimed, seven ones verified
}


@world
def blank_but_verified(folder):
    """What a verifier may do to a claim: give points to a blank, raise, zero on a ground, judge out."""
    pillars = {"A": [10, 10, 10], "B": [10, 10, 10, 10]}
    raw = RawFolder(folder, criteria("judged_2022", "district", [2022], pillars))
    reasons = {"A": "R05", "B-01": "R01", "B-04": "R01"}
    for code, claimed, verified in (
        ("373", "10 - 5 8 6 - 10", "10 4 8 0 6 - k"), ("370", "8 8 8 8 8 8 8", "8 8 8 8 8 8 8"),
        ("372", "k 10 10 5 5 5 5", "3 10 10 5 5 5 0"), ("369", "- - - - - - -", "1 1 1 1 1 1 1"),
    ):  # fmt: skip
        raw.unit(code, 2022, "judged_2022", claimed, verified, ".xlsx", reasons=reasons)
    return raw.done()


EXPECTED["one_unit"] = {("373", 2022): Hand(35, 24, 3, 0, 0)}  # 10 + 5 + 20; 10 + 4 + 10


@world
def one_unit(folder):
    """One district alone under its province."""
    raw = RawFolder(folder, criteria("alone_2022", "district", [2022], {"A": [10, 10], "B": [30]}))
    raw.unit("373", 2022, "alone_2022", "10 5 20", "10 4 10", reasons={"B": "R02"})
    return raw.done()


EXPECTED["renewed"] = {
    ("369", 2022): Hand(33, 31, 5, 0, 0),  # 10 + 5 + 8 + 6 + 4; 8 lowered to 6
    ("370", 2022): Hand(25, 25, 5, 0, 0),  # five fives
    ("372", 2022): Hand(30, 28, 4, 0, 0, 1),  # 2.3 does not apply: 10 + 10 + 0 + 10; 10 lowered to 8
    ("373", 2022): Hand(28, 21, 4, 0, 0, 1),  # 2.3 does not apply: four sevens, the last zeroed
    ("369", 2023): Hand(30, 30, 4, 0, 0, 1),  # 1.2 no longer applies: 10 + 8 + 8 + 4
    ("370", 2023): Hand(30, 12, 5, 0, 3),  # five sixes, two of them judged
    ("372", 2023): Hand(40, None, 5, 0, 5),  # 10 + 10 + 5 + 10 + 5; 2.3 applies now
    ("373", 2023): Hand(40, 32, 5, 0, 0),  # five eights, the last zeroed
}


@world
def renewed(folder):
    """A set copied for the next year and continued; what applies to whom changed, half of it is verified."""
    pillars = {"A": [10, 10], "B": [10, 10, 10]}
    codes = ["A-01", "A-02", "B-01", "B-02", "B-03"]
    before = criteria("first_2022", "district", [2022], pillars, applies_to={"B-03": ["369", "370"]})
    after = criteria(
        "first_2023", "district", [2023], pillars, applies_to={"A-02": ["370", "372", "373"]},
        continues={code: f"first_2022:{code}" for code in codes},
    )  # fmt: skip
    raw = RawFolder(folder, before, after)
    for code, year, claimed, verified in (
        ("369", 2022, "10 5 8 6 4", "10 5 6 6 4"), ("369", 2023, "10 - 8 8 4", "10 - 8 8 4"),
        ("370", 2022, "5 5 5 5 5", "5 5 5 5 5"), ("370", 2023, "6 6 6 6 6", "6 6 - - -"),
        ("372", 2022, "10 10 0 10 -", "10 8 0 10 -"), ("372", 2023, "10 10 5 10 5", ""),
        ("373", 2022, "7 7 7 7 -", "7 7 7 0 -"), ("373", 2023, "8 8 8 8 8", "8 8 8 8 0"),
    ):  # fmt: skip
        raw.unit(code, year, f"first_{year}", claimed, verified, reasons={"A": "R05", "B": "R02"})
    return raw.done()


FINDINGS["years_apart"] = {"not_a_workbook": 2, "not_applicable_claimed": 6, "claims_none": 2}
EXPECTED["years_apart"] = {
    ("369", 2022): Hand(None, None, 0, 3, 3),  # the file breaks off
    ("369", 2023): Hand(20, None, 3, 0, 3),  # 10 + 5 + 5
    ("370", 2022): Hand(None, None, 0, 3, 3),
    ("370", 2023): Hand(20, None, 3, 0, 3),
    ("372", 2022): Hand(19, 19, 3, 0, 0),  # 9 + 5 + 5
    ("372", 2023): Hand(None, 15, 0, 3, 0),  # nothing claimed, three fives verified
    ("373", 2022): Hand(19, None, 3, 0, 3),
    ("373", 2023): Hand(None, None, 0, 3, 3),  # the file breaks off
    ("374", 2022): Hand(None, None, 0, 0, 0, 3),
    ("374", 2023): Hand(None, None, 0, 0, 0, 3),
}
UNREAD["years_apart"] = {("369", 2022), ("373", 2023)}


@world
def years_apart(folder):
    """Two years of which one says nothing: no form that can be read, a blank one, one where nothing applies."""
    raw = RawFolder(folder, criteria("apart", "district", [2022, 2023], {"A": [10, 10], "B": [10]}))
    for code, year in (("369", 2022), ("373", 2023)):
        content = form(".xlsx", raw.rows("apart", "1 1 1"), "self")
        raw.file(f"{year}/{code}.xlsx", code, year, "apart", "self", content[: len(content) // 2])
    for code, year, claimed, verified in (
        ("369", 2023, "10 5 5", ""), ("370", 2022, "- - -", ""), ("370", 2023, "10 5 5", ""),
        ("372", 2022, "9 5 5", "9 5 5"), ("372", 2023, "- - -", "5 5 5"), ("373", 2022, "9 5 5", ""),
        ("374", 2022, "k k k", ""), ("374", 2023, "k k k", ""),
    ):  # fmt: skip
        raw.unit(code, year, "apart", claimed, verified, reasons={"A": "R05"})
    return raw.done()


MEASURED_RULES = {
    "A-01": {"kind": "ratio"},
    "A-02": {"kind": "tiers", "of": "value", "tiers": [
        {"at_least": 4, "points": 10}, {"at_least": 2, "points": 5},
    ]},
    "A-03": {"kind": "choice", "options": [
        {"label": "Có", "points": 10}, {"label": "Đang làm", "points": 5}, {"label": "Chưa", "points": 0},
    ]},
    "B-01": {"kind": "checklist", "at_most": 10, "parts": [
        {"label": "Kế hoạch", "points": 6}, {"label": "Kinh phí", "points": 4},
    ]},
    "B-02": {"kind": "manual"},
    "B-03": {"kind": "ratio"},
}  # fmt: skip
MEASURED = """\
year,criteria_id,unit_code,indicator_code,value,total,measured_on,system,source
2022,measured_2022,373,A-01,5,10,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,373,A-02,3,,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,373,A-03,Đang làm,,2023-01-15,Cổng DVC,bảng tháng 1
2022,measured_2022,373,B-01,1,,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,373,B-02,họp 3 lần,,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,373,B-03,0.52,,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,370,A-01,90%,,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,370,B-03,40,50,2022-12-31,LGSP,bảng ngày 31/12
2022,measured_2022,369,A-02,4,,2022-12-31,LGSP,bảng ngày 31/12
"""
# 373: B-02 has no points by rule; lie far apart, A-03 and B-01 are other answers; 0.52 is near 0.5
# 370: declared 9/10 and 30/40; 0.9 is the same, 0.8 lies 6 % from 0.75 (0.05 of 0.8). 369 declared nothing there
FINDINGS["measured"] = {"measured_far": 3, "measured_other": 2}
EXPECTED["measured"] = {
    ("373", 2022): Hand(55, 40, 6, 0, 0),  # 8 + 10 + 10 + 10 + 7 + 10; verified 5 + 5 + 5 + 10 + 5 + 10
    ("370", 2022): Hand(54, None, 6, 0, 6),  # 9 + 5 + 5 + 10 + 10 + 15
    ("369", 2022): Hand(20, None, 2, 4, 6),  # 10 of A-01, 10 of B-03
    ("372", 2022): Hand(70, None, 6, 0, 6),  # nothing was measured
}


@world
def measured(folder):
    """Four districts, one of them verified; of three a system measured something."""
    rules = criteria(
        "measured_2022", "district", [2022], {"A": [10, 10, 10], "B": [10, 10, 20]}, rule=MEASURED_RULES
    )
    raw = RawFolder(folder, rules)
    for code, claimed, verified, declared in (
        ("373", "8 10 10 10 7 10", "5 5 5 10 5 10", "8/10 4 1 1;2 - 10/20"),
        ("370", "9 5 5 10 10 15", "", "9/10 2 2 1;2 - 30/40"),
        ("369", "10 - - - - 10", "", "10/10 - - - - 10/20"),
        ("372", "10 10 10 10 10 20", "", "10/10 4 1 1;2 - 20/20"),
    ):
        raw.unit(code, 2022, "measured_2022", claimed, verified, ".xlsx", declared=declared, reasons={"A": "R05"})
    (raw.folder / "measured").mkdir()
    (raw.folder / "measured" / "lgsp.csv").write_text(MEASURED, encoding="utf-8")
    return raw.done()
