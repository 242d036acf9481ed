"""Write the faulty folders again: ``python tests/faulty/make.py``. Each is laid over ``base`` by the test.

Every case is one fault (or one family of them) in an otherwise sound folder of one form. `expected.txt`
beside it holds the lines `dts check` must print, written by hand and read by `test_intake_faults.py`.
"""

import csv
import hashlib
import io
import re
import shutil
import struct
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path

import xlsxwriter

HOME = Path(__file__).parent
CRITERIA = (HOME / "reference" / "criteria" / "thu_huyen_2022.yml").read_text(encoding="utf-8")
OLD = (HOME / "material" / "old_excel.xls").read_bytes()
TITLED_CSV = """\
PHIẾU TỰ ĐÁNH GIÁ, NĂM 2022
TT;Chỉ số;Điểm tự chấm
1.1;Tỷ lệ cán bộ được tập huấn;5
1.2;Chất lượng chuyên mục;8,5
1.1;Số cuộc họp Ban Chỉ đạo;10
2.1;Người đứng đầu Ban Chỉ đạo;10
2.2;Tỷ lệ thôn có băng rộng;"7,5"
"""
PLAIN_CSV = """\
TT,Chỉ số,Điểm tự chấm
1.1,Tỷ lệ cán bộ được tập huấn,5
1.2,Chất lượng chuyên mục,8
1.10,Số cuộc họp Ban Chỉ đạo,10
2.1,Người đứng đầu Ban Chỉ đạo,10
2.2,Tỷ lệ thôn có băng rộng,7
"""
OLD_FONT_CSV = """\
TT;ChØ sè;§iÓm tù chÊm
1.1;Tû lÖ c¸n bé ®\u00adîc tËp huÊn;5
1.2;ChÊt l\u00adîng chuyªn môc;8,5
1.10;Sè cuéc häp Ban ChØ ®¹o;10
2.1;Ng\u00adêi ®øng ®Çu Ban ChØ ®¹o;10
2.2;Tû lÖ th«n cã b¨ng réng;7,5
"""
OPEN_ROWS = [
    ["1.1", "Tỷ lệ cán bộ được tập huấn", "#DIV/0!"], ["1.2", "Chất lượng chuyên mục", 8],
    ["1.10", "Số cuộc họp Ban Chỉ đạo", 10], ["2.1", "Người đứng đầu Ban Chỉ đạo", 10],
    ["2.2", "Tỷ lệ thôn có băng rộng", 7.5],
]  # fmt: skip
HEADINGS = [
    "TT", "Chỉ số", "Điểm tối đa", "Số thực hiện (a)", "Tổng số (b)", "Điểm tự chấm", "Giải trình",
    "Minh chứng", "Nguyên nhân",
]  # fmt: skip
COLUMN = {"code": 0, "name": 1, "max": 2, "a": 3, "b": 4, "points": 5, "text": 6, "evidence": 7, "reason": 8}
ROWS = [
    {"code": "I", "name": "NHẬN THỨC SỐ", "max": 30},
    {"code": "1.1", "name": "Tỷ lệ cán bộ được tập huấn", "max": 10, "a": 50, "b": 100, "points": 5},
    {"code": "1.2", "name": "Chất lượng chuyên mục", "max": 10, "points": 8, "evidence": "Báo cáo 12/BC-UBND"},
    {"code": "1.10", "name": "Số cuộc họp Ban Chỉ đạo", "max": 10, "a": 4, "points": 10},
    {"code": "II", "name": "HẠ TẦNG SỐ", "max": 20},
    {"code": "2.1", "name": "Người đứng đầu Ban Chỉ đạo", "max": 10, "a": 1, "points": 10},
    {"code": "2.2", "name": "Tỷ lệ thôn có băng rộng", "max": 10, "a": 3, "b": 4, "points": 7.5},
    {"name": "Tổng cộng", "max": 50, "points": 40.5},
]
MANIFEST = ["path", "sha256", "unit_code", "year", "criteria_id", "stage", "received_on"]
MANIFEST += ["provenance", "replaces", "note"]


