"""Reading 150 forms of 72 indicators, against reading the same cells with openpyxl in the same run.

    python benchmarks/intake.py

Printed twice: the same cells only (the last line, with its distance to the bound of 5), and everything that
makes answers of them: headings, codes, numbers, findings, against openpyxl still reading cells only. One form in
fifty carries an error cell; none is lost. There is one road, and it is the careful one: the share of forms that
hold something which needs care (an error, a formula never calculated, a number shown as something else) is
printed.
"""

import contextlib
import io
import sys
import tempfile
from pathlib import Path

import openpyxl
import xlsxwriter
from measuring import no_options, seconds

from dts_analysis import reference
from dts_analysis.intake import Codes
from dts_analysis.intake.numbers import Broken, Formatted
from dts_analysis.intake.reading import Reading, ReceivedUnit
from dts_analysis.intake.workbook import read_sheets

RAW = Path(__file__).parents[1] / "data" / "raw"
FORMS = 150
BOUND = 5  # times as fast as openpyxl, the same cells
HEADINGS = ["TT", "Chỉ số", "Điểm tối đa", "Cách chấm", "Số thực hiện (a)", "Tổng số (b)", "Điểm tự chấm"]
HEADINGS += ["Giải trình", "Minh chứng", "Nguyên nhân"]


def write(folder, criteria_set):
    """Write the forms and return their paths."""
    paths = []
    for number in range(FORMS):
        path = folder / f"{number}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("Tự đánh giá")
            page.write_row(0, 0, HEADINGS)
            for row, each in enumerate(criteria_set.indicators, 1):
                claim = round(each.max_points * (row % 7) / 7, 2)
                cells = [each.printed_as, each.name_vi, each.max_points, each.rule_text, "", "", claim]
                page.write_row(row, 0, [*cells, "Đã triển khai", f"Báo cáo {row}/BC-UBND", "R02"])
            if number % 50 == 0:
                page.write_formula(1, 6, "=1/0", None, "#DIV/0!")
        paths.append(path)
    return paths


def with_openpyxl(paths):
    """Return every cell of every form, read in openpyxl's fast mode."""
    cells = 0
    for path in paths:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        cells += sum(cell is not None for page in book for row in page.iter_rows(values_only=True) for cell in row)
        book.close()
    return cells


def ours(paths, criteria_set, known):
    """Return the answers and findings of every form, each as of another unit."""
    units = [
        ReceivedUnit(str(number), "", 2022, criteria_set.id, {"self": path.name})
        for number, path in enumerate(paths)
    ]
    return Reading(paths[0].parent, {criteria_set.id: criteria_set}, known).answers(units)


def needs_care(sheets):
    """Return whether some cell of a form is not simply what it holds."""
    return any(isinstance(cell, Broken | Formatted) for page in sheets for row in page.rows for cell in row)


def main():
    """Print both times, cells alone and whole answers, and what was found."""
    no_options(__doc__)
    criteria_set = reference.read_criteria(RAW / "criteria" / "ninhbinh_district_2022.yml")
    known = Codes.of(reference.load_reasons(RAW), reference.load_grounds(RAW))
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        paths = write(Path(folder), criteria_set)
        slow, cells = seconds(lambda: with_openpyxl(paths))
        cells_only, forms = seconds(lambda: [read_sheets(path, path.name) for path in paths])
        whole, (answers, findings) = seconds(lambda: ours(paths, criteria_set, known))
    errors = sum(each.code == "cell_error" for each in findings)
    if (len(answers), errors) != (FORMS * 72, FORMS // 50):
        sys.exit(f"lost: {len(answers)} answers and {errors} error cells")
    print(f"{FORMS} forms, {cells:,} cells, {len(answers):,} answers, {errors} error cells found")
    careful = sum(map(needs_care, forms))
    print(f"{careful} of {FORMS} forms ({careful / FORMS:.1%}) needed care; all took the careful road")
    print(f"openpyxl, cells only   {slow:7.3f} s")
    print(f"ours, cells only       {cells_only:7.3f} s   {slow / cells_only:5.1f}x faster")
    print(f"ours, whole answers    {whole:7.3f} s   {slow / whole:5.1f}x faster")
    print(f"ratio to openpyxl, whole answers against its cells only: {slow / whole:.2f}")
    ratio = slow / cells_only
    print(f"ratio to openpyxl, the same cells: {ratio:.2f} ({ratio - BOUND:+.2f} to the bound of {BOUND})")


if __name__ == "__main__":
    main()
