"""Plans: moves, targets and least effort worked by hand; the law says what they bring."""

import itertools

import numpy as np
import pandas as pd
import pytest
import yaml

from dts_analysis import dataset, reference, rules, scoring, show
from dts_analysis.analysis import losses, planning
from dts_analysis.errors import DtsError

CLASSES = [
    {"code": "done", "name_vi": "Đạt", "name_en": "Done", "is_upper": True, "at_least": 1.0},
    {"code": "nearly", "name_vi": "Gần đạt", "name_en": "Nearly", "is_upper": True, "at_least": 0.7},
    {"code": "low", "name_vi": "Thấp", "name_en": "Low", "is_upper": False, "at_least": 0.0},
]
STEPS = {"kind": "tiers", "of": "value", "tiers": [{"at_least": 4, "points": 8}, {"at_least": 2, "points": 4}]}
OPTIONS = [{"label": "Có", "points": 6}, {"label": "Một phần", "points": 3}, {"label": "Không"}]
RULES = {
    "A-1": ({"kind": "ratio", "target": 0.8}, 10.0),
    "A-2": (STEPS, 8.0),
    "B-1": ({"kind": "choice", "options": OPTIONS}, 6.0),
    "B-2": ({"kind": "manual"}, 6.0),
}
REASONS = pd.DataFrame(
    {
        "reason_code": ["R01", "R02", "R05", "R99"],
        "removable_by": ["province", "unit", "unit", "unknown"],
        "remedies": [("rollout",), ("direction",), ("staff",), ("coding",)],
        "effort": pd.array([3, 1, 3, pd.NA], "Int64"),
    }
)
GROUNDS = pd.DataFrame(
    {
        "ground_code": ["G01", "G04"],
        "removable_by": ["unit", "unit"],
        "remedies": [("evidence",), ("training",)],
        "effort": pd.array([1, pd.NA], "Int64"),
    }
)


@pytest.fixture
def criteria(tmp_path):
    """A function that reads the set of two pillars, with changes to its pillars or to itself."""

    def read(rules=RULES, pillars=None, **changes):
        listed = [
            {"code": code, "printed_as": code.replace("-", "."), "name_vi": code, "max_points": most, "rule": rule}
            | ({"applies_if": condition[0]} if condition else {})
            for code, (rule, most, *condition) in rules.items()
        ]
        most = {pillar: sum(each["max_points"] for each in listed if each["code"][0] == pillar) for pillar in "AB"}
        held = [
            {"code": code, "printed_as": code, "name_vi": code, "name_en": code, "max_points": most[code]}
            | (given := (pillars or {}).get(code, {}))
            | {"max_points": min(most[code], given.get("cap", most[code]))}
            for code in "AB"
        ]
        document = {
            "id": "thu", "title": "Thử", "level": "district", "issuer": "thử", "decision": "", "issued_on": None,
            "source": "thử", "provenance": "illustrative", "provenance_note": "thử", "years": [2022],
            "total_points": sum(each["max_points"] for each in held),
            "ranking": {"precision": 2, "method": "competition", "group": "parent"},
            "class_scheme": {"kind": "thresholds", "note": "thử", "classes": CLASSES},
            "pillars": held, "indicators": listed,
        } | changes  # fmt: skip
        path = tmp_path / "thu.yml"
        path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        return reference.read_criteria(path)

    return read


def answered(one, claimed, verified=None, reasons=None, grounds=None):
    """A unit's scores under a set: claims by indicator (NaN: blank), what was verified of them, and why."""
    codes = [each.code for each in one.indicators]
    rows = pd.DataFrame(
        {
            "unit_code": "u", "year": 2022, "criteria_id": one.id, "indicator_code": codes,
            "answer_status": ["missing" if np.isnan(claimed[code]) else "answered" for code in codes],
            "declared_value": np.nan, "declared_total": np.nan, "declared_text": "",
            "claimed_points": [claimed[code] for code in codes],
            "verified_points": [np.nan if verified is None else verified[code] for code in codes],
            "final_points": np.nan,
            "reason_codes": [(reasons or {}).get(code, "") for code in codes], "reason_shares": "",
            "ground_code": [(grounds or {}).get(code, "") for code in codes],
            "explanation": "", "evidence": "", "verifier_note": "", "source": "", "verified_source": "",
        }
    )  # fmt: skip
    return scoring.score(rows, {one.id: one})


