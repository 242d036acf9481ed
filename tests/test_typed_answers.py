"""Answers typed in the form's words: which option or parts they choose, what is said where that is unclear."""

import numpy as np
import pytest

from dts_analysis import messages
from dts_analysis.intake.declared import read_declared
from dts_analysis.intake.numbers import Formatted
from dts_analysis.rules import Checklist, Choice


@pytest.fixture(autouse=True)
def _vietnamese():
    messages.use("vi")


def choice(*labels, values=None, **others):
    """A choice of these labels, the first worth the most; `values` where the set gives them."""
    options = [{"label": label, "points": float(len(labels) - at)} for at, label in enumerate(labels)]
    for option, value in zip(options, values or [], strict=False):
        option["value"] = value
    return Choice(kind="choice", options=options, **others)


def checklist(*labels):
    parts = [{"label": label, "points": 1.0} for label in labels]
    return Checklist(kind="checklist", parts=parts)


def read(rule, cell):
    """The label chosen, or the parts' labels; else the code of the finding."""
    value, _, _, faults = read_declared(rule, {"declared_value": cell, "declared_total": ""})
    if value is None:
        ((code, field, _),) = faults
        assert field == "declared_value"
        return code
    assert [code for code, _, _ in faults] in ([], ["option_otherwise"])
    return faults[0][0] if faults else rule.said(value)


LEVELS = choice("Mức 3", "Mức 2", "Mức 1", "Mức 0")
SPBE = choice("Level 5", "Level 4", "Level 3", values=[5, 4, 3])
TOLD = choice("Mức 2: có kế hoạch", "Mức 1: chưa có kế hoạch")
SHARES = choice(">90%", "71-90%", "51–70%", "10% – 50%", "<10%")
SPOKEN = choice("Từ 90% trở lên", "Từ 70% đến dưới 90%", "Dưới 70%")
YES = choice("Có", "Không", "Đang làm")
SIGNS = choice("> 50", "< 50", "A+", "A", "A-")
COUNTS = choice("3 trở lên", "1-2", "0")
DIGITS = choice("3", "2", "1")
AGAINST = choice("Mức 1", "Mức 2", values=[2, 1])
COMMAS = choice("Bí thư, Chủ tịch", "Cấp phó")
TOUCHING = choice("50-70%", "70-90%")


@pytest.mark.parametrize(
    ("rule", "cell", "found"),
    [
        *((YES, each, "Có") for each in ("CÓ", " có ", "Có.", "co", "1", 1.0)),
        *((YES, each, "Có") for each in ("1 – Có", "1. có", "(1) Có", "1) CÓ;")),
        *((YES, each, "Đang làm") for each in ("đang  làm", "Đang\nlàm", "3: Đang làm")),
        *((YES, each, "option_unknown") for each in ("Có rồi", "Có; Không", "x", "9", "9 – Có", "Có, theo QĐ 12")),
        (YES, "1 – Không", "option_ambiguous"),
        *(
            (LEVELS, each, "Mức 3")
            for each in ("mức 3", "Mức độ 3", "MỨC  3.", "3", 3.0, "level 3", "III", "mức III", "cấp độ 3", "Mức3")
        ),
        *((LEVELS, each, "Mức 0") for each in ("0", 0.0, "Mức 0")),
        *((LEVELS, each, "option_unknown") for each in ("Mức 4", "IV", "quý 3", "3%", "mức 3,5", 2.5)),
        *((SPBE, each, "Level 3") for each in ("mức 3", "3", "Level 3", "LEVEL III", 3.0)),
        *((TOLD, each, "Mức 2: có kế hoạch") for each in ("Mức 2", "2", "mức 2 - Có kế hoạch", "II")),
        (TOLD, "Mức 2: chưa có kế hoạch", "option_unknown"),
        *(
            (SHARES, each, "71-90%")
            for each in (
                *("71–90%", "71-90 %", "71 - 90%", "71% - 90%", "71—90", "từ 71% đến 90%", "71 đến 90%", "80%"),
                *(Formatted(0.8, "percent", "80%"), "75-80%", "90%", Formatted(0.9, "percent", "90%")),
            )
        ),
        *((SHARES, each, ">90%") for each in ("> 90 %", "trên 90%", "100%", Formatted(1.0, "percent", "100%"))),
        *((SHARES, each, "<10%") for each in ("dưới 10%", "< 10%", "0%", Formatted(0.0, "percent", "0%"))),
        *((SHARES, each, "option_unknown") for each in (0.8, "80", "70,5%", "60-80%", ">=90%", "90", "-5%")),
        (SHARES, Formatted(0.705, "percent", "71%"), "option_unknown"),  # shown rounded
        (SHARES, "2", "71-90%"),  # its number
        (SPOKEN, "90%", "Từ 90% trở lên"),
        (SPOKEN, "89,9%", "Từ 70% đến dưới 90%"),
        (SPOKEN, "≥ 90%", "Từ 90% trở lên"),
        (TOUCHING, "70%", "option_ambiguous"),
        (TOUCHING, "70,5%", "70-90%"),
        *((SIGNS, each, each) for each in ("> 50", "< 50", "A+", "A", "A-")),
        *((SIGNS, each, "option_unknown") for each in ("50", "≥ 50", "A++", "= 50")),
        *((COUNTS, each, "option_ambiguous") for each in (3.0, "3", "1")),  # so many, or the number of an option
        (COUNTS, 2.0, "1-2"),  # both
        *((COUNTS, each, "0") for each in ("0", 0.0)),
        *((COUNTS, each, "3 trở lên") for each in ("3 trở lên", "5", "≥ 3")),
        *((DIGITS, each, "3") for each in ("3", 3.0, "III")),
        (AGAINST, "1", "option_ambiguous"),
        (AGAINST, "mức 1", "Mức 1"),
        *((COMMAS, each, "Bí thư, Chủ tịch") for each in ("bí thư, chủ tịch", "Bí thư - Chủ tịch")),
        (COMMAS, "1. Bí thư, Chủ tịch", "Bí thư, Chủ tịch"),
        (choice("Tốt", "Khá", otherwise=0.0), "tạm được", "option_otherwise"),
        (choice("50-70%", "70-90%", otherwise=0.0), "70%", "option_ambiguous"),  # it is one of them, not another
        (choice("Có", "Có."), "có", "option_ambiguous"),
        (choice("0%", "<10%"), "0%", "0%"),
        (choice("Toàn bộ", "80%"), Formatted(0.8, "percent", "80%"), "80%"),
        (choice("0,5", "1-5"), "0,5", "0,5"),
        (choice("0,5", "1-5"), "0.5", "0,5"),
    ],
)  # fmt: skip
def test_a_choice(rule, cell, found):
    assert read(rule, cell) == found


