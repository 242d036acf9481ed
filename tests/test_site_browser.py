"""The site as a reader has it: opened from a folder in a real browser, at a desk, on a phone and on paper."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import browsing
import pytest
import tagged_page

from dts_analysis import dataset, messages, office, reports
from dts_analysis.reports.pages import page as page_of

HOME = Path(__file__).parents[1]
SIZES = {"desk": browsing.WIDE, "phone": browsing.PHONE}
UNITS = ("37", "373", "374")
BOOKS = reports.load_notebooks(HOME / "notebooks")
TITLES = {name: book.titles["title_vi"] for name, book in BOOKS.items()}
FIRST = TITLES.get("summary", TITLES["pillars"])  # of a unit's reports
KINDS = ["index", "2022/37/overview", *(f"2022/373/{name}" for name in BOOKS), "2022/373/tagged"]


@pytest.fixture(scope="module")
def browser():
    """One browser for all."""
    with browsing.started() as found:
        yield found


@pytest.fixture(scope="module")
def site(sample, tmp_path_factory):
    """The sample's reports of a province and two districts, and beside them a page with every tag."""
    browsing.need_browser()
    folder = tmp_path_factory.mktemp("site")
    dataset.build(HOME / "data/raw", folder / "processed")
    notebooks = reports.load_notebooks(HOME / "notebooks")
    jobs = reports.plan(sample, notebooks, 2022, UNITS)
    target = folder / "reports"
    rows = reports.run(jobs, sample, notebooks, target, folder / "processed")
    assert [row["error"] for row in rows if row["status"] != "done"] == []
    job = next(job for job in jobs if (job.unit_code, job.notebook.name) == ("373", "pillars"))
    around = re.search(
        "(?s)<!--around-->(.*)<!--/around-->", (target / "2022/373/pillars.html").read_text("utf-8")
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "table_csv", lambda resource: b"", raising=False)
        patch.setattr(office, "tables_book", lambda resources, title: b"", raising=False)
        tagged = page_of(tagged_page.document(), replace(job, around=around[1]))
    (target / "2022/373/tagged.html").write_text(tagged.text, encoding="utf-8")
    return target


@pytest.fixture(params=SIZES)
def reader(browser, request):
    """A reader at a desk, and one on a phone; for neither is anything asked for outside, or complained of."""
    found = browsing.Reader(browser, SIZES[request.param])
    yield found
    assert found.asked_outside == []
    assert found.errors == []
    found.context.close()


@pytest.fixture
def desk(browser):
    """A reader at a desk."""
    found = browsing.Reader(browser, browsing.WIDE)
    yield found
    assert found.asked_outside == []
    assert found.errors == []
    found.context.close()


def shown_units(page):
    """The names in the scoreboard's rows that are shown, from the top."""
    return page.locator("table.units tbody tr:visible th a").all_inner_texts()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_a_barrier_or_is_wider_than_its_screen(site, reader, kind):
    page = reader.open(site / f"{kind}.html")
    assert reader.violations() == []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0


def test_no_list_of_a_country_has_a_barrier(country, reader):
    target, _ = country
    for name in ("index.html", "2026/37/index.html"):
        page = reader.open(target / name)
        assert reader.violations() == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_answer_is_on_the_first_screen(site, reader):
    answered = 0
    for path in sorted(site.glob("2022/*/*.html")):
        page = reader.open(path)
        answer = page.locator(".first strong").first
        if answer.count():
            box = answer.bounding_box()
            assert box["y"] + box["height"] <= reader.height, path.name
            answered += 1
    assert answered
    page = reader.open(site / "2022/373/tagged.html")
    chart = page.locator(".first .chart img").bounding_box()
    assert chart["y"] + chart["height"] <= reader.height
    assert page.locator(".first .chart img").evaluate("each => each.naturalWidth") == (
        690 if reader.height == browsing.WIDE[1] else 330
    )


def test_a_unit_is_found_without_diacritics(site, reader):
    page = reader.open(site / "index.html")
    search = page.get_by_role("searchbox")
    search.fill("gia vien")
    assert shown_units(page) == ["Huyện Gia Viễn"]
    assert page.locator("form.controls output").inner_text() == "1/2 dòng"
    search.fill("HUYỆN hoa")
    assert shown_units(page) == ["Huyện Hoa Lư"]
    search.fill("không có")
    assert shown_units(page) == []
    search.fill("")
    assert len(shown_units(page)) == 2
    page.get_by_role("checkbox").check()
    assert shown_units(page) == ["Huyện Hoa Lư"]  # the one with an error in its form


