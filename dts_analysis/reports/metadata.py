"""What a notebook says of itself, in its metadata under ``dts``: the one schema, read and written by it."""

import copy
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationError, field_validator

from ..errors import DtsError, finding
from ..messages import say
from ..reference.schema import reason
from ..rules import Strict

KEY = "dts"
LANGUAGE = "python"
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": LANGUAGE}
Said = Annotated[str, Field(min_length=1)]


class Metadata(Strict):
    """What a report's notebook is about and needs. See ``notebooks/README.md`` for each key."""

    model_config = ConfigDict(strict=True)

    scope: Literal["unit", "parent"]  # about one unit that sent a form, or about the units below one
    title_vi: Said
    title_en: Said
    order: Annotated[int, Field(ge=0)]  # its place among those of its scope
    needs: tuple[Literal["year_before", "verified"], ...] = ()  # without these it says nothing
    is_brief: bool = False  # on paper one page, its method left to the screen
    reads: tuple[Literal["below"], ...] = ()  # about one unit, and made from those right below it too

    @field_validator("needs", "reads", mode="before")
    @classmethod
    def _as_listed(cls, given):
        return tuple(given) if isinstance(given, list) else given


def read_metadata(metadata, where):
    """Return what a notebook says of itself.

    Parameters
    ----------
    metadata : dict
        A notebook's metadata, whole.
    where : str
        How findings name the file.

    Raises
    ------
    DtsError
        ``notebook_foreign`` (nothing is said under ``dts``), ``notebook_without_kernel`` (no Python kernel is
        named), ``notebook_undescribed`` (something is missing, unknown or wrong, each with its key).

    Examples
    --------
    >>> said = {"scope": "unit", "title_vi": "Trụ cột", "title_en": "Pillars", "order": 1}
    >>> read_metadata({"dts": said, "kernelspec": KERNEL}, "pillars.ipynb").scope
    'unit'
    """
    if KEY not in metadata:
        raise DtsError(finding("notebook_foreign", where))
    kernel = metadata.get("kernelspec", {})
    language = kernel.get("language") or metadata.get("language_info", {}).get("name")
    if not kernel.get("name") or language != LANGUAGE:
        raise DtsError(finding("notebook_without_kernel", where))
    try:
        return Metadata.model_validate(metadata[KEY])
    except ValidationError as error:
        faults = "; ".join(map(_fault, error.errors(include_url=False)))
        raise DtsError(finding("notebook_undescribed", where, faults=faults)) from None


def _fault(fault):
    key = ".".join(map(str, fault["loc"])) or KEY
    if fault["type"] == "missing":
        return say("metadata_missing", key=key)
    if fault["type"] == "extra_forbidden":
        return say("metadata_unknown", key=key)
    return say("metadata_wrong", key=key, value=repr(fault["input"]), reason=reason(fault))


def spoken(document, language):
    """Return a notebook with its prose in a language, where its cells have it, under ``dts`` in their metadata.

    A cell without it is in English, but in Vietnamese keeps the words that stand in it.

    >>> import nbformat
    >>> cell = nbformat.v4.new_markdown_cell("## Kết quả", metadata={"dts": {"en": "## Result"}})
    >>> [spoken(nbformat.v4.new_notebook(cells=[cell]), each).cells[0].source for each in ("en", "vi")]
    ['## Result', '## Kết quả']
    """
    found = copy.deepcopy(document)
    for cell in found.cells:
        if cell.cell_type == "markdown":
            said = {"vi": cell.source} | cell.metadata.get(KEY, {})
            cell.source = said.get(language) or said.get("en") or cell.source
    return found