def pieces(one, scores, basis="claimed"):
    """What plans are made of: scores, what they count for on a basis, and their losses by cause."""
    counted = scoring.count(scores, {one.id: one})
    counted = counted[counted["basis"] == basis].reset_index(drop=True)
    lost = losses.losses(counted, scores)
    return scores, counted, losses.attributed(lost, REASONS, GROUNDS)


def moves_of(one, scores, basis="claimed", **options):
    return planning.moves(*pieces(one, scores, basis), one, REASONS, GROUNDS, **options)


def ranked_units(criteria_set, points, most=30.0, change=None):
    """Standings of units by their points, "u" among them, ranked as the set says."""
    rows = pd.DataFrame({"unit_code": list(points), "points": list(points.values())})
    rows = rows.assign(
        year=2022, criteria_id="thu", basis="claimed", max_points=most, attainment_share=rows["points"] / most,
        is_complete=True, change_share=[(change or {}).get(code) for code in points],
    )  # fmt: skip
    from dts_analysis.analysis.ranking import ranked

    return ranked(rows, {"thu": criteria_set})


CLAIMS = {"A-1": 5.0, "A-2": 4.0, "B-1": 3.0, "B-2": np.nan}


def test_moves_are_the_steps_of_each_rule(criteria):
    one = criteria()
    found = moves_of(one, answered(one, CLAIMS, reasons={"A-1": "R02", "A-2": "R05;R02", "B-1": "R02"}))
    told = found[["indicator_code", "reached_points", "gain_points", "needs", "effort"]].to_numpy().tolist()
    assert told == [
        ["A-1", 7.0, 2.0, "từ 56%", 1],  # 70 % of the points where 80 % give all: 0.56
        ["A-1", 10.0, 5.0, "từ 80%", 1],
        ["A-2", 8.0, 4.0, "từ 4", 3],  # the heavier of its two causes
        ["B-1", 6.0, 3.0, "«Có»", 1],
        [
            "B-2",
            pytest.approx(4.2),
            pytest.approx(4.2),
            "",
            2,
        ],  # blank, with no reason: nobody knows what it takes
        ["B-2", 6.0, 6.0, "", 2],
    ]
    # light, half to begin and half for 2 of 10; heavy for 4 of 8
    assert found["cost"].iloc[:3].tolist() == pytest.approx([0.5 + 0.5 * 0.2, 0.5 + 0.5 * 0.5, 3 * (0.5 + 0.25)])
    assert found["reached_class"].tolist() == ["nearly", "done", "done", "done", "nearly", "done"]


def test_nothing_is_proposed_that_was_not_rolled_out_or_hangs_on_others(criteria):
    one = criteria()
    scores = answered(one, CLAIMS, reasons={"A-1": "R01", "A-2": "R01;R02", "B-1": "R02"})
    assert set(moves_of(one, scores)["indicator_code"]) == {"B-1", "B-2"}
    closed = planning.out_of_reach(*pieces(one, scores), one)
    assert closed[["indicator_code", "why"]].to_numpy().tolist() == [
        ["A-1", "not_rolled_out"],
        ["A-2", "not_rolled_out"],
    ]


def test_what_nobody_judged_yet_is_out_of_reach_not_a_move(criteria):
    one = criteria()
    verified = {"A-1": 5.0, "A-2": 4.0, "B-1": np.nan, "B-2": 0.0}
    scores = answered(one, CLAIMS, verified)
    assert "B-1" not in set(moves_of(one, scores, "verified")["indicator_code"])
    (row,) = planning.out_of_reach(*pieces(one, scores, "verified"), one).itertuples()
    assert (row.indicator_code, row.why) == ("B-1", "not_judged")
    assert np.isnan(row.lost_points)


def test_a_claim_cut_for_its_evidence_comes_back_by_evidence_first(criteria):
    one = criteria()
    verified = {"A-1": 2.0, "A-2": 0.0, "B-1": 3.0, "B-2": 0.0}
    grounds = {"A-1": "G01", "A-2": "G04"}
    found = moves_of(one, answered(one, CLAIMS, verified, {"A-1": "R02", "A-2": "R02"}, grounds), "verified")
    first = found.set_index("indicator_code")["is_evidence_first"].groupby(level=0).any().to_dict()
    assert first == {"A-1": True, "A-2": False, "B-1": False, "B-2": False}
    assert found.loc[found["indicator_code"] == "A-1", "reached_points"].tolist() == [5.0, 7.0, 10.0]


