"""What a dataset holds, at a glance: sets, years and units, how far they are judged, what was found in them."""

import html

from ..messages import say

COLUMNS = ["year", "criteria_id", "n_units", "n_verified", "n_errors", "n_warnings"]
EXAMPLES = 'data.about("{unit}", {year}) · data.within("{parent}", {year}) · data.rows("standings", year={year})'


def overview(data):
    """Return what a dataset holds.

    Parameters
    ----------
    data : Dataset

    Returns
    -------
    DataFrame
        One row per ``year`` and ``criteria_id``, the latest year first: ``n_units`` (that sent a form under the
        set), ``n_verified`` (of these, verified whole), ``n_errors`` and ``n_warnings`` (findings in their forms).
    """
    keys = ["year", "criteria_id"]
    units = data.bases.astype({"criteria_id": "str"}).groupby(keys)[["n_units", "n_verified"]].sum()
    lives = data.rows("received", ["unit_code", *keys]).drop_duplicates().astype({"criteria_id": "str"})
    found = data.rows("findings", ["unit_code", "year", "severity"]).dropna(subset=["year"])
    found = found.astype({"year": "int64", "unit_code": "str"}).merge(lives, on=["unit_code", "year"])
    counts = found.groupby([*keys, "severity"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["error", "warning"], fill_value=0).reindex(units.index, fill_value=0)
    table = units.assign(n_errors=counts["error"], n_warnings=counts["warning"]).reset_index()
    ordered = table.sort_values(keys, ascending=[False, True], kind="stable", ignore_index=True)
    return ordered[COLUMNS].astype(dict.fromkeys(COLUMNS[2:], "int64"))


def shown(data, as_html=False):
    """Return the overview in words, as text or as HTML: a line, the table, and what to ask next."""
    table = overview(data)
    facts = {"units": data.received["unit_code"].nunique(), "years": data.received["year"].nunique()}
    head = say("overview_head", **facts, sets=len(data.criteria), findings=len(data.findings))
    titles = {name: one.title for name, one in data.criteria.items()}
    told = table.assign(title=table["criteria_id"].map(titles))[[*COLUMNS[:2], "title", *COLUMNS[2:]]]
    told.columns = [say(f"overview_{name}") for name in told]
    next_line = _examples(data)
    if not as_html:
        return "\n".join(filter(None, [head, told.to_string(index=False), next_line]))
    asked = f"<p><code>{html.escape(next_line)}</code></p>" if next_line else ""
    return f"<p><strong>{html.escape(head)}</strong></p>{told.to_html(index=False, border=0)}{asked}"


def _examples(data):
    """Calls that work here, to begin with; "" where nothing was received."""
    latest = data.bases[data.bases["year"] == data.bases["year"].max()].head(1)
    if latest.empty:
        return ""
    year, parent = int(latest["year"].iloc[0]), latest["parent_code"].iloc[0]
    unit = data.rows("standings", ["unit_code"], parent_code=parent, year=year)["unit_code"].min()
    return EXAMPLES.format(unit=unit, year=year, parent=parent)
