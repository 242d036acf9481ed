"""Word files from templates that an office edits in Word itself; the same content makes the same bytes."""

import io
import re
import zipfile
from pathlib import Path

import jinja2
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate

from ..errors import DtsError, finding
from ..files import write
from .packages import undated
from .word_tables import fit

TEMPLATES = Path(__file__).with_name("templates")
DAMAGED = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, SyntaxError),
    *(zipfile.BadZipFile, OpcError, jinja2.TemplateError),
)
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML holds no letter for


def own_template(folder, name, shipped=""):
    """Return the template to be used: an office's own, ``folder/name``, where it lies there; else the shipped one.

    Parameters
    ----------
    folder : Path
    name : str
    shipped : str
        What the shipped one is called, where it has another name.
    """
    own = folder / name
    return own if own.is_file() else TEMPLATES / (shipped or name)


def give(folder, name, shipped=""):
    """Put the shipped template where an office can edit it; one that lies there already stays as it is."""
    if not (folder / name).is_file():
        write(folder / name, (TEMPLATES / (shipped or name)).read_bytes())


def filled(template, facts, fits_tables=False):
    """Return the bytes of a .docx: a template with its marks filled in.

    Parameters
    ----------
    template : Path
    facts : dict
        What the template's marks stand for.
    fits_tables : bool
        Whether tables take their widths from what stands in them (`word_tables.fit`), not from the template.

    Raises
    ------
    DtsError
        Where the template is no Word file, or one of its marks stands for nothing.
    """
    try:
        document = DocxTemplate(template)
        marks = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_shown)
        document.render(facts, jinja_env=marks, autoescape=True)
        if fits_tables:
            fit(document.docx)
        file = io.BytesIO()
        document.save(file)
    except DAMAGED as fault:
        raise DtsError(finding("word_template_unusable", template.name, reason=fault)) from fault
    return undated(file.getvalue())


def _shown(value):
    """A value as a document shows it.

    >>> _shown("a\\x0bb"), _shown(7)
    ('ab', '7')
    """
    return value if isinstance(value, jinja2.Undefined) else _UNWRITABLE.sub("", str(value))
