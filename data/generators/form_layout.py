"""The Vietnamese form as a workbook: general information, a two-row heading, pillar rows, a total row."""

import datetime

import xlsxwriter

CREATED = datetime.datetime(2024, 1, 15)  # fixed: writing a form again gives the same bytes
NOTE = (
    "SỐ LIỆU MINH HỌA – không phải số liệu thật của đơn vị ở cấp chỉ số; "
    "chỉ những tổng số đã được công bố là thật."
)
HEADING = {
    "code": "TT",
    "name": "Chỉ số",
    "max_points": "Điểm tối đa",
    "rule_text": "Cách tính điểm",
    "declared_value": "Số thực hiện (a)",
    "declared_total": "Tổng số (b)",
    "claimed_points": "Điểm tự chấm",
    "explanation": "Giải trình",
    "evidence": "Tài liệu kiểm chứng",
    "reasons": "Nguyên nhân",
}
VERIFICATION_HEADING = {
    "code": "TT",
    "name": "Chỉ số",
    "max_points": "Điểm tối đa",
    "claimed_points": "Điểm tự chấm",
    "verified_points": "Điểm thẩm định",
    "gap": "Chênh lệch",
    "decision": "Kết luận",
    "ground": "Căn cứ",
    "method": "Hình thức kiểm tra",
    "verified_on": "Ngày thẩm định",
    "verifier_note": "Lý do điều chỉnh",
}
WIDTHS = {
    "code": 7,
    "name": 42,
    "rule_text": 44,
    "explanation": 40,
    "evidence": 44,
    "verifier_note": 48,
    "ground": 28,
}


def write_form(path, head, title, rows, heading=None):
    """Write a self-assessment workbook.

    Parameters
    ----------
    path : Path
    head : dict
        Label and value pairs of the sheet "Thông tin chung".
    title : str
    rows : list of (kind, dict)
        ``("pillar" | "indicator" | "total", cells by field)`` as they are to be typed.
    heading : dict, optional
        Other spellings of headings, by field.
    """
    with _workbook(path) as book:
        _write_head(book, head)
        sheet = _add_page(book, "Tự đánh giá")
        words = HEADING | (heading or {})
        start = _write_title(book, sheet, title, list(words))
        form = _style(book, bold=True, bg_color="#D9E7F5", align="center")
        for column, (field, word) in enumerate(words.items()):
            if field in ("declared_value", "declared_total"):
                sheet.write_string(start + 1, column, word, form)
            else:
                sheet.merge_range(start, column, start + 1, column, word, form)
        first = list(words).index("declared_value")
        sheet.merge_range(start, first, start, first + 1, "Số liệu kê khai", form)
        _write_rows(book, sheet, start + 2, list(words), rows)


def write_verification(path, head, title, rows):
    """Write a verification workbook: claimed and verified points, gap (verified - claimed), reason."""
    with _workbook(path) as book:
        _write_head(book, head)
        sheet = _add_page(book, "Thẩm định")
        start = _write_title(book, sheet, title, list(VERIFICATION_HEADING))
        form = _style(book, bold=True, bg_color="#E8E3D3", align="center")
        for column, word in enumerate(VERIFICATION_HEADING.values()):
            sheet.write_string(start, column, word, form)
        _write_rows(book, sheet, start + 1, list(VERIFICATION_HEADING), rows)


def _workbook(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": CREATED})
    return book


def _style(book, **extra):
    return book.add_format(
        {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "vcenter", "border": 1}
        | extra
    )


def _write_head(book, head):
    sheet = _add_page(book, "Thông tin chung")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    bold, plain = _style(book, bold=True), _style(book)
    sheet.merge_range(0, 0, 0, 1, NOTE, _style(book, bold=True, font_color="#B00020"))
    for row, (label, value) in enumerate(head.items(), 2):
        sheet.write(row, 0, label, bold)
        sheet.write(row, 1, value, plain)


def _write_title(book, sheet, title, fields):
    last = len(fields) - 1
    sheet.merge_range(0, 0, 0, last, title, _style(book, bold=True, font_size=14, align="center", border=0))
    sheet.merge_range(1, 0, 1, last, NOTE, _style(book, bold=True, font_color="#B00020", border=0))
    for column, field in enumerate(fields):
        sheet.set_column(column, column, WIDTHS.get(field, 12))
    sheet.set_row(0, 30)
    sheet.freeze_panes(5 if "rule_text" in fields else 4, 2)
    return 3


def _write_rows(book, sheet, start, fields, rows):
    centre = {
        "code",
        "max_points",
        "declared_value",
        "declared_total",
        "claimed_points",
        "verified_points",
        "gap",
    }
    looks = {"pillar": {"bold": True, "bg_color": "#F1F5F9"}, "total": {"bold": True, "bg_color": "#FFF4CC"}}
    styles = {
        (kind, is_centre): _style(book, **looks.get(kind, {}), **({"align": "center"} if is_centre else {}))
        for kind in ("pillar", "indicator", "total")
        for is_centre in (True, False)
    }
    for number, (kind, cells) in enumerate(rows, start):
        lines = max(_lines(cells.get(field, ""), WIDTHS.get(field, 12)) for field in fields)
        sheet.set_row(number, 15 * lines)
        for column, field in enumerate(fields):
            value, style = cells.get(field, ""), styles[kind, field in centre]
            if value == "" or value is None:
                sheet.write_blank(number, column, None, style)
            elif isinstance(value, str):
                sheet.write_string(number, column, value, style)
            else:
                sheet.write_number(number, column, value, style)


def _lines(value, width):
    """How many lines a wrapped text takes in a column: no reader of the file works row heights out itself."""
    return sum(-(-max(len(line), 1) // (width - 3)) for line in str(value).split("\n"))


def _add_page(book, name):
    """A sheet that prints on A4, landscape, all its columns on one page."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet
