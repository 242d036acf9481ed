"""The levels of a folder, read and refused with every fault at once; and words held to them elsewhere.

``data/raw/levels.yml`` says them; where there is none, the file beside this module.
"""

from functools import cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from ..errors import DtsError, finding
from . import strict_yaml
from .level_words import Levels
from .schema import findings_of

FILE = "levels.yml"
SHIPPED = Path(__file__).with_name(FILE)


def load_levels(raw: str | Path) -> Levels:
    """Return the levels of a folder ``data/raw``; those that come with the package where it says none.

    Raises
    ------
    DtsError
        With every fault of ``levels.yml``: keys doubled, unknown or missing, codes given twice, two regions, a
        letter without its unit.
    """
    path = Path(raw) / FILE
    return read_levels(path) if path.exists() else shipped_levels()


@cache
def shipped_levels() -> Levels:
    """Return the levels that come with the package."""
    return read_levels(SHIPPED)


def read_levels(path):
    """Return the levels of one file; raises as `load_levels`."""
    document = strict_yaml.read(path)
    if not isinstance(document, dict):
        raise DtsError(finding("yaml_not_keys", path.name))
    try:
        return Levels.model_validate(document)
    except ValidationError as error:
        raise DtsError(*findings_of(error, document, path.name)) from None


def levels_of(info):
    """Return the levels that a document is held to: its context's; without, those that come with the package."""
    return (info.context or {}).get("levels") or shipped_levels()


def one_of(name):
    """Return a validator for words that the levels know, as `levels_of` has them: `name` is what lists them."""

    def check(value, info):
        known = list(getattr(levels_of(info), name))
        if value not in known:
            raise PydanticCustomError("literal_error", "one of {expected}", {"expected": ", ".join(known)})
        return value

    return check
