"""Criteria sets, units and reasons: what is sound loads, what is not is refused with place and remedy."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError
from small_sets import SOUND

from dts_analysis import messages, reference
from dts_analysis.errors import DtsError
from dts_analysis.rules import KINDS
from dts_analysis.rules.base import RuleKind

FAULTS = {
    "duplicate_key": ("years: [2022]", "years: [2022]\nyears: [2023]", "khóa «years» viết hai lần"),
    "not_yaml": ("years: [2022]", "years: [2022", "không đọc được YAML"),
    "unknown_key": ("years: [2022]", "years: [2022]\nyeers: 1", "khóa lạ «yeers»"),
    "missing_key": ("total_points: 30\n", "", "thiếu khóa «total_points»"),
    "unknown_rule": ("kind: ratio, target: 0.5", "kind: raito", "quy tắc lạ «raito»"),
    "missing_rule_field": ("kind: tiers, tiers: [", "kind: tiers, steps: [", "thiếu khóa «tiers»"),
    "code_as_number": ('printed_as: "2.1"', "printed_as: 2.10", "«printed_as» = 2.1 không hợp lệ"),
    "maximum_infinite": ("max_points: 10\n    rule", "max_points: .inf\n    rule", "«max_points» = inf"),
    "pillar_does_not_add_up": ("max_points: 10}", "max_points: 11}", "các chỉ số là 10; cần: 11"),
    "total_does_not_add_up": ("total_points: 30", "total_points: 31", "các trụ cột là 30; cần: 31"),
    "rule_does_not_reach_maximum": ("points: 20}, {", "points: 19}, {", "quy tắc cho nhiều nhất 19"),
    "tiers_out_of_order": ("{at_least: 2, points: 10}", "{at_least: 9, points: 10}", "bậc không giảm dần"),
    "code_outside_pillar": ('"XH-01"', '"KT-01"', "mã không thuộc trụ cột nào"),
    "code_doubled": ('"XH-01"', '"NT-01"', "mã «NT-01» dùng hai lần"),
    "printed_code_doubled": ('printed_as: "2.1"', 'printed_as: "1.1"', "mã «1.1» dùng hai lần"),
    "maximum_zero": (
        "max_points: 10\n    rule",
        "max_points: 0\n    rule",
        "điểm tối đa 0 với quy tắc ratio",
    ),
    "class_without_bound": (", at_least: 0.0}", "}", "không có đúng một điều kiện"),
    "class_with_foreign_bound": (", at_least: 0.0}", ", when: otherwise}", "không có đúng một điều kiện"),
    "continues_nothing": (
        "rule: {kind: ratio",
        'continues: "x:NT-01"\n    rule: {kind: ratio',
        "1 chỉ số tiếp nối bộ «x», bộ ấy không có",
    ),
    "class_that_no_answer_reaches": ("at_least: 1.0}", "at_least: 0.0}", "không giảm dần đến hết"),
    "answers_without_a_class": ("at_least: 0.0}", "at_least: 0.5}", "không giảm dần đến hết"),
    "class_doubled": ("{code: not_done,", "{code: completed,", "mã «completed» dùng hai lần"),
    "option_doubled": (
        "{kind: ratio, target: 0.5}",
        "{kind: choice, options: [{value: 1, label: a, points: 10}, {value: 1, label: b, points: 5}]}",
        "mã «1» dùng hai lần",
    ),
    "a_list_for_a_key": (
        "years: [2022]",
        "years: [2022]\n? [a, b]\n: c",
        "(dòng 11, cột 3: một danh sách hay nhóm khóa đứng ở chỗ của khóa",
    ),
    "a_day_32": ("issued_on: null", "issued_on: 2021-12-32", "(dòng 6, cột 12: «2021-12-32» không phải"),
    "id_differs_from_file": ("id: mau_huyen_2022", "id: mau_huyen_2023", "id là «mau_huyen_2023»"),
}


def _folder(tmp_path, text):
    (tmp_path / "mau_huyen_2022.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_set_loads_with_its_tables(tmp_path):
    criteria_set = reference.load_criteria(_folder(tmp_path, SOUND))["mau_huyen_2022"]
    assert criteria_set.indicators_table()["indicator_code"].tolist() == ["NT-01", "XH-01"]
    assert criteria_set.indicators_table()["pillar_code"].tolist() == ["NT", "XH"]
    assert criteria_set.indicators_table()["rule_kind"].tolist() == ["tiers", "ratio"]
    assert criteria_set.indicator("XH-01").rule.target == 0.5
    with pytest.raises(KeyError, match="XH-99"):
        criteria_set.indicator("XH-99")


@pytest.mark.parametrize("name", FAULTS)
def test_an_unsound_set_is_refused_with_words(tmp_path, name):
    old, new, words = FAULTS[name]
    assert SOUND.count(old) == 1, "the fault must change exactly one place"
    with pytest.raises(DtsError) as raised:
        reference.load_criteria(_folder(tmp_path, SOUND.replace(old, new)))
    assert words in str(raised.value)
    assert "mau_huyen_2022.yml" in str(raised.value)


OF_THE_FILE = {"duplicate_key", "not_yaml", "a_list_for_a_key", "a_day_32", "id_differs_from_file"}
OF_SEVERAL_SETS = {"continues_nothing"}


def _told(error):
    return [(each.code, each.where.split("!")[1:], each.facts) for each in error.findings]


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - OF_THE_FILE - OF_SEVERAL_SETS))
def test_what_yaml_is_refused_for_json_is_refused_for_too(tmp_path, name):
    text = SOUND.replace(*FAULTS[name][:2])
    with pytest.raises(DtsError) as from_yaml:
        reference.load_criteria(_folder(tmp_path, text))
    with pytest.raises(DtsError) as from_json:
        reference.CriteriaSet.model_validate_json(json.dumps(yaml.safe_load(text)))
    assert FAULTS[name][2] in str(from_json.value)
    assert _told(from_json.value) == _told(from_yaml.value)
    assert all(each.where.startswith("mau_huyen_2022.json") for each in from_json.value.findings)


def test_a_set_made_in_python_is_held_to_the_same(tmp_path):
    document = yaml.safe_load(SOUND.replace("total_points: 30", "total_points: 31"))
    with pytest.raises(ValidationError, match="tổng điểm tối đa các trụ cột là 30; cần: 31"):
        reference.CriteriaSet.model_validate(document)
    with pytest.raises(ValidationError, match="tổng điểm tối đa các trụ cột là 30; cần: 31"):
        reference.CriteriaSet(**document)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"id": "x",', r"criteria\.json!1: không đọc được JSON \(dòng 1, cột 12: từ đây không còn là JSON"),
        ("", r"criteria\.json: không đọc được JSON \(tệp rỗng\); cần: tệp mà dts build đã ghi"),
        (b'{"id": "\xd0"}', r"criteria\.json!1: .*\(dòng 1, cột 9: byte D0 không phải chữ mã hóa UTF-8"),
        ("[]", r"criteria\.json: «—» = \[\] không hợp lệ \(cần các cặp «khóa: giá trị»\)"),
    ],
)
def test_a_stored_set_that_is_damaged_says_so(content, words):
    with pytest.raises(DtsError, match=words):
        reference.CriteriaSet.model_validate_json(content)


@pytest.mark.parametrize("text", ["", "- a\n", "abc"])
def test_a_file_without_keys_is_refused(tmp_path, text):
    (tmp_path / "mau_huyen_2022.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError, match=r"mau_huyen_2022\.yml: tệp không phải các cặp «khóa: giá trị»"):
        reference.load_criteria(tmp_path)


def test_conditions_end_with_otherwise(tmp_path):
    text = SOUND.replace("kind: thresholds", "kind: conditions").replace("at_least: 1.0}", "when: both_max}")
    sound = text.replace(", at_least: 0.0}", ", when: otherwise}")
    assert reference.load_criteria(_folder(tmp_path, sound))
    with pytest.raises(DtsError, match="không giảm dần đến hết"):
        reference.load_criteria(_folder(tmp_path, text.replace(", at_least: 0.0}", ", when: both_zero}")))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("total_points: 30", "total_points: nhiều", "«total_points» = 'nhiều' không hợp lệ (cần một số hữu hạn)"),
        ("max_points: 20}", "max_points: -1}", "«max_points» = -1 không hợp lệ (cần ≥ 0)"),
        ("level: district", "level: huyen", "(cần một trong: ministry, province, department, district, commune)"),
        ("issued_on: null", "issued_on: 31/12/2021", "(cần ngày dạng 2022-12-31)"),
        ("years: [2022]", "years: 2022", "(cần một danh sách, không thiếu mục)"),
        ("is_upper: true", "is_upper: có", "(cần true hoặc false)"),
        ("{kind: ratio, target: 0.5}", "ratio", "(cần các cặp «khóa: giá trị»)"),
        ("id: mau_huyen_2022", "id: Mẫu", "(cần chữ theo mẫu ^[a-z][a-z0-9_]*$)"),
        ('printed_as: "2.1"', "printed_as: 2.1", "(cần chữ trong ngoặc kép)"),
    ],
)
def test_what_a_value_should_be_is_said_in_vietnamese(tmp_path, old, new, words):
    with pytest.raises(DtsError) as raised:
        reference.load_criteria(_folder(tmp_path, SOUND.replace(old, new)))
    assert words in str(raised.value)
    assert "Input should" not in str(raised.value)


def test_a_total_that_caps_make_smaller_is_told_with_both_numbers(tmp_path):
    """Pillars of 20 and 10 make 30, of which a unit can get 25."""
    text = SOUND.replace("total_points: 30", "total_points: 30\ncap: 25")
    with pytest.raises(DtsError) as raised:
        reference.load_criteria(_folder(tmp_path, text))
    (found,) = raised.value.findings
    assert found.found == "tổng điểm tối đa các trụ cột là 30, sau khi áp trần (cap) còn 25"
    assert found.expected == "30 như total_points ghi, sau khi áp trần"
    reference.load_criteria(_folder(tmp_path, text.replace("total_points: 30", "total_points: 25")))


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    _folder(tmp_path, SOUND.replace("total_points: 30", "total_points: 31").replace('"XH-01"', '"KT-01"'))
    (tmp_path / "khac.yml").write_text("id: khac\nid: khac\n", encoding="utf-8")
    with pytest.raises(DtsError, match="viết hai lần") as raised:
        reference.load_criteria(tmp_path)
    assert {each.code for each in raised.value.findings} >= {
        "yaml_key_doubled",
        "total_sum",
        "code_outside_pillar",
    }


def test_a_rule_of_no_kind_loads_on_no_road(tmp_path):
    kinds = "ratio, tiers, target, count, choice, checklist, relative, manual"
    assert ", ".join(KINDS) == kinds
    text = SOUND.replace("kind: ratio, target: 0.5", "kind: raito")
    document = yaml.safe_load(text)
    words = rf"!indicators\.XH-01\.rule: quy tắc lạ «raito»; cần: một trong: {kinds}\."
    with pytest.raises(DtsError, match=words):
        reference.load_criteria(_folder(tmp_path, text))
    with pytest.raises(DtsError, match=words):
        reference.CriteriaSet.model_validate_json(json.dumps(document))
    with pytest.raises(ValidationError, match="'raito' found using 'kind' does not match any"):
        reference.Indicator.model_validate(document["indicators"][1])
    with pytest.raises(DtsError, match=r"!indicators\.XH-01\.rule: quy tắc lạ «»"):
        reference.load_criteria(_folder(tmp_path, SOUND.replace("kind: ratio, target: 0.5", "target: 0.5")))


def test_every_kind_of_rule_is_one_class_that_says_all_of_itself():
    assert {kind: each.__name__.lower() for kind, each in KINDS.items()} == {kind: kind for kind in KINDS}
    assert all(issubclass(each, RuleKind) for each in KINDS.values())

    class Half(RuleKind):
        kind: str = "half"

    with pytest.raises(TypeError, match="abstract method"):
        Half()


def test_a_set_that_would_not_be_read_is_refused(tmp_path):
    (_folder(tmp_path, SOUND) / "mau_huyen_2023.yaml").write_text("", encoding="utf-8")
    with pytest.raises(DtsError, match=r"mau_huyen_2023\.yaml: tệp này không phải \.yml.*đổi đuôi"):
        reference.load_criteria(tmp_path)


YEARS = {"mau_huyen_2021": 2021, "mau_huyen_2022": 2022, "mau_huyen_2023": 2023}


def _sets(tmp_path, continues, changed=None):
    """Three years' sets; `continues` gives per set what its two indicators continue."""
    for name, year in YEARS.items():
        text = SOUND.replace("mau_huyen_2022", name).replace("years: [2022]", f"years: [{year}]")
        for code, target in zip(("NT-01", "XH-01"), continues.get(name, ("", "")), strict=True):
            text = text.replace(f'code: "{code}"', f'code: "{code}"\n    continues: "{target}"')
        for old, new in (changed or {}).get(name, {}).items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def _of(year):
    return (f"mau_huyen_{year}:NT-01", f"mau_huyen_{year}:XH-01")