def test_on_its_claims_too_what_verification_cut_for_its_evidence_asks_for_evidence_first(criteria):
    # A-1 was cut from 5 for its evidence; A-2 from 4 on no ground; B-1 from 3 on another one; B-2 was blank
    one = criteria()
    verified = {"A-1": 2.0, "A-2": 0.0, "B-1": 0.0, "B-2": 0.0}
    scores = answered(one, CLAIMS, verified, grounds={"A-1": "G01", "B-1": "G04"})
    for basis in ("claimed", "computed"):
        scores["computed_points"] = scores["claimed_points"].fillna(0.0)
        found = moves_of(one, scores, basis)
        first = found.groupby("indicator_code")["is_evidence_first"].any().to_dict()
        assert first == {"A-1": True, "A-2": True, "B-1": False, "B-2": False}
    # its rule can give no 3 of 10: on claims there is no claim to come back to
    assert found.loc[found["indicator_code"] == "A-1", "reached_points"].tolist() == [7.0, 10.0]
    scores["final_points"] = [5.0, np.nan, np.nan, np.nan]  # A-1 was given back at last
    assert planning.cut_claims(scores, one, REASONS, GROUNDS) == {"A-2"}


def test_the_next_target_is_the_next_step_among_bands_and_classes_together(criteria):
    # 12 of 30 are 0.40: the next of 0.8 and 0.5 (bands), 1.0, 0.7 and 0 (classes) is 0.5
    bands = [{"name": "Tốt", "at_least": 0.8}, {"name": "Khá", "at_least": 0.5}]
    one = criteria(ranking={"precision": 2, "method": "competition", "group": "parent", "bands": bands})
    for points, name in ((12.0, "Khá"), (15.0, "nearly"), (21.0, "Tốt"), (24.0, "done")):
        units = ranked_units(one, {"u": points})
        assert planning.next_target(units, "u", one) == planning.Target("class", name)


def test_a_checklist_s_task_names_the_parts_to_add_and_is_true_once_they_are_declared(criteria):
    # of a (6), b (4), c (5) and a penalty d (-2) the first and the last are done: 4 points
    parts = [{"label": label, "points": points} for label, points in (("a", 6), ("b", 4), ("c", 5), ("d", -2))]
    one = criteria(RULES | {"A-1": ({"kind": "checklist", "parts": parts}, 15.0)})
    scores = answered(one, CLAIMS | {"A-1": 4.0})
    scores.loc[scores["indicator_code"] == "A-1", "declared_value"] = 9.0
    scores = scoring.score(scores, {one.id: one})
    found = moves_of(one, scores)
    found = found[found["indicator_code"] == "A-1"]
    told = dict(zip(found["reached_points"], found["needs"], strict=True))
    assert sorted(told) == [6, 8, 9, 10, 11, 13, 15]  # + 2, 4, 5, 6, 7, 9, 11
    assert told[15] == "thêm «b», «c»; không còn «d»"
    for move in found.itertuples():
        given = pd.DataFrame([{"indicator_code": "A-1", "declared_value": move.declared_value}])
        changed, *_ = planning.what_if(scores, {one.id: one}, "claimed", given)
        assert changed["reached_points"].tolist() == [move.reached_points]


def test_a_unit_s_own_efforts_come_first(criteria, tmp_path):
    one = criteria()
    path = tmp_path / "cong_suc.csv"
    path.write_text("indicator_code,effort\nA.1,3\nB-2,1\n", encoding="utf-8")
    own = reference.read_efforts(path, one)
    assert own.to_dict() == {"A-1": 3, "B-2": 1}
    found = moves_of(one, answered(one, CLAIMS, reasons={"A-1": "R02"}), efforts=own)
    efforts = found.groupby("indicator_code")["effort"].max().to_dict()
    assert efforts == {"A-1": 3, "A-2": 2, "B-1": 2, "B-2": 1}
    path.write_text("indicator_code,effort\nA-9,1\nA-1,5\nA-1,1\nA.1,2\n", encoding="utf-8")
    with pytest.raises(DtsError) as caught:
        reference.read_efforts(path, one)
    assert [each.code for each in caught.value.findings] == [
        "effort_indicator_unknown", "effort_unknown", "effort_doubled",
    ]  # fmt: skip
    assert "không có chỉ số A-9" in str(caught.value)
    assert "«5»; cần: 1 (nhẹ)" in str(caught.value)


def all_plans(table):
    """Every choice of at most one move of each indicator."""
    by = [[None, *rows.index] for _, rows in table.groupby("indicator_code")]
    for chosen in itertools.product(*by):
        yield table.loc[[each for each in chosen if each is not None]]


