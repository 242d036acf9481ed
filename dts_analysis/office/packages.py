"""Office files that say nothing of when they were written: the same content makes the same bytes."""

import io
import re
import zipfile

CORE = "docProps/core.xml"
DATE = (1980, 1, 1, 0, 0, 0)  # the first one a zip archive can hold
_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def undated(content):
    """Return the bytes of an .xlsx or .docx with every date of writing set to one and the same."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in package.namelist():
            part = package.read(name)
            if name == CORE:
                part = _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z\g<3>", part)
            written.writestr(zipfile.ZipInfo(name, DATE), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()
