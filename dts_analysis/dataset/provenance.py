"""Where processed data came from: every input's hash, the code's hash, the language, versions and commit."""

import hashlib
import subprocess
from importlib.metadata import version
from pathlib import Path

from ..messages import language

SOURCES = {".py", ".yml", ".j2", ".css", ".js"}
PACKAGES = ("dts-analysis", "numpy", "openpyxl", "pandas", "pyarrow", "pydantic", "xlrd")


def provenance(inputs):
    """Return where a build comes from, given its `inputs`.

    Returns
    -------
    dict
        ``build`` (a name that says inputs, code and language), ``criteria`` (the SHA-256 of each set's file, by
        id), ``code``, ``language`` (of the sentences of findings), ``commit``, ``packages``.
    """
    names, digest = {path: Path(path) for path in inputs}, code()
    made_of = "\n".join(f"{path} {value}" for path, value in inputs.items())
    return {
        "build": _sha256(f"{made_of}\n{digest}\n{language()}".encode())[:16],
        "criteria": {path.stem: inputs[name] for name, path in names.items() if path.match("criteria/*.yml")},
        "code": digest,
        "language": language(),
        "commit": _commit(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def inputs(raw):
    """Return the SHA-256 of every file below `raw`, by its path there."""
    paths = sorted(path for path in raw.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(raw).as_posix(): _sha256(path.read_bytes()) for path in paths}


def code():
    """Return one SHA-256 over the whole package: another code may make other numbers."""
    package = Path(__file__).parents[1]
    sources = sorted(path for path in package.rglob("*") if path.suffix in SOURCES)
    return _sha256(b"\0".join(path.read_bytes() for path in sources))


def _sha256(content):
    return hashlib.sha256(content).hexdigest()


def _commit():
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
