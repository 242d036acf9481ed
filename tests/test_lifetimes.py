"""The register of units: whose parent is not there, or leads round in a ring, is refused with place and remedy."""

from pathlib import Path

import pandas as pd
import pytest

from dts_analysis import messages, reference
from dts_analysis.errors import DtsError
from dts_analysis.reference import lifetimes

RAW = Path(__file__).parents[1] / "data" / "raw"
HEADING = "unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source\n"
SOUND = """\
37,Tỉnh Ninh Bình,province,,,,list,,gso
374,Huyện Hoa Lư,district,37,,2024-12-31,decision,,gso
374,Thành phố Hoa Lư,district,37,2025-01-01,2025-06-30,decision,,gso
14521,Xã Trường Yên,commune,374,2020-01-01,2025-06-30,decision,,gso
"""


@pytest.fixture
def load(tmp_path):
    """Load a register of these rows."""

    def load(rows):
        (tmp_path / "units.csv").write_text(HEADING + rows, encoding="utf-8")
        return reference.load_units(tmp_path)

    return load


@pytest.fixture
def _english():
    yield messages.use("en")
    messages.use("vi")


def _refused(load, old, new):
    assert SOUND.count(old) == 1, "the fault must change exactly one place"
    with pytest.raises(DtsError) as raised:
        load(SOUND.replace(old, new))
    return raised.value


def test_a_parents_code_may_pass_from_one_bearer_to_the_next(load):
    assert load(SOUND)["parent_code"].tolist() == ["00", "37", "37", "374", ""]


def test_a_register_without_units_is_sound(load):
    assert load("")["unit_code"].tolist() == ["00"]


@pytest.mark.parametrize(
    ("parent", "near"),
    [
        ("375", "; gần nhất: 37 Tỉnh Ninh Bình, 374 Thành phố Hoa Lư"),
        ("0374", "; gần nhất: 374 Thành phố Hoa Lư"),
        ("374 ", "; gần nhất: 374 Thành phố Hoa Lư, 37 Tỉnh Ninh Bình"),
        ("—", ""),
    ],
)
def test_a_parent_that_nobody_bears_is_refused(load, parent, near):
    error = _refused(load, "commune,374", f"commune,{parent}")
    assert [each.code for each in error.findings] == ["parent_unknown"]
    assert str(error) == (
        f"units.csv!5: mã cấp trên «{parent}» không có ở cột unit_code; cần: mã của một đơn vị trong tệp, hoặc để "
        "trống nếu không có cấp trên. Cách xử lý: sửa parent_code (là chữ, giữ số 0 đầu), hoặc thêm đơn vị cấp "
        f"trên{near}."
    )


@pytest.mark.parametrize(
    ("old", "new", "lives"),
    [
        (
            "37,2025-01-01",
            "37,2025-02-01",
            "Huyện Hoa Lư (… – 2024-12-31), Thành phố Hoa Lư (2025-02-01 – 2025-06-30)",
        ),
        (
            ",2024-12-31",
            ",2024-12-30",
            "Huyện Hoa Lư (… – 2024-12-30), Thành phố Hoa Lư (2025-01-01 – 2025-06-30)",
        ),
        ("37,,2024", "37,2020-01-02,2024", "Huyện Hoa Lư (2020-01-02 – 2024-12-31), Thành phố Hoa Lư"),
        ("2025-01-01,2025-06-30", "2025-01-01,2025-06-29", "Thành phố Hoa Lư (2025-01-01 – 2025-06-29)"),
    ],
)
def test_a_parent_that_is_not_there_all_the_time_is_refused(load, old, new, lives):
    error = _refused(load, old, new)
    assert [each.code for each in error.findings] == ["parent_absent"]
    said = (
        "units.csv!5: mã cấp trên 374 không có đơn vị mang trong suốt thời gian của Xã Trường Yên (2020-01-01 – "
    )
    assert str(error).startswith(said)
    assert lives in str(error)
    assert "cần: cấp trên có từ ngày đầu đến ngày cuối của đơn vị" in str(error)


@pytest.mark.parametrize(
    ("column", "lifetime"),
    [("374,,2025-06-30", r"\(… – 2025-06-30\)"), ("374,2020-01-01,", r"\(2020-01-01 – …\)")],
)
def test_a_unit_without_a_first_or_last_day_needs_a_parent_without(load, column, lifetime):
    rows = SOUND.replace("37,,2024-12-31", "37,2010-01-01,2024-12-31")
    with pytest.raises(DtsError, match=rf"suốt thời gian của Xã Trường Yên {lifetime}: Huyện"):
        load(rows.replace("374,2020-01-01,2025-06-30", column))


def test_a_unit_that_is_its_own_parent_is_refused(load):
    error = _refused(load, "province,", "province,37")
    assert str(error) == (
        "units.csv!2: đi lên theo parent_code thì quay về chính đơn vị này: 37 → 37 (dòng 2); cần: đi lên thì đến "
        "một đơn vị không có cấp trên. Cách xử lý: sửa parent_code của dòng sai."
    )


