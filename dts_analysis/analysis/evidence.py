"""The register of evidence: what was claimed without any, and what is dated outside the assessed year."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute

# Day, month, year, as forms write them: 05/01/2023, or ngày 05 tháng 01 năm 2023.
DATE = r"(?:^|\D)\d{{1,2}}(?:[/.-]|\s+tháng\s+)\d{{1,2}}(?:[/.-]|\s+năm\s+){year}\b"


def register(scores):
    """Return every claimed answer with what its evidence cell holds.

    Parameters
    ----------
    scores : DataFrame
        As from `scoring.score`, with ``evidence``, ``claimed_points``, ``answer_status``.

    Returns
    -------
    DataFrame
        Rows of `scores` that claim more than 0 points, plus ``has_evidence`` (the cell is not blank),
        ``n_dates``, ``n_dates_outside`` (dates of another year than the assessed one) and
        ``is_outside`` (dates there are, all of them outside the year).

    Examples
    --------
    >>> scores = pd.DataFrame({"year": 2022, "answer_status": "answered", "claimed_points": [5.0, 5.0, 5.0, 0.0],
    ...     "evidence": ["Số 1/KH – 05/01/2023: kế hoạch", "", "Số 2/QĐ – 5/3/2022; 06/01/2023", ""]})
    >>> register(scores)[["has_evidence", "n_dates", "n_dates_outside", "is_outside"]].to_numpy().tolist()
    [[True, 1, 1, True], [False, 0, 0, False], [True, 2, 1, False]]
    """
    claimed = scores[(scores["claimed_points"] > 0) & (scores["answer_status"] != "not_applicable")]
    evidence = pa.array(claimed["evidence"].astype("str").fillna(""), pa.large_string())
    n_dates = _count(evidence, DATE.format(year=r"(?:19|20)\d{2}"))
    n_inside = np.zeros_like(n_dates)
    for year in claimed["year"].unique():
        mine = np.flatnonzero(claimed["year"] == year)
        n_inside[mine] = _count(evidence.take(pa.array(mine)), DATE.format(year=year))
    blank = pa.compute.or_(pa.compute.equal(evidence, ""), pa.compute.utf8_is_space(evidence))
    return claimed.assign(
        has_evidence=~blank.to_numpy(zero_copy_only=False),
        n_dates=n_dates,
        n_dates_outside=n_dates - n_inside,
        is_outside=(n_dates > 0) & (n_inside == 0),
    )


def register_summary(registered, by=("unit_code", "year")):
    """Return, per group, how many claims stand without evidence or on evidence of another year, and their points.

    Returns
    -------
    DataFrame
        One row per group: ``n_claimed``, ``n_without``, ``without_points`` (claimed without evidence),
        ``n_outside``, ``outside_points``.
    """
    without, outside = ~registered["has_evidence"], registered["is_outside"]
    points = registered["claimed_points"]
    parts = pd.DataFrame(
        {
            "n_claimed": 1,
            "n_without": without.astype("int64"),
            "without_points": points.where(without, 0.0),
            "n_outside": outside.astype("int64"),
            "outside_points": points.where(outside, 0.0),
        }
    )
    return parts.groupby([registered[key] for key in by], observed=True).sum().reset_index()


def _count(texts, pattern):
    """How often a pattern stands in each text; Arrow's own search, as Python's takes nine times as long."""
    return pa.compute.count_substring_regex(texts, pattern).to_numpy()
