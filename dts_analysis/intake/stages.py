"""Files by stage: which of a unit's files is its own form and which judge it; the order in which they came."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..errors import finding
from ..reference.stages import SHEET, basis_of, kind_of, turn_of

_JUDGED_OUT = {"is_verified_out": "verified_points", "is_final_out": "final_points"}  # points say that it applies


def sides(criteria_set, forms):
    """Return a unit's own `Form`, the one that judges it, and what that was before a final verdict, or None.

    Parameters
    ----------
    criteria_set : CriteriaSet
    forms : dict
        Stage to `Form`, of those received. Of several stages of a side a later one stands over the earlier ones,
        answer by answer; what it does not say, they say.
    """
    order = [SHEET, *(each.code for each in criteria_set.stages)] if criteria_set.stages else list(forms)
    kinds = {code: kind_of(criteria_set, code) for code in forms}
    own, judging = (
        [code for code in order if code in forms and (kinds[code] == "verification") == is_judge]
        for is_judge in (False, True)
    )
    own.sort(key=lambda code: code != SHEET)  # which stands for the first of them
    before = [code for code in judging if basis_of(criteria_set, code) != "final"]
    judge = _as_one([forms[code] for code in judging], is_judge=True)
    earlier = judge if before == judging else _as_one([forms[code] for code in before], is_judge=True)
    return _as_one([forms[code] for code in own]), judge, earlier


def _as_one(forms, is_judge=False):
    """Several forms of one side as one: the last word on each number; on a text the first of those that judge."""
    read = [each for each in forms if each.rows]
    if len(read) < 2:
        return read[0] if read else forms[0] if forms else None
    earlier, later = _as_one(read[:-1], is_judge), read[-1]
    codes = [*earlier.rows, *(code for code in later.rows if code not in earlier.rows)]
    # place -1 is the last of a column, where nothing stands
    both = [(form, [form.rows.get(code, -1) for code in codes]) for form in (earlier, later)]
    numbers, texts, flags = {}, {}, {}
    for name in earlier.numbers:
        first, last = (np.append(form.numbers[name], np.nan)[at] for form, at in both)
        numbers[name] = np.where(np.isnan(last), first, last)
    for name in earlier.texts:
        first, last = ([[*form.texts[name], ""][each] for each in at] for form, at in both)
        pairs = zip(first, last, strict=True)
        is_first = is_judge and name != "verified_declared"  # which goes with the numbers
        texts[name] = [one or two for one, two in pairs] if is_first else [two or one for one, two in pairs]
    for name in earlier.flags:
        first, last = (np.append(form.flags[name], False)[at] for form, at in both)
        if name in _JUDGED_OUT:
            first = first & np.isnan(np.append(later.numbers[_JUDGED_OUT[name]], np.nan)[both[1][1]])
        flags[name] = first | last
    return replace(
        earlier, rows={code: at for at, code in enumerate(codes)}, numbers=numbers, texts=texts, flags=flags
    )


def filled_columns(columns, basis):
    """Return a judging form's columns as the basis its stage fills has them.

    Of a stage that fills the final basis the one column of points is the final one; where it has both, the
    verified one repeats what was verified before, and is not read.

    >>> filled_columns({"code": 0, "verified_points": 4}, "final")
    {'final_points': 4, 'code': 0}
    >>> filled_columns({"code": 0, "verified_points": 4, "final_points": 5}, "final")
    {'code': 0, 'final_points': 5}
    """
    if basis != "final" or "verified_points" not in columns:
        return columns
    left = {name: at for name, at in columns.items() if name != "verified_points"}
    return {"final_points": columns["verified_points"]} | left if "final_points" not in left else left


def check_order(listed, criteria):
    """Return findings about files sent again too often, and about stages whose files came before earlier ones'.

    Parameters
    ----------
    listed : DataFrame
        Every row of the manifest, as text; replaced files too.
    criteria : dict
        Criteria sets by id; of those that name no stages nothing is said.

    Returns
    -------
    list of Finding
        ``stage_reworked``: more files replaced one another than the stage's `reworks` allows; ``stage_early``: the
        file in force came before the first file of an earlier stage, or that stage has none.
    """
    staged = [name for name, each in criteria.items() if each.stages]
    found, rows = [], listed[listed["criteria_id"].isin(staged)]
    for (unit_code, year, name), own in rows.groupby(["unit_code", "year", "criteria_id"], sort=False):
        criteria_set = criteria[name]
        turns = {}
        for row in own.itertuples():
            turns.setdefault(turn_of(criteria_set, row.stage), []).append(row)
        of_unit = {"unit_code": unit_code, "year": int(year)}
        for each in criteria_set.stages:
            sent = turns.get(each.code, [])
            again = sum(bool(row.replaces) for row in sent)
            if each.reworks is not None and again > each.reworks:
                facts = {"stage": each.name, "found": again, "allowed": each.reworks}
                found.append(finding("stage_reworked", sent[-1].path, **of_unit, **facts))
        found += _early(criteria_set.stages, turns, of_unit)
    return found


def _early(stages, turns, of_unit):
    found, has_sheet = [], any(each.stage == SHEET for rows in turns.values() for each in rows)
    for before, after in pairwise(stages):
        replaced = {row.replaces for row in turns.get(after.code, [])}
        for row in (each for each in turns.get(after.code, []) if each.path not in replaced):
            first = min((each.received_on for each in turns.get(before.code, [])), default=None)
            facts = {"stage": after.name, "before": before.name, "on": row.received_on or "—"}
            if first is None and has_sheet:  # which may hold that stage's points too
                continue
            if first is None or (row.received_on and row.received_on < first):
                found.append(finding("stage_early", row.path, **of_unit, **facts, first=first or "—"))
    return found
