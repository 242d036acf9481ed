"""Many rows, few keys: text columns as numbers, and rows put into groups by them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

_DIGIT = 1 << 16  # numpy sorts numbers of sixteen bits by counting them


def coded(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return a column as numbers and what they stand for, sorted; at once where it is categorical already.

    >>> coded(pd.Series(["b", "a", "b"]))[0].tolist(), coded(pd.Series(["b", "a", "b"]))[1].tolist()
    ([1, 0, 1], ['a', 'b'])
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), column.cat.categories
    return pd.factorize(column, sort=True)


def ordered(*keys: np.ndarray) -> np.ndarray:
    """Return the stable order of rows by whole numbers from 0, the first key foremost: what `lexsort` gives.

    Counted sixteen bits at a time and so linear in the rows, where a sort by comparing is not.

    >>> ordered(np.array([1, 0, 1, 0]), np.array([70000, 5, 3, 5])).tolist()
    [1, 3, 2, 0]
    """
    digits, size = [], _DIGIT + 1
    for key in reversed(keys):
        high = int(key.max(initial=0)) + 1
        if size < _DIGIT and size * high <= _DIGIT:  # several small keys are one digit
            digits[-1] = digits[-1] + (key.astype(np.uint16) * size).astype(np.uint16)
            size *= high
        else:
            digits += [(key >> shift).astype(np.uint16) for shift in range(0, max(high - 1, 1).bit_length(), 16)]
            size = high if high < _DIGIT else _DIGIT + 1
    order = np.argsort(digits[0], kind="stable")
    for digit in digits[1:]:
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def distinct(group: np.ndarray, column: pd.Series, n_groups: int) -> np.ndarray:
    """Return how many different values each group has.

    >>> distinct(np.array([0, 1, 0, 0]), pd.Series(["a", "a", "b", "a"]), 2).tolist()
    [2, 1]
    """
    numbers, values = coded(column)
    size = max(len(values), 1)
    place = group * size + numbers
    if n_groups * size <= 2 * len(group):
        return (np.bincount(place, minlength=n_groups * size) > 0).reshape(n_groups, size).sum(axis=1)
    return np.bincount(pd.unique(place) // size, minlength=n_groups)


def categories(column, row):
    """Return the values of a short column for many rows, as a categorical."""
    numbers, values = pd.factorize(column, sort=True)
    return pd.Categorical.from_codes(numbers[row], values)


def grouped(table: pd.DataFrame, keys: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
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


def places(rows: pd.DataFrame, table: pd.DataFrame, keys: Sequence[str]) -> np.ndarray:
    """Return where in `table` the row with each row's keys stands, whatever types the two give their keys.

    Parameters
    ----------
    rows, table : DataFrame
        Both with `keys`; a table's keys stand once.
    keys : sequence of str

    Returns
    -------
    array of int
        Aligned to `rows`.

    Raises
    ------
    ValueError
        Where keys stand twice in `table`, or a row's keys are not there.

    Examples
    --------
    >>> table = pd.DataFrame({"unit": ["a", "b"], "year": [1, 1]})
    >>> places(pd.DataFrame({"unit": ["b", "b", "a"], "year": 1}), table, ["unit", "year"]).tolist()
    [1, 1, 0]
    """
    sought, known = np.zeros(len(rows), dtype=np.int64), np.zeros(len(table), dtype=np.int64)
    is_there = np.full(len(rows), True)
    for key in keys:
        numbers, values = coded(table[key])
        of_row, names = coded(rows[key])
        at = pd.Index(values).get_indexer(pd.Index(names))[of_row]
        is_there &= at >= 0
        sought, known = sought * len(values) + at, known * len(values) + numbers
    index = pd.Index(known)
    if not index.is_unique:
        raise ValueError(f"{int(index.duplicated().sum())} rows of the table repeat {', '.join(keys)}")
    found = np.where(is_there, index.get_indexer(sought), -1)
    if (found < 0).any():
        raise ValueError(f"{int((found < 0).sum())} rows are not in the table by {', '.join(keys)}")
    return found
