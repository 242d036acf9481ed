"""What the package holds of each reference file, at the places where a person reads it there."""

import pandas as pd

from . import plain

LISTS = {"reasons": "reason_code", "grounds": "ground_code", "remedies": "remedy_code"}
TABLES = ("units", "unit_changes")
UNREAD = {  # columns that nothing is made of
    "reason_mapping.csv": {"reviewed_on", "reviewed_by"},
    "manifest.csv": {"sha256", "replaces"},  # the one is checked against the file, the other takes files away
}


def held(path, data, headings, mapping):
    """Return what the package holds: rows of dicts for a CSV table, values by place for a YAML file."""
    stem = path.rpartition("/")[2].partition(".")[0]
    if path == "headings.yml":
        return headings
    if path == "reason_mapping.csv":
        return mapping
    if path == "manifest.csv":
        return data.received.to_dict("records")
    if path.startswith("criteria/"):
        sets = [each for each in data.criteria.values() if each.id == stem]
        return dict(_leaves((), sets[0].model_dump(mode="json"))) if sets else {}
    if path.startswith("published/"):
        return data.published[stem].to_dict("records")
    table = getattr(data, stem)
    if stem in TABLES:
        rows = table.to_dict("records")
        return rows[:-1] if stem == "units" else rows  # the country comes last
    return dict(_leaves((), table.rename(columns={LISTS[stem]: "code"}).to_dict("records")))


def unlike(path, seen, found):
    """Return in words where what the package holds is not what a person sees."""
    if path == "headings.yml":
        return _unlike_headings(seen, found)
    if path == "reason_mapping.csv":
        return _unlike_mapping(seen, found)
    if path.endswith(".yml"):
        wrong = [
            f"{at}: {text!r} is {found.get(at)!r}" for at, (text, _) in seen.items() if not _is(seen, found, at)
        ]
        return wrong + [f"{at} comes from nowhere" for at in found if _is_counted(at) and not _above(at, seen)]
    if path == "manifest.csv":
        replaced = {row["replaces"] for row in seen}
        seen = [row for row in seen if row["path"] not in replaced]
    if len(seen) != len(found):
        return [f"{len(seen)} rows are {len(found)}"]
    return [
        f"{number} {column}: {row[column]!r} is {other.get(column)!r}"
        for number, (row, other) in enumerate(zip(seen, found, strict=True))
        for column in row
        if column in other or path.startswith("published/")
        if column not in UNREAD.get(path, ()) and not _is_of_the_country(path, column, row, other)
        if not plain.is_cell(row[column], other.get(column))
    ]


def _is(seen, found, at):
    text, is_quoted = seen[at]
    return at in found and plain.is_leaf(text, is_quoted, found[at])


def _is_of_the_country(path, column, row, other):
    return (path, column) == ("units.csv", "parent_code") and (row[column], other[column]) == ("", "00")


def _is_counted(place):
    return any(isinstance(step, int) for step in place)


def _above(place, seen):
    """Whether the file holds the list entry that a value stands in, whatever its keys: some have defaults."""
    last = max(at for at, step in enumerate(place) if isinstance(step, int))
    return any(each[: last + 1] == place[: last + 1] for each in seen)


def _leaves(place, value):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves((*place, key), each)
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _leaves((*place, number), each)
    else:
        yield place, None if value is None or value is pd.NA or value != value else value


def _unlike_headings(seen, headings):
    return [
        f"{at}: {text!r} means {headings.field(text)!r}"
        for at, (text, _) in seen.items()
        if at and headings.field(text) != at[0]
    ]


def _unlike_mapping(seen, mapping):
    held = {" ".join(name.split()): codes for name, codes in mapping.items()}
    wanted = {row["reason_codes"] for row in seen}
    return [f"{codes!r} is mapped by nobody" for codes in wanted - set(held.values())] + [
        f"{codes!r} comes from nowhere" for codes in set(held.values()) - wanted
    ]
