"""The parts of a workbook's file, changed as other programs write them."""

import io
import zipfile

NEVER = 987654321.125  # stands for the value of a formula that was never calculated


def repacked(content, change, rename=None):
    """Return a zip file whose parts are ``change(name, bytes)``, under ``rename(name)``."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(rename(name) if rename else name, change(name, old.read(name)))
    return memory.getvalue()


def in_sheets(change):
    """Return what applies ``change(bytes)`` to every sheet of a workbook's bytes."""

    def of_part(name, part):
        return change(part) if name.startswith("xl/worksheets/sheet") else part

    return lambda content: repacked(content, of_part)


uncalculated = in_sheets(lambda part: part.replace(f"<v>{NEVER}</v>".encode(), b""))
