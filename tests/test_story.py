"""The story of a unit's year: every sentence of Gia Viễn 2022 worked by hand; what is empty disappears.

Points, places, medians and classes of Gia Viễn were added up from the cells of eight districts' forms of 2022
(`cells` does so again here), causes from the columns «Nguyên nhân» and «Căn cứ» of its two files: what was
taken away under its ground, the rest under the unit's reasons, in equal parts.
"""

import re
import statistics
from types import SimpleNamespace

import cells
import drawn
import pytest
from conftest import HOME
from raw_folder import FIELDS, RawFolder, criteria, csv_form

from dts_analysis import dataset, messages, show
from dts_analysis.analysis import completion, losses
from dts_analysis.analysis.planning import cut_claims
from dts_analysis.analysis.tasks import tasks
from dts_analysis.show.facts import KEYS

VIETNAMESE = re.compile(r"[à-ỹĐđ]")
DISTRICTS = ["369", "370", "372", "373", "374", "375", "376", "377"]


def story(data, unit_code, year, basis=""):
    """Return all parts of a unit's page."""
    view = data.about(unit_code, year, basis)
    lost = losses.losses(view.on_basis, view.scores)
    causes = losses.by_cause(losses.attributed(losses.weak(lost), data.reasons, data.grounds))
    parts = losses.attributed(lost, data.reasons, data.grounds)
    called_for = tasks(parts, data.reasons, data.grounds, data.criteria, data.levels)
    return SimpleNamespace(
        headline=show.story_headline(view),
        points=show.story_points(view, causes, data.below(view)),
        tasks=show.story_tasks(view, called_for),
        doubts=show.story_doubts(view, causes, completion.threshold_range(view.on_basis, data.criteria)),
        figure=show.story_figure(view, show.source_line(view)),
    )


def lines(output):
    return str(output[0] if isinstance(output, list) else output).splitlines()


def sentence(output, begins):
    """Return the one sentence that begins so; "" where there is none."""
    found = [line for line in lines(output) if line.startswith(begins)]
    assert len(found) < 2
    return found[0] if found else ""


@pytest.fixture(scope="module")
def gia_vien(sample):
    return story(sample, "373", 2022)


# --- Gia Viễn 2022: the eleven things
# -------------------------------------------------------------------------------


def test_claimed_verified_and_place(gia_vien):
    assert lines(gia_vien.headline)[0] == (
        "Huyện Gia Viễn năm 2022 tự chấm 511,18/765 điểm (66,8%); điểm thẩm định là 458,14/765 (59,9%), "
        "xếp thứ 6 trong 8 đơn vị cấp huyện của tỉnh Ninh Bình."
    )
    assert lines(gia_vien.headline)[1].startswith("Điểm tự chấm – số đã công bố: https://giavien.ninhbinh.gov.vn/")
    assert str(gia_vien.headline[1]) == "SỐ LIỆU MINH HỌA, trừ những số ghi là đã công bố."


def test_done_and_weak_on_both_sides(gia_vien):
    assert lines(gia_vien.points)[0] == (
        "Theo điểm tự chấm, 41/72 chỉ số ở mức hoàn thành hoặc cơ bản hoàn thành, 31/72 ở mức hoàn thành thấp "
        "hoặc "
        "chưa thực hiện; theo điểm thẩm định, hai số này là 33/72 và 39/72."
    )


def test_the_strongest_and_the_weakest_pillar_beside_the_province(gia_vien):
    assert lines(gia_vien.points)[1:3] == [
        "Mạnh nhất là trụ cột Hạ tầng số, đạt 81,9% (trung vị 8 đơn vị: 78,1%); vượt trung vị nhiều nhất là "
        "Hoạt động xã hội số (6,2 điểm phần trăm).",
        "Yếu nhất là trụ cột Hoạt động kinh tế số, đạt 34,2% (trung vị 8 đơn vị: 49,2%); kém trung vị nhiều "
        "nhất là "
        "Thể chế số (21,3 điểm phần trăm).",
    ]


def test_the_three_causes_in_words_with_their_points(gia_vien):
    assert lines(gia_vien.points)[3] == (
        "Ba nguyên nhân làm mất nhiều điểm nhất ở các chỉ số yếu: cơ quan chuyên môn chưa chủ động tham mưu, "
        "đề xuất "
        "(98,36 điểm); đề xuất chưa phù hợp, chưa hiệu quả (77,14 điểm); cấp trên chưa triển khai (50,00 điểm)."
    )


