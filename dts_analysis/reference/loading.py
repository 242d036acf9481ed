"""Criteria sets read from YAML, and refused with every fault at once where they are unsound."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ..errors import DtsError, finding, stop_if
from . import strict_yaml
from .continuing import check_continues
from .criteria import CriteriaSet
from .json_schema import FILE as SCHEMA_FILE
from .levels import load_levels
from .schema import findings_of

if TYPE_CHECKING:
    from .level_words import Levels


def read_criteria(path: Path, levels: "Levels | None" = None) -> CriteriaSet:
    """Return the criteria set in one YAML file.

    Parameters
    ----------
    path : path
    levels : Levels, optional
        What its level and group may be; those of the raw folder that its folder lies in unless told.

    Raises
    ------
    DtsError
        With every fault of the file: duplicate or unknown keys, missing fields, unknown rules, codes
        outside their pillar, maxima that do not add up.
    """
    path = Path(path)
    document = strict_yaml.read(path)
    if not isinstance(document, dict):
        raise DtsError(finding("yaml_not_keys", path.name))
    try:
        levels = levels or load_levels(path.absolute().parents[1])
        return CriteriaSet.model_validate(document, context={"levels": levels})
    except ValidationError as error:
        raise DtsError(*findings_of(error, document, path.name)) from None


def load_criteria(folder: Path, levels: "Levels | None" = None) -> dict[str, CriteriaSet]:
    """Return every criteria set of a folder by id, with `continues` checked across the sets; `levels` as above.

    Raises
    ------
    DtsError
        With every fault of every file; also for a file that would not be read, such as ``x.yaml``, an indicator
        that continues nothing known or the same as another one, and a set that continues an older one past that of
        the year before.
    """
    criteria, levels = {}, levels or load_levels(Path(folder).absolute().parent)
    others = (path for path in sorted(Path(folder).glob("[!.]*")) if path.suffix != ".yml")
    faults = [finding("criteria_not_yml", path.name) for path in others if path.name != SCHEMA_FILE]
    for path in sorted(Path(folder).glob("*.yml")):
        try:
            criteria_set = read_criteria(path, levels)
        except DtsError as error:
            faults += error.findings
            continue
        if criteria_set.id != path.stem:
            faults.append(finding("criteria_id_differs", path.name, id=criteria_set.id, stem=path.stem))
        criteria[criteria_set.id] = criteria_set
    faults += check_continues(criteria)
    stop_if(faults)
    return criteria