def with_entry(content, old, new):
    """Rename an entry of an .xls file's directory: a name of up to 32 letters, then its length in bytes."""
    at = content.index(old.encode("utf-16-le"))
    name = new.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(new) + 2)
    return content[:at] + name + content[at + 66 :]


def in_a_ring(content):
    """Let the first sector of a workbook of under 4,096 bytes be followed by itself: a chain without an end."""
    entry = content.index("Workbook".encode("utf-16-le"))
    (table,), (first,) = struct.unpack_from("<I", content, 60), struct.unpack_from("<I", content, entry + 116)
    ring = bytearray(content)
    struct.pack_into("<I", ring, 512 * (table + 1) + 4 * first, first)
    return bytes(ring)


def rows_with(changes=None):
    """Return the sound rows with some cells replaced: {"1.1": {"points": "khá"}}."""
    rows = [dict(row) for row in ROWS]
    for row in rows:
        row |= (changes or {}).get(row.get("code", row["name"]), {})
    return rows


def workbook(
    rows, headings=HEADINGS, sheet="Tự đánh giá", head=None, formulas=None, stray="", other=(), merged=""
):
    """Return the bytes of a form; the same for the same content.

    `stray` is a cell far outside that holds a 1; `other` are the rows of a second sheet; `merged` is a
    range whose first cell keeps its value.
    """
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"nan_inf_to_errors": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(2023, 1, 10)})
    page = book.add_worksheet(sheet)
    page.write(0, 0, "PHIẾU TỰ ĐÁNH GIÁ (số liệu minh họa)")
    for number, (label, value) in enumerate((head or {"Tên đơn vị": "Huyện Thử"}).items(), 1):
        page.write(number, 0, label)
        page.write(number, 1, value)
    for column, heading in enumerate(headings):
        page.write(4, column, heading)
    for number, row in enumerate(rows, 5):
        for field, value in row.items():
            page.write(number, COLUMN[field], value)
    if merged:
        page.merge_range(merged, 5)
    if stray:
        page.write(stray, 1)
    if other:
        more = book.add_worksheet("Bản năm trước")
        for number, row in enumerate(other):
            more.write_row(number, 0, row)
    for place, (formula, value) in (formulas or {}).items():
        page.write_formula(place, formula, None, value)
    book.close()
    return memory.getvalue()


def listed(files, **changes):
    """Return manifest.csv over these files; `changes` replace columns of every row."""
    rows = []
    for name, content in files.items():
        row = {
            "path": name, "sha256": hashlib.sha256(content).hexdigest(), "unit_code": "001", "year": "2022",
            "criteria_id": "thu_huyen_2022", "stage": "self", "received_on": "2023-01-10",
            "provenance": "illustrative", "replaces": "", "note": "",
        }  # fmt: skip
        rows.append(row | changes)
    memory = io.StringIO()
    writer = csv.DictWriter(memory, MANIFEST, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return memory.getvalue()


def form_case(**arguments):
    """Return a case of one form, whose manifest is right."""
    changes = arguments.pop("changes", None)
    rows = arguments.pop("rows", None) or rows_with(changes)
    content = workbook(rows, **arguments)
    return {"2022/001.xlsx": content, "manifest.csv": listed({"2022/001.xlsx": content})}


def file_case(name, content, **changes):
    """Return a case of one file that is not a sound form."""
    return {name: content, "manifest.csv": listed({name: content}, **changes)}


def bomb():
    """Return a small zip that says it unpacks to 100 MB."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        entry = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2023, 1, 10, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, bytes(100 * 2**20))
    return memory.getvalue()


def open_document(rows):
    """Return an OpenDocument spreadsheet of these rows; a cell that begins with # is an error."""

    def cell(value):
        if isinstance(value, str) and value.startswith("#"):
            return f'<t:table-cell t:formula="of:=1/0" o:value-type="string" c:value-type="error"><p>{value}</p>'
        if isinstance(value, str):
            return f'<t:table-cell o:value-type="string"><p>{value}</p>'
        return f'<t:table-cell o:value-type="float" o:value="{value}"><p>{value}</p>'

    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'.replace("xmlns:=", "xmlns=")
        for short, name in (("", "text"), ("t", "table"), ("o", "office"))
    )
    spaces += ' xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    table = "".join(f"<t:table-row>{''.join(cell(each) + '</t:table-cell>' for each in row)}"
                    '<t:table-cell t:number-columns-repeated="16000"/></t:table-row>' for row in rows)  # fmt: skip
    blank = '<t:table-row t:number-rows-repeated="1048000"><t:table-cell/></t:table-row>'
    page = f'<o:spreadsheet><t:table t:name="Tự đánh giá">{table}{blank}</t:table></o:spreadsheet>'
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        entry = zipfile.ZipInfo("content.xml", (2023, 1, 10, 0, 0, 0))
        package.writestr(entry, f"<o:document-content{spaces}><o:body>{page}</o:body></o:document-content>")
    return memory.getvalue()