def test_a_set_copied_from_last_years_with_its_continues_is_refused(tmp_path):
    folder = _sets(tmp_path, {"mau_huyen_2022": _of(2021), "mau_huyen_2023": _of(2021)})
    with pytest.raises(DtsError) as raised:
        reference.load_criteria(folder)
    assert str(raised.value) == (
        "mau_huyen_2023.yml: mọi «continues» chỉ đến mau_huyen_2021, bỏ qua bộ năm 2022; cần: tiếp nối "
        "mau_huyen_2022, bộ cùng cấp của năm liền trước. Cách xử lý: ở từng chỉ số ghi «continues» là mã của nó "
        "trong mau_huyen_2022; chỉ số mà bộ ấy không có thì giữ nguyên."
    )
    messages.use("en")
    assert "passes over the set of 2022; expected: to continue mau_huyen_2022, the set of the same level" in str(
        raised.value
    )


def test_a_line_of_sets_is_known_by_its_issuer_or_by_what_it_continues(tmp_path):
    continues = {"mau_huyen_2022": _of(2021), "mau_huyen_2023": _of(2021)}
    merged = {"mau_huyen_2023": {"UBND tỉnh": "UBND tỉnh mới"}}
    with pytest.raises(DtsError, match=r"mau_huyen_2023\.yml: mọi «continues» chỉ đến mau_huyen_2021"):
        reference.load_criteria(_sets(tmp_path, continues, merged))
    del continues["mau_huyen_2022"]
    assert len(reference.load_criteria(_sets(tmp_path, continues, merged))) == 3
    with pytest.raises(DtsError, match="tiếp nối mau_huyen_2022, bộ cùng cấp"):
        reference.load_criteria(_sets(tmp_path, continues))


