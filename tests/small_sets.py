"""Sets and tables small enough to work out in the head, each told by its docstring."""

from itertools import permutations
from types import SimpleNamespace

import numpy as np
import pandas as pd
from raw_folder import criteria

from dts_analysis import reference

CLASSES = [
    {"code": "done", "name_vi": "Đạt", "name_en": "Done", "is_upper": True, "at_least": 1.0},
    {"code": "open", "name_vi": "Chưa đạt", "name_en": "Open", "is_upper": False, "at_least": 0.0},
]
# Six levels: the total, D, D1, D11, pillar A and its indicators; B stands right below D, C below the total.
GROUPS = [("D", ""), ("D1", "D"), ("D11", "D1")]
PILLARS = {"A": ("D11", 10.0), "B": ("D", 8.0), "C": ("", 4.0)}
INDICATORS = {"A-1": 6.0, "A-2": 4.0, "B-1": 5.0, "B-2": 3.0, "C-1": 4.0}


def document(**changes):
    """A set of that tree as its file would hold it; `changes` by code, ``set`` for the set itself."""
    groups = [{"code": code, "name_vi": code, "name_en": code, "group": above} for code, above in GROUPS]
    pillars = [
        {"code": code, "printed_as": code, "name_vi": code, "name_en": code, "group": group, "max_points": most}
        for code, (group, most) in PILLARS.items()
    ]
    indicators = [
        {"code": code, "printed_as": code.replace("-", "."), "name_vi": code, "max_points": most}
        | {"rule": {"kind": "manual"}}
        for code, most in INDICATORS.items()
    ]
    for each in (*groups, *pillars, *indicators):
        each |= changes.get(each["code"], {})
    return {
        "id": "cay", "title": "Cây", "level": "district", "issuer": "thử", "decision": "", "issued_on": None,
        "source": "thử", "provenance": "illustrative", "provenance_note": "thử", "years": [2022],
        "total_points": 22.0, "ranking": {"precision": 2, "method": "competition", "group": "parent"},
        "class_scheme": {"kind": "thresholds", "note": "thử", "classes": CLASSES},
        "groups": groups, "pillars": pillars, "indicators": indicators,
    } | changes.get("set", {})  # fmt: skip


CHOICE = {"kind": "choice", "options": [{"label": "Có", "points": 10}, {"label": "Không", "points": 0}]}
TIERS = {"kind": "tiers", "tiers": [{"at_least": 4, "points": 10}, {"at_least": 2, "points": 5}]}
OF_WARDS = {"kind": "tiers", "tiers": [{"at_least": 8, "points": 14}, {"at_least": 4, "points": 7}]}
VARIANTS = [{"applies_to": ["Phường", "Đặc khu"], "max_points": 14, "rule": OF_WARDS}]
IF_YES = {"indicator": "A-01", "is": ["Có"]}
RULES = {"A-01": CHOICE, "A-02": TIERS, "A-03": {"kind": "ratio"}, "A-04": {"kind": "relative", "target": 0.4}}


def several(**changes):
    """Return a commune set: a choice, tiers that differ for wards, a share if the choice is yes, the leader."""
    changes = {"rule": RULES, "variants": {"A-02": VARIANTS}, "applies_if": {"A-03": IF_YES}} | changes
    return criteria("thu_2025", "commune", [2025], {"A": [10, 10, 10, 10]}, group="province", **changes)


def as_set(document=None):
    return reference.CriteriaSet.model_validate(document or several())


PLAIN = {
    "x": SimpleNamespace(ranking=SimpleNamespace(precision=2, unranked=[], bands=[]), is_without_maximum=False)
}


def totals(points, maximum=100.0, **columns):
    """Return totals of units a, b, c, …, all of them judged."""
    table = pd.DataFrame({"points": points, "max_points": maximum})
    table = table.assign(unit_code=[chr(97 + number) for number in range(len(table))], is_complete=True)
    table["attainment_share"] = table["points"] / table["max_points"]
    return table.assign(**({"year": 2022, "criteria_id": "x"} | columns))