def changed(content, change):
    """Return a workbook's bytes with its parts changed: `change` takes a part's name and bytes."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for entry in source.infolist():
            name, part = change(entry.filename, source.read(entry))
            package.writestr(zipfile.ZipInfo(name, (2023, 1, 10, 0, 0, 0)), part)
    return memory.getvalue()


def foreign_error():
    """Return a form with an error cell, its XML quoted and prefixed as other programs do."""

    def prefixed(name, part):
        if name.startswith("xl/worksheets/"):
            part = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", part).replace(b'xmlns="', b'xmlns:x="')
            part = part.replace(b't="e"', b"t='e'")
        return name, part

    return changed(workbook(rows_with({"1.1": {"points": float("nan")}})), prefixed)


def far_blank():
    """Return a form with an error cell, and a million formatted rows below that hold nothing."""
    blank = b'<row r="1048576" s="1" customFormat="1"><c r="XFD1048576" s="0"/></row></sheetData>'
    content = workbook(rows_with({"1.1": {"points": float("nan")}}))
    return changed(content, lambda name, part: (name, part.replace(b"</sheetData>", blank)))


def binary():
    """Return the shell of a binary workbook (.xlsb)."""
    relation = b'<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'

    def renamed(name, part):
        name = name.replace("xl/workbook.xml", "xl/workbook.bin")
        is_root = name == "_rels/.rels"
        return name, re.sub(rb"<Relationship .*", relation, part, flags=re.DOTALL) if is_root else part

    return changed(sound(), renamed)


def macro():
    """Return a workbook that carries a macro project."""
    memory = io.BytesIO(workbook(rows_with()))
    with zipfile.ZipFile(memory, "a") as package:
        package.writestr(zipfile.ZipInfo("xl/vbaProject.bin", (2023, 1, 10, 0, 0, 0)), b"macro")
    return memory.getvalue()


def windows_1258(text):
    """Return a text's bytes as Windows writes Vietnamese: letters first, then their tones."""
    written = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        written.append(base + tones)
    return "".join(written).encode("cp1258")


def old_font():
    """Return a form typed in a VNI font."""
    names = {
        "1.1": "Tyû leä caùn boä ñöôïc taäp huaán",
        "1.2": "Chaát löôïng chuyeân muïc",
        "1.10": "Soá cuoäc hoïp Ban Chæ ñaïo",
        "2.1": "Ngöôøi ñöùng ñaàu Ban Chæ ñaïo",
        "2.2": "Tyû leä thoân coù baêng roäng",
    }
    rows = rows_with({code: {"name": name} for code, name in names.items()})
    rows = [row for row in rows if row.get("code") in names]
    headings = ["TT", "Chæ soá", "Ñieåm toái ña", "Soá thöïc hieän (a)", "Toång soá (b)", "Ñieåm töï chaám"]
    return workbook(rows, headings=headings, head={"Teân ñôn vò": "Huyeän Thöû"})


