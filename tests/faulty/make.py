"""Write the faulty folders again: ``python tests/faulty/make.py``. Each is laid over ``base`` by the test.

Every case is one fault (or one family of them) in an otherwise sound folder of one form. `expected.txt`
beside it holds the lines `dts check` must print, written by hand and read by `test_intake_faults.py`.
"""

import csv
import hashlib
import io
import re
import shutil
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path

import xlsxwriter

HOME = Path(__file__).parent
CRITERIA = (HOME / "reference" / "criteria" / "thu_huyen_2022.yml").read_text(encoding="utf-8")
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TITLED_CSV = """\
PHIẾU TỰ ĐÁNH GIÁ, NĂM 2022
TT;Chỉ số;Điểm tự chấm
1.1;Tỷ lệ cán bộ được tập huấn;5
1.2;Chất lượng chuyên mục;8,5
1.1;Số cuộc họp Ban Chỉ đạo;10
2.1;Người đứng đầu Ban Chỉ đạo;10
2.2;Tỷ lệ thôn có băng rộng;"7,5"
"""
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


def open_document():
    """Return the shell of an OpenDocument spreadsheet."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        package.writestr(zipfile.ZipInfo("content.xml", (2023, 1, 10, 0, 0, 0)), "<office:document-content/>")
    return memory.getvalue()


def foreign_error():
    """Return a form with an error cell, its XML quoted and prefixed as other programs do."""
    memory = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook(rows_with({"1.1": {"points": float("nan")}}))))
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                content = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", content).replace(b'xmlns="', b'xmlns:x="')
                content = content.replace(b't="e"', b"t='e'")
            package.writestr(zipfile.ZipInfo(entry.filename, (2023, 1, 10, 0, 0, 0)), content)
    return memory.getvalue()


def macro():
    """Return a workbook that carries a macro project."""
    memory = io.BytesIO(workbook(rows_with()))
    with zipfile.ZipFile(memory, "a") as package:
        package.writestr(zipfile.ZipInfo("xl/vbaProject.bin", (2023, 1, 10, 0, 0, 0)), b"macro")
    return memory.getvalue()


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
    encrypted = OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le")
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
        "old_excel_that_hides_errors": file_case(
            "2022/001.xls", OLE2 + bytes(504) + "Workbook".encode("utf-16-le")
        ),
        "open_document_that_hides_errors": file_case("2022/001.ods", open_document()),
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
        "csv_in_another_encoding": file_case("2022/001.csv", "Mã,Chỉ tiêu".encode("utf-16")),
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