def test_what_verification_changed(gia_vien):
    assert lines(gia_vien.points)[4] == (
        "Thẩm định hạ 54,04 điểm ở 16 chỉ số, nâng 1,00 điểm ở 1 chỉ số; hạ nhiều nhất ở An toàn thông tin mạng "
        "(14,50 điểm)."
    )


def test_the_communes_and_where_they_stop(gia_vien):
    assert lines(gia_vien.points)[5] == (
        "Ở cấp xã trực thuộc, 14/21 đơn vị cùng có 25/50 chỉ số ở mức hoàn thành hoặc cơ bản hoàn thành theo "
        "điểm tự "
        "chấm; theo điểm thẩm định, 25/25 chỉ số ở nhóm Nền tảng có quá nửa số đơn vị đạt, còn ở nhóm Hoạt động "
        "là 0/25 chỉ số."
    )


def test_what_changed_since_last_year(gia_vien):
    assert lines(gia_vien.points)[6:] == [
        "So với năm 2021, tỷ lệ đạt theo điểm thẩm định giảm 0,4 điểm phần trăm (từ 60,3% xuống 59,9%), thứ "
        "hạng từ "
        "5 xuống 6; theo điểm tự chấm tăng 3,8 điểm phần trăm.",
        "So với năm 2021, tăng nhiều nhất là Hạ tầng số (12,5 điểm phần trăm), giảm nhiều nhất là Thể chế số "
        "(20,2 điểm phần trăm).",
    ]


def test_the_three_things_to_do_and_what_the_province_must(gia_vien):
    assert gia_vien.tasks.reset_index().to_numpy().tolist() == [
        ["Đổi mới cách lãnh đạo, chỉ đạo chuyển đổi số", "Phòng Văn hóa và Thông tin và 8 cơ quan khác",
         "2.3 Tỷ lệ nhiệm vụ trong kế hoạch năm hoàn thành", "17", "98,36"],
        ["Tăng cường tuyên truyền; đào tạo, bồi dưỡng lãnh đạo, công chức và người dân",
         "Văn phòng HĐND và UBND và 7 cơ quan khác", "6.2 Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng", "14",
         "77,14"],
        ["Bổ sung minh chứng đúng kỳ", "Phòng Văn hóa và Thông tin và 4 cơ quan khác",
         "5.4 Giám sát an toàn thông tin theo mô hình bốn lớp", "9", "45,62"],
        ["Đề nghị cấp trên triển khai chỉ số", "Tỉnh (đơn vị đề nghị)", "—", "7", "50,00"],
    ]  # fmt: skip
    assert "Còn 1 việc ít điểm hơn" in gia_vien.tasks.note  # G06: 5,51 points


def test_what_is_not_certain(gia_vien):
    assert lines(gia_vien.doubts) == [
        "11,31 điểm mất ở các chỉ số yếu chưa ghi nguyên nhân hoặc căn cứ, cần bổ sung vào phiếu.",  # 9,40 + 1,91
        "Phiếu năm 2022 của đơn vị còn 4 cảnh báo phải làm rõ; từng ô nêu ở trang chất lượng dữ liệu của cấp "
        "trên.",
        "Hạng 6, có thể từ 5 đến 7 (90% các phương án) – 1.000 lần tính lại, mỗi lần đổi trọng số (±25%), "
        "cách đưa về một thang, cách gộp, cách tính chỗ để trống, cách tính chỗ không áp dụng.",
        "Số đếm theo mức phụ thuộc ngưỡng 70,0% của mức «Cơ bản hoàn thành»: không đổi khi ngưỡng ở trên "
        "61,6%, đến "
        "70,0%.",
        "Số liệu từng chỉ số là số minh họa: thứ tự trụ cột, nguyên nhân, việc cần làm chỉ cho thấy cách "
        "trình bày.",
    ]


def test_the_figure_says_who_lies_farthest_from_the_median(gia_vien):
    assert gia_vien.figure.title == "Thể chế số kém trung vị nhiều nhất"
    assert drawn.faults(gia_vien.figure) == []