@pytest.mark.parametrize(
    ("continues", "changed"),
    [
        ({"mau_huyen_2022": _of(2021), "mau_huyen_2023": _of(2022)}, {}),
        ({"mau_huyen_2022": _of(2021), "mau_huyen_2023": (_of(2022)[0], _of(2021)[1])}, {}),  # came back
        ({}, {}),
        ({"mau_huyen_2022": _of(2021)}, {"mau_huyen_2023": {"years: [2023]": "years: [2024]"}}),
        ({"mau_huyen_2023": _of(2021)}, {"mau_huyen_2022": {"level: district": "level: commune"}}),
        ({"mau_huyen_2023": _of(2021)}, {"mau_huyen_2021": {"years: [2021]": "years: [2021, 2022]"}}),
    ],
)
def test_sets_that_continue_the_year_before_or_have_none_are_sound(tmp_path, continues, changed):
    assert len(reference.load_criteria(_sets(tmp_path, continues, changed))) == 3


def test_the_way_up_from_each_indicator_is_told_from_near_to_far(tmp_path):
    text = SOUND.replace("group: activity", 'group: ""')
    tree = reference.load_criteria(_folder(tmp_path, text))["mau_huyen_2022"].tree()
    assert list(tree.columns) == ["indicator_code", "pillar_code", "group_code"]
    assert tree.to_numpy().tolist() == [["NT-01", "NT", "foundation"], ["XH-01", "XH", ""]]


