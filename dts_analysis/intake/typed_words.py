"""Words that stand in a form for a code. Our own sheets write the first spelling of each, or its English."""

from functools import cache

from .. import rules
from .text import clean, fold

DECISIONS = {
    "accepted": ("Chấp nhận", "Giữ nguyên", "Đồng ý"),
    "lowered": ("Hạ điểm", "Giảm điểm"),
    "raised": ("Nâng điểm", "Tăng điểm"),
    "zeroed": ("Không điểm", "Cho 0 điểm", "Không cho điểm"),
}
METHODS = {"desk": ("Hồ sơ", "Trên hồ sơ"), "on_site": ("Tại chỗ", "Thực tế", "Kiểm tra thực tế")}
PASSES = {
    1.0: ("Đạt", "Có", "x", "Yes", "Passed", "Met"),
    0.0: ("Không đạt", "Chưa đạt", "Không", "No", "Failed", "Not met"),
}
NOT_APPLICABLE = (
    rules.NOT_APPLICABLE,
    rules.ENGLISH[rules.NOT_APPLICABLE],
    "KAD",
    "N/A",
    "Không thuộc phạm vi",
    "Không đánh giá",
)
YES, NO = "Có", "Không"  # of a part of a checklist, and of the mark that a claim is not sure
ENGLISH = rules.ENGLISH | {
    **{YES: "Yes", NO: "No", "Hồ sơ": "Desk", "Tại chỗ": "On site"},
    **{"Chấp nhận": "Accepted", "Hạ điểm": "Lowered", "Nâng điểm": "Raised", "Không điểm": "Zeroed"},
}
_TABLES = {"decision": DECISIONS, "method": METHODS}


def read_word(field, cell):
    """Return the code that a cell's word stands for: "" for a blank, None for a word nobody knows.

    >>> read_word("decision", "GIỮ NGUYÊN"), read_word("method", ""), read_word("method", "qua điện thoại")
    ('accepted', '', None)
    """
    folded = fold(clean(cell))
    return _codes(field).get(folded) if folded else ""


def first_words(field):
    """Return the word our own sheets write for each code.

    >>> first_words("method")
    {'desk': 'Hồ sơ', 'on_site': 'Tại chỗ'}
    """
    return {code: in_form(spellings[0]) for code, spellings in _TABLES[field].items()}


def in_form(word):
    """Return a first spelling as our own sheets write it in the current language."""
    return rules.in_form(word, ENGLISH)


def is_not_applicable(cell):
    """Return whether a cell says that the indicator does not apply.

    >>> is_not_applicable("không áp dụng"), is_not_applicable("0")
    (True, False)
    """
    text = clean(cell)
    return not text.startswith("#") and fold(text) in _not_applicable()  # «#N/A» is an error somebody typed


def read_pass(cell):
    """Return the points of a cell that says in words whether something passes: 1 or 0; None where it says neither.

    >>> read_pass("ĐẠT"), read_pass("chưa đạt"), read_pass("khá")
    (1.0, 0.0, None)
    """
    return _passes().get(fold(clean(cell)))


@cache
def _passes():
    return {fold(written): points for points, spellings in PASSES.items() for written in spellings}


@cache
def _codes(field):
    table = {code: (*spellings, ENGLISH[spellings[0]]) for code, spellings in _TABLES[field].items()}
    return {fold(written): code for code, spellings in table.items() for written in spellings}


@cache
def _not_applicable():
    return {fold(written) for written in NOT_APPLICABLE}
