"""The law as Excel formulas: a formula gives the points worked by hand, and those of `score`."""

from functools import cache
from pathlib import Path

import formulas
import numpy as np
import openpyxl
import pandas as pd
import pytest
from filled_forms import need_office, recalculated
from hypothesis import given, settings, strategies as st
from schedula import EMPTY

from dts_analysis import reference, scoring
from dts_analysis.intake.declared import read_declared
from dts_analysis.rules import OTHER_ANSWER, Cells, Choice, Target, Tiers, compile_rules, parts_formula

pytestmark = pytest.mark.filterwarnings("ignore:.*with a literal:SyntaxWarning")
GOLDEN = Path(__file__).parent / "golden/every_rule"
SET = reference.read_criteria(GOLDEN / "thu_quy_tac_2022.yml")
B_1 = SET.indicator("B-1")
OF_UNIT = {"unit_code": "001", "year": 2022}
LETTERS = {"option": "L", "parts": "E"}  # the columns that hold options' labels and say which parts are done


def labels(rule):
    """The cells of a rule's options or parts."""
    several = getattr(rule, "options", ()) or getattr(rule, "parts", ())
    first = 8 if rule.reads == "parts" else 1
    return tuple(f"{LETTERS[rule.reads]}{first + at}" for at in range(len(several)))


@cache
def compiled(expression):
    """The expression as a function of the cells it reads."""
    return formulas.Parser().ast(f"={expression}")[1].compile()


def calculated(expression, cells):
    """What a spreadsheet makes of an expression, NaN for a blank text; a cell not among `cells` is blank."""
    function = compiled(expression)
    result = np.ravel(function(*(cells.get(name, EMPTY) for name in function.inputs)))[0]
    return np.nan if result == "" else result


def formula(indicator, value="E7", total="F7", others=()):
    """The points of an indicator's rule as an expression over these cells."""
    return indicator.rule.formula(indicator.max_points, Cells(value, total, tuple(others)))


def typed(indicator, value, total):
    """The cells of a form in which these two numbers are declared."""
    cells = {name: each for name, each in (("E7", value), ("F7", total)) if not np.isnan(each)}
    rule = indicator.rule
    if rule.reads == "option":
        cells |= {cell: option.label for cell, option in zip(labels(rule), rule.options, strict=True)}
    if rule.reads == "parts" and value in range(2 ** len(rule.parts)):
        cells |= {cell: int(value) >> at & 1 for at, cell in enumerate(labels(rule))}
    return cells


def golden_rows():
    table = pd.read_csv(GOLDEN / "answers.csv")
    return [pytest.param(*row[:4], id=f"{row[0]}-{row[4]}") for row in table.itertuples(index=False)]


@pytest.mark.parametrize(("code", "value", "total", "points"), golden_rows())
def test_a_formula_gives_the_points_worked_by_hand(code, value, total, points):
    one = SET.indicator(code)
    expression = formula(one, "E7", "F7", labels(one.rule))
    if one.rule.kind == "manual" or one.rule.is_relative:
        assert expression is None
        return
    assert calculated(expression, typed(one, value, total)) == pytest.approx(points, abs=1e-9, nan_ok=True)


numbers = st.one_of(
    st.just(np.nan), st.integers(0, 9).map(float), st.integers(0, 12000).map(lambda each: each / 100)
)


COMPUTED = [each for each in SET.indicators if formula(each, others=labels(each.rule)) is not None]


@pytest.mark.parametrize("one", [each for each in COMPUTED if each.rule.reads in ("share", "value")])
@settings(max_examples=50)
@given(value=numbers, total=numbers)
def test_a_formula_gives_what_score_gives(one, value, total):
    answers = pd.DataFrame(OF_UNIT | {"criteria_id": [SET.id], "indicator_code": one.code})
    answers = answers.assign(declared_value=value, declared_total=total)
    expected = scoring.score(answers, {SET.id: SET})["computed_points"].item()
    found = calculated(formula(one), typed(one, value, total))
    assert found == pytest.approx(expected, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [("Bí thư, Chủ tịch", 10), ("Cấp phó", 5), ("Không", 0), (2.0, 5), ("Chủ tịch", np.nan), ("", np.nan)],
)
def test_an_option_is_chosen_by_its_label_or_its_number(chosen, points):
    rule, cells = SET.indicator("B-1").rule, typed(SET.indicator("B-1"), np.nan, np.nan)
    found = calculated(rule.formula(10.0, Cells("E7", labels=labels(rule))), cells | {"E7": chosen})
    assert found == pytest.approx(points, nan_ok=True)


OPTIONS = [{"label": "91-100%", "points": 10}, {"label": "71-90%", "also": ["gần đủ"], "points": 7}]
BANDS = Choice(kind="choice", otherwise=1, options=OPTIONS)


