"""What an answer says of itself: that the indicator does not apply, that whoever answered is not sure."""

import numpy as np

from .text import clean, fold
from .typed_words import NO, YES

_YES, _NO = ({fold(word) for word in words} for words in ((YES, "yes", "x", "v"), (NO, "no", "0")))
_TICKS, _DASHES = "✓✔☑", "-–—"  # signs, of which no letter is left when words are compared


def read_marks(rows, values, claimed):
    """Return what answers say of themselves, and the faults.

    Parameters
    ----------
    rows : Rows
    values, claimed : array of float
        Declared values and claimed points as read; NaN where there are none.

    Returns
    -------
    is_out : array of bool
        An option was chosen that says the indicator does not apply.
    is_unsure : array of bool
        The column of what is not sure says so, or the option chosen does.
    faults : list of (row, code, field, facts)
        Points beside an option that says it does not apply; a word in that column nobody knows.
    """
    is_out, is_unsure, faults = np.zeros(len(rows), bool), np.zeros(len(rows), bool), []
    for row, indicator in enumerate(rows.indicators):
        mark = indicator.rule.marks.get(values[row])
        is_out[row], is_unsure[row] = mark == "not_applicable", mark == "unsure"
    for row in np.flatnonzero(is_out & ~np.isnan(claimed)).tolist():
        faults.append((row, "not_applicable_chosen", "claimed_points", {"points": float(claimed[row])}))
    for row, cell in rows.filled("is_unsure"):
        text = clean(cell)
        is_tick, word = bool(text) and text in _TICKS, fold(text)
        is_unsure[row] |= is_tick or word in _YES
        if text and not is_tick and text not in _DASHES and word not in _YES | _NO:
            faults.append((row, "unsure_word_unknown", "is_unsure", {"text": text}))
    return is_out, is_unsure, faults
