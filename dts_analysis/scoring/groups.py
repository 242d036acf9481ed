"""Many rows, few keys: text columns as numbers, and rows put into groups by them."""

import numpy as np
import pandas as pd


def coded(column):
    """Return a column as numbers and what they stand for, sorted; at once where it is categorical already.

    >>> coded(pd.Series(["b", "a", "b"]))[0].tolist(), coded(pd.Series(["b", "a", "b"]))[1].tolist()
    ([1, 0, 1], ['a', 'b'])
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), column.cat.categories
    return pd.factorize(column, sort=True)


def categories(column, row):
    """Return the values of a short column for many rows, as a categorical."""
    numbers, values = pd.factorize(column, sort=True)
    return pd.Categorical.from_codes(numbers[row], values)


def grouped(table, keys):
    """Return each row's group number, and one row per group with its keys, sorted by them.

    >>> table = pd.DataFrame({"unit": ["b", "a", "b"], "year": [1, 1, 1]})
    >>> numbers, groups = grouped(table, ["unit", "year"])
    >>> numbers.tolist(), groups.to_numpy().tolist()
    ([1, 0, 1], [['a', 1], ['b', 1]])
    """
    place, columns = np.zeros(len(table), dtype=np.int64), [coded(table[key]) for key in keys]
    sizes = [max(len(values), 1) for _, values in columns]
    for (numbers, _), size in zip(columns, sizes, strict=True):
        place = place * size + numbers
    if np.prod(sizes, dtype=float) <= 2 * len(table):  # the grid of keys is small: count it through
        filled = np.bincount(place, minlength=int(np.prod(sizes))) > 0
        seen, group = np.flatnonzero(filled), (np.cumsum(filled) - 1)[place]
    else:
        group, seen = pd.factorize(place, sort=True)
    grid = np.unravel_index(seen, sizes)
    found = {key: values.take(numbers) for key, (_, values), numbers in zip(keys, columns, grid, strict=True)}
    return group, pd.DataFrame(found)