@pytest.mark.parametrize(
    "cell", ["71-90%", "GẦN ĐỦ", 2.0, OTHER_ANSWER, "80%", "80", 80.0, 0.8, "gan du", "khác hẳn"]
)
def test_a_form_gives_what_the_reader_does_or_nothing_where_any_other_answer_counts(cell):
    value, total, _, _ = read_declared(BANDS, {"declared_value": cell, "declared_total": ""})
    rules = compile_rules(
        {"thu": SET.model_copy(update={"indicators": (B_1.model_copy(update={"rule": BANDS}),)})}
    )
    (read,) = rules.earned(
        *(np.array([each], dtype) for each, dtype in ((0, int), (value, float), (total, float)))
    )[0]
    shown = calculated(
        BANDS.formula(10.0, Cells("E7", labels=("L1", "L2"))), {"E7": cell, "L1": "91-100%", "L2": "71-90%"}
    )
    assert np.isnan(shown) or shown == read
    assert np.isnan(shown) == (
        cell in ("80%", "80", 80.0, 0.8, "gan du", "khác hẳn")
    )  # the form then says: look again


@pytest.mark.parametrize(
    ("said", "text", "points"),
    [
        ({}, np.nan, np.nan), ({"E8": "Không"}, "0", 0), ({"E8": "Có"}, "1", 6), ({"E9": "Có"}, "2", 4),
        ({"E8": "Có", "E9": "Có"}, "1; 2", 10),
    ],
)  # fmt: skip
def test_what_is_said_of_the_parts_becomes_the_text_that_a_form_declares(said, text, points):
    rule = SET.indicator("B-2").rule
    parts = labels(rule)
    found = calculated(parts_formula(parts, '"Có"'), said)
    assert found == text or (found is np.nan and text is np.nan)
    found = calculated(rule.formula(10.0, Cells("E7", "", parts, '"Có"')), said)
    assert found == pytest.approx(points, nan_ok=True)


def test_a_maximum_of_nothing_earns_nothing_whatever_the_steps_are_worth():
    rule = Tiers(kind="tiers", tiers=[{"at_least": 1, "points": 5}])
    assert calculated(rule.formula(0.0, Cells("E7")), {"E7": 3}) == 0


ODD = [-1, -0.5, 0, 0.5, 1, 1.5, 2, "", "khá", 1e300, 9e307]  # what a person or a paste puts into a cell
MORE = [("value", 3), ("value", 0), ("value", -2), ("share", 0), ("share", 1.2)]
WIDER = SET.model_copy(
    update={
        "indicators": SET.indicators
        + tuple(
            SET.indicator("B-3").model_copy(
                update={"code": f"Z-{at}", "rule": Target(kind="target", of=of, at_least=bound)}
            )
            for at, (of, bound) in enumerate(MORE)
        )
    }
)


def odd_answers():
    """Every odd pair of cells under every rule that reads cells: rule, value, total."""
    for one in WIDER.indicators:
        if one.rule.reads not in ("nothing", "parts") and not one.rule.is_relative:
            totals = [*ODD, 1e-300] if one.rule.reads == "share" else [""]
            yield from ((one, value, total) for value in ODD for total in totals)


def test_a_spreadsheet_and_score_agree_on_what_no_form_should_hold(tmp_path):
    need_office()
    book, answers = openpyxl.Workbook(), []
    for row, (one, value, total) in enumerate(odd_answers(), 1):
        written = [f'"{each.label}"' for each in getattr(one.rule, "options", ())]
        points = formula(one, f"A{row}", f"B{row}", written)
        book.active.append([None if cell == "" else cell for cell in (value, total)] + [f"={points}"])
        a, b, _, _ = read_declared(one.rule, {"declared_value": value, "declared_total": total})
        answers.append((one.code, value, total, a, b))
    book.save(tmp_path / "thu.xlsx")
    (tmp_path / "back").mkdir()
    (path,) = recalculated([tmp_path / "thu.xlsx"], tmp_path / "back")
    shown = [row[2] for row in openpyxl.load_workbook(path, data_only=True).active.iter_rows(values_only=True)]
    columns = ["indicator_code", "a", "b", "declared_value", "declared_total"]
    table = pd.DataFrame(answers, columns=columns).astype(dict.fromkeys(columns[3:], float))
    computed = scoring.score(table.assign(**OF_UNIT, criteria_id=SET.id), {SET.id: WIDER})["computed_points"]
    points = [np.nan if each in (None, "") else each for each in shown]
    other_value = {"C-2": SET.indicator("C-2").rule.other_value}
    differing = [
        (*answer[:3], own, theirs)
        for answer, own, theirs in zip(answers, computed, points, strict=True)
        if isinstance(theirs, str) or theirs != pytest.approx(own, abs=1e-6, nan_ok=True)
        if not (np.isnan(theirs) and answer[3] == other_value.get(answer[0]))  # the form then says: look again
    ]
    assert differing == []
    assert len(answers) > 700
