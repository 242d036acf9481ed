"""Tables as Parquet files, sorted, in row groups: a unit's rows are found by statistics, without reading the rest.

Any engine reads the files: ``<folder>/<table>.parquet``.
"""

import contextlib
import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from pyarrow import parquet

from ..errors import DtsError, finding, stop_if
from ..messages import say

ROW_GROUP = 8192
INPUTS = "inputs.json"
_UNREADABLE = (OSError, pa.ArrowException, ValueError, RecursionError)


class Store:
    """The tables of one build in a folder of this machine, of a share, or of a bucket.

    Parameters
    ----------
    folder : path
    sealed : Sealed, optional
        What its files are held to.
    """

    def __init__(self, folder, sealed=None):
        self.folder, self.sealed = folder, sealed

    def read(self, name, where=None, columns=None):
        """Return a table, or those of its rows whose columns hold the values asked for.

        Parameters
        ----------
        name : str
        where : dict, optional
            Column to one value, or to a collection of values.
        columns : list of str, optional
            Which columns; all unless told.

        Raises
        ------
        DtsError
            Where the table is not there, or damaged; where it has no such column, or what is asked for is no text
            in a column of texts, or text in another.
        """
        with self._sayable(), (self.folder / f"{name}.parquet").open("rb") as file:
            if self.sealed:
                self.sealed.check_footer(f"{self.folder.name}/{name}.parquet", file)
            stored = parquet.ParquetFile(file, pre_buffer=False, page_checksum_verification=True)
            wanted = {column: values_of(values) for column, values in (where or {}).items()}
            types = {field.name: _is_text(field.type) for field in stored.schema_arrow}
            _stop_if_unfit(types, [*wanted, *(columns or [])], wanted)
            kept = columns and list(dict.fromkeys([*columns, *wanted]))
            some = _row_groups(stored, wanted) or [0][: stored.num_row_groups]  # of none the first: for its types
            table = stored.read_row_groups(some, columns=kept, use_threads=False)
            found = table
            for column, values in wanted.items():
                found = found.filter(_holds(found[column], values))
            rows = found if found.num_rows else table.slice(0, 1)
            if columns is not None:
                rows = rows.select(columns)
            # threads cost more here, and a fork loses them
            return rows.unify_dictionaries().to_pandas(use_threads=False).head(found.num_rows)

    def published(self):
        """Return the tables that authorities published, by name; raises as `read`."""
        self.inputs()  # a build that was taken away has published nothing, and says so
        names = [name.removesuffix(".parquet") for name in self.sealed.below("published/")]
        return {name: self.read(f"published/{name}") for name in names}

    def inputs(self):
        """Return the SHA-256 of every raw file behind the build, by its path; raises as `read`."""
        with self._sayable():
            return json.loads(self.sealed.content(f"{self.folder.name}/{INPUTS}"))

    @contextlib.contextmanager
    def _sayable(self):
        """Turn a file that is not there, or is damaged, into a sentence that names the processed data."""
        try:
            yield
        except _UNREADABLE as fault:
            raise DtsError(finding("processed_missing", self.folder.parent.name)) from fault


def as_bytes(table, keys):
    """Return a table as the bytes of a Parquet file, its rows sorted by `keys`."""
    file = io.BytesIO()
    ordered = table.sort_values(list(keys), kind="stable", ignore_index=True) if keys else table
    ordered.to_parquet(file, index=False, row_group_size=ROW_GROUP, write_page_checksum=True)
    return file.getvalue()


def matching(table, where, columns=None):
    """Return the rows of a table in memory whose columns hold the values asked for, as `Store.read` does."""
    wanted = {column: values_of(values) for column, values in where.items()}
    types = {name: not (is_numeric_dtype(kind) or is_bool_dtype(kind)) for name, kind in table.dtypes.items()}
    _stop_if_unfit(types, [*wanted, *(columns or [])], wanted)
    keep = np.full(len(table), True)
    for column, values in wanted.items():
        keep &= table[column].isin(values).to_numpy()
    found = table[keep].reset_index(drop=True)
    return found if columns is None else found[columns]


def values_of(values):
    """Return in a list what is asked of a column: one value, or several.

    >>> values_of("claimed"), values_of(("claimed", "final"))
    (['claimed'], ['claimed', 'final'])
    """
    alone = isinstance(values, str | int | float | bool | np.generic)
    return [values] if alone else list(values)


def _stop_if_unfit(types, columns, wanted):
    """Refuse columns that are not there, and values that no row could ever hold: such rows are asked for in error.

    Parameters
    ----------
    types : dict
        Of every column, whether it holds text.
    columns : list of str
    wanted : dict
        Column to values.
    """
    known = ", ".join(types)
    unknown = dict.fromkeys(each for each in columns if each not in types)
    faults = [finding("column_unknown", "rows", value=repr(each), known=known) for each in unknown]
    for column in [each for each in wanted if each in types]:
        kind = say("a_text" if types[column] else "a_number")
        unfit = [value for value in wanted[column] if isinstance(value, str) != types[column]]
        faults += [finding("value_mistyped", f"rows!{column}", value=repr(each), kind=kind) for each in unfit]
    stop_if(faults)


def _is_text(kind):
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _holds(column, values):
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    return pa.compute.is_in(plain, value_set=pa.array(values, plain.type))


def _row_groups(stored, wanted):
    """The row groups that may hold what is wanted, by their least and greatest values."""
    chosen = range(stored.num_row_groups)
    for column, values in wanted.items():
        at = stored.schema_arrow.names.index(column)
        chosen = [group for group in chosen if _may_hold(stored.metadata.row_group(group).column(at), values)]
    return list(chosen)


def _may_hold(chunk, values):
    seen = chunk.statistics
    if seen is None or not seen.has_min_max:
        return True
    return any(seen.min <= value <= seen.max for value in values)
