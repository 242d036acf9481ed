"""Facts issued by others: criteria sets, units with their lifetimes, reasons. Read here and nowhere else."""

from .bearers import stood, unit_on, units_below, units_in, units_on
from .continuing import check_sets
from .criteria import CriteriaSet, Indicator, Pillar
from .csv_table import decode_csv, read_table, split_csv, without_quoted
from .folding import fold, visible
from .loading import check_applies_to, load_criteria, read_criteria
from .published import load_published
from .reasons import load_grounds, load_reason_mapping, load_reasons, load_remedies
from .rules import KINDS, Checklist, Choice, Manual, Ratio, Rule, Target, Tiers
from .units import COUNTRY, load_unit_changes, load_units

__all__ = [
    "COUNTRY",
    "KINDS",
    "Checklist",
    "Choice",
    "CriteriaSet",
    "Indicator",
    "Manual",
    "Pillar",
    "Ratio",
    "Rule",
    "Target",
    "Tiers",
    "check_applies_to",
    "check_sets",
    "decode_csv",
    "fold",
    "load_criteria",
    "load_grounds",
    "load_published",
    "load_reason_mapping",
    "load_reasons",
    "load_remedies",
    "load_unit_changes",
    "load_units",
    "read_criteria",
    "read_table",
    "split_csv",
    "stood",
    "unit_on",
    "units_below",
    "units_in",
    "units_on",
    "visible",
    "without_quoted",
]
