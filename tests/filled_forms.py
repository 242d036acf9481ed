"""Forms of ours filled in as a person would: values typed into unlocked cells, then calculated by LibreOffice."""

import os
import shutil
import subprocess

import openpyxl
import pytest

from dts_analysis.office.sheets import heading

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
REQUIRED = "DTS_NEEDS_OFFICE"  # set where LibreOffice must be there: a test is never left out unseen


def need_office():
    """Leave the test out where there is no LibreOffice, or fail it where there has to be one."""
    if SOFFICE is None and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set and there is no soffice")
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")


def recalculated(paths, folder):
    """Return the same workbooks as LibreOffice opens, calculates and saves them, in `folder`."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / path.name for path in paths]


class Typing:
    """A form opened to be typed into; only unlocked cells take anything."""

    def __init__(self, path):
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.page = self.book.worksheets[0]
        rows = list(self.page.iter_rows(max_row=8))
        head = next(row for row in rows if heading("code") in [cell.value for cell in row])
        self.head = head[0].row
        self.columns = {cell.value: cell.column for cell in head}
        self.rows = {str(row[0].value): row[0].row for row in self.page.iter_rows(min_row=self.head + 1)}

    def cell(self, field, code, below=0):
        """Return the cell of a field in an indicator's row, or so many rows below."""
        return self.page.cell(self.rows[code] + below, self.columns[heading(field)])

    def type(self, field, code, value, below=0):
        """Type a value as a person may: the cell must be unlocked."""
        cell = self.cell(field, code, below)
        assert not cell.protection.locked, f"{field} of {code} is locked"
        cell.value = value

    def save(self, path):
        """Save what was typed as another file."""
        self.book.save(path)
        return path


def answer(typing, indicator, number):
    """Answer one indicator in one of several ways; return the claim typed by hand, None where it is computed."""
    rule, code = indicator.rule, indicator.printed_as
    if rule.kind == "manual":
        claim = round(indicator.max_points * (number % 5) / 4, 2)
        typing.type("claimed_points", code, claim)
        return claim
    if rule.kind == "choice":
        typing.type("declared_value", code, rule.options[number % len(rule.options)].label)
    elif rule.kind == "checklist":
        for part in range(len(rule.parts)):
            typing.type("declared_value", code, "Có" if (number >> part) & 1 else "Không", part + 1)
    elif rule.reads == "share":
        typing.type("declared_value", code, number % 8)
        typing.type("declared_total", code, 7)
    else:
        typing.type("declared_value", code, number % 6)
    return None
