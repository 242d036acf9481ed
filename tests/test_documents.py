"""Word, Excel and PDF of a unit: by the decree, from templates an office edits, with the numbers of the pages."""

import io
import re
import zlib
from pathlib import Path

import batches
import docx
import openpyxl
import pytest
import worlds
from click.testing import CliRunner
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from dts_analysis import dataset, messages, show
from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError
from dts_analysis.office import documents, pages_pdf, tables_book
from dts_analysis.office.findings_book import findings_tables
from dts_analysis.office.sections import tabled
from dts_analysis.office.word import TEMPLATES, filled
from dts_analysis.show import text

NOWHERE = Path("no-templates-here")
HOME = Path(__file__).parents[1]
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def word(kind, data, code, year):
    return docx.Document(io.BytesIO(documents.content(kind, data, code, year, NOWHERE)))


def book(kind, data, code, year):
    return openpyxl.load_workbook(io.BytesIO(documents.content(kind, data, code, year, NOWHERE)))


def said(document):
    """All text of a Word file, tables row by row."""
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(each.text for each in document.paragraphs), *rows])


def columns(sheet):
    """The columns of a table's sheet, by what heads them in its third row."""
    heads, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return {head: [row[at] for row in rows] for at, head in enumerate(heads)}


def test_a_report_is_laid_out_by_the_decree(sample):
    document = word("report", sample, "373", 2022)
    page = document.sections[0]
    assert [round(each.mm) for each in (page.page_width, page.page_height)] == [210, 297]
    assert 20 <= round(page.top_margin.mm) <= 25
    assert 20 <= round(page.bottom_margin.mm) <= 25
    assert 30 <= round(page.left_margin.mm) <= 35
    assert 15 <= round(page.right_margin.mm) <= 20
    assert page.different_first_page_header_footer
    (number,) = page.header.paragraphs
    assert "PAGE" in number._p.xml
    assert number.alignment == 1  # centred
    style = document.styles["Normal"].font
    assert (style.name, 13 <= style.size.pt <= 14) == ("Times New Roman", True)
    left, right = (cell.text.splitlines() for cell in document.tables[0].rows[0].cells)
    assert left == ["ỦY BAN NHÂN DÂN", "HUYỆN GIA VIỄN", "", "Số: …………/BC-………"]
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert right[-1] == "…………, ngày …… tháng …… năm ………"
    lines = [each.text for each in document.paragraphs]
    assert "BÁO CÁO" in lines
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert [each.partition(".")[0] for each in headings] == ["I", "II", "III", "IV", "V"]
    assert "Nơi nhận:" in said(document)
    assert document.sections[-1].orientation == WD_ORIENT.LANDSCAPE


def test_a_report_says_the_numbers_that_pages_state(sample):
    view, document = sample.about("373", 2022), word("report", sample, "373", 2022)
    text_of_all = said(document)
    # published of Gia Viễn: 511.18 of 765 claimed, 41 of 72 done or nearly, 31 of 72 not
    assert "511,18/765" in text_of_all
    assert "41/72" in text_of_all
    assert "31/72" in text_of_all
    stated = {
        (fact["basis"], fact["of"]): fact["value"]
        for fact in show.pillar_table(view).facts
        if fact["name"] == "points"
    }
    maxima = {fact["of"]: fact["value"] for fact in show.pillar_table(view).facts if fact["name"] == "max_points"}
    by_pillar = next(table for table in document.tables if table.rows[0].cells[0].text == "Trụ cột")
    points = [row.cells[2].text for row in by_pillar.rows[1:]]
    codes = [each.code for each in view.criteria_set.pillars]
    assert points == [str(text.points_of(stated["verified", code], maxima[code])) for code in codes]


def test_the_annex_lists_every_weak_indicator_with_its_cell(sample):
    table = word("report", sample, "373", 2022).tables[-1]
    assert len(table.rows) - 1 == sample.about("373", 2022).total()["n_lower"] == 39
    assert all(re.fullmatch(r"[A-Z]\d+", row.cells[-1].text) for row in table.rows[1:])