VERDICT = ["TT", "Chỉ số", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Chênh lệch", "Kết luận", "Căn cứ"]
VERDICT += ["Hình thức", "Ngày thẩm định", "Lý do điều chỉnh"]


def verification(rows):
    """Return a verification sheet's bytes from rows of cells."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    book.set_properties({"created": datetime(2023, 1, 10)})
    page = book.add_worksheet("Thẩm định")
    page.write_row(0, 0, VERDICT)
    for number, row in enumerate(rows, 1):
        page.write_row(number, 0, row)
    book.close()
    return memory.getvalue()


def verdict_case(rows, **changes):
    """Return a case of the sound form and a verification sheet for it."""
    sheet = verification(rows)
    manifest = (
        listed({"2022/001.xlsx": sound()})
        + listed({"2022/001_tham_dinh.xlsx": sheet}, **({"stage": "verification"} | changes)).partition("\n")[2]
    )
    return {"2022/001_tham_dinh.xlsx": sheet, "manifest.csv": manifest}


def not_applicable_but_verified():
    """Return a form that says an indicator does not apply, and a verification that gives it points."""
    form = workbook(rows_with({"1.2": {"points": "Không áp dụng"}, "Tổng cộng": {"points": 32.5}}))
    case = verdict_case([["1.2", "Chất lượng chuyên mục", 10, "", 3, "", "", "", "", "", ""]])
    _, _, verification_row, _ = case["manifest.csv"].split("\n")
    return case | {
        "2022/001.xlsx": form,
        "manifest.csv": listed({"2022/001.xlsx": form}) + verification_row + "\n",
    }


def damaged_but_verified():
    """Return a form that cannot be opened, and a verification of two of its indicators."""
    case = verdict_case(
        [
            ["1.1", "Tỷ lệ cán bộ được tập huấn", 10, 5, 5, 0, "Chấp nhận", "", "", "", ""],
            ["2.1", "Người đứng đầu Ban Chỉ đạo", 10, "", "Không áp dụng", "", "", "", "", "", ""],
        ]
    )
    form = sound()[:2000]
    _, _, verification_row, _ = case["manifest.csv"].split("\n")
    manifest = listed({"2022/001.xlsx": form}) + verification_row + "\n"
    return case | {"2022/001.xlsx": form, "manifest.csv": manifest}


def sound():
    """Return the base form's bytes."""
    return workbook(rows_with())


def cases():
    """Return {folder name: {file: content}}."""
    good = sound()
    encrypted = with_entry(OLD, "Workbook", "EncryptedPackage")
    nfd = [
        {field: unicodedata.normalize("NFD", v) if isinstance(v, str) else v for field, v in row.items()}
        for row in rows_with({"1.2": {"code": "1.2."}})
    ]
    sheet_csv = (
        "\ufeffMã,Chỉ tiêu,Nhóm,Điểm tối đa,Tự đánh giá,Thẩm định,Chênh lệch,Trạng thái\n"
        '1.1,Tỷ lệ cán bộ được tập huấn,Nhận thức số,10,"5,5",5,"0,5",Đang thực hiện\n'
        "1.2,Chất lượng chuyên mục,Nhận thức số,10,8,8,0,Hoàn thành\n"
        "1.10,Số cuộc họp Ban Chỉ đạo,Nhận thức số,10,10,4,6,Cần bổ sung minh chứng\n"
        "2.1,Người đứng đầu Ban Chỉ đạo,Hạ tầng số,10,10,12,-2,\n"
        '2.2,Tỷ lệ thôn có băng rộng,Hạ tầng số,10,"7,5","7,5",3,\n'
    ).encode()
    return {
        "base": {"2022/001.xlsx": good, "manifest.csv": listed({"2022/001.xlsx": good})},
        "not_a_workbook": file_case("2022/001.xlsx", b"<html>this is a page</html>"),
        "old_excel_with_an_error_cell": file_case("2022/001.xls", OLD),
        "old_excel_damaged": file_case("2022/001.xls", in_a_ring(OLD)),
        "old_word_named_as_excel": file_case("2022/001.xls", with_entry(OLD, "Workbook", "WordDocument")),
        "open_document_with_an_error_cell": file_case(
            "2022/001.ods", open_document([[*HEADINGS[:2], "Điểm tự chấm"], *OPEN_ROWS])
        ),
        "binary_workbook": file_case("2022/001.xlsb", binary()),
        "far_blank_beside_an_error_cell": file_case("2022/001.xlsx", far_blank()),
        "formula_with_the_zero_of_a_writer": form_case(
            formulas={"F7": ("=1+1", 0), "F13": ("=SUM(F7:F12)", 35.5)}
        ),
        "a_value_in_the_last_cell": file_case("2022/001.xlsx", workbook(rows_with(), stray="XFD1048576")),
        "error_as_another_program_writes_it": file_case("2022/001.xlsx", foreign_error()),
        "csv_with_an_open_quote": file_case(
            "2022/001.csv", 'TT,Chỉ số,Điểm tự chấm\n1.1,"Tỷ lệ,5\n1.2,Chất lượng,8\n'.encode()
        ),
        "csv_below_a_title": file_case("2022/001.csv", TITLED_CSV.encode()),
        "damaged_workbook": file_case("2022/001.xlsx", good[: len(good) // 2]),
        "encrypted": file_case("2022/001.xlsx", encrypted),
        "empty_file": file_case("2022/001.xlsx", b""),
        "zip_bomb": file_case("2022/001.xlsx", bomb()),
        "macro_enabled": file_case("2022/001.xlsm", macro()),
        "csv_in_another_encoding": file_case("2022/001.csv", "番号,指標".encode("shift_jis")),
        "csv_as_unicode_text": file_case("2022/001.csv", PLAIN_CSV.replace(",", "\t").encode("utf-16")),
        "csv_in_windows_1258": file_case("2022/001.csv", windows_1258(PLAIN_CSV)),
        "csv_in_an_old_font": file_case("2022/001.csv", OLD_FONT_CSV.encode("latin-1")),
        "csv_with_decimal_commas": file_case("2022/001.csv", PLAIN_CSV.replace(",8\n", ",8,5\n").encode()),
        "texts_of_an_old_font": file_case("2022/001.xlsx", old_font()),
        "header_missing": form_case(headings=["x"] * 9, sheet="Sheet1"),
        "header_doubled_and_unknown": form_case(
            headings=[*HEADINGS[:6], "Giải trình", "Giải trình", "Ý kiến khác"]
        ),
        "unknown_code": form_case(changes={"1.2": {"code": "9.9", "name": "Chỉ số không có"}}),
        "code_1_10_as_number": form_case(changes={"1.10": {"code": 1.1}}),
        "code_number_without_name": form_case(changes={"1.10": {"code": 1.1, "name": "Họp"}}),
        "code_and_name_differ": form_case(changes={"1.2": {"name": "Số cuộc họp Ban Chỉ đạo"}}),
        "two_rows_one_indicator": form_case(rows=[*rows_with()[:2], *rows_with()[1:]]),
        "text_where_a_number_belongs": form_case(changes={"1.1": {"points": "khá tốt"}, "2.2": {"a": "ba thôn"}}),
        "numbers_as_vietnam_writes_them": form_case(
            changes={
                "1.1": {"a": "1.234,5", "b": "2.469,0", "points": "5,00"},
                "1.2": {"points": "–"},
                "2.2": {"a": "75%", "b": ""},
                "1.10": {"a": "1.234"},
                "2.1": {"points": "10²"},
                "Tổng cộng": {"points": "22,5"},
            }
        ),
        "a_per_cent_for_points": form_case(changes={"1.1": {"points": "95%"}, "Tổng cộng": {"points": "35,5"}}),
        "points_without_indicator": form_case(rows=[*rows_with()[:4], {"points": 9}, *rows_with()[4:]]),
        "two_sheets_of_points": form_case(sheet="Phiếu", other=[HEADINGS, ["1.1", "Tỷ lệ", 10, 1, 2, 3]]),
        "a_part_without_its_whole": form_case(
            changes={"1.1": {"a": 50, "b": ""}, "2.2": {"a": "", "b": 4}, "1.10": {"a": 4, "b": ""}}
        ),
        "points_merged_over_two_rows": form_case(
            merged="F7:F8", changes={"1.2": {"points": ""}, "Tổng cộng": {"points": 32.5}}
        ),
        "unseen_characters": form_case(
            headings=[*HEADINGS[:5], "Điểm tự ch\u200bấm", *HEADINGS[6:]],
            changes={"1.1": {"code": "1.1\u200b"}, "1.2": {"points": "8\ufeff"}, "2.2": {"points": "7,5\u00a0"}},
        ),
        "points_out_of_range": form_case(changes={"1.1": {"points": 11}, "1.2": {"points": -1}}),
        "infinite_and_nan": form_case(
            changes={"1.1": {"points": float("inf")}, "1.2": {"points": float("nan")}, "2.2": {"points": "inf"}}
        ),
        "formula_never_calculated": form_case(formulas={"F7": ("=1+1", ""), "F13": ("=SUM(F7:F12)", 40.5)}),
        "a_date_for_a_number": form_case(changes={"1.1": {"points": datetime(2022, 7, 5)}}),
        "points_that_do_not_follow": form_case(changes={"1.1": {"points": 6}, "Tổng cộng": {"points": 40.5}}),
        "part_larger_than_whole": form_case(changes={"2.2": {"a": 5}, "1.1": {"a": 0, "b": 0, "points": 0}}),
        "negative_declared_value": form_case(changes={"2.2": {"a": -3}}),
        "option_unknown": form_case(changes={"2.1": {"a": 7}}),
        "option_of_two_minds": form_case(changes={"2.1": {"a": "1 – Cấp phó"}}),
        "maximum_printed_otherwise": form_case(changes={"1.2": {"max": 12}}),
        "reason_unknown": form_case(
            changes={"1.1": {"reason": "R01; R77"}, "1.2": {"reason": "R100"}, "2.1": {"reason": "R1"}}
        ),
        "personal_data": form_case(changes={"1.1": {"evidence": "Liên hệ 0912 345 678, a.b@example.vn"}}),
        "nfd_names": {"2022/001.xlsx": workbook(nfd), "manifest.csv": listed({"2022/001.xlsx": workbook(nfd)})},
        "indicator_row_absent": form_case(rows=[row for row in rows_with() if row.get("code") != "1.2"]),
        "another_unit_and_year": form_case(head={"Tên đơn vị": "Huyện Khác", "Năm": "2021"}),
        "not_applicable_by_the_unit_itself": form_case(
            changes={"1.2": {"points": "Không áp dụng"}, "Tổng cộng": {"points": 32.5}}
        ),
        "path_listed_twice": {
            "manifest.csv": listed({"2022/001.xlsx": good}) + listed({"2022/001.xlsx": good}).split("\n")[1] + "\n"
        },
        "verdicts_that_contradict": verdict_case(
            [
                [
                    "1.1",
                    "Tỷ lệ cán bộ được tập huấn",
                    10,
                    5,
                    4,
                    -1,
                    "Chấp nhận",
                    "G01; G100",
                    "Hồ sơ",
                    "10/07/2023",
                    "",
                ],
                ["1.2", "Chất lượng chuyên mục", 10, 8, 6, -2, "Hạ điểm", "", "Hồ sơ", "10/07/2023", ""],
                ["1.10", "Số cuộc họp Ban Chỉ đạo", 10, 10, 0, -10, "Không điểm", "", "Tại chỗ", "", "Ghi lý do"],
                ["2.1", "Người đứng đầu Ban Chỉ đạo", 10, 10, 12, 2, "Nâng điểm", "", "", "", ""],
                [
                    "2.2",
                    "Tỷ lệ thôn có băng rộng",
                    10,
                    7,
                    7,
                    1,
                    "Xem lại",
                    "G77",
                    "Qua điện thoại",
                    "32/13/2023",
                    "",
                ],
                ["9.9", "Chỉ số không có", 10, 5, 4, -1, "", "", "", "", ""],
            ]
        ),
        "two_verifications_of_one_answer": verdict_case(
            [
                ["1.1", "Tỷ lệ cán bộ được tập huấn", 10, 5, 4, -1, "Hạ điểm", "Tính sai", "Hồ sơ", "", ""],
                ["1.1", "Tỷ lệ cán bộ được tập huấn", 10, 5, 5, 0, "Chấp nhận", "", "Hồ sơ", "", ""],
            ]
        ),
        "reason_shares_that_do_not_add_up": form_case(changes={"1.1": {"reason": "R01 60%; R99 30%"}}),
        "sheet_with_both_points": file_case("2022/001.csv", sheet_csv, stage="sheet"),
        "tampered_file": {"2022/001.xlsx": workbook(rows_with({"1.1": {"points": 9}}))},
        "unlisted_file": {"2022/khac.xlsx": good},
        "listed_but_absent": {"manifest.csv": listed({"2022/001.xlsx": good, "2022/002.xlsx": good})},
        "path_outside": {"manifest.csv": listed({"2022/001.xlsx": good, "../../etc.xlsx": good})},
        "received_twice": {
            "2022/001_b.xlsx": good,
            "manifest.csv": listed({"2022/001.xlsx": good, "2022/001_b.xlsx": good}),
        },
        "unit_unknown": {"manifest.csv": listed({"2022/001.xlsx": good}, unit_code="999")},
        "unit_code_1_for_001": {"manifest.csv": listed({"2022/001.xlsx": good}, unit_code="1")},
        "unit_after_its_end": {"manifest.csv": listed({"2022/001.xlsx": good}, unit_code="002")},
        "unit_of_another_level": {"manifest.csv": listed({"2022/001.xlsx": good}, unit_code="01")},
        "script_as_unit_code": {"manifest.csv": listed({"2022/001.xlsx": good}, unit_code="<script>")},
        "manifest_words": {
            "manifest.csv": listed({"2022/001.xlsx": good}, stage="nháp", year="22", provenance="x")
        },
        "criteria_of_another_year": {"manifest.csv": listed({"2022/001.xlsx": good}, year="2023")},
        "replaces_what_is_not_there": {"manifest.csv": listed({"2022/001.xlsx": good}, replaces="2022/0.xlsx")},
        "replaces_itself": {"manifest.csv": listed({"2022/001.xlsx": good}, replaces="2022/001.xlsx")},
        "replaces_another_kind": {
            "2022/001_b.xlsx": good,
            "manifest.csv": listed({"2022/001.xlsx": good})
            + listed({"2022/001_b.xlsx": good}, replaces="2022/001.xlsx", stage="verification").split("\n")[1]
            + "\n",
        },
        "manifest_in_another_encoding": {"manifest.csv": listed({"2022/001.xlsx": good}).encode("utf-16")},
        "manifest_row_too_long": {"manifest.csv": listed({"2022/001.xlsx": good}, note="a").rstrip("\n") + ",b\n"},
        "verified_as_not_applicable": verdict_case(
            [["1.1", "Tỷ lệ cán bộ được tập huấn", 10, 5, "Không áp dụng", "", "", "", "", "", ""]]
        ),
        "not_applicable_but_verified": not_applicable_but_verified(),
        "answered_where_it_does_not_apply": form_case()
        | {
            "criteria/thu_huyen_2022.yml": CRITERIA.replace(
                "{kind: manual}}", '{kind: manual}, applies_to: ["002"]}'
            )
        },
        "no_row_of_the_set": form_case(rows=[{"code": "9.9", "name": "Chỉ số không có", "points": 3}]),
        "a_damaged_form_that_was_verified": damaged_but_verified(),
        "only_a_verification": {"manifest.csv": listed({"2022/001.xlsx": good}, stage="verification")},
    }


def write(home):
    """Write every case below `home`, leaving each `expected.txt` as it stands."""
    for name, files in cases().items():
        folder = home / name
        shutil.rmtree(folder / "raw", ignore_errors=True)
        for path, content in files.items():
            target = folder / "raw" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())


if __name__ == "__main__":
    write(HOME)
