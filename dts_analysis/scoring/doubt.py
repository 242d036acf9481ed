"""Where many units' points contradict one rule, the rule is suspected, not the units."""

from typing import TYPE_CHECKING

import pandas as pd

from ..errors import finding
from ..messages import number_text, say, shortened
from .names import basis_name
from .verdict import is_typed_alike

if TYPE_CHECKING:
    from ..errors import Finding
    from ..reference.criteria import CriteriaSet

LEAST_UNITS, MOST_SHARE, MOST_ANSWERS = 3, 0.5, 12
_DECLARED = {name: f"declared_{name}" for name in ("value", "total", "text")} | {"given": "computed_points"}
_VERIFIED = {name: f"verified_{name}" for name in ("value", "total")}
_VERIFIED |= {"text": "verified_declared", "given": "verified_rule_points"}
_KEYS = ["criteria_id", "indicator_code", "basis"]


def rules_in_doubt(
    scores: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    least_units: int = LEAST_UNITS,
    most_share: float = MOST_SHARE,
) -> pd.DataFrame:
    """Return the rules that many units' points contradict, with the rule that would fit them.

    Claims as typed are held against what the rule makes of the answers. So are verified and final points, but
    those only where another rule fits, one that gives all who answered alike the same points: where none does,
    units were judged one by one. Of an indicator that was verified by value (a level, a figure) in some units the
    verified answer is what counts, and units judged in points alone are left out: nobody knows of which answer
    those are. Of others it is the declared answer that was judged.

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    criteria : dict
        Criteria sets by id.
    least_units, most_share : int, float
        From how many units on, and beyond which share of those compared, a rule is suspected: choices of ours.

    Returns
    -------
    DataFrame
        One row per ``criteria_id``, ``indicator_code`` and ``basis``: ``n_differing``, ``n_units`` (with both
        numbers), ``fits`` (a dict from an answer's text to the points that all who gave it have; {} where there is
        no such rule).

    Examples
    --------
    Three of four who answered yes have 0 where the rule gives 10: no other rule fits, since the fourth has 10.

    >>> from types import SimpleNamespace as Obj
    >>> answers = {"criteria_id": "x", "indicator_code": "A-1", "declared_value": 1.0, "declared_total": None,
    ...     "declared_text": "yes", "claimed_points": [0.0, 0.0, 0.0, 10.0], "verified_points": None,
    ...     "final_points": None, "computed_points": 10.0}
    >>> found = rules_in_doubt(pd.DataFrame(answers), {"x": Obj(form=Obj(claims="typed"))})
    >>> found[["basis", "n_differing", "n_units", "fits"]].to_numpy().tolist()
    [['claimed', 3, 4, {}]]
    """
    rows = pd.concat([_stated(scores, criteria, basis) for basis in ("claimed", "verified", "final")],
                     ignore_index=True)  # fmt: skip
    rows["differs"] = ~is_typed_alike(rows["stated"], rows["given"])
    counts = rows.groupby(_KEYS, observed=True)["differs"].agg(n_differing="sum", n_units="size").reset_index()
    many = (counts["n_differing"] >= least_units) & (counts["n_differing"] > most_share * counts["n_units"])
    found = counts[many].reset_index(drop=True)
    groups = rows.groupby(_KEYS, observed=True)
    found["fits"] = [_fitting(groups.get_group(tuple(row))) for row in found[_KEYS].itertuples(index=False)]
    return found[(found["basis"] == "claimed") | (found["fits"].map(len) > 0)].reset_index(drop=True)


def _stated(scores, criteria, basis):
    """Answers in numbers and words, the points ``stated`` on a basis and those ``given`` by the rule."""
    rows = scores[[*_KEYS[:2], f"{basis}_points"]].set_axis([*_KEYS[:2], "stated"], axis="columns")
    sides = {name: scores[source] for name, source in _DECLARED.items()}
    if basis == "claimed":
        typed = [name for name, one in criteria.items() if one.form.claims == "typed"]
        rows["stated"] = rows["stated"].where(rows["criteria_id"].isin(typed))
    elif "verified_value" in scores:
        has_value = scores["verified_value"].notna()
        is_by_value = has_value.groupby([scores[key] for key in _KEYS[:2]], observed=True).transform("any")
        sides = {name: sides[name].where(~is_by_value, scores[source]) for name, source in _VERIFIED.items()}
    rows = rows.assign(basis=basis, **sides)
    return rows[rows["stated"].notna() & rows["given"].notna()]


def _fitting(rows):
    """Points by answer, where all who answered alike have the same; {} where not, or nobody answered alike."""
    answers = rows.groupby(["value", "total"], dropna=False)
    stated, sizes = answers["stated"], answers.size()
    is_same = (stated.max() - stated.min()).map(lambda spread: is_typed_alike(spread, 0.0)).all()
    if not is_same or (sizes < 2).all() or len(sizes) > MOST_ANSWERS:
        return {}
    return dict(zip(answers["text"].first(), stated.first(), strict=True))


def check_rules(doubted: pd.DataFrame, criteria: "dict[str, CriteriaSet]") -> "list[Finding]":
    """Return a finding for each rule in doubt; `doubted` as from `rules_in_doubt`."""
    return [
        finding(
            "rule_in_doubt",
            f"criteria/{row.criteria_id}.yml!indicators.{row.indicator_code}.rule",
            name=_named(criteria[row.criteria_id].indicator(row.indicator_code)),
            basis=basis_name(row.basis, criteria[row.criteria_id]),
            least=LEAST_UNITS,
            differing=row.n_differing,
            units=row.n_units,
            fits=_told(row.fits),
        )
        for row in doubted.itertuples()
    ]


def _named(indicator):
    return shortened(f"{indicator.printed_as} {indicator.name_vi}")


def _told(fits):
    if not fits:
        return say("fits_none")
    answers = (say("fits_answer", text=text, points=number_text(points)) for text, points in fits.items())
    return say("fits", rule="; ".join(answers))