def test_every_column_sorts_both_ways(site, desk):
    page = desk.open(site / "index.html")
    for head in page.locator("table.units thead th").all():
        for direction in ("ascending", "descending"):
            head.get_by_role("button").click()
            assert head.get_attribute("aria-sort") == direction
    points = page.get_by_role("button", name="Điểm tự chấm")
    points.click()
    assert shown_units(page) == ["Huyện Hoa Lư", "Huyện Gia Viễn"]  # 508.63, 511.18
    points.click()
    assert shown_units(page) == ["Huyện Gia Viễn", "Huyện Hoa Lư"]
    page.get_by_role("button", name="Hạng").click()
    assert shown_units(page) == ["Huyện Gia Viễn", "Huyện Hoa Lư"]  # 6th, 7th


def test_cards_are_sorted_by_what_takes_the_heads_place(site, browser):
    phone = browsing.Reader(browser, browsing.PHONE)
    page = phone.open(site / "index.html")
    page.locator(".order select").select_option(label="Điểm tự chấm ↑")
    assert shown_units(page) == ["Huyện Hoa Lư", "Huyện Gia Viễn"]
    card = page.locator("table.units tbody tr").first
    assert card.evaluate("each => getComputedStyle(each).display") == "block"
    label = card.locator("td").first.evaluate("each => getComputedStyle(each, '::before').content")
    assert label == '"Điểm tự chấm"'
    phone.context.close()


def test_from_the_first_page_to_a_district_its_reports_its_neighbour_and_back(site, reader):
    page = reader.open(site / "index.html")
    page.get_by_role("link", name="Huyện Gia Viễn").click()
    assert page.locator("h1").inner_text() == FIRST
    tabs = page.locator(".tabs a").all_inner_texts()
    assert {title.removesuffix(" (các đơn vị trực thuộc)") for title in tabs} == set(TITLES.values())
    assert tabs[0] == FIRST
    for title in tabs:
        page.locator(".tabs").get_by_role("link", name=title, exact=True).click()
        assert page.locator("h1").inner_text() == title.removesuffix(" (các đơn vị trực thuộc)")
        assert page.locator(".tabs [aria-current=page]").inner_text() == title
    page.locator(".tabs a").first.click()
    page.get_by_role("link", name="Huyện Hoa Lư").click()
    assert page.locator(".subject").inner_text() == "Huyện Hoa Lư · 2022"
    assert page.locator("h1").inner_text() == FIRST
    page.locator(".trail").get_by_role("link", name="Tỉnh Ninh Bình").click()
    assert page.locator("h1").inner_text() == "Toàn cảnh và xếp hạng"
    page.locator(".trail").get_by_role("link").first.click()
    assert page.url.endswith("/index.html#y2022")


def test_a_weak_indicator_leads_to_its_cell(site, desk):
    page = desk.open(site / "2022/373/weak_indicators.html")
    page.locator(".contents").get_by_role("link", name="Các chỉ số yếu").click()
    row = page.locator("tr", has=page.get_by_role("rowheader", name="6.2", exact=True)).last
    assert re.search(r"\b[A-Z]{1,2}52\b", row.inner_text())  # the row of 6.2 in its form


def test_a_long_table_is_searched_and_sorted_where_it_stands(site, desk):
    page = desk.open(site / "2022/373/tagged.html")
    page.get_by_role("searchbox").fill("do thi")
    assert page.locator("[data-name=weak-indicators] tbody tr:visible th").all_inner_texts() == ["7.7"]
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="Điểm mất").click()
    page.get_by_role("button", name="Điểm mất").click()
    assert page.locator("[data-name=weak-indicators] tbody th").first.inner_text() == "40.40"
    assert page.locator("[data-name=party] button").count() == 0  # short ones stay as they are