@pytest.mark.parametrize("needed", [13.0, 16.0, 20.5, 26.0, 29.0])
@pytest.mark.parametrize("pillars", [None, {"A": {"cap": 14.0}}, {"A": {"cap": 11.0}, "B": {"floor": 4.0}}])
def test_no_plan_costs_less_than_the_one_chosen(criteria, needed, pillars):
    one = criteria(pillars=pillars)
    scores = answered(one, CLAIMS, reasons={"A-1": "R02", "A-2": "R05", "B-1": "R02"})
    table, now = moves_of(one, scores), dict(CLAIMS)

    def reached(chosen):
        then = now | dict(zip(chosen["indicator_code"], chosen["reached_points"], strict=True))
        return scoring.node_points(one, then)[""]

    good = [each["cost"].sum() for each in all_plans(table) if reached(each) >= needed - 1e-9]
    chosen = planning.least_effort(table, one, now, needed)
    if not good:
        assert chosen is None
    else:
        assert table[chosen]["cost"].sum() == pytest.approx(min(good))
        assert reached(table[chosen]) >= needed - 1e-9
        assert not table[chosen]["indicator_code"].duplicated().any()


def test_targets_are_points_a_class_or_a_place(criteria):
    one = criteria()
    units = ranked_units(one, {"u": 12.0, "v": 15.0, "w": 21.0})

    def needed(text):
        return planning.needed_points(dataset.read_target(text, one), units, "u", one)

    assert needed("points:20") == 20
    assert needed("points:1.000") == 1000  # as pages write it, and as points typed are read
    assert needed("points:20,5") == 20.5
    assert needed("class:gần đạt") == needed("class:Nearly") == needed("class:gan dat") == pytest.approx(21)
    assert needed("rank:2") == pytest.approx(15)
    assert needed("rank:1") == pytest.approx(21)
    assert needed("class:nearly") == pytest.approx(21)
    assert needed("rank:3") == 0
    assert planning.next_target(units, "u", one) == planning.Target("rank", 2.0)
    assert planning.next_target(units, "w", one) == planning.Target("class", "done")
    blank = ranked_units(one, {"u": np.nan}).assign(attainment_share=np.nan)
    assert planning.next_target(blank, "u", one) == planning.Target("class", "nearly")
    full = ranked_units(one, {"u": 30.0})
    assert planning.next_target(full, "u", one) is None
    moving = ranked_units(one, {"u": 12.0, "v": 15.0}, change={"v": 0.1})
    target = dataset.read_target("rank:1", one)
    assert planning.needed_points(target, moving, "u", one, moved=True) == pytest.approx(18)
    assert planning.place_with(moving, {"thu": one}, "u", 16.0) == 1
    assert planning.place_with(moving, {"thu": one}, "u", 16.0, moved=True) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("600", "mục tiêu «600»; cần: points:600"),
        ("rank:0", "mục tiêu «rank:0»"),
        ("rank:1.5", "mục tiêu «rank:1.5»"),
        ("points:inf", "mục tiêu «points:inf»"),
        ("points:50%", "mục tiêu «points:50%»"),
        ("points:", "mục tiêu «points:»"),
        ("rank:4", "mục tiêu hạng 4 cho u, trong khi có 3 đơn vị"),
        ("class:tuyệt", "không có xếp loại hay mức «tuyệt».*một trong: done, nearly, low"),
    ],
)
def test_a_target_that_cannot_be_says_what_could(criteria, text, words):
    one = criteria()
    units = ranked_units(one, {"u": 12.0, "v": 15.0, "w": 21.0})
    with pytest.raises(DtsError, match=words):
        planning.needed_points(dataset.read_target(text, one), units, "u", one)


