"""`dts criteria show`: a set as issued, in words, whatever it can say; worked by hand from the trial sets."""

import json
from pathlib import Path

import pytest
import trial_sets
from click.testing import CliRunner
from raw_folder import criteria
from small_sets import STAGES

from dts_analysis import messages, reference
from dts_analysis.cli import commands as cli
from dts_analysis.show import set_changes, set_words

HOME = Path(__file__).parents[1]
LEVELS = reference.shipped_levels()
DOCUMENTS = trial_sets.documents()


def issued(document):
    return reference.CriteriaSet.model_validate_json(json.dumps(document, default=str))


def show(*arguments, home=HOME, language="vi"):
    result = CliRunner().invoke(cli.dts, ["--home", str(home), "--lang", language, "criteria", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output.splitlines()


def test_a_deep_set_is_shown_with_its_maxima_bounds_gates_and_options():
    """A gives at most 5; its bonus adds no maximum: 4 of A, 10 of B, 4 of C."""
    one = issued(DOCUMENTS["odd_deep"])
    assert [line for line in set_words.set_lines(one, LEVELS) if "Đạt khi" in line] == [
        "Đạt khi mọi phần sau đều đạt: Nhóm D11; (ít nhất 1 trong các phần sau đạt: Trụ B; Trụ C)"
    ]
    assert "1 chỉ số là điểm cộng, tới 2 điểm, không nằm trong điểm tối đa." in set_words.set_lines(one, LEVELS)
    lines = set_words.tree_lines(one)
    assert lines[:13] == [
        "D Nhóm D — 14 điểm, 4 chỉ số",
        "  D1 Nhóm D1 — 4 điểm, 2 chỉ số",
        "    D11 Nhóm D11 — 4 điểm, 2 chỉ số",
        "      A Trụ A — 4 điểm, 2 chỉ số",
        "        Nhiều nhất 5 điểm",
        "        A.1 Chỉ số A thứ 1 — 4 điểm",
        "          – Có: 4 điểm",
        "          – Không: 0 điểm",
        "          – Không rõ: 0 điểm, đếm riêng là chưa chắc",
        "          – Không thuộc nhiệm vụ: không áp dụng",
        "        A.2 Chỉ số A thứ 2 — điểm cộng, tới 2 điểm",
        "          từ 3: 2 điểm; từ 1: 1 điểm",
        "  B Trụ B — 10 điểm, 2 chỉ số",
    ]
    assert lines[-6] == "C Trụ C — 4 điểm, 1 chỉ số"
    assert "      người chấm" in lines


def test_what_binds_a_total_and_what_takes_points_is_said():
    one = issued(DOCUMENTS["odd_penalty"])
    assert set_words.set_lines(one, LEVELS)[-1] == "Ít nhất 0 điểm"
    assert set_words.tree_lines(one)[-1] == "    mỗi 1: -10 điểm"


def test_a_set_of_many_indicators_is_short_until_it_is_opened():
    one = issued(DOCUMENTS["odd_400"])
    lines = set_words.tree_lines(one)
    assert len(lines) == 4 + 20 + 1
    assert "--pillar" in lines[-1]
    assert len(set_words.tree_lines(one, ["P05"])) == 2 + 20 * 2  # its group, itself, each indicator and its rule
    assert set_words.tree_lines(one, ["P05"]) == set_words.tree_lines(one, ["P05", "P05"])
    assert len(set_words.tree_lines(one, ["G1"])) == 1 + 5 * (1 + 20 * 2)
    assert len(set_words.tree_lines(one, is_whole=True)) == 4 + 20 + 400 * 2
    with pytest.raises(KeyError, match="Q"):
        set_words.tree_lines(one, ["Q"])


def test_a_set_without_points_is_shown_without_any():
    one = issued(DOCUMENTS["sglgb_2024"])
    lines = [*set_words.set_lines(one, LEVELS), *set_words.tree_lines(one, is_whole=True)]
    assert any(line.startswith("Bộ tiêu chí này không cho điểm") for line in lines)
    assert any(line.startswith("Đạt khi") for line in lines)
    assert [line for line in set_words.tree_lines(one, is_whole=True) if "điểm" in line] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_trial_set_is_shown_in_both_languages(name):
    one = issued(DOCUMENTS[name])
    for language in messages.LANGUAGES:
        messages.use(language)
        lines = [*set_words.set_lines(one, LEVELS), *set_words.tree_lines(one, is_whole=True)]
        assert all(any(each.printed_as in line for line in lines) for each in one.indicators)
        assert all(line == line.rstrip() for line in lines)
        named = [each.name_en if language == "en" else each.name_vi for each in one.pillars]
        assert all(any(name in line for line in lines) for name in named if name)


def test_what_an_indicator_hangs_on_its_stages_and_what_differs_for_whom_are_shown():
    rule = {
        "A-01": {"kind": "choice", "options": [{"label": "Có", "points": 10}, {"label": "Không", "points": 0}]},
        "A-02": {"kind": "checklist", "at_most": 8, "parts": [
            {"label": "Kế hoạch", "points": 6}, {"label": "Kinh phí", "points": 4},
        ]},
        "A-03": {"kind": "ratio", "target": 0.5},
    }  # fmt: skip
    document = criteria("x_2022", "commune", [2022], {"A": [10, 8, 10]}, rule=rule) | {"stages": STAGES}
    document["indicators"][1] |= {"applies_to": ["Xã"], "applies_if": {"indicator": "A-01", "is": ["Có"]}}
    variant = {"applies_to": ["Phường"], "max_points": 14, "rule": {"kind": "ratio", "target": 0.8}}
    document["indicators"][2] |= {"variants": [variant], "rolled_out": False}
    one = issued(document)
    assert set_words.tree_lines(one)[4:] == [
        *(
            "  1.2 Chỉ số thử A thứ 2 — 8 điểm",
            "    cộng điểm các phần đã làm, nhiều nhất 8",
            "    – Kế hoạch: 6 điểm",
        ),
        *("    – Kinh phí: 4 điểm", "    Chỉ áp dụng cho: Xã"),
        *("    Chỉ áp dụng khi 1.1 Chỉ số thử A thứ 1: «Có».", "  1.3 Chỉ số thử A thứ 3 — 10 điểm"),
        *("    a/b, đủ 10 điểm từ 50%", "    Phường — 14 điểm: a/b, đủ 14 điểm từ 80%"),
        "    Cấp trên chưa triển khai.",
    ]
    (stages,) = [line for line in set_words.set_lines(one, LEVELS) if line.startswith("Giai đoạn")]
    assert "điểm Đoàn đánh giá (assessor: điểm thẩm định), nộp lại 1 lần → điểm Hội đồng phúc tra" in stages


def test_the_command_names_what_it_knows_and_speaks_english():
    shown = show("show", "ninhbinh_district_2022", language="en")
    assert "  I Digital awareness — 80 points, 8 indicators" in shown
    opened = show("show", "ninhbinh_district_2022", "--pillar", "I")
    assert opened[2] == "  I Nhận thức số — 80 điểm, 8 chỉ số"
    assert opened[3:5] == [
        "    1.1 Ban Chỉ đạo chuyển đổi số cấp huyện họp trong năm — 10 điểm",
        "      từ 4: 10 điểm; từ 3: 7,5 điểm; từ 2: 5 điểm; từ 1: 2,5 điểm",
    ]
    assert "«X»; có: foundation, activity, NT" in show("show", "ninhbinh_district_2022", "--pillar", "X")[-1]
    odm = show("show", "odm_2023", home=HOME / "examples" / "odm_2023", language="en")
    assert not any("điểm" in line for line in odm)


def test_the_published_structure_of_a_set_is_shown_with_its_source():
    assert "405_bkhcn_national: cơ cấu đã công bố, năm 2024" in show("list")
    lines = show("show", "405_bkhcn_national")
    assert "  Chính phủ số — 4 chỉ số, 400 điểm [1]" in lines
    assert lines[-2].startswith("[1] https://skhcn.laocai.gov.vn/")
    assert "  TỔNG (8 chỉ số chính) — 47 chỉ số [1]" in show("show", "405_bkhcn_province")  # no maximum is stated
    assert "405_bkhcn_national" in show("show", "nothing")[-1]


def two_issues():
    """One set and its next: see the test below, where every difference is written by hand."""
    earlier = criteria("cu_2024", "commune", [2024], {"A": [10, 10], "B": [10], "C": [5]})
    later = criteria(
        "moi_2025", "commune", [2025], {"A": [12, 10], "B": [10], "E": [4]},
        continues={code: f"cu_2024:{code}" for code in ("A-01", "A-02", "B-01")},
    )  # fmt: skip
    for one in (earlier, later):
        one["groups"] = [{"code": "G", "name_vi": "Nền tảng", "name_en": "Foundation"}]
        one["pillars"][0]["group"] = "G"
        for each in one["indicators"]:
            each["name_en"] = f"Indicator {each['code']}"
    earlier["pillars"][1]["group"] = "G"
    later["pillars"][0] |= {"name_vi": "Nhận thức", "name_en": "Awareness"}
    later["pillars"][1] |= {"floor": -2, "cap": 12}
    later["class_scheme"]["classes"] = [
        each | ({"at_least": 0.8} if each["code"] == "basic" else {}) for each in later["class_scheme"]["classes"]
    ]
    return {each["id"]: issued(each) for each in (earlier, later | {"stages": STAGES, "floor": 0})}


def test_two_sets_are_told_apart_in_all_that_differs_and_in_nothing_else():
    lines = set_changes.change_lines(two_issues(), "cu_2024", "moi_2025", LEVELS)
    told = [line for line in lines if not line.startswith("cả bộ")]
    assert told == [
        "đổi điểm tối đa: G Nền tảng (30 → 22)",
        "đổi tên: I Trụ cột A → I Nhận thức",
        "đổi điểm tối đa: I Nhận thức (20 → 22)",
        "đổi nhóm: II Trụ cột B (Nền tảng → —)",
        "đổi giới hạn: II Trụ cột B (— → nhiều nhất 12 điểm; ít nhất −2 điểm)",
        "mới: III Trụ cột E — 4 điểm, 1 chỉ số",
        "bỏ: III Trụ cột C — 5 điểm, 1 chỉ số",
        "đổi điểm tối đa (vẫn so được tỷ lệ): 1.1 Chỉ số thử A thứ 1 (10) → 1.1 Chỉ số thử A thứ 1 (12)",
        "mới: 3.1 Chỉ số thử E thứ 1 (4)",
        "bỏ: 3.1 Chỉ số thử C thứ 1 (5)",
        "2 chỉ số giữ nguyên.",
    ]
    whole = [line.removeprefix("cả bộ, ") for line in lines if line.startswith("cả bộ")]
    assert whole[:2] == ["trước: 35 điểm", "nay: 36 điểm"]
    assert ("từ 70,0%" in whole[2], "từ 80,0%" in whole[3]) == (True, True)
    stages = "điểm cơ sở tự đánh giá (self: điểm tự chấm) → điểm Đoàn đánh giá (assessor: điểm thẩm định)"
    assert whole[4] == "trước: —"
    assert whole[5].startswith(f"nay: Giai đoạn: {stages}")
    assert whole[6:] == ["trước: —", "nay: ít nhất 0 điểm"]


def test_a_set_differs_from_itself_in_nothing():
    sets = two_issues()
    assert set_changes.change_lines(sets, "moi_2025", "moi_2025", LEVELS) == ["4 chỉ số giữ nguyên."]


def test_in_english_names_are_the_sets_english_ones(request):
    request.addfinalizer(lambda: messages.use("vi"))
    messages.use("en")
    lines = set_changes.change_lines(two_issues(), "cu_2024", "moi_2025", LEVELS)
    assert "renamed: I Pillar A → I Awareness" in lines
    assert "another group: II Pillar B (Foundation → —)" in lines
    assert "new: 3.1 Indicator E-01 (4)" in lines


def test_a_pillar_that_only_got_another_code_is_the_same():
    before, after = (criteria(name, "commune", [2025], {"A": [10], "B": [5]}) for name in ("x_2025", "y_2025"))
    after = criteria("y_2025", "commune", [2025], {"B": [5], "D": [10]}, continues={"D-01": "x_2025:A-01"})
    after["pillars"][1]["name_vi"] = "Trụ cột A"
    sets = {each["id"]: issued(each) for each in (before, after)}
    lines = set_changes.change_lines(sets, "x_2025", "y_2025", LEVELS)
    assert lines[:2] == ["đổi số thứ tự: II Trụ cột B → I Trụ cột B", "đổi số thứ tự: I Trụ cột A → II Trụ cột A"]


def test_the_command_tells_all_of_it_in_the_language_asked_for():
    lines = show("diff", "ninhbinh_district_2021", "ninhbinh_district_2022", language="en")
    assert lines[-1] == "58 indicators stay the same."
    assert any(line.startswith("new: 1.8 Quality of ") for line in lines)
