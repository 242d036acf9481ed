"""What a basis is called; the words stand here, below everyone who prints them."""

from ..messages import say


def basis_name(basis, criteria_set=None):
    """Return the words for a basis, in the current language: those of a criteria set's last stage that fills it.

    >>> from types import SimpleNamespace as Obj
    >>> from dts_analysis import messages
    >>> _ = messages.use("vi"); basis_name("claimed")
    'điểm tự chấm'
    >>> basis_name("final", Obj(stages=[Obj(basis="final", name="điểm Hội đồng")]))
    'điểm Hội đồng'
    """
    own = [each.name for each in getattr(criteria_set, "stages", ()) if each.basis == basis]
    return own[-1] if own else say(f"basis_{basis}")


def common_name(basis, criteria):
    """Return the words for a basis where several sets are shown together: their own where all have the same."""
    names = {basis_name(basis, each) for each in criteria}
    return names.pop() if len(names) == 1 else basis_name(basis)
