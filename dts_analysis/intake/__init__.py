"""Forms, sheets and the manifest read into answers; whatever is wrong becomes a finding with its cell."""

from .draft import draft_criteria
from .forms import Codes
from .manifest import read_manifest
from .measured import read_measured
from .receive import ANSWER_COLUMNS, Intake, read_form, read_raw
from .workbook import read_sheets

__all__ = [
    "ANSWER_COLUMNS",
    "Codes",
    "Intake",
    "draft_criteria",
    "read_form",
    "read_manifest",
    "read_measured",
    "read_raw",
    "read_sheets",
]