def test_place_medians_and_distances_are_what_the_cells_add_up_to(gia_vien):
    found, _ = cells.read(HOME / "data" / "raw", cells.SAMPLE)
    rows = [cell for cell in found if cell.year == 2022 and cell.unit_code in DISTRICTS and cell.is_applicable]

    def shares(pillar):
        own = {
            code: [cell for cell in rows if (cell.unit_code, cell.pillar) == (code, pillar)] for code in DISTRICTS
        }
        return {
            code: sum(cell.verified for cell in some) / sum(cell.max_points for cell in some)
            for code, some in own.items()
        }

    apart = {}
    for pillar in {cell.pillar for cell in rows}:
        of_all = shares(pillar)
        apart[pillar] = round(100 * (of_all["373"] - statistics.median(of_all.values())), 1)
    assert apart == {"HT": 3.8, "XH": 6.2, "AT": 1.8, "NL": 0.8, "CQ": -4.0, "KT": -15.0, "NT": -17.5, "TC": -21.3}
    totals = {code: sum(cell.verified for cell in rows if cell.unit_code == code) for code in DISTRICTS}
    maxima = {code: sum(cell.max_points for cell in rows if cell.unit_code == code) for code in DISTRICTS}
    reached = {code: totals[code] / maxima[code] for code in DISTRICTS}
    assert sorted(reached, key=reached.get, reverse=True).index("373") == 5


# --- what is empty disappears
# ---------------------------------------------------------------------------------------


def test_nothing_verified(world):
    one = story(world("nothing_verified"), "25567", 2025)
    assert lines(one.headline) == [
        "Phường Ninh Thạnh năm 2025 tự chấm 724,00/960 điểm (75,4%), xếp thứ 5 trong 14 đơn vị cấp xã của "
        "tỉnh Tây "
        "Ninh."
    ]
    assert not any("thẩm định" in line.casefold() for line in lines(one.points))
    assert lines(one.points)[
        0
    ] == "Mạnh nhất là 4 trụ cột, cùng đạt 100,0%; vượt trung vị nhiều nhất là Hoạt động " + (
        "Xã hội số (25,0 điểm phần trăm)."
    )
    assert lines(one.doubts)[0] == (
        "Chưa có kết quả thẩm định: mọi số ở trên theo điểm tự chấm; 58 chỉ số tự chấm 724,00 điểm mà không ghi "
        "minh chứng."
    )
    assert sentence(one.doubts, "4/62 chỉ số bỏ trống")
    assert one.tasks.index.tolist() == ["Đề nghị cấp trên triển khai chỉ số"]  # R01 at CQ, nothing else coded


def test_a_blank_form_an_unread_one_and_one_where_nothing_applies(world):
    blank = story(world("nothing_verified"), "25552", 2025)
    assert lines(blank.headline) == ["Xã Dương Minh Châu năm 2025 để trống mọi chỉ số trong phiếu tự đánh giá."]
    unread = story(world("unreadable_form"), "25480", 2025)
    assert lines(unread.headline) == ["Phường Bình Minh năm 2025: chưa nhận hoặc chưa đọc được phiếu tự đánh giá."]
    assert sentence(unread.doubts, "Phiếu năm 2025 của đơn vị còn 1 lỗi phải làm rõ")
    none = story(world("years_apart"), "374", 2023)
    assert lines(none.headline) == ["Huyện Hoa Lư năm 2023: không chỉ số nào của bộ tiêu chí áp dụng cho đơn vị."]
    for one in (blank, unread, none):
        assert lines(one.points) == ["Chưa có kết quả nào để nêu."]
        assert one.figure is None


def test_nothing_claimed_and_all_verified(world):
    one = story(world("years_apart"), "372", 2023)  # by hand: three fives of 30; 19 of 30 the year before
    assert lines(one.headline) == [
        "Huyện Nho Quan năm 2023 để trống mọi chỉ số trong phiếu tự đánh giá; điểm thẩm định là 15,00/30 (50,0%)."
    ]
    assert sentence(one.points, "So với năm 2022, tỷ lệ") == (
        "So với năm 2022, tỷ lệ đạt theo điểm thẩm định giảm 13,3 điểm phần trăm (từ 63,3% xuống 50,0%)."
    )


