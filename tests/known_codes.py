"""The reasons and grounds of data/raw, as the intake knows them."""

from pathlib import Path

from dts_analysis import intake, reference

HOME = Path(__file__).parents[1]
REASONS = reference.load_reasons(HOME / "data/raw")
GROUNDS = reference.load_grounds(HOME / "data/raw")
KNOWN = intake.Codes.of(REASONS, GROUNDS)