def test_what_is_declared_is_scored_and_places_follow(criteria):
    one = criteria()
    scores = answered(one, CLAIMS)
    changes = pd.DataFrame(
        {"indicator_code": ["A-1", "B-2"], "points": [np.nan, 6.0], "declared_value": [1.0, np.nan]}
    ).assign(declared_total=[2.0, np.nan])
    changed, sums, _ = planning.what_if(scores, {"thu": one}, "claimed", changes)
    # 1 of 2 is 0.5, of a target of 0.8: 6.25 of 10 points
    assert changed[["points", "reached_points"]].fillna(-1).to_numpy().tolist() == [[5.0, 6.25], [-1.0, 6.0]]
    assert changed["reached_class"].tolist() == ["low", "done"]
    whole = sums[sums["level"] == "total"].set_index("is_changed")["points"]
    assert whole.to_dict() == {False: 12.0, True: 19.25}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"indicator_code": "Z-1", "points": 1.0}, "Z-1: không có chỉ số này"),
        ({"indicator_code": "A-1", "points": 11.0}, "giả định 11 điểm; cần: từ 0 đến 10 điểm"),
        ({"indicator_code": "A-1", "points": -5.0}, "giả định -5 điểm; cần: từ 0 đến 10 điểm"),
        ({"indicator_code": "A-1"}, "không có điểm, và giá trị kê khai không cho ra điểm"),
    ],
)
def test_what_cannot_be_supposed_is_refused(criteria, change, words):
    one = criteria()
    with pytest.raises(DtsError, match=words):
        planning.what_if(answered(one, CLAIMS), {"thu": one}, "claimed", pd.DataFrame([change]))
    twice = pd.DataFrame([{"indicator_code": "A-1", "points": 1.0}] * 2)
    with pytest.raises(DtsError, match="hai dòng giả định"):
        planning.what_if(answered(one, CLAIMS), {"thu": one}, "claimed", twice)


def test_what_an_analyst_types_is_supposed_and_shown(world):
    unit = world("two_pillars").about("14464", 2022, "claimed")
    changes = dataset.read_changes("B-01 = 20", "A-01 = 8/10; B-02=2", unit.criteria_set)
    supposed = planning.what_if_of(unit, changes)
    # A-01 5 of 10 declared, then 8 of 10: 8 points; B-02 from 4 to 2 counted: 5 of 10; B-01 from 15 to 20 typed
    found = supposed.changes.set_index("indicator_code")[["points", "reached_points"]].T.to_dict("list")
    assert found == {"A-01": [5.0, 8.0], "B-02": [10.0, 5.0], "B-01": [15.0, 20.0]}
    assert supposed.places == {"now": 1, "then": 1, "moved": 1}  # 40 beside 40 and 2.5; then 43
    each, whole = show.what_if_tables(unit, supposed)
    assert each["Nếu đổi"].tolist() == ["20,00", "8,00", "5,00"]
    assert whole.loc["Điểm"].tolist() == ["40,00", "43,00"]
    assert planning.what_if_of(unit, dataset.read_changes("", " ", unit.criteria_set)) is None
    assert "new_points" in show.what_if_tables(unit, None)


@pytest.mark.parametrize(
    ("points", "answers", "words"),
    [
        ("A-01", "", "new_points «A-01»: «A-01»; cần: mã chỉ số, dấu bằng"),
        ("A-01 = nhiều", "B-02 =", "new_points «A-01 = nhiều».*new_answers «B-02 =»"),
        ("", "A-01 = nhiều/10", "new_answers «A-01 = nhiều/10»: .*«nhiều»"),
        ("= 5", "= 3/4", "new_points «= 5»: «= 5»; cần: mã chỉ số.*new_answers «= 3/4»"),
        ("A-01 = 50%", "", "new_points «A-01 = 50%»: «A-01 = 50%»; cần: mã chỉ số"),
        ("", "A-01 = 11/10", "new_answers «A-01 = 11/10»: số thực hiện 11 lớn hơn tổng số 10"),
        ("A-01 = -5", "", "giả định -5 điểm; cần: từ 0 đến 10 điểm"),
        ("9.9 = 3", "", "9.9: không có chỉ số này"),
        ("", "9.9 = 3", "9.9: không có chỉ số này"),
        ("A-01 = 3; 1.1 = 4", "", "A-01: chỉ số có hai dòng giả định"),
    ],
)
def test_what_is_typed_and_means_nothing_is_refused(world, points, answers, words):
    unit = world("two_pillars").about("14464", 2022, "claimed")
    with pytest.raises(DtsError, match=f"(?s){words}"):
        planning.what_if_of(unit, dataset.read_changes(points, answers, unit.criteria_set))


def test_a_plan_tells_what_it_brings(criteria):
    one = criteria()
    scores = answered(one, CLAIMS, reasons={"A-1": "R02", "A-2": "R01", "B-1": "R05"})
    units = ranked_units(one, {"u": 12.0, "v": 15.0, "w": 21.0}, change={"v": 0.1, "w": 0.0})
    made = planning.plan(*pieces(one, scores), units, one, REASONS, GROUNDS)
    assert made.target == planning.Target("rank", 2.0)
    assert made.is_reached
    # 3 are missing: A-1 to 10 costs 0.75; B-1 3 (heavy), B-2 to 4.2 2 * 0.85
    assert made.moves[["indicator_code", "reached_points"]].to_numpy().tolist() == [["A-1", 10.0]]
    assert made.reached_points == 17.0
    assert made.places == {"now": 3, "then": 2, "moved": 3}
    far = planning.plan(*pieces(one, scores), units, one, REASONS, GROUNDS, planning.Target("points", 29.0))
    assert not far.is_reached
    assert far.reached_points == 26.0
    assert far.out_of_reach["indicator_code"].tolist() == ["A-2"]