def test_tables_repeat_their_heading_and_keep_rows_whole(sample):
    for table in word("verification_minutes", sample, "373", 2022).tables:
        first = table.rows[0]._tr.trPr
        if first.find(qn("w:tblHeader")) is None:  # the decree's heading, the signatures
            assert len(table.rows) == 1
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_minutes_list_what_changed_on_what_ground_and_leave_names_blank(sample):
    view, document = sample.about("373", 2022), word("verification_minutes", sample, "373", 2022)
    changed = next(
        table for table in document.tables if "Ý kiến của đơn vị" in [c.text for c in table.rows[0].cells]
    )
    n_changed = int((view.gaps["decision"] != "accepted").sum())
    assert len(changed.rows) - 1 == n_changed == 17  # 16 lowered, 1 raised: as the page says
    assert {row.cells[-1].text for row in changed.rows[1:]} == {""}
    everything = said(document)
    assert "3 chỉ số bị hạ điểm mà chưa ghi căn cứ: 1.1, 6.9, 8.5." in everything
    for signer in ("ĐẠI DIỆN ĐƠN VỊ ĐƯỢC THẨM ĐỊNH", "THƯ KÝ", "CHỦ TỌA"):
        assert signer in everything
    assert "TỔ CÔNG TÁC THẨM ĐỊNH" in document.tables[0].rows[0].cells[0].text


def test_a_ranking_annex_has_every_unit_at_its_place(sample):
    (table,) = word("ranking_annex", sample, "37", 2022).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    # published: Ninh Bình 587.41, Tam Điệp 569.06, Nho Quan 518.92
    assert [row[:3] for row in rows[:3]] == [
        ["1", "Thành phố Ninh Bình", "587,41/765"],
        ["2", "Thành phố Tam Điệp", "569,06/765"],
        ["3", "Huyện Nho Quan", "518,92/765"],
    ]
    assert [row[0] for row in rows] == [str(place) for place in range(1, 9)]


def test_a_units_workbook_holds_numbers_to_the_last_digit(sample):
    view, found = sample.about("373", 2022), book("figures", sample, "373", 2022)
    assert found.sheetnames == ["Mục lục", "Chỉ số", "Điểm mất theo nguyên nhân", "Theo nguyên nhân", "Từng chỗ"]
    own, lost = columns(found["Chỉ số"]), columns(found["Điểm mất theo nguyên nhân"])
    assert len(own["Mã"]) == 72
    for side, heading in (("claimed", "Điểm tự chấm"), ("verified", "Điểm thẩm định")):
        points = view.on(side).set_index("indicator_code")["points"]
        assert own[heading] == [float(value) for value in points]
    assert sum(own["Điểm tự chấm"]) == pytest.approx(511.18, abs=1e-9)
    assert sum(own["Điểm mất"]) == pytest.approx(view.total()["lost_points"], abs=1e-9)
    assert sum(lost["Điểm mất"]) == pytest.approx(view.total()["lost_points"], abs=1e-9)
    assert all(isinstance(code, str) for code in own["Mã"])  # 1.10 is not 1.1
    assert found["Chỉ số"].auto_filter.ref.startswith("A3:")


def test_whoever_takes_no_place_says_why(world):
    rows = columns(book("ranking", world("partly_verified"), "01", 2022)["Xếp hạng theo điểm tự chấm"])
    by_unit = {code: at for at, code in enumerate(rows["Mã đơn vị"])}
    assert (rows["Hạng"][by_unit["001"]], rows["Điểm tự chấm"][by_unit["001"]]) == (1, 100)
    assert (rows["Điểm thẩm định"][by_unit["001"]], rows["Điểm thẩm định"][by_unit["005"]]) == (10, None)