def test_an_indicator_for_a_unit_nobody_knows_is_found(tmp_path, units):
    text = SOUND.replace("max_points: 10\n    rule", 'max_points: 10\n    applies_to: ["374", "999"]\n    rule')
    (tmp_path / "criteria").mkdir()
    criteria = reference.load_criteria(_folder(tmp_path / "criteria", text))
    (found,) = reference.check_applies_to(criteria, units, reference.shipped_levels())
    assert found.where == "mau_huyen_2022.yml!XH-01"
    assert found.found == "applies_to có «999», không là mã đơn vị nào, cũng không là loại đơn vị nào"
    assert found.expected.startswith("mã có trong units.csv, hoặc một trong: Huyện, Quận, Thị xã, Thành phố (")


def test_a_fault_inside_an_indicator_names_its_code_and_file(tmp_path):
    folder = _folder(tmp_path, SOUND.replace("target: 0.5", "target: 1.5"))
    with pytest.raises(DtsError, match=r"mau_huyen_2022\.yml!indicators\.XH-01\.rule"):
        reference.load_criteria(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n\tb: 1\n", "!2: không đọc được YAML (dòng 2, cột 1: thụt lề bằng phím Tab"),
        ("a:\n  b: 1\n\tc: 2\n", "!3: không đọc được YAML (dòng 3, cột 1: thụt lề bằng phím Tab"),
        ("a: Quy định: cũ\n", "(dòng 1, cột 12: trong giá trị có dấu hai chấm"),
        ("a: {b: Tỷ lệ: x}\n", "(dòng 1, cột 13: trong giá trị có dấu hai chấm"),
        ("a: {b: x:, c: 1}\n", "(dòng 1, cột 9: trong giá trị có dấu hai chấm"),
        ("a: ? x\n", "(dòng 1, cột 4: dấu ? đứng đầu giá trị có nghĩa riêng"),
        ("a: 1\nb 2\n", "!2: không đọc được YAML (dòng 2, cột 1: sau khóa thiếu dấu hai chấm"),
        ("a: 1\n  b: 2\n", "(dòng 2, cột 4: thụt lề không khớp các dòng trên"),
        ("  a: 1\nb: 2\n", "(dòng 2, cột 1: thụt lề không khớp các dòng trên"),
        ("a:\n  - x\n - y\n", "(dòng 3, cột 2: thụt lề không khớp các dòng trên"),
        ("k:\n  - a: 1\n   b: 2\n", "(dòng 3, cột 4: các mục của một danh sách"),
        ("a: - x\n", "(dòng 1, cột 4: «- » phải ở dòng riêng"),
        ('a: 1\nb: "x\nc: 2\n', '!2: không đọc được YAML (dòng 2, cột 4: dấu " mở ở đây mà không đóng'),
        ("a: 'x\nc: 2\n", "(dòng 1, cột 4: dấu ' mở ở đây mà không đóng"),
        ('a: "x\nb: "y"\n', "(dòng 2, cột 5: còn chữ sau khi giá trị đã hết"),
        ("a: [1, 2\nb: 1\n", "(dòng 2, cột 2: dấu [ mở ở dòng 1, cột 4 chưa đóng"),
        ("a: {b: 1\n", "(dòng 2, cột 1: dấu { mở ở dòng 1, cột 4 chưa đóng"),
        ("a: [1,,2]\n", "(dòng 1, cột 7: trong [ ] hoặc { } thiếu một giá trị"),
        ("a: @x\n", "(dòng 1, cột 4: dấu @ đứng đầu giá trị có nghĩa riêng"),
        ("a: *x\n", "(dòng 1, cột 4: dấu * đứng đầu giá trị có nghĩa riêng"),
        ("a: & x\n", "(dòng 1, cột 4: dấu & đứng đầu giá trị có nghĩa riêng"),
        ("a: !x 1\n", "(dòng 1, cột 4: dấu ! đứng đầu giá trị có nghĩa riêng"),
        ('a: "C:\\data"\n', "(dòng 1, cột 7: sau dấu \\ trong ngoặc kép"),
        ("a: 1\n---\nb: 2\n", "(dòng 2, cột 1: tệp có hai tài liệu"),
        ("ộ: 1\nộ: x\a\n", "!2: không đọc được YAML (dòng 2, cột 5: ký tự điều khiển U+0007"),
        ("a: !!bool x\n", "(dòng 1, cột 4: «x» không phải"),
        (
            "a: &x 1\nb: &x 2\n",
            "(dòng 2, cột 4: lỗi này chưa có câu giải thích riêng; thư viện báo: second occurrence",
        ),
        ("a: " + "[" * 5000 + "]" * 5000, "(dòng 1, cột 42: các danh sách hay nhóm khóa lồng nhau quá sâu"),
    ],
)
def test_why_a_yaml_file_cannot_be_read_is_said_in_vietnamese(tmp_path, text, words):
    (tmp_path / "reasons.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError) as raised:
        reference.load_reasons(tmp_path)
    assert words in str(raised.value)


def test_why_a_yaml_file_cannot_be_read_is_said_in_english(tmp_path):
    messages.use("en")
    (tmp_path / "reasons.yml").write_text("a:\n\tb: 1\n", encoding="utf-8")
    with pytest.raises(DtsError, match=r"line 2, column 1: indented with the Tab key; YAML takes spaces only"):
        reference.load_reasons(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SOUND.encode("utf-16"), r"2022\.yml: không đọc được YAML \(tệp lưu dạng UTF-16"),
        (
            "a: 1\ntỉ: ".encode() + b"\xd0 n\n",
            r"2022\.yml!2: .*\(dòng 2, cột 5: byte D0 không phải chữ mã hóa UTF-8",
        ),
    ],
)
def test_text_in_another_encoding_is_refused_with_its_place(tmp_path, content, words):
    (tmp_path / "mau_huyen_2022.yml").write_bytes(content)
    with pytest.raises(DtsError, match=words):
        reference.load_criteria(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b'a,b\n"x,1\ny,2\n',
            r"x\.csv!2: dòng CSV này hỏng \(từ dòng này trở đi có dấu ngoặc kép mở mà không đóng",
        ),
        (b'a,b\n1,2\n"x,1\ny,"2"\n', r"x\.csv!3: .*\(ở dòng 4, sau dấu ngoặc kép đóng còn chữ"),
        (b"a,b\n" + b"x" * 140_000 + b",1\n", r"x\.csv!2: .*\(một ô dài quá giới hạn"),
        (b"a,b\n1,\0\n", r"x\.csv!2: .*\(có byte NUL"),
        (b"a,b\n1,\xd0\n", r"x\.csv!2: tệp CSV không phải UTF-8 \(dòng 2, cột 3: byte D0"),
        ("a,b".encode("utf-16"), r"x\.csv: tệp CSV không phải UTF-8 \(tệp lưu dạng UTF-16"),
        (b"", r"x\.csv: tệp rỗng; cần: một dòng tiêu đề"),
        (b"\r\n\r\n", r"x\.csv: tệp rỗng; cần: một dòng tiêu đề"),
    ],
)
def test_why_a_table_cannot_be_read_is_said_in_vietnamese(tmp_path, content, words):
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "x.csv").write_bytes(content)
    _, found = reference.load_published(tmp_path)
    assert re.search(words, str(DtsError(*found)))


