"""CSV in the encodings Excel writes, texts in the fonts of before Unicode, and OpenDocument spreadsheets."""

import io
import runpy
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dts_analysis.errors import DtsError
from dts_analysis.intake import csv_form, old_fonts
from dts_analysis.intake.numbers import Broken, Formatted
from dts_analysis.intake.workbook import read_sheets

MAKE = runpy.run_path(str(Path(__file__).parent / "faulty" / "make.py"))
TABLE = [["TT", "Chỉ số", "Điểm tự chấm"], ["1.1", "Tỷ lệ người được tập huấn", "8"], ["1.2", "Kế hoạch", "5"]]
SENTENCE = (
    "Ủy ban nhân dân xã đã ban hành kế hoạch, tổ chức tập huấn kỹ năng số cho cán bộ, công chức; hỗ trợ người dân "
    "sử dụng dịch vụ công trực tuyến, thanh toán không dùng tiền mặt ở những ấp, khu phố khó khăn nhất"
)


def _csv(rows, delimiter=","):
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def _read(tmp_path, content, name="form.csv"):
    (tmp_path / name).write_bytes(content)
    (sheet,) = read_sheets(tmp_path / name, name)
    return sheet


@pytest.mark.parametrize("name", ["form.csv", "form.txt"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_the_encodings_that_excel_writes_are_read_and_said(tmp_path, encoding, delimiter, name):
    text = _csv(TABLE, delimiter)
    content = MAKE["windows_1258"](text) if encoding == "cp1258" else text.encode(encoding)
    sheet = _read(tmp_path, content, name)
    assert sheet.rows == TABLE
    said = {"utf-8": (), "utf-8-sig": (), "cp1258": ("Windows-1258",)}.get(encoding, ("UTF-16",))
    assert [note[2]["encoding"] for note in sheet.notes] == list(said)


def test_what_windows_1258_parts_is_put_together_again(tmp_path):
    content = MAKE["windows_1258"](_csv([*TABLE[:1], ["1.1", SENTENCE.replace(",", ""), "8"]]))
    sheet = _read(tmp_path, content)
    assert sheet.rows[1][1] == unicodedata.normalize("NFC", SENTENCE.replace(",", ""))


@pytest.mark.parametrize(
    "content",
    ["番号,指標".encode("shift_jis"), "Café,très élevé,naïve".encode("latin-1"), b"\xff\xfeM\x00\xe3", b"a\xd8,b"],
)
def test_an_encoding_that_nobody_can_tell_is_not_guessed(tmp_path, content):
    with pytest.raises(DtsError, match="tệp CSV không phải UTF-8"):
        _read(tmp_path, content)


def test_a_separator_that_the_file_states_is_taken(tmp_path):
    assert _read(tmp_path, "sep=|\nTT|Chỉ số, nội dung|Điểm tự chấm\n1.1|Họp|5\n".encode()).rows[2] == [
        "1.1",
        "Họp",
        "5",
    ]


BROKEN = [
    ("TT,Chỉ số,Điểm tự chấm\n1.2,Họp,8,5\n", "8,5"),
    ("TT,Chỉ số,Điểm tự chấm,Giải trình\n1.2,Họp,8,5,\n", "8,5,"),
    ("TT,Chỉ số,Điểm tự chấm,Giải trình\n1.2,Họp, bàn,8,\n", " bàn,8,"),
    ("TT,Chỉ số,Điểm tự chấm,Giải trình\n1.2,Họp,8,5\n", "8,5"),
    ("TT;Chỉ số;Điểm tự chấm;Giải trình\n1.2;Họp;8;5;\n", "8;5;"),
]


@pytest.mark.parametrize(("text", "quoted"), BROKEN)
def test_the_points_of_a_row_that_was_parted_are_not_read(tmp_path, text, quoted):
    sheet = _read(tmp_path, text.encode())
    assert sheet.rows[1][2] == Broken("row_cells_surplus", quoted)
    assert sheet.rows[1][:2] == ["1.2", "Họp"]


@pytest.mark.parametrize(
    "text",
    [
        'TT,Chỉ số,Điểm tự chấm,Giải trình\n1.2,Họp,"8,5",\n',
        "TT,Chỉ số,Điểm tự chấm,Giải trình\n1.2,Họp,8,họp 5 lần\n",
        "TT,Chỉ số,Điểm tự chấm\n1.2,Họp\n",
        "UBND xã,,,,,,\nTT,Chỉ số,Điểm tự chấm\n1.2,Họp,8\n",
    ],
)
def test_a_row_that_was_not_parted_is_left_alone(tmp_path, text):
    assert not any(isinstance(cell, Broken) for row in _read(tmp_path, text.encode()).rows for cell in row)


def _old(text, font):
    """A text as the old font writes it: the inverse of its conversion, letter by letter."""
    if font == "TCVN3 (ABC)":
        inverse = {letter: code for code, letter in old_fonts._TCVN3.items()}
        return "".join(inverse.get(letter, letter) for letter in text)
    inverse = {letter: code for code, letter in old_fonts._LETTERS.items()}
    for base in "aeouyơưAEOUYƠƯ":
        for mark, parts in old_fonts._MARKS.items():
            letter = unicodedata.normalize("NFC", base + parts)
            if len(letter) == 1:
                inverse[letter] = inverse.get(base, base) + mark
    return "".join(inverse.get(letter, letter) for letter in text)


@pytest.mark.parametrize("font", old_fonts.FONTS)
def test_every_letter_of_an_old_font_comes_back(font):
    lower = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
    assert old_fonts.FONTS[font](_old(lower + "ĐƠƯ", font)) == lower + "ĐƠƯ"
    assert old_fonts.FONTS[font](_old(SENTENCE.lower(), font)) == SENTENCE.lower()
    assert old_fonts.recognise([_old(SENTENCE.lower(), font)]) == font


@pytest.mark.parametrize("font", old_fonts.FONTS)
@pytest.mark.parametrize("kind", ["xlsx", "csv", "csv in unicode"])
def test_texts_of_an_old_font_are_converted_with_a_note(tmp_path, font, kind):
    rows = [
        ["TT", "Chỉ số", "Điểm tự chấm"],
        ["1.1", SENTENCE.lower().replace(",", ";"), "8"],
        ["1.2", "m² có ®", "5"],
    ]
    rows[2][1] = "kế hoạch"
    typed = [[_old(cell, font) for cell in row] for row in rows]
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in typed:
            book.active.append(row)
        memory = io.BytesIO()
        book.save(memory)
        sheet = _read(tmp_path, memory.getvalue(), "form.xlsx")
    else:
        sheet = _read(tmp_path, _csv(typed).encode("latin-1" if kind == "csv" else "utf-8"))
    assert sheet.rows == rows
    (code, _, facts), *others = sheet.notes
    assert (code, facts, others) == ("old_font_converted", {"font": font, "count": 4}, [])


@pytest.mark.parametrize(
    "texts",
    [
        [SENTENCE, "Diện tích 12 m², «nhà» § 5, ½ giờ, ±3°, © ®"],
        ["Xã có là và đã", "Bà Rã", "ô tô cũ"],
        ["Köln", "façade", "Ærø", "naïve café"],
        ["", "TT", "§iÓm"],
    ],
)
def test_texts_of_no_old_font_stay_as_they_are(texts):
    assert old_fonts.recognise(texts) == ""


def test_beside_unicode_only_what_is_no_vietnamese_is_converted(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Điểm tự chấm", "có cả hai"], ["§iÓm tù chÊm", "Tû lÖ c¸n bé ®\u00adîc tËp huÊn"]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    (sheet,) = read_sheets(tmp_path / "x.xlsx", "x.xlsx")
    assert sheet.rows == [["Điểm tự chấm", "có cả hai"], ["Điểm tự chấm", "Tỷ lệ cán bộ được tập huấn"]]
    assert sheet.notes == (("old_font_converted", "x.xlsx!Sheet!A2", {"font": "TCVN3 (ABC)", "count": 2}),)


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("text", "text"), ("t", "table"), ("o", "office"), ("s", "style"))
)


def _ods(rows, styles="", columns="", table='t:name="T"', extra=()):
    memory = io.BytesIO()
    body = f"<o:body><o:spreadsheet><t:table {table}>{columns}{rows}</t:table></o:spreadsheet></o:body>"
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "content.xml", f"<o:d {SPACES}><o:automatic-styles>{styles}</o:automatic-styles>{body}</o:d>"
        )
        for name, content in extra:
            package.writestr(name, content)
    return memory.getvalue()