def test_findings_are_listed_by_unit_then_by_cause_and_all_of_them(sample):
    found = book("findings", sample, "37", 2022)
    by_unit, each = columns(found["Theo đơn vị"]), columns(found["Từng chỗ"])
    region = sample.region("37", 2022)
    assert len(each["Mức"]) == len(region.findings) == 106
    assert sum(by_unit["Số chỗ"]) == region.findings.loc[region.findings["unit_code"] != "", "count"].sum()
    assert len(set(by_unit["Đơn vị"])) == len(
        [k for k, v in enumerate(by_unit["Đơn vị"]) if v != by_unit["Đơn vị"][k - 1] or not k]
    )
    assert all(by_unit["Tìm thấy"])
    assert all(by_unit["Việc cần làm"])


def every_kind(data):
    """Make every kind of document there is of a unit of the last year, and of the unit above it; return which."""
    lives = data.rows("standings", ["unit_code", "year", "parent_code"])
    row = lives[lives["year"] == lives["year"].max()].iloc[0]
    made = set()
    for code in filter(None, (row["unit_code"], row["parent_code"])):
        for kind in documents.kinds_of(data, code, int(row["year"])):
            assert documents.content(kind, data, code, int(row["year"]), NOWHERE)[:2] == b"PK"
            made.add(kind)
    return made


@pytest.mark.parametrize("name", worlds.WORLDS)
def test_every_document_can_be_made_of_every_world(world, name):
    assert every_kind(world(name)) >= {"report", "figures"}


def test_of_what_is_verified_under_a_parent_there_is_every_kind_in_english_too(world):
    messages.use("en")
    assert every_kind(world("two_pillars")) == set(documents.KINDS)


def test_elsewhere_a_report_is_plain_and_holds_nothing_vietnamese():
    messages.use("en")
    data = dataset.read(HOME / "examples/odm_2023/data/raw")
    for kind in ("report", "verification_minutes"):
        everything = said(word(kind, data, "AT", 2023))
        assert not VIETNAMESE.search(everything)
        assert "published score" in everything  # the set's own word for that stage
    assert "HẠNH" not in said(word("report", data, "AT", 2023)).upper()


def test_the_same_data_make_the_same_bytes(world):
    data = world("one_pillar")
    for kind in documents.kinds_of(data, "369", 2024):
        first, second = (documents.content(kind, data, "369", 2024, NOWHERE) for _ in range(2))
        assert first == second


def test_what_a_form_says_stays_text_whatever_it_is(tmp_path):
    template = TEMPLATES / "phu_luc_xep_hang.docx"
    table = show.Table({"A & B": ["<w:p>", "{{ year }}\x0b"]}, index=["x", "y"]).captioned("</w:t>")
    table.index.name = "=1+1"
    marks = {"lines": ["a < b & {% c %}"], "tables": [tabled(table)]}
    facts = {"year": 2022, "unit_called": "xã <Thử>", "notices": [], "ranking": marks, "method": []}
    everything = said(docx.Document(io.BytesIO(filled(template, facts, fits_tables=True))))
    for words in ("xã <Thử>", "a < b & {% c %}", "<w:p>", "{{ year }}", "A & B", "</w:t>"):
        assert words in everything


def home(tmp_path):
    """Return a project with three districts of two years and a notebook that prints whose page it is."""
    worlds.WORLDS["one_pillar"](tmp_path / "data/raw")
    batches.notebook(tmp_path / "notebooks", "trang", "print(unit_code)")
    return tmp_path


def report(folder, *arguments):
    call = ["--home", str(folder), "report", "--year", "2024", "--workers", "1", "--unit", "369", *arguments]
    return CliRunner().invoke(cli.dts, call)


def times(folder):
    return {path.name: path.stat().st_mtime_ns for path in (folder / "reports/2024/369/files").glob("*.*x")}