def test_why_a_table_cannot_be_read_is_said_in_english(tmp_path):
    messages.use("en")
    (tmp_path / "x.csv").write_text('a,b\n"x,1\n', encoding="utf-8")
    with pytest.raises(DtsError, match="from this line on a quote opens and does not close"):
        reference.read_table(tmp_path / "x.csv")


@pytest.mark.parametrize(("separator", "shown"), [(";", ";"), ("\t", "Tab")])
def test_a_table_parted_by_anything_but_commas_says_so(tmp_path, separator, shown):
    text = UNITS.replace(",", separator).replace("Huyện Hoa Lư", '"Huyện Hoa Lư, ""cũ"""')
    (tmp_path / "units.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError) as raised:
        reference.load_units(tmp_path)
    (found,) = raised.value.findings
    assert (found.code, found.where) == ("csv_separator", "units.csv!1")
    assert found.message == f"các ô ngăn nhau bằng «{shown}». Cần: dấu phẩy giữa các ô"
    assert "List separator" in found.remedy
    messages.use("en")
    assert found.found == f"the cells are parted by «{shown}»"


def test_semicolons_inside_cells_are_no_separator(tmp_path):
    (tmp_path / "x.csv").write_text('code,"nhãn; nhãn; nhãn"\n1,a;b;c\n', encoding="utf-8")
    assert reference.read_table(tmp_path / "x.csv").to_numpy().tolist() == [["1", "a;b;c"]]


UNITS = """\
unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source
001,Quận Ba Đình,district,01,,2025-06-30,decision,,gso
374,Huyện Hoa Lư,district,37,,2024-12-31,decision,83613,gso
374,Thành phố Hoa Lư,district,37,2025-01-01,2025-06-30,decision,238209,gso
01,Thành phố Hà Nội,province,,,,list,,gso
37,Tỉnh Ninh Bình,province,,,,list,,gso
"""


@pytest.fixture
def units(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    return reference.load_units(tmp_path)


def test_codes_stay_text_with_their_zeros(units):
    assert units["unit_code"].tolist()[0] == "001"


def test_a_population_not_stated_is_not_zero(units):
    assert units["population"].isna().tolist() == [True, False, False, True, True, True]


def test_equal_codes_are_not_equal_units(units):
    assert reference.unit_on(units, "374", 2024)["name"] == "Huyện Hoa Lư"
    assert reference.unit_on(units, "374", 2025)["name"] == "Thành phố Hoa Lư"


def test_a_unit_after_its_end_is_refused_with_its_lifetimes(units):
    with pytest.raises(DtsError, match=r"mã 374 trong năm 2026.*Huyện Hoa Lư \(… – 2024-12-31\)"):
        reference.unit_on(units, "374", 2026)


def test_an_unknown_unit_is_refused(units):
    with pytest.raises(DtsError, match="không có đơn vị mã «1»"):
        reference.unit_on(units, "1", 2022)


def test_overlapping_lifetimes_are_refused(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS.replace("2024-12-31", "2025-01-01"), encoding="utf-8")
    with pytest.raises(DtsError, match="mã 374 có hai đơn vị cùng lúc"):
        reference.load_units(tmp_path)


def test_an_endless_lifetime_overlaps_every_later_one(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS.replace("2024-12-31", ""), encoding="utf-8")
    with pytest.raises(DtsError, match="mã 374 có hai đơn vị cùng lúc"):
        reference.load_units(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2024-12-31", "31/12/2024", r"units\.csv!3: valid_to = «31/12/2024»; cần: 2025-06-30"),
        ("83613", "83.613 người", r"units\.csv!3: population = «83\.613 người»"),
        (
            "374,Huyện Hoa Lư,district",
            "374,Huyện Hoa Lư,huyện",
            "level = «huyện»; cần: country, ministry, province, department",
        ),
        ("Huyện Hoa Lư", "", r"units\.csv!3: name = «»"),
        ("2025-01-01,2025-06-30", "2025-01-01,2024-06-30", "valid_to = «2024-06-30»; cần: ≥ 2025-01-01"),
        ("83613,gso\n", "83613,gso\n\n", r"units\.csv!4: dòng trống giữa bảng; cần: dòng tiêu đề ở đầu tệp"),
        ("unit_code", "\nunit_code", r"units\.csv!1: dòng trống giữa bảng"),
        ("83613,gso\n", "83613,gso\n,,,,,,,,\n", r"units\.csv!4: dòng trống giữa bảng"),
        ("83613", "x" * 5000, r"population = «x{39}…x{40}»; cần"),
        ("population,", "name,", r"units\.csv!1: hai cột cùng tên «name»"),
        ("83613,gso", "83613,gso,x", r"units\.csv!3: dòng có 10 ô; cần: 9 ô"),
        ("83613,gso", '83613,"gso', r"units\.csv!3: dòng CSV này hỏng \(từ dòng này trở đi"),
    ],
)
def test_a_register_that_cannot_be_trusted_is_refused(tmp_path, old, new, words):
    (tmp_path / "units.csv").write_text(UNITS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DtsError, match=words):
        reference.load_units(tmp_path)


def test_blank_rows_at_the_end_of_a_table_are_passed_over(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,\n,\n , \n\n,,\n", encoding="utf-8")
    assert reference.read_table(tmp_path / "x.csv").to_numpy().tolist() == [["1", ""]]


CHANGES = "old_code,new_code,effective_on,kind,extent,share,two_sources,decision,source\n"


def test_changes_need_dates_and_numbers(tmp_path, units):
    (tmp_path / "unit_changes.csv").write_text(
        CHANGES + "374,374,1/1/2025,merge,part,nửa,hai,x,y\n", encoding="utf-8"
    )
    with pytest.raises(DtsError, match=r"unit_changes\.csv!2: effective_on = «1/1/2025»") as raised:
        reference.load_unit_changes(tmp_path, units)
    assert "share = «nửa»" in str(raised.value)
    assert "two_sources = «hai»; cần: yes, no" in str(raised.value)


def test_a_change_needs_an_old_unit(tmp_path, units):
    (tmp_path / "unit_changes.csv").write_text(CHANGES + ",374,2025-01-01,merge,whole,1,,x,y\n", encoding="utf-8")
    with pytest.raises(DtsError, match=r"unit_changes\.csv!2: old_code = «»; cần: …"):
        reference.load_unit_changes(tmp_path, units)


def test_published_tables_are_held_to_their_columns_and_numbers(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "provinces_dti_totals.csv").write_text("year,province\n2022,Ninh Bình\n", encoding="utf-8")
    (folder / "khac.csv").write_bytes("tỉnh".encode("utf-16"))
    heading = "year,province,district,verified_score,max_score,rank,source\n"
    row = '2022,Ninh Bình,TP Ninh Bình,"587,41",765,1,trang\n'
    (folder / "districts_published.csv").write_text(heading + row, encoding="utf-8")
    tables, found = reference.load_published(tmp_path)
    said = str(DtsError(*found))
    assert "published/khac.csv: tệp CSV không phải UTF-8" in said
    assert "published/provinces_dti_totals.csv: thiếu cột «dti»" in said
    assert "published/districts_published.csv!2: verified_score = «587,41»; cần: 587.41" in said
    assert "khac" not in tables
    assert len(tables["districts_published"]) == 0


@pytest.mark.parametrize("text", ["", "a: 1\n", "abc"])
def test_reasons_that_are_no_list_are_refused(tmp_path, text):
    (tmp_path / "reasons.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError, match=r"reasons\.yml: tệp không phải một danh sách"):
        reference.load_reasons(tmp_path)
    (tmp_path / "reasons.yml").write_text("- abc\n", encoding="utf-8")
    with pytest.raises(DtsError, match=r"reasons\.yml!1: .*'abc' không hợp lệ \(cần các cặp"):
        reference.load_reasons(tmp_path)


def test_missing_files_and_columns_are_named(tmp_path):
    with pytest.raises(DtsError, match=r"units\.csv: không có tệp này"):
        reference.load_units(tmp_path)
    with pytest.raises(DtsError, match=r"reasons\.yml: không có tệp này"):
        reference.load_reasons(tmp_path)
    (tmp_path / "unit_changes.csv").write_text("old_code,new_code\n", encoding="utf-8")
    with pytest.raises(DtsError, match="thiếu cột «effective_on»"):
        reference.load_unit_changes(tmp_path, None)


def test_reasons_are_refused_with_place(tmp_path):
    entry = (
        "- {code: R01, label_vi: a, label_en: b, removable_by: mayor, remedy_vi: c, remedy_en: d, remedies: [x]}\n"
    )
    (tmp_path / "reasons.yml").write_text(entry + entry.replace("mayor", "unit") * 2, encoding="utf-8")
    with pytest.raises(DtsError, match=r"reasons\.yml!1: «removable_by»") as raised:
        reference.load_reasons(tmp_path)
    assert "mã «R01» dùng hai lần" in str(raised.value)


@pytest.mark.parametrize("code", ["R100", "R1", "r01", "R01 ", "R٠١", "G01", "R-1"])
def test_a_reason_whose_code_no_form_can_hold_is_refused(tmp_path, code):
    texts = "label_vi: a, label_en: b, remedy_vi: c, remedy_en: d"
    entry = f'- {{code: "{code}", {texts}, removable_by: unit, remedies: []}}\n'
    (tmp_path / "reasons.yml").write_text(entry, encoding="utf-8")
    words = rf"reasons\.yml!1: «code» = '{code}' không hợp lệ \(cần chữ R và hai chữ số, như R05: phiếu chỉ nhận"
    with pytest.raises(DtsError, match=words):
        reference.load_reasons(tmp_path)


GROUND = "- {code: G01, label_vi: a, label_en: b, removable_by: unit}\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("G01", "G001", r"!1: «code» = 'G001' không hợp lệ \(cần chữ G và hai chữ số, như G05"),
        ("G01", "R01", r"!1: «code» = 'R01' không hợp lệ \(cần chữ G"),
        (", removable_by: unit", "", "!1: thiếu khóa «removable_by»"),
        ("unit}", "unit, removed_by: x}", "!1: khóa lạ «removed_by»"),
        (
            "unit}",
            "nobody}",
            r"!1: «removable_by» = 'nobody' .*\(cần một trong: unit, province, ministry, citizens",
        ),
        ("unit}", "unit, phrases: [1]}", r"!1\.phrases: «0» = 1 không hợp lệ \(cần chữ trong ngoặc kép\)"),
    ],
)
def test_a_ground_is_refused_with_place_and_words(tmp_path, old, new, words):
    assert GROUND.count(old) == 1
    (tmp_path / "grounds.yml").write_text(GROUND.replace(old, new), encoding="utf-8")
    with pytest.raises(DtsError, match=r"grounds\.yml" + words):
        reference.load_grounds(tmp_path)


def test_who_can_remove_a_ground_comes_along(tmp_path):
    (tmp_path / "grounds.yml").write_text(GROUND, encoding="utf-8")
    (tmp_path / "remedies.yml").write_text("- {code: money, label_vi: a, label_en: b}\n", encoding="utf-8")
    (ground,) = reference.load_grounds(tmp_path).to_dict("records")
    assert [ground[name] for name in ("ground_code", "removable_by", "remedies", "phrases")] == [
        "G01",
        "unit",
        (),
        (),
    ]
    with_remedy = GROUND.replace("removable_by: unit", "removable_by: unit, remedies: [prayer]")
    (tmp_path / "grounds.yml").write_text(with_remedy, encoding="utf-8")
    with pytest.raises(DtsError, match=r"grounds\.yml!G01: .*prayer.*; cần: .*money"):
        reference.load_grounds(tmp_path)
    removable_by = reference.load_grounds(RAW).set_index("ground_code")["removable_by"]
    assert removable_by.to_dict() == dict.fromkeys(["G01", "G02", "G03", "G04", "G05", "G06"], "unit") | {
        "G09": "unknown"
    }


RAW = Path(__file__).parents[1] / "data" / "raw"


def test_every_set_comes_back_from_its_stored_form_as_it_was():
    for criteria_set in reference.load_criteria(RAW / "criteria").values():
        stored = json.dumps(criteria_set.model_dump(mode="json"))
        assert reference.CriteriaSet.model_validate_json(stored) == criteria_set


def test_the_embedded_reference_data_is_sound(tmp_path):
    criteria = reference.load_criteria(RAW / "criteria")
    district = criteria["ninhbinh_district_2022"]
    assert (len(district.indicators), district.total_points, len(district.pillars)) == (72, 765, 8)
    for year in (2022, 2023):
        commune = criteria[f"ninhbinh_commune_{year}"]
        assert commune.tree()["group_code"].value_counts().to_dict() == {"foundation": 25, "activity": 25}
    tayninh = criteria["tayninh_commune_2025"]
    assert (len(tayninh.indicators), tayninh.total_points, len(tayninh.pillars)) == (62, 960, 6)
    assert {each.rule.kind for each in tayninh.indicators} == {"manual"}
    assert "R99" in reference.load_reasons(RAW)["reason_code"].tolist()
    assert {"provinces_dti_pillars", "giavien_facts"} <= set(reference.load_published(RAW)[0])


def test_the_register_of_units_is_the_countrys(tmp_path):
    units = reference.load_units(RAW)
    july = units[(units["valid_to"] == "") & (units["level"] != "district")]
    assert july["level"].value_counts().to_dict() == {"commune": 3321, "province": 34, "country": 1}
    giavien = units[(units["parent_code"] == "373") & (units["level"] == "commune")]
    assert giavien[giavien["valid_from"] == ""].shape[0] == 21
    names = units.loc[units["unit_code"] == "14464", "name"].tolist()
    assert names == ["Thị trấn Me", "Thị trấn Thịnh Vượng", "Xã Gia Viễn"]


def test_a_new_set_needs_no_python(tmp_path):
    shutil.copytree(RAW / "criteria", tmp_path / "criteria")
    (tmp_path / "criteria" / "mau_huyen_2022.yml").write_text(SOUND, encoding="utf-8")
    assert "mau_huyen_2022" in reference.load_criteria(tmp_path / "criteria")


def test_a_remedy_that_does_not_exist_is_named(tmp_path):
    (tmp_path / "remedies.yml").write_text("- {code: money, label_vi: a, label_en: b}\n", encoding="utf-8")
    texts = "label_vi: a, label_en: b, remedy_vi: c, remedy_en: d"
    entry = f"- {{code: R16, {texts}, removable_by: unit, remedies: [money, gold]}}\n"
    (tmp_path / "reasons.yml").write_text(entry, encoding="utf-8")
    with pytest.raises(DtsError, match=r"reasons\.yml!R16: cách khắc phục «gold» không có; cần: một trong: money"):
        reference.load_reasons(tmp_path)


def test_reasons_without_the_code_of_what_nobody_classified_are_refused(tmp_path):
    for name in ("reasons.yml", "remedies.yml"):
        shutil.copy(RAW / name, tmp_path)
    reasons = yaml.safe_load((tmp_path / "reasons.yml").read_text(encoding="utf-8"))
    kept = [each for each in reasons if each["code"] != "R99"]
    (tmp_path / "reasons.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DtsError, match=r"reasons\.yml: không có mã R99 \(đang có: R01, .*thêm mục R99 vào tệp"):
        reference.load_reasons(tmp_path)


@pytest.mark.parametrize(
    ("column", "value"),
    [("population", "1_000"), ("population", "１２"), ("population", "1e3"), ("unit_code", "../../../evil")],
)
def test_what_only_looks_like_a_number_or_a_code_is_refused_with_its_cell(tmp_path, column, value):
    heading, first, *others = UNITS.splitlines()
    cells = dict(zip(heading.split(","), first.split(","), strict=True)) | {column: value}
    (tmp_path / "units.csv").write_text("\n".join([heading, ",".join(cells.values()), *others]), encoding="utf-8")
    with pytest.raises(DtsError) as raised:
        reference.load_units(tmp_path)
    assert f"{column} = «{value}»" in str(raised.value)


def test_a_folder_named_as_a_criteria_set_is_a_sentence(tmp_path):
    (tmp_path / "x.yml").mkdir()
    with pytest.raises(DtsError, match=r"x\.yml: là một thư mục"):
        reference.load_criteria(tmp_path)


def test_a_published_year_is_a_year(tmp_path):
    shutil.copytree(RAW / "published", tmp_path / "published")
    path = tmp_path / "published" / "districts_published.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2022,", "2022.5,"), encoding="utf-8")
    tables, (found,) = reference.load_published(tmp_path)
    assert "year = «2022.5» (15 ô như vậy: 2, 3," in found.found
    assert set(tables["districts_published"]["year"].dropna()) == {2023, 2024}
