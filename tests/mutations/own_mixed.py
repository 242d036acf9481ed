"""Several changes to one form of ours, in the order in which people come to make them."""

from .own import own
from .registry import MUTATORS
from .sets import ISSUED

ORDER = ("claims", "declared", "marks", "rows", "merges", "columns", "head", "lists", "file", "identity", "sheets")
FLAT = {"saved_as_csv", "saved_as_open_document", "values_copied_into_a_new_book"}  # they keep one sheet's values
LOST_IN_FLAT = ("identity", "sheets", "lists", "merges")
LOST = {"claims_struck_out", "claims_struck_and_typed_anew", "claims_merged_downwards", "declared_per_cent"}
APART = [{"points_in_another_column", "column_deleted"}]  # what nobody sees any more cannot be told
APART += [{"saved_as_an_old_workbook", "claims_struck_and_typed_anew"}]  # it keeps no parts of a text apart
APART += [{"codes_retyped", "code_merged_with_name"}]  # then neither is there
APART += [{"head_deleted", "two_units_in_one_book"}]  # nothing says whose
APART += [{"head_of_another_unit", "two_units_in_one_book"}, {"points_in_another_column", "blank_copy_before"}]
APART += [{"points_at_the_pillar_alone", "pillar_rows_deleted"}]
APART += [{"points_beside_the_parts", "part_row_deleted"}, {"points_beside_the_parts", "column_deleted"}]


def own_mixed(unit_code, chance):
    """Return a form of ours to which two or three mutators were done that touch different things."""
    form, wanted, picked = own(unit_code, chance), chance.randint(2, 3), []
    names = [name for name, each in MUTATORS.items() if each.criteria[0] in ISSUED]
    for name in chance.sample(names, len(names)):
        if len(picked) < wanted and _goes_with(name, picked, form):
            picked.append(name)
    for name in sorted(picked, key=lambda name: ORDER.index(MUTATORS[name].touches)):
        MUTATORS[name](form)
    return form


def _goes_with(name, picked, form):
    mutator = MUTATORS[name]
    if form.stage not in mutator.stages or form.criteria_id not in mutator.criteria:
        return False
    all_of_them = {name, *picked}
    is_flat = bool(FLAT & all_of_them)
    is_lost = LOST & all_of_them or any(MUTATORS[each].touches in LOST_IN_FLAT for each in all_of_them)
    is_apart = any(pair <= all_of_them for pair in APART)
    is_double = any(MUTATORS[each].touches == mutator.touches for each in picked)
    return not is_double and not is_apart and not (is_flat and is_lost)
