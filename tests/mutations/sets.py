"""The criteria sets of mutated forms: two invented ones, and those whose forms our own template writes.

The invented ones hold every rule kind: small maxima and short codes, large maxima and long ones.
"""

from pathlib import Path

import yaml

YEAR = 2022
_CLASSES = [
    {"code": "completed", "name_vi": "Hoàn thành", "name_en": "Completed", "is_upper": True, "at_least": 1.0},
    {"code": "low", "name_vi": "Hoàn thành thấp", "name_en": "Low", "is_upper": False, "at_least": 0.0},
]
_OPTIONS = [
    {"value": 1, "label": "Bí thư hoặc Chủ tịch", "points": 20},
    {"value": 2, "label": "Cấp phó", "points": 10},
]
_PARTS = [{"label": "Có kế hoạch", "points": 12}, {"label": "Có báo cáo", "points": 8}]
_SMALL = [
    ("A-01", "1.1", "Tỷ lệ cán bộ được tập huấn", 10, {"kind": "ratio"}),
    ("A-02", "1.2", "Chất lượng chuyên mục chuyển đổi số", 10, {"kind": "manual"}),
    ("A-03", "1.3", "Số tin bài trên đài truyền thanh", 15,
     {"kind": "tiers", "tiers": [{"at_least": 12, "points": 15}, {"at_least": 4, "points": 5}]}),
    ("A-10", "1.10", "Số cuộc họp Ban Chỉ đạo", 10,
     {"kind": "tiers", "tiers": [{"at_least": 4, "points": 10}, {"at_least": 1, "points": 4}]}),
    ("B-01", "2.1", "Người đứng đầu Ban Chỉ đạo", 20, {"kind": "choice", "options": _OPTIONS}),
    ("B-02", "2.2", "Tỷ lệ thôn có băng rộng cố định", 10, {"kind": "ratio", "target": 0.8}),
    ("B-03", "2.3", "Trang bị máy tính cho công chức", 20, {"kind": "checklist", "parts": _PARTS}),
    ("B-04", "2.4", "Tỷ lệ hồ sơ trực tuyến toàn trình", 5, {"kind": "target", "at_least": 0.5}),
]  # fmt: skip
_LARGE = [
    ("A-01", "1.1.1", "Tỷ lệ hộ gia đình có cáp quang", 120, {"kind": "ratio"}),
    ("A-02", "1.1.2", "Mức độ ứng dụng dữ liệu", 1500, {"kind": "manual"}),
    ("A-03", "1.2.1", "Số nền tảng số dùng chung", 300, {"kind": "manual"}),
    ("B-01", "2.1.1", "Tỷ lệ người dân có tài khoản định danh", 2000, {"kind": "ratio"}),
    ("B-02", "2.1.2", "Tổ công nghệ số cộng đồng", 150, {"kind": "manual"}),
    ("B-03", "2.2.1", "Tỷ lệ thanh toán không tiền mặt", 1300, {"kind": "ratio"}),
]
_PILLARS = {"A": ("I", "Nhận thức số"), "B": ("II", "Hạ tầng số")}


def _set(set_id, rows):
    indicators = [
        {"code": code, "printed_as": printed, "name_vi": name, "max_points": maximum, "rule": rule}
        for code, printed, name, maximum, rule in rows
    ]
    pillars = [
        {"code": code, "printed_as": printed, "name_vi": name, "name_en": f"Pillar {code}", "group": "",
         "max_points": sum(each["max_points"] for each in indicators if each["code"].startswith(code))}
        for code, (printed, name) in _PILLARS.items()
    ]  # fmt: skip
    return {
        "id": set_id, "title": f"Bộ thử {set_id} (minh họa)", "level": "commune", "issuer": "thử", "decision": "",
        "issued_on": None, "source": "thử", "provenance": "illustrative", "provenance_note": "số minh họa",
        "years": [YEAR], "total_points": sum(each["max_points"] for each in indicators),
        "ranking": {"precision": 2, "method": "competition", "group": "parent"},
        "class_scheme": {"kind": "thresholds", "note": "thử", "classes": _CLASSES},
        "form": {"sheet": "Tự đánh giá"}, "pillars": pillars, "indicators": indicators,
    }  # fmt: skip


_HOME = Path(__file__).parents[2]
ISSUED = {
    "thu_quy_tac_2022": _HOME / "tests/golden/every_rule/thu_quy_tac_2022.yml",
    "tayninh_commune_2025": _HOME / "data/raw/criteria/tayninh_commune_2025.yml",
    "ninhbinh_district_2022": _HOME / "data/raw/criteria/ninhbinh_district_2022.yml",
}
INVENTED = ("small_2022", "large_2022")
SETS = {each["id"]: each for each in (_set("small_2022", _SMALL), _set("large_2022", _LARGE))}
SETS |= {set_id: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) for set_id, path in ISSUED.items()}
for _set_id in ISSUED:  # points that hang on other units stand in no form: here every form says what it claims
    _one = SETS[_set_id]
    _out = {row["code"].split("-")[0] for row in _one["indicators"] if row["rule"]["kind"] == "relative"}
    _one["indicators"] = [row for row in _one["indicators"] if row["code"].split("-")[0] not in _out]
    _one["total_points"] -= sum(each["max_points"] for each in _one["pillars"] if each["code"] in _out)
    _one["pillars"] = [each for each in _one["pillars"] if each["code"] not in _out]
for _each in (row for set_id in ISSUED for row in SETS[set_id]["indicators"]):
    _each.pop("continues", None)  # they stand alone
    for _place, _option in enumerate(_each["rule"].get("options", ()), 1):
        _option.setdefault("value", _place)
