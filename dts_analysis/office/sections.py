"""What a document says, part by part: lines and tables that `show` made, nothing worked out anew."""

import pandas as pd


def section(*outputs):
    """Return outputs of `show` as a part of a document: ``lines``, then ``tables``.

    Parameters
    ----------
    outputs : Prose, Table, Several, str, dict or None
        A dict is a table already, as from `tabled`; None says nothing.

    Examples
    --------
    >>> section("Đạt 41/72 chỉ số.", None)
    {'lines': ['Đạt 41/72 chỉ số.'], 'tables': []}
    """
    lines, tables = [], []
    for each in _each(outputs):
        if isinstance(each, str):
            lines += each.splitlines()
        else:
            tables.append(each if isinstance(each, dict) else tabled(each))
    return {"lines": lines, "tables": tables}


def tabled(table, without=(), extra=(), has_below=False):
    """Return a table of finished text as a document's template reads it.

    Parameters
    ----------
    table : Table or Prose
        As from `show`; prose stands where there is nothing to list, and is handed back.
    without : iterable of str
        Headings of columns that are left out.
    extra : sequence of str
        Headings of empty columns at the end, to be filled in by hand.
    has_below : bool
        What stands below a cell's words, as of `show.typed.Explained`, stands after them.

    Returns
    -------
    dict
        ``caption``, ``heads``, ``rows`` (texts, as wide as ``heads``), ``notes``.
    """
    if not isinstance(table, pd.DataFrame):
        return table
    without = set(without)
    shown = table.reset_index()
    shown = shown[[name for name in shown if name not in without]]
    blank = [""] * len(extra)
    rows = [[*(_words(value, has_below) for value in row), *blank] for row in shown.itertuples(index=False)]
    return {
        "caption": table.caption,
        "heads": [*map(str, shown), *extra],
        "rows": rows,
        "notes": table.note.splitlines(),
    }


def _words(value, has_below):
    below = getattr(value, "below", "") if has_below else ""
    return (f"{value}. {below}" if below else str(value)).replace("\n", "; ")


def lines_of(output):
    """Return the lines of an output's first text, leaving out what is set off after it.

    >>> lines_of(["Đạt 41/72.", "SỐ LIỆU MINH HỌA"])
    ['Đạt 41/72.']
    """
    return (output[0] if isinstance(output, list) else output).splitlines()


def _each(outputs):
    for each in outputs:
        if isinstance(each, list):
            yield from _each(each)
        elif each is not None:
            yield each