def _row(cells, attributes=""):
    return f"<t:table-row {attributes}>{cells}</t:table-row>"


def _cell(kind, shown, attributes=""):
    return f'<t:table-cell o:value-type="{kind}" {attributes}><text:p>{shown}</text:p></t:table-cell>'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (_cell("float", "7,5", 'o:value="7.5"'), 7.5),
        (_cell("float", "1.234,5", 'o:value="1234.5"'), 1234.5),
        (_cell("float", "1,235", 'o:value="1234.5"'), Formatted(1234.5, "rounded", "1,235")),
        (_cell("float", "3,7", 'o:value="3.6667"'), Formatted(3.6667, "rounded", "3,7")),
        (_cell("percentage", "80%", 'o:value="0.8"'), Formatted(0.8, "percent", "80%")),
        (_cell("float", "x", 'o:value="1_000"'), Broken("cell_error", "1_000")),
        (_cell("float", "#DIV/0!", 'o:value="0" t:formula="of:=1/0"'), Broken("cell_error", "#DIV/0!")),
        (_cell("string", "Err:502", 't:formula="of:=X("'), Broken("cell_error", "Err:502")),
        ('<t:table-cell t:formula="of:=[.A1]+1"/>', Broken("formula_uncalculated", "=[.A1]+1")),
        (_cell("boolean", "TRUE", 'o:boolean-value="true"'), True),
        (_cell("time", "x", 'o:time-value="PT30H00M00S"'), "1 day, 6:00:00"),
        (_cell("time", "x", 'o:time-value="PT08H30M00S"'), "08:30:00"),
        (_cell("time", "x", 'o:time-value="soon"'), Broken("cell_error", "soon")),
        (_cell("date", "x", 'o:date-value="2022-07-05"'), "2022-07-05"),
        (_cell("date", "x", 'o:date-value="2022-13-05"'), Broken("cell_error", "2022-13-05")),
        (_cell("string", 'a<text:s text:c="2"/>b<text:line-break/><text:span>c</text:span>'), "a  b\nc"),
        ("<t:table-cell><o:annotation><text:p>x</text:p></o:annotation></t:table-cell>", ""),
    ],
)
def test_a_cell_of_an_open_document(tmp_path, cell, value):
    sheet = _read(tmp_path, _ods(_row(_cell("string", "TT") + cell)), "form.ods")
    read = [*sheet.rows[0], ""][1]
    if not isinstance(value, Broken | bool | float):
        read = str(read)
    assert read == value
    assert getattr(read, "shown", None) == getattr(value, "shown", None)