def pillars():
    """Two pillars of equal weight with one indicator each, out of 1."""
    return pd.DataFrame(
        {
            "code": ["all", "a", "b", "a1", "b1"],
            "parent": ["", "all", "all", "a", "b"],
            "max_points": [None, 1.0, 1.0, 1.0, 1.0],
        }
    )


def four_units():
    """By means u 0.625, v 0.6, w 0.55, x 0.2; by geometric means v 0.6, w 0.55, u 0.5, x 0.2 (rounded)."""
    return pd.DataFrame({"a1": [0.25, 0.6, 0.5, 0.1], "b1": [1.0, 0.6, 0.6, 0.3]}, index=list("uvwx"))


STAGES = [
    {"code": "self", "basis": "claimed", "name_vi": "điểm cơ sở tự đánh giá", "name_en": "facility's score"},
    {"code": "assessor", "basis": "verified", "name_vi": "điểm Đoàn đánh giá", "reworks": 1},
    {"code": "validator", "basis": "final", "name_vi": "điểm Hội đồng phúc tra", "reworks": 0},
]
SOUND = """\
id: mau_huyen_2022
title: "Bộ tiêu chí mẫu"
level: district
issuer: "UBND tỉnh"
decision: ""
issued_on: null
source: ""
provenance: illustrative
provenance_note: "mẫu để kiểm thử"
years: [2022]
total_points: 30
ranking: {precision: 2, method: competition, group: parent}
class_scheme:
  kind: thresholds
  note: "do dự án chọn"
  classes:
    - {code: completed, name_vi: "Hoàn thành", name_en: "Completed", is_upper: true, at_least: 1.0}
    - {code: not_done, name_vi: "Chưa", name_en: "Not done", is_upper: false, at_least: 0.0}
groups:
  - {code: foundation, name_vi: "Nền tảng", name_en: "Foundation"}
  - {code: activity, name_vi: "Hoạt động", name_en: "Activity"}
pillars:
  - {code: NT, printed_as: "I", name_vi: "Nhận thức số", name_en: "Mind", group: foundation, max_points: 20}
  - {code: XH, printed_as: "II", name_vi: "Xã hội số", name_en: "Society", group: activity, max_points: 10}
indicators:
  - code: "NT-01"
    printed_as: "1.1"
    name_vi: "Họp Ban Chỉ đạo"
    max_points: 20
    rule: {kind: tiers, tiers: [{at_least: 4, points: 20}, {at_least: 2, points: 10}]}
  - code: "XH-01"
    printed_as: "2.1"
    name_vi: "Chữ ký số cá nhân"
    max_points: 10
    rule: {kind: ratio, target: 0.5}
"""


def listed(points, ranks, decimals=2):
    """Return a published list of communes."""
    return pd.DataFrame(
        {
            "year": 2023, "region": "Thử", "parent": "", "unit_code": "", "among": "", "level": "commune",
            "decimals": decimals,
            "unit_name": [f"Xã {k}" for k in range(len(points))],
            "points": points, "max_points": 1000.0, "published_rank": pd.array(ranks, "Int64"),
            "n_units_ranked": pd.array([None] * len(points), "Int64"),
            "where": [f"communes_published.csv!{k + 2}" for k in range(len(points))], "source": "trang",
        }
    )  # fmt: skip


def by_every_order(old, new, of_set, unit):
    """Return the parts of one unit's move, one change after the other in each order."""
    totals = np.zeros(3)
    for order in permutations(range(3)):
        done = set()
        for each in order:
            up = []
            for now in (done, done | {each}):
                scores = [
                    was + (part if 2 in now else 0) + (is_now - was - part if who in now else 0)
                    for number, (was, is_now, part) in enumerate(zip(old, new, of_set, strict=True))
                    for who in [0 if number == unit else 1]
                ]
                up.append(sum(round(other, 9) > round(scores[unit], 9) for other in scores))
            totals[each] += up[0] - up[1]
            done = done | {each}
    return totals / 6
