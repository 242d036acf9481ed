"""Why indicators are weak, on what grounds verifiers change claims, and what helps: the house's taxonomies."""

import re
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import AfterValidator, Field, PlainValidator, ValidationError
from pydantic_core import PydanticCustomError

from ..errors import DtsError, finding, stop_if
from ..rules import Strict
from . import strict_yaml
from .csv_table import check_words, is_date, read_table
from .folding import fold
from .levels import load_levels, one_of
from .schema import findings_of

UNCLASSIFIED = "R99"
Effort = Annotated[int, Field(strict=True, ge=1, le=3)] | None  # light, medium, heavy; None: nobody says
Party = Annotated[str, PlainValidator(one_of("party_codes"))]


def _form_code(letter):
    """What checks a code that forms can hold: what reads them looks for a letter and two digits."""

    def check(code):
        if not re.fullmatch(f"{letter}[0-9][0-9]", code):
            raise PydanticCustomError("form_code", "{letter} and two digits", {"letter": letter})
        return code

    return AfterValidator(check)


class Reason(Strict):
    """Why an indicator is weak, who can remove that, and what usually helps."""

    code: Annotated[str, _form_code("R")]
    label_vi: str
    label_en: str
    removable_by: Party
    remedy_vi: str
    remedy_en: str
    remedies: tuple[str, ...]
    effort: Effort = None
    phrases: tuple[str, ...] = ()


class Ground(Strict):
    """On what ground a verifier changed a claim, and who can remove that."""

    code: Annotated[str, _form_code("G")]
    label_vi: str
    label_en: str
    removable_by: Party
    remedies: tuple[str, ...] = ()
    effort: Effort = None
    phrases: tuple[str, ...] = ()


class Remedy(Strict):
    """What helps against one or several reasons."""

    code: str
    label_vi: str
    label_en: str
    product_vi: str = ""
    product_en: str = ""


def load_reasons(raw: str | Path) -> pd.DataFrame:
    """Return the taxonomy of reasons, one row per `reason_code`.

    Returns
    -------
    DataFrame
        `reason_code`, `label_vi`, `label_en`, `removable_by` (a party of the `Levels`;
        unknown for "not classified"), `remedy_vi`, `remedy_en`, `remedies` (tuple of codes of
        ``remedies.yml``), `effort` (1 light, 2 medium, 3 heavy; NA where nobody says),
        `phrases` (tuple of text).

    Raises
    ------
    DtsError
        Where an entry misses a key, has an unknown one, a code is none that forms can hold or stands twice,
        or the code of what nobody classified, `UNCLASSIFIED`, is not there.
    """
    reasons = _with_known_remedies(raw, "reasons.yml", Reason, "reason_code")
    has = ", ".join(reasons["reason_code"])
    lacking = UNCLASSIFIED not in set(reasons["reason_code"])
    stop_if([finding("unclassified_missing", "reasons.yml", code=UNCLASSIFIED, has=has)] if lacking else [])
    return reasons


def load_grounds(raw: str | Path) -> pd.DataFrame:
    """Return the grounds for changing a claim, one row per `ground_code`; raises as `load_reasons`.

    Returns
    -------
    DataFrame
        `ground_code`, `label_vi`, `label_en`, `removable_by` (as of reasons: who can see to it that the next
        claim stands), `remedies`, `effort` and `phrases` (as of reasons; all may be empty).
    """
    return _with_known_remedies(raw, "grounds.yml", Ground, "ground_code")


def _with_known_remedies(raw, name, model, code_column):
    """A table of causes, whose remedies are all there."""
    causes, known = _load(Path(raw) / name, model, code_column), set(load_remedies(raw)["remedy_code"])
    listed = ", ".join(sorted(known))
    stop_if(
        [
            finding("remedy_unknown", f"{name}!{code}", remedy=remedy, known=listed)
            for code, remedies in zip(causes[code_column], causes["remedies"], strict=True)
            for remedy in remedies
            if remedy not in known
        ]
    )
    return causes


def load_remedies(raw: str | Path) -> pd.DataFrame:
    """Return what helps, in the order of its file: `remedy_code`, `label_vi`, `label_en` and what it makes.

    ``product_vi``, ``product_en``: "" where the file names none.
    """
    return _load(Path(raw) / "remedies.yml", Remedy, "remedy_code")


def _load(path, model, code_column):
    entries, faults, document = [], [], strict_yaml.read(path)
    context = {"levels": load_levels(path.parent)}
    if not isinstance(document, list):
        raise DtsError(finding("yaml_not_list", path.name))
    for number, entry in enumerate(document):
        try:
            entries.append(model.model_validate(entry, context=context))
        except ValidationError as error:
            faults += findings_of(error, entry, f"{path.name}!{number + 1}")
    codes = [each.code for each in entries]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    stop_if(faults + [finding("code_doubled", path.name, code=code) for code in doubled])
    table = pd.DataFrame([each.model_dump() for each in entries], columns=list(model.model_fields))
    table = table.astype({"effort": "Int64"}) if "effort" in table else table
    return table.rename(columns={"code": code_column})


def load_reason_mapping(raw: str | Path, reasons: pd.DataFrame) -> dict[Any, Any]:
    """Return reviewed codes for explanations that carry none, by folded explanation.

    ``reason_mapping.csv`` (optional): ``explanation``, ``reason_codes`` (parted by ;), ``reviewed_on``,
    ``reviewed_by`` (a role, never a person's name). A row without a review counts for nothing and is refused.

    Raises
    ------
    DtsError
        Where a code is not in the taxonomy, a row was not reviewed, or an explanation has two mappings.
    """
    path = Path(raw) / "reason_mapping.csv"
    if not path.exists():
        return {}
    table = read_table(path, ("explanation", "reason_codes", "reviewed_on", "reviewed_by"))
    stop_if(check_words(table, path.name, "reviewed_on", is_date, "2023-06-30"))
    known, faults, mapped = set(reasons["reason_code"]), [], {}
    for row in table.itertuples():
        where = f"{path.name}!{row.Index + 2}"
        faults += [
            finding("mapping_code_unknown", where, code=code)
            for code in row.reason_codes.split(";")
            if code not in known
        ]
        if not row.reviewed_on or not row.reviewed_by:
            faults.append(finding("mapping_unreviewed", where, explanation=row.explanation[:80]))
        if mapped.setdefault(fold(row.explanation), row.reason_codes) != row.reason_codes:
            faults.append(finding("mapping_doubled", where, explanation=row.explanation[:80]))
    stop_if(faults)
    return mapped
