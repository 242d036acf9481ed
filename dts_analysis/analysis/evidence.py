"""The register of evidence: what was claimed without any, and what is dated outside the assessed year."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute

# Dates as forms write them: 05/01/2023, 5 . 1 . 2023, ngày 05 Tháng 01 năm 2023; 2023-01-05, 2023/01/05;
# 05/01/23. In the last a dot would be an indicator's code, and what follows another slash a document's number.
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
DATE = "(?i)" + "|".join(
    [
        rf"(?:^|\D){_DAY}\s*(?:[/.-]|\btháng\b)\s*{_MONTH}\s*(?:[/.-]|\bnăm\b)\s*{{long}}\b",
        rf"(?:^|\D){{long}}-{_MONTH}-{_DAY}\b",
        rf"(?:^|[^\d/.-]){{long}}/{_MONTH}/{_DAY}(?:$|[^\d/\w-])",
        rf"(?:^|[^\d/.-]){_DAY}([/-]){_MONTH}[/-]{{short}}(?:$|[^\d/\w-])",
    ]
)
# A period of years, which a document of an earlier date may still cover: 2021–2025, 2021 đến năm 2025.
_PERIOD = re.compile(
    r"(?<![\d/.-])((?:19|20)\d\d)\s*(?:[-–—]|đến(?: hết)?(?: năm)?)\s*((?:19|20)\d\d)(?![\d/-])", re.I
)
_MAY_HOLD_PERIOD = r"(?i)\d{4}\s*(?:[-–—]|đến)"


def register(scores: pd.DataFrame) -> pd.DataFrame:
    """Return every claimed answer with what its evidence cell holds.

    Parameters
    ----------
    scores : DataFrame
        As from `scoring.score`, with ``evidence``, ``claimed_points``, ``answer_status``.

    Returns
    -------
    DataFrame
        Rows of `scores` that claim more than 0 points, plus ``has_evidence`` (the cell is not blank),
        ``n_dates``, ``n_dates_outside`` (dates of another year than the assessed one), ``covers_year`` (a period
        such as 2021–2025 is named that holds the assessed year) and ``is_outside`` (dates there are, all of them
        outside the year, and no period covers it).

    Examples
    --------
    >>> scores = pd.DataFrame({"year": 2022, "answer_status": "answered", "claimed_points": [5.0, 5.0, 5.0, 0.0],
    ...     "evidence": ["Số 1/KH – 05/01/2023: kế hoạch", "", "Số 2/QĐ – 5/3/2022; 06/01/2023", ""]})
    >>> register(scores)[["has_evidence", "n_dates", "n_dates_outside", "is_outside"]].to_numpy().tolist()
    [[True, 1, 1, True], [False, 0, 0, False], [True, 2, 1, False]]
    """
    claimed = scores[(scores["claimed_points"] > 0) & (scores["answer_status"] != "not_applicable")]
    evidence = pa.array(claimed["evidence"].astype("str").fillna(""), pa.large_string())
    # what stands between dates is doubled, so that one date's end is not the next one's lost beginning
    spaced = pa.compute.replace_substring_regex(evidence, r"([\s;,:()])", r"\1\1")
    n_dates = _count(spaced, DATE.format(long=r"(?:19|20)\d{2}", short=r"\d{2}"))
    n_inside = np.zeros_like(n_dates)
    for year in claimed["year"].unique():
        mine = np.flatnonzero(claimed["year"] == year)
        n_inside[mine] = _count(spaced.take(pa.array(mine)), DATE.format(long=year, short=f"{year % 100:02d}"))
    blank = pa.compute.or_(pa.compute.equal(evidence, ""), pa.compute.utf8_is_space(evidence))
    covers = _covers(evidence, claimed["year"].to_numpy())
    return claimed.assign(
        has_evidence=~blank.to_numpy(zero_copy_only=False),
        n_dates=n_dates,
        n_dates_outside=n_dates - n_inside,
        covers_year=covers,
        is_outside=(n_dates > 0) & (n_inside == 0) & ~covers,
    )


def register_summary(registered: pd.DataFrame, by: Sequence[str] = ("unit_code", "year")) -> pd.DataFrame:
    """Return, per group, how many claims stand without evidence or on evidence of another year, and their points.

    Returns
    -------
    DataFrame
        One row per group: ``n_claimed``, ``claimed_points`` (of claims of more than 0: penalties, caps and floors
        part them from the claimed total), of these ``n_without``, ``without_points`` (claimed without evidence),
        ``n_outside``, ``outside_points``.
    """
    without, outside = ~registered["has_evidence"], registered["is_outside"]
    points = registered["claimed_points"]
    parts = pd.DataFrame(
        {
            "n_claimed": 1,
            "claimed_points": points,
            "n_without": without.astype("int64"),
            "without_points": points.where(without, 0.0),
            "n_outside": outside.astype("int64"),
            "outside_points": points.where(outside, 0.0),
        }
    )
    return parts.groupby([registered[key] for key in by], observed=True).sum().reset_index()


def _covers(texts, years):
    """Whether each text names a period that holds its year."""
    found = np.zeros(len(years), dtype=bool)
    some = np.flatnonzero(pa.compute.match_substring_regex(texts, _MAY_HOLD_PERIOD).to_numpy(zero_copy_only=False))
    for row in some:
        periods = _PERIOD.findall(texts[row].as_py())
        found[row] = any(int(first) <= years[row] <= int(last) for first, last in periods)
    return found


def _count(texts, pattern):
    """How often a pattern stands in each text; Arrow's own search, as Python's takes nine times as long."""
    return pa.compute.count_substring_regex(texts, pattern).to_numpy()