def test_a_ring_of_parents_is_told_once_with_its_codes_and_rows(load):
    below = "14521,a,commune,374,,,,,\n374,b,district,37,,,,,\n9,c,province,5,,,,,\n"
    with pytest.raises(DtsError) as raised:
        load(below + "37,d,province,374,,,,,\n5,e,province,9,,,,,\n")
    assert [each.where for each in raised.value.findings] == ["units.csv!3", "units.csv!4"]
    assert "374 → 37 → 374 (dòng 3, 5)" in str(raised.value)
    assert "9 → 5 → 9 (dòng 4, 6)" in str(raised.value)


def test_a_ring_of_a_few_years_is_found_in_the_rows_of_those_years(load):
    rows = "1,a,province,,,2023-12-31,,,\n1,b,province,3,2024-01-01,2024-12-31,,,\n1,c,province,,2025-01-01,,,,\n"
    with pytest.raises(DtsError) as raised:
        load(rows + "2,d,district,1,,,,,\n3,e,district,2,,,,,\n")
    (found,) = raised.value.findings
    assert (found.where, found.facts["ring"]) == ("units.csv!3", "1 → 3 → 2 → 1")


def test_units_that_changed_places_are_no_ring(load):
    rows = "1,a,province,,,2024-12-31,,,\n1,b,district,2,2025-01-01,,,,\n"
    assert len(load(rows + "2,c,district,1,,2024-12-31,,,\n2,d,province,,2025-01-01,,,,\n")) == 5


def test_all_faults_of_the_register_are_told_at_once(load):
    rows = SOUND.replace("commune,374", "commune,375").replace("province,", "province,37") + (
        "15,Huyện khác,district,374,,,,,\n15,Huyện nữa,district,37,2000-01-01,,,,\n"
    )
    with pytest.raises(DtsError) as raised:
        load(rows)
    codes = [each.code for each in raised.value.findings]
    assert codes == ["lifetimes_overlap", "parent_unknown", "parent_absent", "parent_ring"]


def test_an_endless_lifetime_overlaps_every_later_one(load):
    rows = "1,a,province,,,,,,\n1,b,province,,2020-01-01,2020-12-31,,,\n1,c,province,,2021-01-01,,,,\n"
    with pytest.raises(DtsError) as raised:
        load(rows)
    assert [each.where for each in raised.value.findings] == ["units.csv!3", "units.csv!4"]


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "commune,374",
            "commune,375",
            "parent code «375» is not in the column unit_code; expected: the code of a",
        ),
        (
            "2024-12-31",
            "2024-12-30",
            "parent code 374 is not borne during all of Xã Trường Yên (2020-01-01 – 2025-",
        ),
        (
            "province,",
            "province,37",
            "going up by parent_code leads back to this unit: 37 → 37 (row 2); expected:",
        ),
    ],
)
def test_a_wrong_parent_is_told_in_english_too(load, old, new, words):
    assert words in str(_refused(load, old, new))


def test_a_code_is_borne_on_the_days_of_its_rows():
    units = pd.DataFrame({"unit_code": "1", "valid_from": ["", "2024-02-29"], "valid_to": ["2023-12-31", ""]})
    register = lifetimes.Lifetimes(units)
    days = lifetimes.day_numbers(pd.Series(["2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-02-29"]))
    borne = register.cover(register.numbers(pd.Series(["1", "1", "1", "1", "2"])), days, days)
    assert borne.tolist() == [True, False, False, True, False]


def test_the_country_is_a_unit_above_all_that_have_no_parent(load):
    units = load(SOUND)
    assert units.iloc[-1].drop("population").to_dict() == {
        "unit_code": "00",
        "name": "Cả nước",
        "level": "country",
        "parent_code": "",
        "valid_from": "",
        "valid_to": "",
        "dates_basis": "",
        "source": "",
    }
    assert units["population"].isna().iloc[-1]
    assert reference.unit_on(units, "00", 1999)["name"] == "Cả nước"


def test_a_register_that_has_the_country_keeps_its_own(load):
    units = load("00,Việt Nam,country,,,,list,96208984,gso\n" + SOUND.replace("province,", "province,00"))
    assert units.loc[units["unit_code"] == "00", ["name", "population"]].to_numpy().tolist() == [
        ["Việt Nam", 96208984]
    ]
    assert units["parent_code"].tolist() == ["", "00", "37", "37", "374"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("00,Cả nước,province,,,,,,\n", r"units\.csv!6: level = «province»; cần: country"),
        ("VN,Cả nước,country,,,,,,\n", r"units\.csv!6: unit_code = «VN»; cần: 00"),
        ("00,Cả nước,country,37,,,,,\n", r"units\.csv!2: đi lên theo parent_code .*: 37 → 00 → 37 \(dòng 2, 6\)"),
        (
            "00,Cả nước,country,,2020-01-01,,,,\n",
            r"units\.csv!2: mã cấp trên 00 không có .*Tỉnh Ninh Bình \(… – …\)",
        ),
    ],
)
def test_a_country_that_is_none_is_refused(load, row, words):
    with pytest.raises(DtsError, match=words):
        load(SOUND + row)