def test_one_unit_alone_has_no_place_no_median_and_no_year_before(world):
    one = story(world("one_unit"), "373", 2022)
    assert lines(one.headline) == [
        "Huyện Gia Viễn năm 2022 tự chấm 35,00/50 điểm (70,0%); điểm thẩm định là 24,00/50 (48,0%)."
    ]
    assert not any(word in line for line in lines(one.points) for word in ("trung vị", "So với", "trực thuộc"))
    assert sentence(one.points, "Mạnh nhất") == "Mạnh nhất là Trụ cột A, đạt 70,0%."
    # 10 + 1 of the cuts are for evidence: B-01, which lost 20, wants it before anything else
    assert one.tasks["Bắt đầu từ chỉ số"].tolist() == [
        "2.1 Chỉ số thử B thứ 1",
        "2.1 Chỉ số thử B thứ 1 (bổ sung minh chứng trước)",
    ]


def test_one_pillar_has_no_ends_and_no_figure(world):
    one = story(world("one_pillar"), "369", 2024)
    assert one.figure is None
    assert [line for line in lines(one.points) if line.startswith(("Mạnh", "Yếu", "Mọi"))] == []
    assert sentence(one.points, "Thẩm định") == "Thẩm định hạ 2,00 điểm ở 1 chỉ số."
    assert sentence(one.points, "So với") == (
        "So với năm 2023, tỷ lệ đạt theo điểm thẩm định tăng 20,0 điểm phần trăm (từ 70,0% lên 90,0%), thứ "
        "hạng từ 2 "
        "lên 1; theo điểm tự chấm tăng 25,0 điểm phần trăm."
    )


def test_partly_verified_goes_by_claims_and_says_so(world):
    one = story(world("partly_verified"), "003", 2022)
    assert lines(one.headline) == [
        "Quận Tây Hồ năm 2022 tự chấm 80,00/100 điểm (80,0%); điểm thẩm định là 36,00/60 (60,0%) (mới chấm "
        "6/10), "
        "xếp thứ 4 trong 10 đơn vị cấp huyện của thành phố Hà Nội theo điểm tự chấm."
    ]
    assert sentence(one.doubts, "Điểm thẩm định mới có ở 6/10 chỉ số, nên trang này theo điểm tự chấm.")
    assert sentence(one.points, "Mọi trụ cột") == "Mọi trụ cột cùng đạt 80,0%."


def test_measured_values_are_no_verification(world):
    one = story(world("measured"), "370", 2022)
    assert "điểm tính từ số đo là 25,00/30 (83,3%) (đo 2/6 chỉ số)" in lines(one.headline)[0]
    assert sentence(one.points, "So với điểm tự chấm") == (
        "So với điểm tự chấm, điểm tính từ số đo cao hơn 1,00 điểm ở 1 chỉ số; 4 chỉ số không có điểm tính từ số "
        "đo, điểm tự chấm 30,00."
    )


def test_a_set_without_points(world):
    one = story(world("all_maxima_zero"), "14464", 2022)
    assert lines(one.headline) == ["Thị trấn Me năm 2022: bộ tiêu chí này không tính điểm."]
    assert len(lines(one.points)) == 1
    assert lines(one.points)[0].startswith("Theo điểm tự chấm, 4/6 chỉ số")
    assert str(one.tasks) == "Chưa có nguyên nhân nào được nêu để suy ra việc cần làm."


def test_all_provinces_are_ranked_in_the_country(world):
    said = lines(story(world("provinces"), "96", 2022).headline)[0]
    assert said.endswith("xếp thứ 1 trong 63 đơn vị cấp tỉnh của cả nước.")


def test_units_of_which_nobody_below_sent_a_form_say_nothing_of_them(sample):
    assert sentence(story(sample, "376", 2022).points, "Ở cấp") == ""
    view = sample.about("376", 2022)
    assert sample.below(view) is None
    assert [type(each).__name__ for each in sample.beside(sample.about("373", 2022))] == ["GroupView", "UnitView"]
    assert sample.beside(sample.about("376", 2021)) == []


# --- facts, words, languages
# ----------------------------------------------------------------------------------------


def test_facts_are_those_of_the_other_pages(sample, gia_vien):
    view = sample.about("373", 2022)
    other = [*show.headline(view).facts, *show.pillar_table(view).facts, *show.rank_move_text(view).facts]
    outputs = (*gia_vien.headline, gia_vien.points, gia_vien.tasks, gia_vien.doubts)
    own = {tuple(fact[key] for key in KEYS): fact["value"] for output in outputs for fact in output.facts}
    theirs = {tuple(fact[key] for key in KEYS): fact["value"] for fact in other}
    shared = own.keys() & theirs.keys()
    assert len(shared) >= 25  # it states what it prints: the pillars its sentences name
    assert {key: own[key] for key in shared} == {key: theirs[key] for key in shared}
    assert own["weak_lost_by_cause", "373", 2022, "verified", "R02"] == 98.36
    assert own["task_points", "373", 2022, "verified", "communication+training"] == 77.14
    assert own["typical_upper", "373", 2022, "claimed", ""] == 25


