"""Why indicators are weak, on what grounds verifiers change claims, and what helps: the house's taxonomies."""

from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import ValidationError

from ..errors import DtsError, finding, stop_if
from . import strict_yaml
from .csv_table import read_table
from .folding import fold
from .rules import Strict
from .schema import reason

UNCLASSIFIED = "R99"


class Reason(Strict):
    """Why an indicator is weak, who can remove that, and what usually helps."""

    code: str
    label_vi: str
    label_en: str
    removable_by: Literal["unit", "province", "ministry", "citizens", "unknown"]
    remedy_vi: str
    remedy_en: str
    remedies: tuple[str, ...]
    phrases: tuple[str, ...] = ()


class Ground(Strict):
    """On what ground a verifier changed a claim."""

    code: str
    label_vi: str
    label_en: str
    phrases: tuple[str, ...] = ()


class Remedy(Strict):
    """What helps against one or several reasons."""

    code: str
    label_vi: str
    label_en: str


def load_reasons(raw):
    """Return the taxonomy of reasons, one row per `reason_code`.

    Returns
    -------
    DataFrame
        `reason_code`, `label_vi`, `label_en`, `removable_by` (unit, province, ministry, citizens;
        unknown for "not classified"), `remedy_vi`, `remedy_en`, `remedies` (tuple of codes of
        ``remedies.yml``), `phrases` (tuple of text).

    Raises
    ------
    DtsError
        Where an entry misses a key, has an unknown one, or a code stands twice.
    """
    reasons = _load(Path(raw) / "reasons.yml", Reason, "reason_code")
    known = set(load_remedies(raw)["remedy_code"])
    stop_if(
        [
            finding(
                "remedy_unknown", f"reasons.yml!{row.reason_code}", remedy=remedy, known=", ".join(sorted(known))
            )
            for row in reasons.itertuples()
            for remedy in row.remedies
            if remedy not in known
        ]
    )
    return reasons


def load_grounds(raw):
    """Return the grounds for changing a claim: `ground_code`, `label_vi`, `label_en`, `phrases`."""
    return _load(Path(raw) / "grounds.yml", Ground, "ground_code")


def load_remedies(raw):
    """Return what helps, in the order of its file: `remedy_code`, `label_vi`, `label_en`."""
    return _load(Path(raw) / "remedies.yml", Remedy, "remedy_code")


def _load(path, model, code_column):
    if not path.is_file():
        raise DtsError(finding("file_missing", path.name))
    entries, faults, document = [], [], strict_yaml.read(path)
    if not isinstance(document, list):
        raise DtsError(finding("yaml_not_list", path.name))
    for number, entry in enumerate(document):
        try:
            entries.append(model.model_validate(entry))
        except ValidationError as error:
            where = f"{path.name}!{number + 1}"
            faults += [
                finding(
                    "field_invalid",
                    where,
                    field=(*each["loc"], "—")[0],
                    value=repr(each["input"]),
                    reason=reason(each),
                )
                for each in error.errors()
            ]
    codes = [each.code for each in entries]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    stop_if(faults + [finding("code_doubled", path.name, code=code) for code in doubled])
    return pd.DataFrame([each.model_dump() for each in entries]).rename(columns={"code": code_column})


def load_reason_mapping(raw, reasons):
    """Return reviewed codes for explanations that carry none, by folded explanation.

    ``reason_mapping.csv`` (optional): ``explanation``, ``reason_codes`` (parted by ;), ``reviewed_on``,
    ``reviewed_by`` (a role, never a person's name). A row without a review counts for nothing and is refused.

    Raises
    ------
    DtsError
        Where a code is not in the taxonomy, or a row was not reviewed.
    """
    path = Path(raw) / "reason_mapping.csv"
    if not path.is_file():
        return {}
    table = read_table(path, ("explanation", "reason_codes", "reviewed_on", "reviewed_by"))
    known, faults = set(reasons["reason_code"]), []
    for row in table.itertuples():
        where = f"{path.name}!{row.Index + 2}"
        faults += [
            finding("mapping_code_unknown", where, code=code)
            for code in row.reason_codes.split(";")
            if code not in known
        ]
        if not row.reviewed_on or not row.reviewed_by:
            faults.append(finding("mapping_unreviewed", where, explanation=row.explanation[:80]))
    stop_if(faults)
    return dict(zip(table["explanation"].map(fold), table["reason_codes"], strict=True))
