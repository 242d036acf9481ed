"""`dts units`: codes by name, the nearest where there is none, and a new dated list taken in."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dts_analysis import reference
from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError

RAW = Path(__file__).parents[1] / "data" / "raw"
UNITS = """\
unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source
20,Tỉnh Thử,province,,,,list,,thử
201,Huyện Tân Biên,district,20,,,list,,thử
20101,Thị trấn Tân Biên,commune,201,,,list,,thử
20104,Xã Tân Bình,commune,201,,,list,,thử
20107,Xã Thạnh Tây,commune,201,,,list,,thử
"""
CHANGES = "old_code,new_code,effective_on,kind,extent,share,two_sources,decision,source\n"
LIST = """\
code,name,type,level,parent_code
20,Tỉnh Thử,tỉnh,province,
20101,Xã Tân Biên,xã,commune,20
20104,Xã Tân Bình,xã,commune,20
"""
NOTHING = "Không có gì thay đổi: sổ đơn vị đã đúng như danh sách."
WENT = """\
old_code,new_code,effective_on,extent,two_sources
20101,20101,2025-07-01,whole,yes
20107,20101,2025-07-01,part,yes
20107,20104,2025-07-01,part,no
20104,20104,2025-07-01,whole,yes
"""


@pytest.fixture
def home(tmp_path):
    """A root with a register of one province, and the files that say what became of it."""
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    texts = {raw / "units.csv": UNITS, raw / "unit_changes.csv": CHANGES}
    texts |= {tmp_path / "list.csv": LIST, tmp_path / "went.csv": WENT}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return tmp_path


def dts(home, *arguments):
    """Run ``dts units`` within a root; what it prints, or the `DtsError` it ends with."""
    done = CliRunner().invoke(cli.dts, ["--home", str(home), "units", *map(str, arguments)])
    if isinstance(done.exception, DtsError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def taken_in(home, *more):
    return dts(home, "update", home / "list.csv", "--on", "2025-07-01", "--gone", "district", *more)


# --- by name ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["tân biên"], ["TAN BIEN"], ["tan", "bien"], ["Tân-Biên"]])
def test_codes_by_name_with_parent_and_lifetime(home, words):
    assert dts(home, *words) == [
        "201  Huyện Tân Biên · huyện · thuộc 20 Tỉnh Thử · … – …",
        "20101  Thị trấn Tân Biên · xã · thuộc 201 Huyện Tân Biên · … – …",
    ]


def test_a_code_and_a_level_are_found_too(home):
    assert dts(home, "20104") == ["20104  Xã Tân Bình · xã · thuộc 201 Huyện Tân Biên · … – …"]
    assert [line.split()[0] for line in dts(home, "--level", "commune", "tân")] == ["20101", "20104"]
    assert dts(home, "00") == ["00  Cả nước · cả nước · … – …"]


def test_what_a_unit_became_stands_under_it_and_days_and_years_choose(home):
    taken_in(home, "--changes", home / "went.csv")
    assert dts(home, "Thạnh Tây") == [
        "20107  Xã Thạnh Tây · xã · thuộc 201 Huyện Tân Biên · … – 2025-06-30",
        "    → 2025-07-01: 20101 Xã Tân Biên (một phần)",
        "    → 2025-07-01: 20104 Xã Tân Bình (một phần)",
    ]
    assert len(dts(home, "20104")) == 3
    assert dts(home, "20104", "--on", "2025-07-01") == [
        "20104  Xã Tân Bình · xã · thuộc 20 Tỉnh Thử · 2025-07-01 – …"
    ]
    assert len(dts(home, "20104", "--year", "2024")) == 2
    with pytest.raises(DtsError, match=r"không đơn vị nào khớp «Thạnh Tây»; .*bỏ --on, --year"):
        dts(home, "Thạnh Tây", "--year", 2026)


@pytest.mark.parametrize("day", ["30/4/2026", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_a_sentence(home, day):
    done = CliRunner().invoke(cli.dts, ["--home", str(home), "units", "x", "--on", day])
    assert (done.exit_code, f"«{day}» không phải ngày; viết năm-tháng-ngày" in done.output) == (2, True)


def test_levels_are_those_of_the_register(home):
    done = CliRunner().invoke(cli.dts, ["--home", str(home), "units", "tân", "--level", "phường"])
    assert done.exit_code == 2
    assert "'country', 'ministry', 'province', 'department', 'district', 'commune'" in done.output


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("1", "01 Thành phố Hà Nội, 001 Quận Ba Đình, 00001 Phường Phúc Xá"),
        ("37 3", "373 Huyện Gia Viễn"),
        ("0373", "373 Huyện Gia Viễn"),
        ("giaa viễn", "Gia Viễn"),
        ("Huyện Gia Viễn", "373 Huyện Gia Viễn"),
    ],
)
def test_every_refusal_of_an_unknown_unit_names_the_nearest(sample, typed, near):
    with pytest.raises(DtsError) as raised:
        sample.unit(typed, 2022)
    said = str(raised.value)
    assert said.startswith(f"units.csv: không có đơn vị mã «{typed}»; cần: mã đơn vị trong units.csv.")
    assert 'hoặc tìm theo tên: dts units "tên đơn vị"; gần nhất: ' in said
    assert near in said


def test_what_resembles_nothing_has_no_nearest(sample):
    assert reference.nearest_units(sample.units, ["99999", "zzzzzz", ""]) == {"99999": "", "zzzzzz": "", "": ""}
    assert reference.nearest_units(sample.units, []) == {}


def test_a_published_fact_of_an_unknown_unit_is_a_finding_with_the_nearest(tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(RAW, raw, ignore=shutil.ignore_patterns("20*"))
    facts = raw / "published" / "facts.csv"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("\n373,", "\n0373,", 1), encoding="utf-8")
    tables, _ = reference.load_published(raw)
    (found,) = reference.check_published_units(tables, reference.load_units(raw))
    assert re.match(r"published/facts\.csv!\d+: .* mã «0373»; .*gần nhất: 373 Huyện", str(found))


# --- a new list ---------------------------------------------------------------------------------------------


def test_a_list_says_what_begins_ends_and_is_renamed_and_is_written_only_when_asked(home):
    before = (home / "data/raw/units.csv").read_bytes()
    printed = taken_in(home, "--dry-run")
    assert (home / "data/raw/units.csv").read_bytes() == before
    assert printed[:8] == [
        "4 đơn vị hết:",
        "  201 Huyện Tân Biên (20)", "  20101 Thị trấn Tân Biên (201)", "  20104 Xã Tân Bình (201)",
        "  20107 Xã Thạnh Tây (201)",
        "2 đơn vị bắt đầu:",
        "  20101 Xã Tân Biên (20)", "  20104 Xã Tân Bình (20)",
    ]  # fmt: skip
    assert printed[-1] == "Chưa ghi gì (--dry-run)."
    said = "\n".join(printed)
    assert "4 đơn vị hết ngày 2025-06-30, không dòng nào trong unit_changes.csv nói chúng thành gì" in said
    assert "không dòng nào trong unit_changes.csv nói từ đâu mà ra: 20101, 20104" in said


def test_what_went_into_what_is_taken_from_its_own_file_and_read_back(home):
    printed = taken_in(home, "--changes", home / "went.csv", "--decision", "QĐ 19")
    assert "  20107 → 20104 một phần" in printed
    raw = home / "data" / "raw"
    units = reference.load_units(raw)
    changes = reference.load_unit_changes(raw, units)
    assert changes[["old_code", "new_code", "kind", "extent", "two_sources", "decision"]].to_numpy().tolist() == [
        ["20101", "20101", "merge", "whole", "yes", "QĐ 19"],
        ["20107", "20101", "split", "part", "yes", "QĐ 19"],
        ["20107", "20104", "split", "part", "no", "QĐ 19"],
        ["20104", "20104", "merge", "whole", "yes", "QĐ 19"],
    ]
    own = units[units["unit_code"] == "20101"]
    assert own[["name", "parent_code", "valid_from", "valid_to", "dates_basis"]].to_numpy().tolist() == [
        ["Thị trấn Tân Biên", "201", "", "2025-06-30", "decision"],
        ["Xã Tân Biên", "20", "2025-07-01", "", "decision"],
    ]
    assert taken_in(home, "--changes", home / "went.csv")[-1] == NOTHING


def test_a_unit_that_others_went_into_is_a_new_one_though_the_list_tells_no_difference(home):
    (home / "list.csv").write_text(LIST.replace("Xã Tân Biên,xã,commune,20", "Xã Tân Biên,xã,commune,20"), "utf-8")
    taken_in(home)
    merged = "old_code,new_code,extent\n20101,20104,whole\n20104,20104,whole\n"
    (home / "went.csv").write_text(merged, encoding="utf-8")
    (home / "list.csv").write_text(LIST.replace("20101,Xã Tân Biên,xã,commune,20\n", ""), encoding="utf-8")
    printed = dts(home, "update", home / "list.csv", "--on", "2026-01-01", "--changes", home / "went.csv")
    assert printed[:5] == [
        "2 đơn vị hết:", "  20101 Xã Tân Biên (20)", "  20104 Xã Tân Bình (20)",
        "1 đơn vị bắt đầu:", "  20104 Xã Tân Bình (20)",
    ]  # fmt: skip


def test_renames_alone_touch_nobody_else_and_say_where_the_name_came_from(home):
    (home / "list.csv").write_text("code,old_name,new_name\n20,Tỉnh Thử,Thành phố Thử\n", encoding="utf-8")
    printed = dts(home, "update", home / "list.csv", "--on", "2026-04-30", "--decision", "30/2026/QH16")
    assert printed[:4] == [
        "1 đơn vị cùng mã, cùng cấp trên, khác tên:", "  20 Tỉnh Thử → Thành phố Thử",
        "1 dòng thay đổi:", "  20 → 20 toàn bộ",
    ]  # fmt: skip
    changes = (home / "data/raw/unit_changes.csv").read_text(encoding="utf-8")
    assert changes == CHANGES + "20,20,2026-04-30,rename,whole,1,,30/2026/QH16,2026-04\n"
    again = dts(home, "update", home / "list.csv", "--on", "2026-04-30")
    assert again == [NOTHING]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LIST + "20104,Xã Tân Bình,xã,commune,20\n", r"list\.csv!5: mã 20104 có hai dòng trong danh sách"),
        (LIST.replace(",commune,20\n", ",commune,21\n"), r"list\.csv!3: 2 đơn vị có cấp trên .*danh sách: 21"),
        (LIST.replace("commune", "phường"), r"list\.csv!3: level = «phường»; cần: country, ministry, province"),
        (LIST.replace("Xã Tân Bình", ""), r"list\.csv!4: name = «»"),
        (LIST.replace("20,Tỉnh Thử,tỉnh,province,\n", ""), r"không có đơn vị nào cấp province, sổ đang có 1"),
        (LIST.replace("code,", "mã,"), r"list\.csv: thiếu cột «code»"),
        ("code,old_name,new_name\n20,Tỉnh Khác,Y\n", r"mã 20 trong sổ là «Tỉnh Thử», .* tên cũ «Tỉnh Khác»"),
        ("code,old_name,new_name\n0201,X,Y\n", r"list\.csv!2: .* mã «0201»; .*gần nhất: 201 Huyện Tân Biên"),
        (
            "code,old_name,new_name,effective_on\n20,Tỉnh Thử,Y,2026-04-30\n",
            r"list\.csv!2: effective_on = «2026-04-30»; cần: 2025-07-01",
        ),
    ],
)  # fmt: skip
def test_a_list_that_contradicts_itself_or_the_register_is_refused(home, text, said):
    before = (home / "data/raw/units.csv").read_bytes()
    (home / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError, match=said):
        taken_in(home)
    assert (home / "data/raw/units.csv").read_bytes() == before


def test_a_level_is_not_ended_by_a_list_that_forgot_it(home):
    with pytest.raises(DtsError, match=r"không có đơn vị nào cấp district, sổ đang có 1; .*--gone district"):
        dts(home, "update", home / "list.csv", "--on", "2025-07-01")


def test_a_list_older_than_the_register_is_refused(home):
    taken_in(home)
    (home / "list.csv").write_text(LIST.replace("Xã Tân Bình", "Phường Tân Bình"), encoding="utf-8")
    with pytest.raises(DtsError, match=r"1 đơn vị .* từ 2025-07-01, không trước ngày 2025-06-01"):
        dts(home, "update", home / "list.csv", "--on", "2025-06-01")


def test_changes_that_the_lists_deny_are_refused_and_nothing_is_written(home):
    (home / "went.csv").write_text("old_code,new_code,extent\n20107,20109,whole\n", encoding="utf-8")
    with pytest.raises(DtsError, match=r"mã «20109» không có trong units\.csv"):
        taken_in(home, "--changes", home / "went.csv")
    assert (home / "data/raw/units.csv").read_text(encoding="utf-8") == UNITS


def test_many_lines_are_counted_unless_all_are_asked_for(home):
    more = "".join(f"30{number:03},Xã {number},xã,commune,20\n" for number in range(25))
    (home / "list.csv").write_text(LIST + more, encoding="utf-8")
    assert "  … và 7 dòng nữa (--all để in hết)" in taken_in(home, "--dry-run")
    assert "  30024 Xã 24 (20)" in taken_in(home, "--dry-run", "--all")


def test_what_the_register_leaves_open_is_said_on_demand(home):
    assert dts(home, "check") == ["Sổ đơn vị không để ngỏ điều gì."]
    taken_in(home)
    assert [line.split("]")[0] for line in dts(home, "check")] == [
        "lưu ý [unit_fate_unknown", "lưu ý [unit_origin_unknown"
    ]  # fmt: skip
