"""Next year's criteria set: drafted beside the old one, the same but for what is marked; years without a set."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, reference, show
from dts_analysis.analysis import continuity, trends
from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError
from dts_analysis.reference.next_year import draft_next

HOME = Path(__file__).parents[1]
SETS = HOME / "data" / "raw" / "criteria"
TARGET = {"kind": "ratio", "target": 0.5}
OLD = """\
# Theo phụ lục của quyết định
id: thu_2022
title: 'Bộ thử năm 2022'
level: district
issuer: "UBND tỉnh"
decision: "12/QĐ"
issued_on: 2022-03-01
source: "trang"
provenance: official
provenance_note: ""
years: [2022]
total_points: 30.50
ranking: {precision: 2, method: competition, group: parent}
class_scheme:
  kind: conditions
  note: "thử"
  classes:
    - {code: done, name_vi: "Xong", name_en: "Done", is_upper: true, when: both_max}
    - {code: rest, name_vi: "Chưa", name_en: "Not", is_upper: false, when: otherwise}
pillars:
  - {code: A, printed_as: "I", name_vi: "A", name_en: "A", group: "", max_points: 30.50}
indicators:
  # tự chấm theo số cuộc họp
  - {code: "A-1", printed_as: "1", name_vi: "Họp", max_points: 10, rule: {kind: manual}}
  - code: "A-2"
    printed_as: "2"
    name_vi: "Việc xong trong năm 2022"   # như phụ lục
    max_points: 20.50
    rule: {kind: ratio, target: 0.8}
    rolled_out: no
"""
NEW_INDICATORS = """\
indicators:
  # tự chấm theo số cuộc họp
  - {code: "A-1", printed_as: "1", name_vi: "Họp", max_points: 10, continues: "thu_2022:A-1", rule: {kind: manual}}
  - code: "A-2"
    printed_as: "2"
    name_vi: "Việc xong trong năm 2022"   # như phụ lục
    max_points: 20.50
    undecided: [name_vi, rule, rolled_out]
    continues: "thu_2022:A-2"
    rule: {kind: ratio, target: 0.8}
    rolled_out: no
