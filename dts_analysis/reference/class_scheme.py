"""Completion classes (mức độ hoàn thành) of a criteria set: each with what reaches it, best first."""

import difflib
from typing import Annotated, Literal

from pydantic import Field

from ..errors import finding, stop_if
from ..messages import say
from ..rules import Strict
from .level_words import Flag

Share = Annotated[float, Field(strict=True, ge=0, le=1)]


class CompletionClass(Strict):
    """One completion class: reached `at_least` or strictly `above` a share, or `when` a condition holds."""

    code: str
    name_vi: str
    name_en: str
    is_upper: Flag
    at_least: Share | None = None
    above: Share | None = None
    when: Literal["both_zero", "verified_below_claimed", "both_max", "otherwise"] | None = None


class ClassScheme(Strict):
    """The classes of a set, best first; the first that fits wins."""

    kind: Literal["thresholds", "conditions"]
    note: str
    classes: Annotated[tuple[CompletionClass, ...], Field(min_length=2)]

    def with_thresholds(self, **shares):
        """Return the scheme with classes that begin at other shares; its note says that they were chosen.

        Parameters
        ----------
        shares : float
            By the code of a class: the share (0..1) from which on an answer is in it.

        Raises
        ------
        DtsError
            Where a scheme is one of conditions, there is no such class, a share is none, or the classes no longer
            fall from the best to the last, which takes what is left.

        Examples
        --------
        >>> kinds = [("completed", 1.0), ("basic", 0.7), ("low", 0.0)]
        >>> classes = [{"code": code, "name_vi": code, "name_en": code, "is_upper": at > 0.5, "at_least": at}
        ...     for code, at in kinds]
        >>> scheme = ClassScheme(kind="thresholds", note="", classes=classes)
        >>> [each.at_least for each in scheme.with_thresholds(basic=0.8).classes]
        [1.0, 0.8, 0.0]
        """
        known = [each.code for each in self.classes]
        if self.kind != "thresholds":
            stop_if([finding("classes_by_condition", "with_thresholds")])
        meant = {code: (difflib.get_close_matches(code, known, n=1) or [", ".join(known)])[0] for code in shares}
        faults = [
            finding("class_unknown", "with_thresholds", name=code, meant=meant[code], known=", ".join(known))
            for code in shares
            if code not in known
        ]
        faults += [
            finding("threshold_no_share", f"with_thresholds!{code}", value=repr(share))
            for code, share in shares.items()
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1
        ]
        stop_if(faults)
        moved = {code: {"at_least": float(share), "above": None} for code, share in shares.items()}
        classes = tuple(each.model_copy(update=moved.get(each.code, {})) for each in self.classes)
        scheme = self.model_copy(update={"classes": classes, "note": say("thresholds_chosen", note=self.note)})
        stop_if([] if scheme.falls_to_the_end else [finding("class_order", "with_thresholds")])
        return scheme

    @property
    def falls_to_the_end(self):
        """Whether every class can be reached and the last takes what is left: no answer falls between them."""
        if self.kind == "conditions":
            conditions = [each.when for each in self.classes]
            return conditions[-1] == "otherwise" and len(set(conditions)) == len(conditions)
        bounds = [
            (each.at_least if each.above is None else each.above, each.above is not None) for each in self.classes
        ]
        return bounds == sorted(set(bounds), reverse=True) and bounds[-1] == (0.0, False)
