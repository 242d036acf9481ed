"""The traps of real forms, set on purpose; README.md beside this file lists each with its cell."""

HEADINGS = {  # other spellings of headings
    ("372", 2022): {"claimed_points": "ĐIỂM\nTỰ CHẤM", "evidence": "Minh chứng"},
    ("376", 2021): {"claimed_points": "Tự đánh giá", "name": "Chỉ tiêu", "code": "STT"},
    ("377", 2023): {"explanation": "Giải trình kết quả", "evidence": "Hồ sơ minh chứng"},
}
TYPED_AS_TEXT = {("373", 2022), ("370", 2021), ("377", 2022), ("14476", 2022), ("14485", 2023)}
TRAPS = {  # (unit, year) -> printed code -> field -> what is typed there instead
    ("376", 2021): {"2.3": {"claimed_points": 16.5}},  # over the maximum of 15
    ("376", 2022): {"7.4": {"claimed_points": "", "declared_value": "", "declared_total": ""},
                    "8.3": {"claimed_points": "", "declared_value": "", "declared_total": ""}},
    ("377", 2022): {"7.5": {"claimed_points": "Không áp dụng", "declared_value": "", "declared_total": ""}},
    ("374", 2022): {"3.1": {"declared_total": "38.210"}, "8.2": {"declared_value": "12.750 người"}},
    ("370", 2022): {"4.3": {"declared_value": "95%", "declared_total": "", "claimed_points": 15.0}},
    ("375", 2023): {"6.10": {"code": 6.1}, "6.1": {"code": 6.1}},  # Excel made numbers of both codes
    ("374", 2023): {"5.7": {"declared_value": "-", "declared_total": "-", "claimed_points": "-"}},
    ("14467", 2022): {"2.4": {"claimed_points": "Không áp dụng"}},
    ("14470", 2022): {"4.2": {"reasons": "R88; công chức nghỉ việc giữa năm"}},
    ("369", 2023): {"1.1": {"name": "Ban Chỉ đạo chuyển đổi số  cấp huyện\nhọp trong năm "}},
}  # fmt: skip
HEADS = {("14479", 2023): {"Tên đơn vị": "Xã Gia Viễn"}}  # the form names another unit


def set_traps(rows, head, code, year):
    """Change `rows` and `head` in place where a trap is set for this unit and year."""
    head |= HEADS.get((code, year), {})
    traps = TRAPS.get((code, year), {})
    by_code = {cells["code"]: cells for kind, cells in rows if kind == "indicator"}
    for printed, typed in traps.items():
        by_code[printed] |= typed