"""
OF_THE_SET = [
    "title", "decision", "issued_on", "source", "provenance", "ranking", "class_scheme", "pillars", "indicators",
]  # fmt: skip


def drafted(folder, old="thu_2022", year=2023, **more):
    return draft_next(folder, reference.load_criteria(folder), old, year, **more)


def written(folder, text):
    document = yaml.safe_load(text)
    (folder / f"{document['id']}.yml").write_text(text, encoding="utf-8")
    return document["id"]


def test_a_draft_keeps_layout_words_rules_and_comments_and_marks_what_a_year_decides(tmp_path):
    written(tmp_path, OLD)
    text = drafted(tmp_path)
    first, _, text = text.partition("\n")
    assert first == "# yaml-language-server: $schema=criteria.schema.json"
    assert text.startswith("# Phác thảo bộ tiêu chí năm 2023 từ thu_2022: lời, quy tắc, điểm tối đa giữ nguyên")
    assert text.endswith(NEW_INDICATORS)
    assert "# Theo phụ lục của quyết định\nid: thu_2023\nundecided:\n  - title           # tên bộ\n" in text
    assert "\n  - decision        # số quyết định\n" in text
    assert 'title: "Bộ thử năm 2023"\nlevel: district\n' in text
    assert (
        'decision: ""\nissued_on: null\nsource: ""\nprovenance: transcribed\nprovenance_note: "Phác thảo ' in text
    )
    assert "years: [2023]\ntotal_points: 30.50\nranking: {precision: 2, method" in text
    written(tmp_path, text)
    new = reference.load_criteria(tmp_path)["thu_2023"]
    assert new.places_undecided == [*OF_THE_SET, "A-2.name_vi", "A-2.rule", "A-2.rolled_out"]


@pytest.mark.parametrize("old_id", sorted(path.stem for path in SETS.glob("*.yml")))
def test_a_draft_of_every_set_loads_beside_it_and_all_is_the_same(tmp_path, old_id):
    for path in SETS.glob("*.yml"):
        shutil.copy(path, tmp_path)
    sets = reference.load_criteria(tmp_path)
    line = old_id.rpartition("_")[0]
    latest = max(name for name in sets if name.startswith(line))
    year = max(sets[latest].years) + 1
    if latest != old_id:
        with pytest.raises(DtsError, match=f"đã có .*gọi lại với {latest} thay cho {old_id}"):
            drafted(tmp_path, old_id, year)
        return
    new_id = written(tmp_path, drafted(tmp_path, old_id, year))
    assert new_id == f"{line}_{year}"
    both = reference.load_criteria(tmp_path)
    links = continuity.links(both, old_id, new_id)
    assert set(links["why"]) == {"same"}
    assert links["code_from"].tolist() == links["code_to"].tolist()
    kept = {"continues", "undecided"}
    old, new = ([each.model_dump(exclude=kept) for each in both[name].indicators] for name in (old_id, new_id))
    assert old == new
    assert both[new_id].pillars == both[old_id].pillars
    assert [each.code for each in reference.check_sets(both)] == ["criteria_undecided"]
    again = drafted(tmp_path, new_id, year + 1)
    assert again.count("Phác thảo bộ tiêu chí năm") == 1
    written(tmp_path, again)
    assert len(reference.load_criteria(tmp_path)) == len(sets) + 2


def test_a_copy_of_an_illustrative_set_is_illustrative(tmp_path):
    written(tmp_path, OLD.replace("official", "illustrative"))
    assert 'provenance: illustrative\nprovenance_note: "Minh họa: phác thảo' in drafted(tmp_path)


def test_a_title_of_several_years_stays_and_an_id_without_one_is_added_to(tmp_path):
    text = OLD.replace("id: thu_2022", "id: thu").replace("[2022]", "[2021, 2022]")
    written(tmp_path, text.replace("năm 2022'", "2021-2022'"))
    text = drafted(tmp_path, "thu")
    assert "id: thu_2023\n" in text
    assert 'title: "Bộ thử 2021-2022"' in text


@pytest.mark.parametrize(
    ("year", "new_id", "words"),
    [
        (2023, "Thu 2023", r"^Thu 2023: id không dùng được; cần: chữ thường không dấu"),
        (2023, "thu_2022", r"^thu_2022\.yml: bộ «thu_2022» đã có; cần: một id chưa dùng"),
        (2022, "thu_b", r"^thu_2022\.yml: phác thảo năm 2022 từ bộ thu_2022 \(năm 2022\); cần: một năm sau 2022"),
    ],
)
def test_a_draft_that_cannot_stand_beside_the_others_is_refused(tmp_path, year, new_id, words):
    written(tmp_path, OLD)
    with pytest.raises(DtsError, match=words):
        drafted(tmp_path, year=year, new_id=new_id)


def test_a_set_whose_layout_cannot_be_kept_is_refused_with_its_place(tmp_path):
    written(tmp_path, OLD)
    (tmp_path / "thu_2022.yml").write_text(OLD.replace("level: district", "level:\tdistrict"), encoding="utf-8")
    with pytest.raises(DtsError, match=r"thu_2022\.yml!4: không đọc được YAML \(dòng 4, cột 7: .*Tab"):
        drafted(tmp_path)


LAYOUTS = {
    "mark": "\ufeff" + OLD,
    "windows": OLD.replace("\n", "\r\n"),
    "json": json.dumps(yaml.safe_load(OLD), ensure_ascii=False, default=str),
    "directive": "%YAML 1.1\n---\n" + OLD,
    "folded": OLD.replace("title: 'Bộ thử năm 2022'", "title: >-\n  Bộ thử\n  năm 2022"),
    "sorted": yaml.safe_dump(yaml.safe_load(OLD), allow_unicode=True),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_however_a_set_is_laid_out_its_draft_says_the_same(tmp_path, name):
    (tmp_path / "thu_2022.yml").write_bytes(LAYOUTS[name].encode())
    written(tmp_path, drafted(tmp_path))
    sets = reference.load_criteria(tmp_path)
    kept = {"continues", "undecided"}
    old, new = (
        [each.model_dump(exclude=kept) for each in sets[one].indicators] for one in ("thu_2022", "thu_2023")
    )
    assert old == new
    assert [each.continues for each in sets["thu_2023"].indicators] == ["thu_2022:A-1", "thu_2022:A-2"]
    assert sets["thu_2023"].title == "Bộ thử năm 2023"


def test_what_is_undecided_is_one_finding_with_every_place(tmp_path):
    written(tmp_path, OLD)
    written(tmp_path, drafted(tmp_path))
    (found,) = reference.check_sets(reference.load_criteria(tmp_path))
    assert (found.code, found.severity, found.where, found.count) == (
        "criteria_undecided", "warning", "thu_2023.yml", 12,
    )  # fmt: skip
    assert found.found.startswith(
        "12 điều còn lấy từ bộ trước, chưa ai quyết định cho năm 2023: tên bộ (title) · "
    )
    assert "số quyết định (decision) · ngày ban hành (issued_on)" in found.found
    assert found.found.endswith(" · ngưỡng, chỉ tiêu, điểm từng bậc (rule) của 1 chỉ số · cấp trên đã triển khai "
                                "chưa (rolled_out) của 1 chỉ số")  # fmt: skip
    assert found.places[-1] == "thu_2023.yml!A-2.rolled_out"
    messages.use("en")
    assert "then delete its name from «undecided»" in found.remedy


def test_a_mark_that_is_no_key_is_refused(tmp_path):
    written(tmp_path, OLD.replace("level:", "undecided: [quyet_dinh]\nlevel:"))
    with pytest.raises(DtsError, match=r"«0» = 'quyet_dinh' không hợp lệ \(cần một trong: title, level"):
        reference.load_criteria(tmp_path)


def two_years(folder):
    """Return a folder with forms of 2022 and 2023, the set of 2023 a draft of that of 2022; nothing verified."""
    old = criteria("thu_2022", "district", [2022], {"A": [10, 10]}, **{"rule": {"A-02": TARGET}})
    first = RawFolder(folder / "first", old)
    text = drafted(first.folder / "criteria")
    raw = RawFolder(folder / "data" / "raw", old, text)
    for year, points in ((2022, "4 5"), (2023, "6 5")):
        raw.unit("373", year, f"thu_{year}", points, declared="- 1/4")
    return raw.done()


def test_a_year_under_a_draft_is_compared_with_the_year_before_and_the_page_says_it_is_a_draft(tmp_path):
    data = dataset.read(two_years(tmp_path))
    unit = data.about("373", 2023)
    before = unit.before
    compared = trends.compare(
        before.on_basis, unit.on(unit.compared_basis), before.scores, unit.scores, data.criteria
    )
    assert compared["points_compare"].tolist() == [True, True]
    assert compared["change_points"].tolist() == [2.0, 0.0]
    shown = show.about(unit, before)
    assert isinstance(shown, show.Notice)
    assert "BỘ TIÊU CHÍ PHÁC THẢO: «Bộ thử thu_2023» còn 10 điều chưa quyết định" in str(shown)
    assert data.findings["code"].tolist().count("criteria_undecided") == 1


def gap(folder, continues):
    """Return the sets of 2021 and 2023, the later with this `continues` of its two indicators."""
    sets = [
        criteria("thu_2021", "district", [2021], {"A": [10, 10]}),
        criteria("thu_2023", "district", [2023], {"A": [10, 10]}, continues=continues),
    ]
    for each in sets:
        written(folder, yaml.safe_dump(each, allow_unicode=True))
    return folder


def test_years_without_a_set_between_are_one_warning_and_stop_nothing(tmp_path):
    folder = gap(tmp_path, {"A-01": "thu_2021:A-01", "A-02": "thu_2021:A-02"})
    (found,) = reference.check_sets(reference.load_criteria(folder))
    assert (found.code, found.severity) == ("continues_year_gap", "warning")
    assert str(found) == (
        "thu_2023.yml: bộ năm 2023 tiếp nối thu_2021, không có bộ nào của năm 2022; cần: mỗi năm một bộ, bộ "
        "sau tiếp nối bộ liền trước. Cách xử lý: có bộ năm 2022 thì thêm tệp của nó, cho nó tiếp nối thu_2021, "
        "rồi cho bộ này tiếp nối nó; năm 2022 không ai chấm thì để nguyên, báo cáo năm 2023 chỉ thiếu phần so với "
        "năm trước."
    )


def test_a_set_that_is_not_there_is_one_finding_however_many_indicators_continue_it(tmp_path):
    folder = gap(tmp_path, {"A-01": "thu_2022:A-01", "A-02": "thu_2022:A-02"})
    with pytest.raises(DtsError) as raised:
        reference.load_criteria(folder)
    (found,) = raised.value.findings
    assert found.places == ("thu_2023.yml!A-01", "thu_2023.yml!A-02")
    assert found.found == "2 chỉ số tiếp nối bộ «thu_2022», bộ ấy không có trong criteria/"
    assert found.expected == "«continues» chỉ đến bộ có mặt (thu_2021, thu_2023)"
    assert found.remedy.startswith("đặt tệp thu_2022.yml vào data/raw/criteria; không có bộ ấy thì")


def test_a_code_that_its_set_does_not_have_is_named_by_itself(tmp_path):
    folder = gap(tmp_path, {"A-01": "thu_2021:A-09", "A-02": "A-02"})
    with pytest.raises(DtsError) as raised:
        reference.load_criteria(folder)
    assert [each.found for each in raised.value.findings] == [
        "tiếp nối «thu_2021:A-09» không tồn tại", "tiếp nối «A-02» không tồn tại",
    ]  # fmt: skip


def invoke(folder, *arguments):
    result = CliRunner().invoke(cli.dts, ["--home", str(folder), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit | DtsError), result.exception
    return result


def test_the_command_prints_or_writes_never_over_a_file_and_the_list_tells_what_is_open(tmp_path):
    folder = tmp_path / "data" / "raw" / "criteria"
    folder.mkdir(parents=True)
    written(folder, OLD)
    call = ("criteria", "draft", "thu_2022", "--year", "2023")
    assert "id: thu_2023" in invoke(tmp_path, *call).output
    out = folder / "thu_2023.yml"
    assert "Đã phác thảo" in invoke(tmp_path, *call, "--out", str(out)).output
    before = out.read_bytes()
    assert isinstance(invoke(tmp_path, *call, "--out", str(out)).exception, DtsError)
    assert invoke(tmp_path, *call, "--id", "khac_2023", "--out", str(out)).exit_code == 2
    assert out.read_bytes() == before
    listed = invoke(tmp_path, "criteria", "list").output.splitlines()
    assert [line.endswith("— còn 12 điều chưa quyết định") for line in listed] == [False, True]
    assert invoke(tmp_path, "criteria", "diff", "thu_2022", "thu_2023").output == "2 chỉ số giữ nguyên.\n"
    assert "Không có bộ tiêu chí «thu»" in invoke(tmp_path, "criteria", "draft", "thu", "--year", "2023").output


def test_a_report_is_made_under_a_draft(tmp_path):
    two_years(tmp_path)
    shutil.copytree(HOME / "notebooks", tmp_path / "notebooks")
    done = invoke(tmp_path, "report", "--year", "2023", "--unit", "373", "--notebook", "year_over_year")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "reports/2023/373/year_over_year.html").read_text(encoding="utf-8")
    assert "BỘ TIÊU CHÍ PHÁC THẢO" in page