def test_what_was_published_is_linked_by_its_sites_name(gia_vien):
    page = gia_vien.headline[0]._repr_html_()
    assert re.search(r'<a href="https://giavien\.ninhbinh\.gov\.vn/[\w/.-]+">giavien\.ninhbinh\.gov\.vn</a>', page)
    assert gia_vien.points._repr_html_().count("<li>") == 8


def test_differences_of_shares_are_percentage_points_and_no_number_stands_without_what_it_counts(sample, world):
    for one in (story(sample, code, 2022) for code in DISTRICTS):
        said = "\n".join([*lines(one.headline), *lines(one.points), *lines(one.doubts)])
        assert not re.search(r"điểm %|[+−]\d", said)
        assert not re.search(r"\d/\d+(?! (chỉ số|đơn vị|điểm|ở mức|và|\(\d))(?![\d.,;]|\s*\()", said), said


@pytest.fixture
def english():
    messages.use("en")
    yield
    messages.use("vi")


def test_in_english_nothing_is_vietnamese(english):
    data = dataset.read(HOME / "examples" / "odm_2023" / "data" / "raw")
    for code in ("PL", "BA", "ES"):
        one = story(data, code, 2023)
        table = one.tasks.reset_index().to_string() if hasattr(one.tasks, "columns") else str(one.tasks)
        said = [*lines(one.headline), *lines(one.points), table, *lines(one.doubts), one.figure.title]
        assert [line for line in said if VIETNAMESE.search(line)] == []


def test_the_sample_in_english(sample, english):
    one = story(sample, "373", 2022)
    assert lines(one.points)[2] == (
        "Weakest: pillar Digital economy, at 34.2% (median of 8 units: 49.2%); farthest below the median is "
        "Digital institutions (21.3 percentage points)."
    )
    names = re.compile("Huyện Gia Viễn|Tỉnh Ninh Bình")
    said = [names.sub("", line) for line in [*lines(one.headline), *lines(one.points), *lines(one.doubts)]]
    assert [line for line in said if VIETNAMESE.search(line)] == []


def test_a_set_scored_in_passes_tells_of_indicators(tmp_path):
    rule = {code: {"kind": "target", "of": "share", "at_least": 0.5} for code in ("A-01", "A-02", "B-01", "B-02")}
    one = criteria("dat_2022", "commune", [2022], {"A": [0, 0], "B": [0, 0]}, rule=rule)
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "dat_2022", "- - - -", declared="1/2 2/2 9/10 1/2")  # all four pass
    raw.unit("14467", 2022, "dat_2022", "- - - -", declared="0/2 2/2 1/10 1/2", reasons={"A": "R02"})
    said = story(dataset.read(raw.done()), "14467", 2022)
    assert lines(said.headline)[0] == (
        "Xã Gia Hòa năm 2022 đạt 2/4 chỉ số theo điểm tự chấm (50,0%), xếp thứ 2 trong 2 đơn vị cấp xã của "
        "huyện Gia "
        "Viễn."
    )
    assert sentence(said.points, "Nguyên nhân") == (
        "Nguyên nhân được nêu ở các chỉ số yếu: cơ quan chuyên môn chưa chủ động tham mưu, đề xuất (1 chỉ số)."
    )
    assert said.tasks["Điểm, nhiều nhất"].tolist() == ["1"]
    assert sentence(said.doubts, "1 chỉ số yếu chưa ghi nguyên nhân hoặc căn cứ")


