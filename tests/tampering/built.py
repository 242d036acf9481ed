"""Tampering with what a build wrote: by bytes, or well-formed and yet not as it was written."""

import io
import json

import pandas as pd

from . import raw_files
from .spellings import NASTY

BYTES = (
    raw_files.cut,
    raw_files.bit_flipped,
    raw_files.piece_gone,
    raw_files.replaced_whole,
    raw_files.twice_over,
)


def files(processed):
    """Return the paths of all files of the processed data, in the order they take turns."""
    return sorted(path.relative_to(processed) for path in processed.rglob("*") if path.is_file())


def draw(chance, processed, path):
    """Return the name of one way to tamper with a file, and its bytes then; None for a folder in its place."""
    content, how = (processed / path).read_bytes(), {".json": _json, ".parquet": _table}.get(path.suffix)
    while True:
        change = chance.choice([*BYTES, _other, _folder, *([how] * 4 if how else [])])
        changed = change(chance, content) if change is not _other else _other(chance, processed)
        if changed != content:
            return change.__name__.strip("_"), changed


def _folder(chance, content):
    return None


def _other(chance, processed):
    """The bytes of another file of the build."""
    return (processed / chance.choice(files(processed))).read_bytes()


def _json(chance, content):
    """JSON with a key less, more or doubled, a value of another kind, or deep inside."""
    document = json.loads(content)
    keys = list(document)
    key, how = chance.choice(keys), chance.choice(["lost", "renamed", "retyped", "word", "doubled"])
    if how in ("lost", "renamed"):
        value = document.pop(key)
        document |= {} if how == "lost" else {key + "_": value}
    elif how == "doubled":
        return content.rstrip()[:-1] + b", " + json.dumps({key: 1}).encode()[1:]
    else:
        kept = document[key]
        document[key] = chance.choice(
            [[kept], {"a": kept}, None, 3, [], {}, str(kept)] if how == "retyped" else NASTY
        )
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _table(chance, content):
    """A sound Parquet file with a column less or renamed, a row less or twice, a value changed, or no row."""
    table, how = (
        pd.read_parquet(io.BytesIO(content)),
        chance.choice(["lost", "renamed", "row", "twice", "empty", "cell"]),
    )
    name = chance.choice(list(table.columns))
    at = chance.randrange(max(len(table), 1))
    if how == "lost":
        table = table.drop(columns=name)
    elif how == "renamed":
        table = table.rename(columns={name: f"{name}_"})
    elif how == "row":
        table = table.drop(index=table.index[at : at + 1])
    elif how == "twice":
        table = pd.concat([table, table.iloc[at : at + 1]])
    elif how == "empty":
        table = table.head(0)
    else:
        table[name] = table[name].astype("str") + chance.choice(["", "x"])
    file = io.BytesIO()
    table.to_parquet(file, index=False)
    return file.getvalue()
