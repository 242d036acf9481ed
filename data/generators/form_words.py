"""What officials write beside the numbers: explanations, evidence lines, reasons, grounds for a cut."""

import numpy as np

REASONS = {
    "R01": "Chỉ số chưa được tỉnh triển khai đến cấp huyện trong năm.",
    "R02": "Cơ quan chuyên môn chưa thực sự chủ động tham mưu, đề xuất.",
    "R03": "Đã có đề xuất nhưng chưa phù hợp, hiệu quả chưa cao.",
    "R05": "Nhân lực mỏng, cán bộ phụ trách kiêm nhiệm nhiều việc.",
    "R06": "Cán bộ chưa được tập huấn đầy đủ.",
    "R07": "Hạ tầng chưa đồng bộ giữa các xã.",
    "R11": "Người dân còn hạn chế về phương tiện và kỹ năng.",
    "R14": "Số liệu do ngành khác giữ, đơn vị chưa tiếp cận được.",
    "R16": "Nguồn lực chưa đáp ứng yêu cầu.",
}
GIAVIEN = ["R02", "R03"]  # and R01 where an indicator was not rolled out: the reasons the district gives
GROUNDS = [  # ground and note; the last two are what verifiers leave undone
    ("Minh chứng không được chấp nhận", "Minh chứng chưa phản ánh đúng nội dung chỉ số."),
    ("Ngoài kỳ đánh giá", "Văn bản ban hành sau 31/12."),
    ("Tính sai", "Tính lại theo số liệu của hệ thống dùng chung."),
    ("G06", "Số liệu không phải của cơ quan quản lý ngành."),
    ("", "Ghi lý do"),
    ("", ""),
]
ON_SITE = ("14500", "14491")  # Gia Phương and Gia Vượng, where the working group went in July 2023


def head(unit, year, criteria_set):
    """Return the label and value pairs of a form's first sheet; contact rows exist and stay empty."""
    return {
        "Tên đơn vị": unit["name"],
        "Mã đơn vị": unit["unit_code"],
        "Năm đánh giá": str(year),
        "Bộ tiêu chí": criteria_set.title,
        "Người lập biểu": "(không thu thập)",
        "Số điện thoại": "(không thu thập)",
    }


def texts(criteria_set, answers, code, year, rng):
    """Return each indicator's explanation, evidence and reasons, in the set's order."""
    rows = []
    for each, answer in zip(criteria_set.indicators, answers.itertuples(), strict=True):
        most = each.max_points or 1
        is_weak = answer.claimed_points < 0.7 * most
        reasons = _reasons(each, code, year, rng) if is_weak else []
        evidence = "" if answer.claimed_points == 0 or rng.random() < 0.06 else _evidence(each, year, rng)
        rows.append(
            {
                "explanation": " ".join(REASONS[reason] for reason in reasons),
                "evidence": evidence,
                "reasons": "; ".join(reasons),
            }
        )
    return rows


def verdict(gap, verified, code, visited_on, rng):
    """Return the cells of a verifier's decision: often thin, sometimes left as the template has them."""
    if gap == 0:
        decided, ground, note = "Chấp nhận", "", ""
    elif gap > 0:
        decided, ground, note = "Nâng điểm", "", "Đơn vị chấm thiếu, có đủ minh chứng."
    elif verified == 0:
        decided, ground, note = "Không điểm", "Không có minh chứng", ""
    else:
        decided, (ground, note) = "Hạ điểm", GROUNDS[rng.integers(len(GROUNDS))]
    return {
        "decision": decided,
        "ground": ground,
        "method": "Tại chỗ" if code in ON_SITE else "Hồ sơ",
        "verified_on": f"{visited_on[8:]}/{visited_on[5:7]}/{visited_on[:4]}",
        "verifier_note": note,
    }


def declared(rule, value):
    """Return a declared value as it is typed: a checklist's bit set as the numbers of its parts."""
    if np.isnan(value):
        return ""
    if rule.kind != "checklist":
        return value
    parts = [str(number) for number in range(1, len(rule.parts) + 1) if int(value) >> (number - 1) & 1]
    return ";".join(parts) or "0"


def comma(value):
    """Return a number as text with a decimal comma: 511.18 -> "511,18"."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _reasons(indicator, code, year, rng):
    if not indicator.rolled_out:
        return ["R01"]
    if (code, year) == ("373", 2022):
        return [["R02"], ["R03"], ["R02", "R03"]][rng.integers(3)]
    if rng.random() < 0.12:
        return []
    known = list(REASONS)[1:]
    return sorted(rng.choice(known, rng.integers(1, 3), replace=False).tolist())


def _evidence(indicator, year, rng):
    kinds = ["KH-UBND", "QĐ-UBND", "BC-UBND", "CV-VHTT"]
    lines = []
    for _ in range(rng.integers(1, 3)):
        day, month = rng.integers(1, 29), rng.integers(1, 13)
        number = f"{rng.integers(8, 900)}/{kinds[rng.integers(4)]}"
        lines.append(f"Số {number} – {day:02d}/{month:02d}/{year}: {indicator.evidence}")
    return "\n".join(lines)
