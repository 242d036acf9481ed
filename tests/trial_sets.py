"""Sets as data only: those from elsewhere that are stored, and odd shapes of our own, made by a few lines each."""

from pathlib import Path

import yaml

STORED = sorted((Path(__file__).parent / "golden/trial_sets").glob("*.yml"))
CLASSES = [
    {"code": "done", "name_vi": "Hoàn thành", "name_en": "Done", "is_upper": True, "at_least": 1.0},
    {"code": "part", "name_vi": "Một phần", "name_en": "Part", "is_upper": False, "above": 0.0},
    {"code": "none", "name_vi": "Chưa", "name_en": "None", "is_upper": False, "at_least": 0.0},
]
STEPS = {"kind": "tiers", "of": "value", "tiers": [{"at_least": 3, "points": 2}, {"at_least": 1, "points": 1}]}


def odd_sets():
    """Return sets as their files would hold them, by id: one indicator, 400, six levels, a large penalty."""
    one = _set("odd_one", {"A": ""}, {"A": [{"rule": STEPS, "max_points": 2}]})
    groups = {f"G{number}": "" for number in range(4)}
    pillars = {f"P{number:02}": f"G{number % 4}" for number in range(20)}
    many = _set("odd_400", pillars, {each: [{"rule": STEPS, "max_points": 2}] * 20 for each in pillars}, groups)
    return {each["id"]: each for each in (one, many, _deep(), _penalty())}


def documents():
    """Return every trial set as its file would hold it, by id."""
    stored = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in STORED]
    return {each["id"]: each for each in stored} | odd_sets()


def _deep():
    """Six levels, a bonus under a cap, options that do not count or are not sure, a gate."""
    options = [
        {"label": "Có", "points": 4}, {"label": "Không", "points": 0},
        {"label": "Không rõ", "points": 0, "counts": "unsure"},
        {"label": "Không thuộc nhiệm vụ", "counts": "not_applicable"},
    ]  # fmt: skip
    choice = {"rule": {"kind": "choice", "options": options}, "max_points": 4}
    bonus = {"rule": STEPS, "max_points": 2, "is_bonus": True}
    groups = {"D": "", "D1": "D", "D11": "D1"}
    indicators = {
        "A": [choice, bonus],
        "B": [choice, {"rule": {"kind": "manual"}, "max_points": 6}],
        "C": [choice],
    }
    made = _set("odd_deep", {"A": "D11", "B": "D", "C": ""}, indicators, groups)
    made["pillars"][0]["cap"] = 5
    return made | {"passes": {"all_of": ["D11", {"any_of": ["B", "C"]}]}}


def _penalty():
    """A penalty larger than the total, which has a floor."""
    penalty = {"rule": {"kind": "count", "each": -10}, "max_points": 0}
    made = _set("odd_penalty", {"A": ""}, {"A": [{"rule": STEPS, "max_points": 2}, penalty]})
    return made | {"floor": 0}


def _set(set_id, pillars, indicators, groups=None):
    listed = [
        {
            "code": f"{pillar}-{place:02}",
            "printed_as": f"{pillar}.{place}",
            "name_vi": f"Chỉ số {pillar} thứ {place}",
        }
        | each
        for pillar, some in indicators.items()
        for place, each in enumerate(some, 1)
    ]
    worth = {
        pillar: sum(each["max_points"] for each in some if not each.get("is_bonus"))
        for pillar, some in indicators.items()
    }
    return {
        "id": set_id, "title": f"Bộ thử {set_id}", "level": "commune", "issuer": "thử", "decision": "",
        "issued_on": None, "source": "thử", "provenance": "illustrative", "provenance_note": "thử",
        "years": [2024],
        "total_points": sum(worth.values()),
        "ranking": {"precision": 2, "method": "competition", "group": "parent"},
        "class_scheme": {"kind": "thresholds", "note": "thử", "classes": CLASSES},
        "groups": [
            {"code": code, "name_vi": f"Nhóm {code}", "name_en": f"Group {code}", "group": above}
            for code, above in (groups or {}).items()
        ],
        "pillars": [
            {"code": code, "printed_as": code, "name_vi": f"Trụ {code}", "name_en": f"Pillar {code}",
             "group": group, "max_points": worth[code]}
            for code, group in pillars.items()
        ],
        "indicators": listed,
    }  # fmt: skip
