"""The data dictionary is true of every table that is made, and a table that is not so is refused in words."""

import pandas as pd
import pytest
from raw_folder import FIELDS, HEADINGS, RawFolder, criteria, xlsx_form
from worlds import WORLDS

from dts_analysis import dataset, messages, scoring
from dts_analysis.dataset.columns import columns_of
from dts_analysis.errors import DtsError
from dts_analysis.intake import unit_answers

OPTIONAL = {"measured_points", "measured_share", "is_measured_out", "leading_value"}  # of sets that have such


@pytest.mark.parametrize("name", dataset.described())
def test_every_column_of_a_table_is_in_the_dictionary_and_the_other_way_round(sample, name):
    table = getattr(sample, name)
    dataset.check_table(name, table)
    assert set(table) == set(columns_of(name))
    told = sample.dictionary(name)
    assert list(told.index) == list(columns_of(name))
    assert (told["meaning"] != "").all()
    assert (told.loc[told["type"].isin(["number"]), "unit"] != "").all()


@pytest.mark.parametrize("root", WORLDS)
def test_it_is_true_of_other_roots(world, root):
    data = world(root)
    for name in dataset.described():
        dataset.check_table(name, getattr(data, name))
    strange = set(data.scores) - set(columns_of("scores"))
    assert {each for each in strange if not each.startswith("measured_")} <= OPTIONAL


def test_it_is_said_in_english_too(sample):
    messages.use("en")
    row = sample.dictionary("standings").loc["rank"]
    assert row.tolist() == [
        False,
        "whole",
        "places",
        "the place, 1-2-2-4",
        "no place: not all judged, no points, or unranked",
    ]
    assert dataset.described()["gaps"] == "claims against verification, per verified answer"


def mistaken(units):
    return {
        "no column": (units.drop(columns="name"), "units!name: không có cột này; cần: text"),
        "type": (units.assign(name=1.5), "units!name: float64; cần: text"),
        "NaN": (
            units.assign(name=units["name"].where(units["name"] != "Cả nước")),
            "units!name: NaN; cần: không bao",
        ),
        "twice": (
            pd.concat([units, units.head(1)]),
            "units!unit_code, valid_from: khóa lặp lại; cần: mỗi khóa một",
        ),
    }


@pytest.mark.parametrize("mistake", ["no column", "type", "NaN", "twice"])
def test_a_table_that_is_not_so_is_refused_before_anything_is_counted_from_it(sample, mistake):
    table, words = mistaken(sample.units)[mistake]
    with pytest.raises(DtsError) as error:
        sample.replaced(units=table)
    assert str(error.value).startswith(words)
    assert "data.dictionary(…)" in str(error.value)


def test_all_faults_are_told_at_once_and_a_value_that_is_not_on_the_list_is_one(sample):
    rows = sample.counted.head(3).astype({"basis": "str"}).assign(basis="tuchấm", points="1")
    with pytest.raises(DtsError) as error:
        dataset.check_table("counted", rows)
    assert [each.where for each in error.value.findings] == ["counted!basis", "counted!points"]
    assert "'tuchấm'; cần: claimed, computed, measured, verified, final" in str(error.value)


def test_a_table_that_the_dictionary_does_not_hold_is_named(sample):
    with pytest.raises(DtsError, match=r"dictionary: .*'standing'.*standings"):
        sample.dictionary("standing")


def test_closed_lists_are_those_of_the_code(tmp_path):
    assert set(columns_of("scores")["answer_status"]["values"]) == set(unit_answers.STATUSES)
    assert set(columns_of("counted")["status"]["values"]) == set(scoring.STATUS.index)
    assert tuple(columns_of("totals")["basis"]["values"]) == scoring.BASES
    assert tuple(columns_of("findings")["severity"]["values"]) == messages.SEVERITIES
    raw = RawFolder(tmp_path / "raw", criteria("tay_2022", "commune", [2022], {"A": [10, 10]}))
    rows = raw.rows("tay_2022", "5 -")
    rows[2]["evidence"] = "QĐ 15/QĐ-UBND"  # and no points: whoever judges it has the word
    headings = HEADINGS | {"evidence": "Minh chứng"}
    content = xlsx_form(rows, [*FIELDS["self"], "evidence"], headings)
    raw.file("2022/14464.xlsx", "14464", 2022, "tay_2022", "self", content)
    built = dataset.build(raw.done(), tmp_path / "processed")
    assert built.scores["answer_status"].tolist() == ["answered", "unscored"]
