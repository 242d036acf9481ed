"""What a basis is called, and the refusal of what is none; both stand here, below everyone who prints or asks."""

import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import DtsError, finding
from ..messages import say
from ..reference.folding import fold
from .status import BASES

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet


def check_basis(basis: str, known: Sequence[str] = BASES, where: str = "basis") -> str:
    """Return a basis that is one of those known here.

    Raises
    ------
    DtsError
        ``basis_unknown``, with the one that may be meant, by its code or by the words for it.

    Examples
    --------
    >>> check_basis("final")
    'final'
    >>> try: check_basis("tự chấm")
    ... except DtsError as error: print(error.findings[0].found)
    không có căn cứ 'tự chấm' (có phải "claimed"?)
    """
    if isinstance(basis, str) and basis in known:
        return basis
    spelt = {fold(words): each for each in known for words in (each, say(f"basis_{each}"))}
    near = difflib.get_close_matches(fold(str(basis)), spelt, n=1, cutoff=0.5)
    meant = say("basis_meant", name=spelt[near[0]]) if near else ""
    raise DtsError(finding("basis_unknown", where, value=repr(basis), meant=meant, known=", ".join(known)))


def basis_name(basis: str, criteria_set: Any = None) -> str:
    """Return the words for a basis, in the current language: those of a criteria set's last stage that fills it.

    >>> from types import SimpleNamespace as Obj
    >>> from dts_analysis import messages
    >>> _ = messages.use("vi"); basis_name("claimed")
    'điểm tự chấm'
    >>> basis_name("final", Obj(stages=[Obj(basis="final", name="điểm Hội đồng")]))
    'điểm Hội đồng'
    """
    own = [each.name for each in getattr(criteria_set, "stages", ()) if each.basis == basis]
    return own[-1] if own else say(f"basis_{check_basis(basis)}")


def side_names(criteria_set: "CriteriaSet") -> dict[str, str]:
    """Return what a set calls claims and the verdicts on them, as words about both name them.

    Verdicts are those of a set's first stage that judges; a set without stages has the house's words.

    >>> from types import SimpleNamespace as Obj
    >>> stages = [Obj(basis="claimed", name="điểm xã chấm"), Obj(basis="final", name="điểm Hội đồng")]
    >>> side_names(Obj(stages=stages))
    {'claims': 'điểm xã chấm', 'verdicts': 'điểm Hội đồng'}
    """
    judged = [each.basis for each in criteria_set.stages if each.basis != "claimed"]
    sides = {"claims": "claimed", "verdicts": (judged or ["verified"])[0]}
    return {name: basis_name(basis, criteria_set) for name, basis in sides.items()}


def common_name(basis: str, criteria: Iterable[Any]) -> str:
    """Return the words for a basis where several sets are shown together: their own where all have the same."""
    names = {basis_name(basis, each) for each in criteria}
    return names.pop() if len(names) == 1 else basis_name(basis)
