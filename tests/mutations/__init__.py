"""Forms mutated by chance from a seed, what a person reads in each, and what the package makes of them.

The oracle shares nothing with the package: a mutator knows what was meant, and `seen` asks openpyxl whether the
file shows it. ``python -m tests.mutations --help`` writes the smallest failing forms into a folder.
"""

import random

from . import (
    of_cells,
    of_codes,
    of_columns,
    of_files,
    of_headings,
    of_names,
    of_numbers,
    of_own_book,
    of_own_cells,
    of_own_declared,
    of_own_rows,
    of_own_verified,
    of_rows,
    of_sheets,
    of_size,
    of_totals,
)
from .own import own
from .own_mixed import own_mixed
from .registry import MUTATORS
from .sets import INVENTED
from .sound import sound

_MODULES = [of_headings, of_columns, of_rows, of_totals, of_codes, of_names, of_numbers, of_cells, of_sheets]
_MODULES += [of_files, of_size, of_own_cells, of_own_declared, of_own_verified, of_own_rows, of_own_book]
FAMILIES = {
    module.__name__.rpartition("of_")[2]: [
        name for name, each in MUTATORS.items() if each.change.__module__ == module.__name__
    ]
    for module in _MODULES
}
OWN = "own"  # filled forms of our own template, changed by nobody
OWN_MIXED = "own_mixed"  # two or three mutators of them
MIXED = "mixed"  # two or three mutators that touch different things, in one form
SOUND = "sound"  # none
_ALONE = {  # they leave nothing another could be seen in, or nobody could say what both together mean
    "claims_column_absent", "claims_blank", "claim_in_the_column_of_maxima", "points_block_slipped",
    "form_only_in_a_hidden_sheet", "headings_of_maximum_and_claims_exchanged", "every_heading_gone",
    "points_under_one_heading", "points_in_the_second_of_two_merged_headings", "two_sheets_alike", "no_head",
    "long_head", "second_table_below", "open_document", "csv_says_its_separator", "text_named_as_workbook",
    "web_page_named_as_workbook", "archive_named_as_workbook", "file_cut_off", "part_missing",
    "csv_with_unquoted_decimal_commas", "cells_that_do_not_say_where",
}  # fmt: skip
_OF_FORMULAS = ("points_calculated", "formula_that_gives_text", "formula_that_gives_nothing")
_APART = [{"saved_by_another_program", name} for name in (*_OF_FORMULAS, "points_corrected_within_the_cell")]
_APART += [{"row_doubled", "codes_exchanged"}, {"name_column_absent", "total_wrong"}]  # nor these together
MANY_TRIES = 60
OWN_FAMILIES = tuple(name for name in FAMILIES if name.startswith("own_"))


def draw(seed, family, count, names=()):
    """Return `count` mutated forms of one family, the same for the same seed.

    Parameters
    ----------
    seed : int
    family : str
        A key of `FAMILIES`, whose mutators take turns, one a form; `MIXED` or `SOUND`.
    count : int
    names : list of str, optional
        Only these of the family's mutators.
    """
    forms = []
    for number in range(count):
        unit_code = f"{10001 + number}"
        chance = random.Random(f"{seed} {family} {number}")
        if family in (SOUND, OWN):
            forms.append((sound if family == SOUND else own)(unit_code, chance))
        elif family == OWN_MIXED:
            forms.append(own_mixed(unit_code, chance))
        elif family == MIXED:
            forms.append(_mixed(unit_code, chance))
        else:
            turn = list(names or FAMILIES[family])
            forms.append(_single(unit_code, chance, MUTATORS[turn[number % len(turn)]]))
    return forms


def _single(unit_code, chance, mutator):
    """A form that only this mutator changed; sound forms are drawn until one has a place for it."""
    made = sound if set(mutator.criteria) <= set(INVENTED) else own
    for _ in range(MANY_TRIES):
        form = made(unit_code, chance)
        if mutator(form):
            return form
        form = made(unit_code, chance)
        form.suffix = mutator.suffixes[0]
        if mutator(form):
            return form
    raise ValueError(f"{mutator.name} has no place in any form")


def _mixed(unit_code, chance):
    form = sound(unit_code, chance)
    wanted, touched = chance.randint(2, 3), set()
    names = [
        name
        for name in MUTATORS
        if name not in _ALONE and set(MUTATORS[name].criteria) <= set(INVENTED) and name not in FAMILIES["size"]
    ]
    picked = []
    for name in chance.sample(names, len(names)):
        mutator = MUTATORS[name]
        is_apart = any({name, other} <= pair for other in picked for pair in _APART)
        if mutator.touches not in touched and form.suffix in mutator.suffixes and not is_apart:
            picked.append(name)
            touched.add(mutator.touches)
        if len(picked) == wanted:
            break
    for name in sorted(picked, key=lambda name: MUTATORS[name].touches == "points"):  # totals are of sound points
        MUTATORS[name](form)
    return form


def is_harmless(form):
    """Return whether a form was changed by mere habit."""
    return all(MUTATORS[name].is_harmless for name in form.done)