ANSWERS = [
    *({"label": "Có", "points": 10}, {"label": "Một phần", "points": 5}, {"label": "Chưa rõ", "points": 0}),
    {"label": "Không thuộc nhiệm vụ", "counts": "not_applicable"},
]
GATED = {
    "A-1": ({"kind": "choice", "options": ANSWERS}, 10.0),
    "A-2": ({"kind": "ratio", "target": 0.8}, 10.0, {"indicator": "A-1", "is": ["Có", "Một phần"]}),
    "A-3": (STEPS, 8.0, {"indicator": "A-2", "at_least": 0.5}),
    "B-1": ({"kind": "manual"}, 6.0),
}


def gated(one, answers, verified=None, reasons=None):
    """A unit's scores where A-1 decides on A-2, which decides on A-3, and 3 of 6 points of B-1 are typed."""
    claimed = {"A-1": np.nan, "A-2": np.nan, "A-3": np.nan, "B-1": 3.0}
    rows = answered(one, claimed, verified, reasons)
    values, totals = (np.array(each, dtype=float) for each in zip(*answers, strict=True))
    rows = rows.assign(declared_value=[*values, np.nan], declared_total=[*totals, np.nan], is_out_alone=False)
    declared = (rows[f"declared_{part}"].to_numpy(float) for part in ("value", "total"))
    out = rules.inapplicable(one.indicators, *declared, np.zeros(4, bool))
    rows = scoring.score(rows, {one.id: one})
    rows["claimed_points"] = rows["computed_points"].fillna(rows["claimed_points"]).mask(out)
    is_blank = rows["claimed_points"].isna()
    rows["answer_status"] = np.where(out, "not_applicable", np.where(is_blank, "missing", "answered"))
    return rows.assign(is_verified_out=out, is_final_out=out)


ALL_IN = [(1, np.nan), (50, 100), (4, np.nan)]  # 10 + 6.25 + 8 + 3 of 34
UNSURE = [(3, np.nan), (np.nan, np.nan), (np.nan, np.nan)]  # 0 + 3 of 16: A-2 and with it A-3 do not apply


@pytest.mark.parametrize(
    ("answers", "changes", "now", "then", "switched"),
    [
        (ALL_IN, [("A-1", 3, np.nan)], (27.25, 34), (3, 16), {"A-2": False, "A-3": False}),
        (ALL_IN, [("A-2", 40, 100)], (27.25, 34), (18, 26), {"A-3": False}),  # 10 + 5 + 3 of 10 + 10 + 6
        (ALL_IN, [("A-1", 4, np.nan)], (27.25, 34), (3, 6), {"A-1": False, "A-2": False, "A-3": False}),
        (ALL_IN, [("A-1", 2, np.nan)], (27.25, 34), (22.25, 34), {}),
        (
            UNSURE,
            [("A-1", 2, np.nan)],
            (3, 16),
            (8, 34),
            {"A-2": True, "A-3": True},
        ),  # a blank A-2 decides nothing
        (UNSURE, [("A-1", 2, np.nan), ("A-2", 40, 100)], (3, 16), (13, 26), {"A-2": True}),
    ],
)
def test_an_answer_supposed_decides_what_applies(criteria, answers, changes, now, then, switched):
    one = criteria(GATED)
    columns = ["indicator_code", "declared_value", "declared_total"]
    given = pd.DataFrame(changes, columns=columns)
    _, sums, found = planning.what_if(gated(one, answers), {"thu": one}, "claimed", given)
    whole = sums[sums["level"] == "total"].set_index("is_changed")[["points", "max_points"]]
    assert [tuple(whole.loc[each]) for each in (False, True)] == [now, then]
    assert dict(zip(found["indicator_code"], found["applies"], strict=True)) == switched