def test_what_an_open_document_hides_merges_repeats_and_strikes(tmp_path):
    styles = (
        '<s:style s:name="a"><s:text-properties s:text-line-through-style="solid"/></s:style>'
        '<s:style s:name="b"><s:table-properties t:display="false"/></s:style>'
    )
    number = _cell("float", "1", 'o:value="1"')
    rows = (
        _row(_cell("float", "1", 'o:value="1" t:number-columns-repeated="3" t:style-name="a"'))
        + f"<t:table-row-group>{_row(number, 't:visibility=' + chr(34) + 'filter' + chr(34))}</t:table-row-group>"
        + _row(number, 't:number-rows-repeated="2"')
        + _row(_cell("float", "1", 'o:value="1" t:number-rows-spanned="2"'))
        + _row('<t:covered-table-cell o:value-type="float" o:value="9"/>' + number)
        + _row('<t:table-cell t:number-columns-repeated="16384"/>', 't:number-rows-repeated="1048000"')
    )
    columns = '<t:table-column t:number-columns-repeated="2"/><t:table-column t:visibility="collapse"/>'
    sheet = _read(tmp_path, _ods(rows, styles, columns, 't:name="T" t:style-name="b"'), "form.ods")
    assert sheet.rows == [[1, 1, 1], [1], [1], [1], [1], ["", 1]]
    assert (sheet.is_hidden, sheet.hidden_rows, sheet.hidden_columns) == (True, {1}, {2})
    assert (sheet.struck, sheet.merged) == ({(0, 0), (0, 1), (0, 2)}, (((4, 0), (5, 0)),))


@pytest.mark.parametrize(
    ("rows", "extra", "said"),
    [
        (
            _row(_cell("float", "1", 'o:value="1"'), 't:number-rows-repeated="1048576"'),
            (),
            "A10000, ngoài mọi phiếu",
        ),
        (_row(_cell("float", "1", 'o:value="1" t:number-columns-repeated="16384"')), (), "AAA1, ngoài mọi phiếu"),
        (_row(_cell("string", "x" * 9_000_000)), (), "dài hơn 8 MB"),
        ("", [("Basic/Standard/script-lb.xml", "x")], "tệp có macro"),
        ("", [("encrypted-package", "x")], "tệp có mật khẩu"),
        ("", [("META-INF/manifest.xml", '<m:m xmlns:m="m"><m:encryption-data/></m:m>')], "tệp có mật khẩu"),
        ("<", (), "một phần bên trong tệp thiếu hoặc hỏng"),
    ],
)
def test_an_open_document_that_is_not_read_says_why(tmp_path, rows, extra, said, monkeypatch):
    monkeypatch.setattr("dts_analysis.intake.package.MOST_RATIO", 10**6)
    with pytest.raises(DtsError) as raised:
        _read(tmp_path, _ods(rows, extra=extra), "form.ods")
    assert said in str(raised.value)


def test_letters_that_became_question_marks_are_told():
    lost = "TT,Ch? s?,?i?m t?i ?a,?i?m t? ch?m\n1.1,T? l? cán b? ???c t?p hu?n,10,5\n"
    (note,) = csv_form.read(lost.encode(), "a.csv").notes
    assert (note[0], note[2]) == ("letters_lost", {"text": "s?,?i?m"})
    kept = "TT,Chỉ số,Điểm tối đa,Điểm tự chấm\n1.1,Có kế hoạch không?,10,5\n"
    assert csv_form.read(kept.encode(), "a.csv").notes == ()
