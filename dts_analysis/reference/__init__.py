"""Facts issued by others: criteria sets, units with their lifetimes, reasons. Read here and nowhere else."""

from .bearers import unit_on, units_below, units_in, units_on, unknown_codes
from .changes import check_register, load_unit_changes
from .continuing import check_sets
from .criteria import CriteriaSet, Indicator, Pillar
from .csv_table import (
    check_filled,
    check_words,
    content_of,
    decode_csv,
    is_code,
    is_date,
    is_number,
    is_year,
    read_table,
    split_csv,
    without_quoted,
)
from .dated_list import Update, updated
from .efforts import read_efforts
from .folding import fold, visible
from .json_schema import FILE as SCHEMA_FILE, FIRST_LINE as SCHEMA_FIRST_LINE, criteria_schema
from .level_words import Levels
from .levels import FILE as LEVELS_FILE, SHIPPED, load_levels, shipped_levels
from .lifetimes import next_day, stood
from .loading import load_criteria, read_criteria
from .nearest import find_units, nearest_units, parent_of, successors
from .published import PRINTED_AT, check_published_units, load_published, structures
from .published_shapes import results_shape
from .ranking_groups import ranked_in
from .reasons import load_grounds, load_reason_mapping, load_reasons, load_remedies
from .schema import shown
from .unit_types import check_applies_to, is_relative, names_unit, own_set, unit_names, ways
from .units import load_units

__all__ = [
    "LEVELS_FILE",
    "PRINTED_AT",
    "SCHEMA_FILE",
    "SCHEMA_FIRST_LINE",
    "SHIPPED",
    "CriteriaSet",
    "Indicator",
    "Levels",
    "Pillar",
    "Update",
    "check_applies_to",
    "check_filled",
    "check_published_units",
    "check_register",
    "check_sets",
    "check_words",
    "content_of",
    "criteria_schema",
    "decode_csv",
    "find_units",
    "fold",
    "is_code",
    "is_date",
    "is_number",
    "is_relative",
    "is_year",
    "load_criteria",
    "load_grounds",
    "load_levels",
    "load_published",
    "load_reason_mapping",
    "load_reasons",
    "load_remedies",
    "load_unit_changes",
    "load_units",
    "names_unit",
    "nearest_units",
    "next_day",
    "own_set",
    "parent_of",
    "ranked_in",
    "read_criteria",
    "read_efforts",
    "read_table",
    "results_shape",
    "shipped_levels",
    "shown",
    "split_csv",
    "stood",
    "structures",
    "successors",
    "unit_names",
    "unit_on",
    "units_below",
    "units_in",
    "units_on",
    "unknown_codes",
    "updated",
    "visible",
    "ways",
    "without_quoted",
]