# In 2025: 374 was borne by two in turn and by nobody at the end; 14521 by one until June and another from July.
TURNS = """\
37,Tỉnh Ninh Bình (cũ),province,,,2025-06-30,list,,gso
37,Tỉnh Ninh Bình,province,,2025-07-01,,list,,gso
35,Tỉnh Hà Nam,province,,,2025-06-30,list,,gso
374,Huyện Hoa Lư,district,37,,2024-12-31,decision,,gso
374,Thành phố Hoa Lư,district,37,2025-01-01,2025-06-30,decision,,gso
14521,Xã Trường Yên,commune,374,2020-01-01,2025-06-30,decision,,gso
14521,Phường Tây Hoa Lư,commune,37,2025-07-01,,decision,,gso
14522,Xã Ninh Hòa,commune,37,2020-01-01,2025-12-31,decision,,gso
"""


@pytest.fixture
def turns(load):
    return load(TURNS)


def test_a_year_has_the_last_bearer_of_every_code(turns):
    table = reference.units_in(turns, 2025)
    assert table[["unit_code", "name", "is_ended"]].to_numpy().tolist() == [
        ["00", "Cả nước", False],
        ["14521", "Phường Tây Hoa Lư", False],
        ["14522", "Xã Ninh Hòa", False],  # its last day is 31 December: it did not end before
        ["35", "Tỉnh Hà Nam", True],
        ["37", "Tỉnh Ninh Bình", False],
        ["374", "Thành phố Hoa Lư", True],
    ]
    assert reference.units_in(turns, 2026)["unit_code"].tolist() == ["00", "14521", "37"]
    assert reference.units_in(turns, 2019)["unit_code"].tolist() == ["00", "35", "37", "374"]


def test_below_a_unit_are_all_of_the_year_also_those_that_ended(turns):
    below = reference.units_below(turns, "37", 2025)
    assert below[["unit_code", "is_ended"]].to_numpy().tolist() == [
        ["14521", False],
        ["14522", False],
        ["374", True],
    ]
    assert reference.units_below(turns, "37", 2024)["unit_code"].tolist() == ["14522", "374", "14521"]
    assert reference.units_below(turns, "00", 2025)["unit_code"].tolist() == ["35", "37", "14521", "14522", "374"]
    assert reference.units_below(turns, "14521", 2025).empty
    assert reference.units_below(turns, "999", 2025).empty


def test_the_parents_of_a_year_are_those_of_its_units(turns):
    above = [reference.units_in(turns, year).set_index("unit_code")["parent_code"] for year in (2024, 2025)]
    assert above[1].to_dict() == {
        "00": "",
        "14521": "37",
        "14522": "37",
        "35": "00",
        "37": "00",
        "374": "37",
    }
    assert above[0]["14521"] == "374"


def test_rings_in_a_table_that_nobody_checked_do_not_hang():
    ring = pd.DataFrame({"unit_code": ["1", "2"], "parent_code": ["2", "1"], "valid_from": "", "valid_to": ""})
    assert reference.units_below(ring, "1", 2025)["unit_code"].tolist() == ["2", "1"]


@pytest.mark.parametrize("year", [2022, 2024, 2025, 2026])
def test_one_and_many_and_all_units_of_a_year_are_the_same_ones(year):
    units = reference.load_units(RAW).assign(row=lambda table: range(len(table)))
    everyone = reference.units_in(units, year).set_index("unit_code")["row"]
    lives = pd.DataFrame({"unit_code": units["unit_code"].unique(), "year": year})
    assert reference.units_on(units, lives).set_index("unit_code")["row"].to_dict() == everyone.to_dict()
    for code in [*everyone.index[::500], "374", "14464"]:
        if code in everyone:
            assert reference.unit_on(units, code, year)["row"] == everyone[code]
        else:
            with pytest.raises(DtsError, match=f"mã {code} trong năm {year}"):
                reference.unit_on(units, code, year)


def test_what_is_below_the_country_is_everyone_of_the_year_whatever_they_became():
    units = reference.load_units(RAW)
    for year, ended in ((2022, 0), (2025, 63 - 34 + 696)):
        everyone, below = reference.units_in(units, year), reference.units_below(units, "00", year)
        assert set(below["unit_code"]) == set(everyone["unit_code"]) - {"00"}
        assert below["unit_code"].is_unique
        assert below.loc[below["level"] != "commune", "is_ended"].sum() == ended
    hoa_lu = reference.units_below(units, "37", 2025).set_index("unit_code").loc["374"]
    assert (hoa_lu["name"], hoa_lu["is_ended"]) == ("Thành phố Hoa Lư", True)
