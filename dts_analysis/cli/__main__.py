"""``python -m dts_analysis.cli``."""

from . import main

main()