def test_what_does_not_apply_comes_in_once_an_answer_is_supposed_that_does(criteria):
    one = criteria(GATED)
    scores = gated(one, [(4, np.nan), *UNSURE[1:]])  # not its task: 3 of 6
    scores["is_out_alone"] = scores["indicator_code"] == "A-1"
    scores["answer_status"] = scores["answer_status"].mask(scores["indicator_code"] != "B-1", "not_applicable")
    given = pd.DataFrame({"indicator_code": ["A-1"], "declared_value": [1.0]})
    _, sums, found = planning.what_if(scores, {"thu": one}, "claimed", given)
    whole = sums[sums["level"] == "total"].set_index("is_changed")[["points", "max_points"]]
    assert whole.to_numpy().tolist() == [[3, 6], [13, 34]]
    assert found[["indicator_code", "applies"]].to_numpy().tolist() == [
        ["A-1", True],
        ["A-2", True],
        ["A-3", True],
    ]
    assert found["points"].fillna(-1).tolist() == [10, -1, -1]


def test_of_judged_points_an_answer_tells_what_applies_and_points_alone_do_not(criteria):
    one = criteria(GATED)
    scores = gated(one, UNSURE, verified={"A-1": 0.0, "A-2": np.nan, "A-3": np.nan, "B-1": 3.0})

    def then(**change):
        given = pd.DataFrame([{"indicator_code": "A-1"} | change])
        _, sums, _ = planning.what_if(scores, {"thu": one}, "verified", given)
        return sums[(sums["level"] == "total") & sums["is_changed"]][["points", "max_points"]].iloc[0].tolist()

    assert then(points=5.0) == [8, 16]
    assert then(declared_value=2.0) == [8, 34]
    assert then(points=4.0, declared_value=2.0) == [7, 34]  # points typed count; the answer decides the rest


def beside(one, share, most=16.0):
    """Standings of "u" with 3 points and of "v" with a share of 34."""
    rows = pd.DataFrame({"unit_code": ["u", "v"], "points": [3.0, share * 34], "max_points": [most, 34.0]})
    rows = rows.assign(
        year=2022, criteria_id="thu", basis="claimed", attainment_share=rows["points"] / rows["max_points"],
        is_complete=True, change_share=None,
    )  # fmt: skip
    from dts_analysis.analysis.ranking import ranked

    return ranked(rows, {"thu": one})


def planned(one, share, reasons=None, target=None):
    scores = gated(one, UNSURE, reasons=reasons)
    return planning.plan(*pieces(one, scores), beside(one, share), one, REASONS, GROUNDS, target)


def test_a_plan_does_not_promise_a_share_of_a_maximum_that_its_own_step_leaves_behind(criteria):
    # 30 %: 4.8 of 16. A-1 to 5 has 8 points, but then of 34: 23.5 %. B-1 to 6 is 37.5 % of 16, as light a piece
    # of work: 2 * (0.5 + 0.5 * 3 / 6) = 1.5.
    made = planned(criteria(GATED), 0.3)
    assert made.moves[["indicator_code", "reached_points"]].to_numpy().tolist() == [["B-1", 6.0]]
    assert (made.is_reached, made.needed_points, made.places["then"]) == (True, pytest.approx(4.8), 1)
    assert made.switched.empty
    assert made.has_switching  # the page says how these are chosen


def test_a_plan_raises_what_starts_to_apply_where_nothing_else_reaches(criteria):
    # 55 %: 8.8 of 16, and B-1 leads to 6. With A-1 the maximum is 34, of which 18.7 are needed: 15.7 more. Every
    # cost is 1 + gain / maximum: A-1 to 10 (2) and A-2 to 7 (1.7) are 17 + 3 for 3.7; with 5 of A-1 (1.5) all 10
    # of A-2 (2) are 18, and the rest makes it dearer; A-1 to 10 and the 4 of A-3 (1.5) are 17.
    made = planned(criteria(GATED), 0.55)
    assert made.moves[["indicator_code", "reached_points"]].to_numpy().tolist() == [["A-1", 10.0], ["A-2", 7.0]]
    assert (made.is_reached, made.needed_points, made.reached_points) == (True, pytest.approx(18.7), 20)
    assert made.places["then"] == 1
    assert made.switched["indicator_code"].tolist() == ["A-2", "A-3"]
    assert made.switched["points"].fillna(-1).tolist() == [7, -1]
    whole = made.totals[(made.totals["level"] == "total") & made.totals["is_changed"]]
    assert whole["max_points"].tolist() == [34]


def test_a_plan_that_falls_short_says_by_how_much_of_the_maximum_it_leads_to(criteria):
    # B-1 is the province's: all else together has 10 + 10 + 8 + 3 = 31 of 34; 95 % are 32.3
    made = planned(criteria(GATED), 0.95, {"B-1": "R01"})
    assert (made.is_reached, made.reached_points, made.places["then"]) == (False, 31, 2)
    assert made.needed_points == pytest.approx(32.3)
    assert set(made.moves["indicator_code"]) == {"A-1", "A-2", "A-3"}


