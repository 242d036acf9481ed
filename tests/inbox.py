"""A small workspace, and forms as they come in by mail, written by a test."""

import csv
import hashlib
import io

import openpyxl
import yaml
from filled_forms import recalculated
from raw_folder import MANIFEST, RAW, criteria

from dts_analysis.reference import changes
from dts_analysis.workspace import Workspace
from dts_analysis.workspace.placing import Call
from dts_analysis.workspace.receiving import Receiving

SET, TODAY = "thu_xa_2025", "2026-01-15"
NAMES = [
    "Bố trí người làm chuyển đổi số",
    "Hộ gia đình có Internet",
    "Thủ tục hành chính trực tuyến",
    "Thanh toán không dùng tiền mặt",
]
UNITS = """\
unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source
37,Tỉnh Ninh Bình,province,,,,list,,thử
80,Tỉnh Tây Ninh,province,,,,list,,thử
00101,Xã Tân Lập,commune,37,,,list,,thử
00102,Xã Tân Hòa Tây,commune,37,,,list,,thử
00801,Xã Tân Lập,commune,80,,,list,,thử
00802,Xã Tân Biên,commune,80,,,list,,thử
00803,Xã Tân Hòa,commune,80,,,list,,thử
00804,Phường Tân Hòa,commune,80,,,list,,thử
00805,Xã Tân Hội,commune,80,,,list,,thử
00806,Xã Tân Hới,commune,80,,,list,,thử
00807,Xã Hoà Hội,commune,80,,,list,,thử
00808,Phường 1,commune,80,,,list,,thử
00809,Xã Trà Vong,commune,80,,2025-06-30,list,,thử
"""
INBOX = ["mã dòng (giữ nguyên)", "tệp hoặc tiêu đề cột", "cần trả lời", "vì sao", "gợi ý", "đơn vị", "năm"]
INBOX += ["bộ tiêu chí", "loại phiếu", "ngày nhận", "nghĩa của cột", "bỏ qua"]


def small_set(set_id=SET, year=2025, names=NAMES, maximum=10):
    """Return a commune set of a few indicators, as its file holds it."""
    document = criteria(set_id, "commune", [year], {"A": [maximum] * len(names)}, group="province")
    for indicator, name in zip(document["indicators"], names, strict=True):
        indicator["name_vi"] = name
    return document


def small_workspace(folder, *sets, province="80"):
    """Make a workspace with two provinces' communes and these sets; return its `Workspace`."""
    raw = folder / "data/raw"
    (raw / "criteria").mkdir(parents=True)
    (folder / "inbox").mkdir()
    (folder / "dts.toml").write_text(f'province = "{province}"\n', encoding="utf-8")
    (raw / "units.csv").write_text(UNITS, encoding="utf-8")
    (raw / "unit_changes.csv").write_text(",".join(changes.COLUMNS) + "\n", encoding="utf-8")
    (raw / "manifest.csv").write_text(",".join(MANIFEST) + "\n", encoding="utf-8")
    for name in ("reasons.yml", "grounds.yml", "remedies.yml"):
        (raw / name).write_bytes((RAW / name).read_bytes())
    for each in sets or [small_set()]:
        text = yaml.safe_dump(each, allow_unicode=True, sort_keys=False)
        (raw / "criteria" / f"{each['id']}.yml").write_text(text, encoding="utf-8")
    return Workspace(folder)


def form(path, head=(), claimed=(5, 6, 7, 8), verified=(), names=NAMES, identity=None, **more):
    """Write a form as a workbook: rows of a head, headings, a row an indicator; return its path."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in head:
        sheet.append([row] if isinstance(row, str) else list(row))
    headings = ["TT", "Chỉ số", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định"]
    headings = [more.get("headings", {}).get(each, each) for each in headings]
    sheet.append(headings if verified else headings[:4])
    for number, name in enumerate(names):
        points = [each[number] for each in (claimed, verified) if each]
        sheet.append([f"1.{number + 1}", name, more.get("maximum", 10), *points])
    if identity:
        hidden = book.create_sheet("dts")
        hidden.sheet_state = "veryHidden"
        for pair in identity.items():
            hidden.append(pair)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def receive(place, *paths, year=2025, today=TODAY, is_dry=False, **said):
    """Receive files into a workspace; return what became of each by its name."""
    outcomes = Receiving(place, today, Call(year, **said)).run(paths, is_dry)
    return {each.name: each for each in outcomes}


def receive_filled(place, paths, folder):
    """Receive forms of ours that were typed into, as a spreadsheet calculates them, by way of a folder."""
    back = folder / "back"
    back.mkdir()
    for path in recalculated(paths, back):
        receive(place, path, year=None)


def manifest(place):
    """Return the manifest's rows as dicts."""
    with (place.raw / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def questions(place):
    """Return the rows of inbox.csv as dicts by what they are about."""
    text = place.questions.read_bytes().decode("utf-8-sig")
    return {row["tệp hoặc tiêu đề cột"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def answer(place, answers, delimiter=";", encoding="utf-8-sig"):
    """Write answers, by subject and column, into inbox.csv as a spreadsheet saves it."""
    rows = questions(place)
    for subject, cells in answers.items():
        rows[subject] |= cells
    text = io.StringIO()
    writer = csv.DictWriter(text, INBOX, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows.values())
    place.questions.write_bytes(text.getvalue().encode(encoding))


def sha256(path):
    """Return a file's hash as the manifest has it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