TWO = checklist("Kế hoạch", "Kinh phí", "Báo cáo")
HARD = checklist("Kế hoạch, kinh phí hằng năm", "Kế hoạch", "Đào tạo và tập huấn", "CSDL + API; LGSP")
NESTED = checklist("A", "B", "A, B")


@pytest.mark.parametrize(
    ("rule", "cell", "found"),
    [
        *(
            (TWO, each, "Kế hoạch; Kinh phí")
            for each in (
                *("Kế hoạch; Kinh phí", "kế hoạch, kinh phí.", "KINH PHÍ\nKẾ HOẠCH", "Kế hoạch và kinh phí"),
                *("1. Kế hoạch\n2. Kinh phí", "- Kế hoạch\n- Kinh phí", "• Kế hoạch • Kinh phí", "1; Kinh phí"),
                *("1 – Kế hoạch; 2 – Kinh phí", "1. Kinh phí\n2. Kế hoạch", "Kế hoạch + Kinh phí", "1; 2", "1 2"),
                *("Kế hoạch;\nKinh phí;", "Kế hoạch; Kế hoạch; Kinh phí", "Kế hoạch/Kinh phí"),
                "a) Kế hoạch b) Kinh phí",
            )
        ),
        (TWO, "3. Báo cáo", "Báo cáo"),
        (TWO, 2.0, "Kinh phí"),
        (TWO, "0", ""),
        *((TWO, each, "option_unknown") for each in ("Kế hoạch; Nhân lực", "4", 1.2, "Có", "1-3")),
        *((TWO, each, "option_unknown") for each in ("chưa có kế hoạch", "Không", "tất cả")),
        *((TWO, each, "option_ambiguous") for each in ("2. Kế hoạch", "1. Kinh phí")),
        (HARD, "Kế hoạch, kinh phí hằng năm", "Kế hoạch, kinh phí hằng năm"),
        (HARD, "kế hoạch; đào tạo và tập huấn", "Kế hoạch; Đào tạo và tập huấn"),
        (HARD, "Kế hoạch, CSDL + API; LGSP", "Kế hoạch; CSDL + API; LGSP"),
        (NESTED, "A, B", "option_ambiguous"),
        (NESTED, "A", "A"),
    ],
)  # fmt: skip
def test_parts_of_a_checklist(rule, cell, found):
    value, _, _, faults = read_declared(rule, {"declared_value": cell, "declared_total": ""})
    assert (rule.said(value) if value is not None else faults[0][0]) == found


def _fault(rule, cell):
    ((code, _, facts),) = read_declared(rule, {"declared_value": cell, "declared_total": ""})[3]
    return " | ".join(messages.finding_text(code, part, **facts) for part in messages.PARTS)


def test_the_words_of_what_chooses_none_or_several():
    assert _fault(YES, "1 – Không") == (
        "«1 – Không» có thể hiểu là: «Có» hoặc «Không» | một trong: 1 – Có; 2 – Không; 3 – Đang làm | "
        "ghi đúng nhãn của một lựa chọn; đến khi đó câu trả lời này không được tính"
    )
    assert _fault(TWO, "Kế hoạch; Nhân lực") == (
        "«Nhân lực» không phải lựa chọn nào của chỉ số | 1 – Kế hoạch; 2 – Kinh phí; 3 – Báo cáo | "
        "ghi nhãn hoặc số của lựa chọn (nhiều phần: ngăn bằng dấu ; hoặc mỗi phần một dòng)"
    )
    messages.use("en")
    said = "«70%» may mean «50-70%» or «70-90%» | one of: 1 – 50-70%; 2 – 70-90% | write one option's own label"
    assert _fault(TOUCHING, "70%").startswith(said)


def test_options_called_by_numbers_have_those_numbers():
    assert [each.value for each in LEVELS.options] == [3, 2, 1, 0]
    assert [each.value for each in DIGITS.options] == [3, 2, 1]
    assert [each.value for each in choice("Quý II", "Quý I").options] == [2, 1]
    assert [each.value for each in choice("10-30%", "31-50%").options] == [1, 2]
    assert [each.value for each in choice("2021-2022", "2022-2023").options] == [1, 2]
    assert [each.value for each in choice("Mức 1", "Mức 1").options] == [1, 2]
    assert [each.value for each in choice("Có", "Không").options] == [1, 2]


def test_every_answer_of_a_rule_is_said_in_its_words():
    assert [YES.said(value) for value in (1.0, 3.0, 4.0)] == ["Có", "Đang làm", ""]
    assert TWO.said(5.0) == "Kế hoạch; Báo cáo"
    assert YES.said(np.nan) == TWO.said(np.nan) == TWO.said(0.0) == ""