def test_a_target_in_points_takes_the_step_that_switches_others_on(criteria):
    # 7 points: A-1 to 5 is enough (8), whatever the maximum
    made = planned(criteria(GATED), 0.3, {"B-1": "R01"}, planning.Target("points", 7.0))
    assert made.moves[["indicator_code", "reached_points"]].to_numpy().tolist() == [["A-1", 5.0]]
    assert (made.is_reached, made.reached_points) == (True, 8)


class Page:
    """What a page of a plan takes of a unit's view."""

    def __init__(self, one):
        self.criteria_set, self.basis, self.year = one, "claimed", 2022
        self.data = type("Data", (), {"levels": reference.shipped_levels()})

    def total(self):
        return pd.Series(
            {"unit_code": "u", "year": 2022, "basis": "claimed", "points": 3.0, "max_points": 16.0}
            | {"n_upper": 0, "n_lower": 2, "n_indicators": 2, "n_unread": 0, "lost_points": 13.0, "n_placed": 2}
        )


def test_a_plan_s_page_says_what_starts_to_apply_and_how_such_steps_are_chosen(criteria):
    one = criteria(GATED)
    made = planned(one, 0.55)
    said = str(show.plan_headline(Page(one), made))
    assert (
        "Sau khi làm: 1 chỉ số bắt đầu áp dụng, có điểm: A.2; 1 chỉ số bắt đầu áp dụng, chưa có điểm: A.3." in said
    )
    note = show.task_table(Page(one), made).note
    assert "nhiều nhất 64 tổ hợp: lựa chọn của dự án" in note
    assert "nhiều nhất 64" not in show.task_table(Page(one), made._replace(has_switching=False)).note


def test_without_a_target_the_tasks_are_not_said_to_reach_one(criteria):
    one = criteria(GATED)
    made = planned(one, 0.3)
    assert show.task_table(Page(one), made).caption == "Việc cần làm để đạt mục tiêu"
    assert show.task_table(Page(one), made._replace(target=None)).caption == "Việc còn có thể làm"
    short = planned(one, 0.95, {"B-1": "R01"})
    assert show.task_table(Page(one), short).caption == "Việc còn có thể làm"


def test_what_is_supposed_is_shown_with_what_leaves(criteria):
    one = criteria(GATED)
    given = pd.DataFrame({"indicator_code": ["A-1"], "declared_value": [3.0]})
    found = planning.what_if(gated(one, ALL_IN), {"thu": one}, "claimed", given)
    supposed = planning.Supposed(*found, {"now": 1, "then": 2, "moved": 2})
    shown = show.what_if_tables(Page(one), supposed)
    assert "2 chỉ số thôi áp dụng, không còn tính điểm và điểm tối đa: A.2, A.3." in str(shown)


def test_a_penalty_that_no_longer_applies_is_part_of_what_a_plan_brings(criteria):
    # B-1 takes 3 unless nothing is found; then B-2, which takes 1, does not apply: 0 + 4 for one step
    found = [{"label": "Không", "points": 0}, {"label": "Có", "points": -3}]
    told = {"kind": "choice", "options": [{"label": "Rồi", "points": 0}, {"label": "Chưa", "points": -1}]}
    rules_ = {
        "A-1": ({"kind": "manual"}, 10.0),
        "B-1": ({"kind": "choice", "options": found}, 0.0),
        "B-2": (told, 0.0, {"indicator": "B-1", "is": ["Có"]}),
    }
    one = criteria(rules_, pillars={"B": {"floor": -9.0}})
    scores = answered(one, {"A-1": 8.0, "B-1": -3.0, "B-2": -1.0}, reasons={"A-1": "R01"})
    scores = scores.assign(declared_value=[np.nan, 2, 2], is_out_alone=False)
    units = ranked_units(one, {"u": 4.0, "v": 7.5}, most=10.0)
    made = planning.plan(*pieces(one, scores), units, one, REASONS, GROUNDS)
    assert made.moves[["indicator_code", "reached_points"]].to_numpy().tolist() == [["B-1", 0.0]]
    assert (made.is_reached, made.reached_points, made.places["then"]) == (True, 8.0, 1)
    assert made.switched.to_dict("list") == {"indicator_code": ["B-2"], "applies": [False], "points": [-1.0]}
    note = show.task_table(Page(one), made).note
    assert "mang theo điểm đang có, nên tổng đổi thêm +1,00 điểm" in note
    assert "trần" not in note
