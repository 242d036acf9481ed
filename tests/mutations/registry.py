"""Every mutator by its name: what it touches, which files it can be done to, whether it is mere habit."""

import functools
from dataclasses import dataclass

from .own_sums import refresh
from .paper import NoPlace
from .sets import INVENTED, ISSUED

MUTATORS = {}


@dataclass(frozen=True)
class Mutator:
    """Changes a form; gives False where the form has no place for it."""

    name: str
    change: object
    touches: str  # mutators that touch the same are not done to one form
    is_harmless: bool  # a form so written reads whole, and with three findings at most
    suffixes: tuple
    stages: tuple
    criteria: tuple

    def __call__(self, form):
        """Do it; returns whether it was done."""
        if form.stage not in self.stages or form.criteria_id not in self.criteria:
            return False
        if form.suffix not in self.suffixes:
            return False
        try:
            if self.change(form) is False:
                return False
        except NoPlace:
            return False
        form.done.append(self.name)
        return True


def mutator(
    touches,
    harmless=False,
    suffixes=(".xlsx", ".csv"),
    stages=("self", "sheet", "verification"),
    criteria=INVENTED,
):
    """Enter a function of a form in `MUTATORS`; its docstring says what a person reads afterwards."""

    def enter(change):
        found = Mutator(change.__name__, change, touches, harmless, suffixes, stages, criteria)
        if found.name in MUTATORS:
            raise ValueError(f"two mutators are called {found.name}")
        MUTATORS[found.name] = found
        return change

    return enter


def own_mutator(touches, harmless=False, stages=("self", "verification"), criteria=tuple(ISSUED)):
    """Enter a function of a filled form of our own template, whose sums follow what it changed."""

    def enter(change):
        @functools.wraps(change)
        def changed(form):
            if change(form) is False:
                return False
            refresh(form)
            return True

        mutator(touches, harmless, XLSX, stages, criteria)(changed)
        return change

    return enter


XLSX, CSV = (".xlsx",), (".csv",)
