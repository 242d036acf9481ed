"""The register of units: whose parent is not there, or leads round in a ring, is refused with place and remedy."""

import pandas as pd
import pytest

from dts_analysis import messages, reference
from dts_analysis.errors import DtsError
from dts_analysis.reference import lifetimes

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
    assert load(SOUND)["parent_code"].tolist() == ["", "37", "37", "374"]


def test_a_register_without_units_is_sound(load):
    assert load("").empty


@pytest.mark.parametrize("parent", ["375", "0374", "374 ", "—"])
def test_a_parent_that_nobody_bears_is_refused(load, parent):
    error = _refused(load, "commune,374", f"commune,{parent}")
    assert [each.code for each in error.findings] == ["parent_unknown"]
    assert str(error) == (
        f"units.csv!5: mã cấp trên «{parent}» không có ở cột unit_code; cần: mã của một đơn vị trong tệp, hoặc để "
        "trống nếu không có cấp trên. Cách xử lý: sửa parent_code (là chữ, giữ số 0 đầu), hoặc thêm đơn vị cấp "
        "trên."
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
    assert len(load(rows + "2,c,district,1,,2024-12-31,,,\n2,d,province,,2025-01-01,,,,\n")) == 4


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