def test_stages_of_ones_own_give_their_names(tmp_path):
    stages = [
        {"code": "self", "basis": "claimed", "name_vi": "điểm cơ sở tự đánh giá", "name_en": "facility's score"},
        {"code": "council", "basis": "verified", "name_vi": "điểm Hội đồng", "name_en": "council's score"},
    ]
    raw = RawFolder(
        tmp_path / "raw", criteria("own_2022", "district", [2022], {"A": [10, 10]}) | {"stages": stages}
    )
    for code, claimed, verified in (("373", "10 8", "10 5"), ("370", "5 5", "5 5")):
        raw.unit(code, 2022, "own_2022", claimed)
        judged = csv_form(raw.rows("own_2022", claimed, verified), FIELDS["verification"])
        raw.file(f"2022/{code}_council.csv", code, 2022, "own_2022", "council", judged)
    said = story(dataset.read(raw.done()), "373", 2022)
    assert lines(said.headline)[0] == (
        "Huyện Gia Viễn năm 2022 có điểm cơ sở tự đánh giá là 18,00/20 (90,0%); điểm Hội đồng là 15,00/20 "
        "(75,0%), "
        "xếp thứ 1 trong 2 đơn vị cấp huyện của tỉnh Ninh Bình."
    )
    assert sentence(said.points, "So với điểm cơ sở") == (
        "So với điểm cơ sở tự đánh giá, điểm Hội đồng thấp hơn 3,00 điểm ở 1 chỉ số."
    )


def test_a_place_and_an_end_that_are_shared_are_told_as_shared(world):
    shared = story(world("renewed"), "373", 2022)  # 372 and 373: 28 of 40 and 21 of 40 verified
    tied = story(world("years_apart"), "369", 2023)  # 369 and 370 claim 20 each
    assert "đồng hạng 1 với 1 đơn vị khác, trong 2 đơn vị cấp huyện" in lines(tied.headline)[0]
    assert "đồng hạng" not in lines(shared.headline)[0]
    messages.use("en")
    assert (
        "place 1, shared with 1 other unit, of 2 at the"
        in lines(story(world("years_apart"), "369", 2023).headline)[0]
    )


def test_a_page_by_claims_says_so_of_a_unit_that_is_verified(world):
    one = story(world("one_verified"), "25534", 2025)  # claimed 776, verified 530: XH 80 of 80, then 0
    assert sentence(one.points, "Mạnh nhất").startswith("Mạnh nhất theo điểm tự chấm là ")
    assert sentence(one.doubts, "Trang này") == (
        "Trang này theo điểm tự chấm, căn cứ mà quá nửa số đơn vị có; riêng đơn vị này đã có đủ điểm thẩm định, "
        "chênh −246,00 điểm: mạnh, yếu, nguyên nhân và việc cần làm theo điểm thẩm định có thể khác."
    )
    other = story(world("nothing_verified"), "25534", 2025)
    assert sentence(other.points, "Mạnh nhất").startswith("Mạnh nhất là ")


def test_a_full_score_has_no_task_and_lacks_no_reason(world):
    full = story(world("nothing_verified"), "25459", 2025)  # 960 of 960
    assert str(full.tasks) == "Không chỉ số nào mất điểm nên không có việc cần làm."


def test_pillars_that_moved_or_lie_alike_are_told_together(world):
    risen = story(world("renewed"), "373", 2023)  # four sevens and five eights: both pillars by 10 points of 100
    assert "mọi trụ cột cùng tăng 10,0 điểm phần trăm" in str(risen.points)
    low = story(world("nothing_verified"), "25522", 2025)  # only CQ: three pillars lie 100 below
    tied = "Hạ tầng và Nền tảng số, Nhân lực số, An toàn thông tin, an ninh mạng"
    assert f"kém trung vị nhiều nhất là {tied} (100,0 điểm phần trăm)" in str(low.points)


def test_a_task_on_what_verification_cut_begins_with_evidence_whatever_the_basis(sample):
    first = 0
    for code in ("369", "370", "372", "373", "374", "375", "376", "377"):
        view = sample.about(code, 2022, "claimed")
        cut = cut_claims(view.scores, view.criteria_set, sample.reasons, sample.grounds)
        printed = {view.criteria_set.indicator(each).printed_as for each in cut}
        parts = losses.attributed(losses.losses(view.on_basis, view.scores), sample.reasons, sample.grounds)
        called_for = tasks(parts, sample.reasons, sample.grounds, sample.criteria, sample.levels)
        table = show.story_tasks(view, called_for, most_own=None, most_above=None)
        for begun in table["Bắt đầu từ chỉ số"]:
            is_cut = begun.partition(" ")[0] in printed
            assert ("(bổ sung minh chứng trước)" in begun) == is_cut
            first += is_cut
    assert first