def test_a_unit_of_a_country_is_found_on_the_first_page(country, desk):
    target, _ = country
    page = desk.open(target / "index.html")
    page.get_by_role("searchbox").fill("gia vien ninh binh")
    found = page.locator("details.all li:visible").all_inner_texts()
    assert [each.partition(" · ")[0] for each in found] == ["Xã Gia Viễn 14464"]
    page.get_by_role("link", name="Tỉnh Ninh Bình").click()
    page.get_by_role("searchbox").fill("gia vien")
    assert shown_units(page) == ["Xã Gia Viễn"]


def test_everything_can_be_read_without_the_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert len(shown_units(page)) == 2
    assert page.locator("form.controls").is_hidden()
    page.locator("td.reports summary").first.click()
    page.locator("td.reports").get_by_role("link").first.click()
    assert page.locator("h1").inner_text() == FIRST
    context.close()


def printed(page, folder):
    """Return the words of every sheet of a page's print."""
    browsing.need_poppler()
    page.pdf(path=folder / "print.pdf", prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", "-layout", folder / "print.pdf", "-"], capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\f").split("\f")


@pytest.mark.parametrize("name", ["weak_indicators", "communes", "year_over_year"])
def test_no_sheet_ends_with_what_only_heads_the_next_one(site, desk, tmp_path, name):
    page = desk.open(site / f"2022/373/{name}.html")
    heads = page.locator("h2, caption").all_inner_texts()
    for sheet in printed(page, tmp_path):
        *_, last, _ = [
            line.strip() for line in sheet.splitlines() if line.strip()
        ]  # below it the number of the sheet
        assert not any(last == head.strip() for head in heads), last


def test_the_same_reports_in_another_language_are_in_it_throughout(site, sample, desk, tmp_path):
    notebooks = reports.load_notebooks(HOME / "notebooks")
    for language, said in (("vi", "tự chấm 511,18/765"), ("en", "511.18/765")):
        messages.use(language)
        jobs = reports.plan(sample, notebooks, 2022, ("373",), ("summary", "pillars"))
        rows = reports.run(jobs, sample, notebooks, tmp_path, site.parent / "processed")
        assert [row["is_made"] for row in rows] == [True, True]  # what was made in another language is old
        page = desk.open(tmp_path / "2022/373/summary.html")
        assert page.locator("html").get_attribute("lang") == language
        assert said in page.locator("body").inner_text()
    page.get_by_role("link", name="Pillars and completion").first.click()
    assert page.locator("h1").inner_text() == "Pillars and completion"
    assert not re.search("Điểm tự|Trang đầu|thẩm định|Tải bảng|Số liệu", page.locator("body").inner_text())


def test_a_print_has_its_title_and_number_on_every_sheet_and_the_method_at_its_end(site, desk, tmp_path):
    sheets = printed(desk.open(site / "2022/373/tagged.html"), tmp_path)
    assert len(sheets) >= 2
    for number, sheet in enumerate(sheets, 1):
        assert "Huyện Gia Viễn · 2022" in sheet
        assert "Trụ cột và mức hoàn thành" in sheet
        assert re.search(rf"\b{number} ?/ ?{len(sheets)}\b", sheet)
    text = "".join(sheets)
    assert text.count("Điểm mất") == sum("Chỉ số thứ" in sheet for sheet in sheets)  # heads are repeated
    assert text.index("40.40") < text.index("Kappa có trọng số.")
    assert "Tải bảng" not in text
    assert "Trang đầu" not in text


def test_a_summary_is_one_sheet_that_says_the_result_the_tasks_and_what_is_not_certain(site, desk, tmp_path):
    (sheet,) = printed(desk.open(site / "2022/373/summary.html"), tmp_path)
    for said in ("511,18/765", "458,14/765", "xếp thứ 6 trong 8", "25/50", "Việc cần làm", "có thể từ 5 đến 7"):
        assert said in " ".join(sheet.split())


@pytest.mark.parametrize("kind", [*KINDS[:-1]])
def test_no_sheet_of_a_print_is_without_its_title_and_number(site, desk, kind, tmp_path):
    page = desk.open(site / f"{kind}.html")
    title = page.locator("h1").inner_text()
    sheets = printed(page, tmp_path)
    for number, sheet in enumerate(sheets, 1):
        assert re.search(rf"\b{number} ?/ ?{len(sheets)}\b", sheet)
        assert title in sheet
