"""A unit's answers with some of them supposed: other points, other answers, and what applies by these."""

import numpy as np

from ...scoring import JUDGED, answer_side, answers_on, out_alone, out_by_answers


def supposed(scores, criteria, basis, at, points, answers):
    """Return a unit's scores as they would be with other points and answers on a basis.

    A condition over another answer is decided anew by what is supposed. What stops to apply leaves with its
    maximum and its points; what starts to apply comes in with what is known of it, else as a blank, whose maximum
    counts: also where who judges it has not seen it yet. What was said not to apply does once it is answered,
    unless the set names for whom it applies.

    Parameters
    ----------
    scores : DataFrame
        The unit's answers of a year, as from `scoring.score`.
    criteria : dict
        Criteria sets by id.
    basis : str
    at : sequence of int
        The places of the answers that change.
    points : array of float
        What they have then, aligned to `at`; NaN where none.
    answers : pair of array of float
        a and b of each, aligned to `at`; NaN: the answer that conditions go by stays as it is.

    Returns
    -------
    DataFrame
        As `scores`, rows in the same order; of the columns that a basis is counted by.
    """
    at, given = np.asarray(at, dtype=np.intp), ~np.isnan(answers[0])
    then = scores = scores.reset_index(drop=True).astype({"criteria_id": "str", "answer_status": "str"})
    now_answers, alone = answers_on(scores, basis), out_alone(scores, criteria)
    then_answers, then_alone = [each.copy() for each in now_answers], alone.copy()
    for each, values in zip(then_answers, answers, strict=True):
        each[at[given]] = values[given]
    then_alone[at[given]] = _says_out(scores, criteria, at[given], answers[0][given], alone)
    was_out, is_out = (
        out_by_answers(scores, *each, criteria) for each in ((now_answers, alone), (then_answers, then_alone))
    )
    earned = scores[f"{basis}_points"].to_numpy(float, copy=True)
    earned[at] = points
    is_in, is_gone = was_out & ~is_out, is_out & ~was_out
    if basis in JUDGED:
        earned = np.where(is_in & np.isnan(earned), 0.0, earned)
    status = np.where(is_gone, "not_applicable", np.where(is_in, "missing", then["answer_status"]))
    columns = {f"{basis}_points": earned, "answer_status": status, "is_out_alone": then_alone}
    if f"is_{basis}_out" in scores:
        columns[f"is_{basis}_out"] = (scores[f"is_{basis}_out"].to_numpy(bool) | is_gone) & ~is_in
    side = answer_side(scores, basis)
    columns |= {f"{side}_{part}": each for part, each in zip(("value", "total"), then_answers, strict=True)}
    return then.assign(**columns)


def switched(before, after):
    """Return what applies after and not before, or the other way round.

    Parameters
    ----------
    before, after : DataFrame
        As from `scoring.count`, row by row alike.

    Returns
    -------
    DataFrame
        ``indicator_code``, ``applies`` (it starts to; else it stops) and ``points``: those it has then, or, of one
        that stops, had before; NaN where none.
    """
    was, applies = ((each["status"] != "not_applicable").to_numpy() for each in (before, after))
    points = np.where(applies, after["points"], before["points"])
    rows = after[["indicator_code"]].astype("str").assign(applies=applies, points=points)
    return rows[was != applies].reset_index(drop=True)


def _says_out(scores, criteria, at, values, alone):
    """Whether each answer given says that its indicator does not apply, or the set names for whom it does."""
    found = []
    for place, value in zip(at, values, strict=True):
        row = scores.iloc[place]
        indicator = criteria[row["criteria_id"]].indicator(str(row["indicator_code"]))
        marks = indicator.alternatives[row["variant"]].rule.marks
        found.append(marks.get(value) == "not_applicable" or bool(alone[place] and indicator.applies_to))
    return np.array(found, dtype=bool)
