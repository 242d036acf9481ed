"""Findings given back to whom they concern: a folder for each unit, with marked copies, a letter and a list."""

from functools import partial
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..errors import finding, stop_if
from ..files import part, write
from ..reference import fold
from .letters import SHIPPED, asked, correction_list, letter
from .marked_copy import marked_copy
from .word import give, own_template

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from ..dataset.tables import Dataset

LONGEST_NAME = 120  # letters
OWN_TEMPLATE = "mau_cong_van.docx"  # in the folder written to: the letter's template, to be edited by the office
LETTER, LIST, MARKED = "cong_van.docx", "can_sua.xlsx", "_danh_dau.xlsx"


def unit_file_name(unit_code: str, name: str) -> str:
    """Return a unit's code and name as the beginning of a file's name, as much of the name as one takes.

    >>> unit_file_name("25456", "Phường Tân Ninh")
    '25456_phuong_tan_ninh'
    """
    words = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    return part("_".join([unit_code, *words])[:LONGEST_NAME].rstrip("_"))


def write_back(raw: "Path", dataset: "Dataset", findings: "pd.DataFrame", folder: "Path") -> dict[str, Any]:
    """Write ``folder/<year>/<unit>/`` for every unit and year with findings; nothing received is touched.

    A letter concerns what the unit itself sent; findings in the working group's verification are marked in its
    copy and left out of the letter. The letter's template is copied to ``folder/mau_cong_van.docx``; one that lies
    there already is used.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    dataset : Dataset
        As from `dataset.read`.
    findings : DataFrame
        As from `analysis.causes.named`: those to be told.
    folder : Path

    Returns
    -------
    dict
        ``copies`` and ``letters``: how many were written.

    Raises
    ------
    DtsError
        Where a file to be written exists, or the template of the letter cannot be used.
    """
    source = own_template(folder, OWN_TEMPLATE, SHIPPED)
    files = dataset.received.set_index("path")
    made, letters = [], 0
    concerning = findings[findings["file"].isin(files.index) & (findings["unit_code"] != "")]
    for (year, unit_code), own in concerning.groupby(["year", "unit_code"], sort=True):
        name, year = own["unit_name"].iloc[0], int(year)
        place = folder / str(year) / unit_file_name(unit_code, name)
        for path, rows in own.groupby("file", sort=True):
            marked = partial(marked_copy, raw / path, path, rows, name, year)
            taken = {other for other, _ in made}
            endings = chain([""], (f"_{number}" for number in count(2)))
            copies = (place / f"{PurePosixPath(path).stem}{ending}{MARKED}" for ending in endings)
            made.append((next(copy for copy in copies if copy not in taken), marked))
        sent = own[files.loc[own["file"], "kind"].to_numpy() != "verification"]
        criteria_set = dataset.criteria[files.loc[own["file"].iloc[0], "criteria_id"]]
        if groups := asked(sent, criteria_set):
            addressed = dataset.levels.of(criteria_set.level).addressed(name)
            made.append((place / LETTER, partial(letter, source, addressed, year, criteria_set.title, groups)))
            made.append((place / LIST, partial(correction_list, name, year, groups)))
            letters += 1
    stop_if([finding("output_exists", path) for path, _ in made if path.exists()])
    if letters:
        letter(source, "", 0, "", [])  # a template that cannot be used stops all of it, not half
        give(folder, OWN_TEMPLATE, SHIPPED)
    for path, make in made:
        write(path, make())
    return {"copies": len(made) - 2 * letters, "letters": letters}