def test_documents_are_made_when_asked_for_and_again_only_when_they_are_old(tmp_path):
    folder = home(tmp_path)
    assert report(folder).exit_code == 0
    assert times(folder) == {}
    result = report(folder, "--format", "docx,xlsx")
    assert (result.exit_code, "3 văn bản Word, Excel, PDF (3 vừa làm), 0 hỏng" in result.output) == (0, True)
    first = times(folder)
    assert sorted(first) == [
        "bao_cao_369_thanh_pho_ninh_binh_2024.docx",
        "bien_ban_tham_dinh_369_thanh_pho_ninh_binh_2024.docx",
        "so_lieu_369_thanh_pho_ninh_binh_2024.xlsx",
    ]
    report(folder, "--format", "docx,xlsx")
    assert times(folder) == first
    own = folder / "templates/bao_cao.docx"
    edited = docx.Document(own)
    next(each for each in edited.paragraphs if each.text == "BÁO CÁO").add_run(" CỦA TỈNH")
    edited.save(own)
    assert report(folder).exit_code == 0  # not asked for now, and there: an old one must not lie beside a new page
    second = times(folder)
    assert [name for name in first if second[name] != first[name]] == ["bao_cao_369_thanh_pho_ninh_binh_2024.docx"]
    made = docx.Document(folder / "reports/2024/369/files/bao_cao_369_thanh_pho_ninh_binh_2024.docx")
    assert "BÁO CÁO CỦA TỈNH" in said(made)
    assert not list(folder.rglob("*.new"))


def test_a_template_that_cannot_be_used_is_said_once_and_the_rest_is_made(tmp_path):
    folder = home(tmp_path)
    (folder / "templates").mkdir()
    (folder / "templates/bao_cao.docx").write_bytes(b"khong phai Word")
    result = report(folder, "--format", "docx,xlsx")
    assert result.exit_code == 1
    assert result.output.count("bao_cao.docx: mẫu Word không dùng được (") == 1
    assert sorted(name.partition("_369")[0] for name in times(folder)) == ["bien_ban_tham_dinh", "so_lieu"]


def test_a_mark_that_stands_for_nothing_is_a_sentence(tmp_path):
    own = docx.Document()
    own.add_paragraph("{{ unit_name }}: {{ nguoi_ky }}")
    own.save(tmp_path / "bao_cao.docx")
    with pytest.raises(DtsError, match=r"^bao_cao\.docx: mẫu Word không dùng được \(.*nguoi_ky"):
        filled(tmp_path / "bao_cao.docx", {"unit_name": "Xã Thử"})


def test_without_a_browser_a_sentence_says_how_to_get_one_and_the_rest_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("DTS_CHROMIUM", str(tmp_path / "none"))
    folder = home(tmp_path)
    result = report(folder, "--format", "pdf,xlsx")
    assert result.exit_code == 1
    assert result.output.count("không có trình duyệt để in PDF") == 1
    assert "DTS_CHROMIUM" in result.output
    assert list(times(folder)) == ["so_lieu_369_thanh_pho_ninh_binh_2024.xlsx"]


def test_an_unknown_format_is_refused(tmp_path):
    result = report(tmp_path, "--format", "odt")
    assert (result.exit_code, "không có định dạng odt; có: html, docx, pdf, xlsx" in result.output) == (2, True)


def test_pages_are_printed_with_letters_embedded_and_searchable():
    page = "<!DOCTYPE html><html lang='vi'><head><title>A</title></head><body><main><p>{}</p></main></body></html>"
    made = pages_pdf([page.format("Thẩm định"), page.format("Gia Viễn")])
    assert made[:5] == b"%PDF-"
    assert made == pages_pdf([page.format("Thẩm định"), page.format("Gia Viễn")])
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 2
    assert b"/FontFile2" in made
    streams = re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
    maps = b"".join(_inflated(each) for each in streams)
    for letter in "ẩịễ":  # a map from glyphs to these letters: what is searched and copied
        assert f"{ord(letter):04X}".encode() in maps.upper()


def _inflated(stream):
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_a_book_of_findings_that_found_nothing_is_a_book(world):
    region = world("one_pillar").region("37", 2024)
    assert region.findings.empty
    tables = findings_tables(region.findings.assign(unit_name="", file="", sheet="", cell=""), world("one_pillar"))
    assert openpyxl.load_workbook(io.BytesIO(tables_book(tables, "Phát hiện"))).sheetnames[0] == "Mục lục"
