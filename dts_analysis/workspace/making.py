"""A workspace made: the facts and notebooks that come with the package, none of the demonstration's forms."""

import difflib
import json
from dataclasses import dataclass
from pathlib import Path

from .. import files, reference
from ..errors import DtsError, finding
from ..intake.manifest import COLUMNS, REFERENCE
from ..messages import say
from .place import MARKER, Workspace

GUIDE = "HUONG_DAN.txt"
CRITERIA, PUBLISHED = "data/raw/criteria", "data/raw/published"


@dataclass(frozen=True)
class Made:
    """What `make` did: the `workspace`, the `written` paths below it, and the ids of its criteria sets."""

    workspace: Workspace
    written: list
    criteria: list


def shipped():
    """Return the folder that new workspaces are filled from: the package's own, or the checkout it lies in.

    Raises
    ------
    DtsError
        Where the package was installed without what it ships.
    """
    own = Path(__file__).with_name("shipped")
    folder = own if own.is_dir() else Path(__file__).parents[2]
    if not (folder / "data/raw/units.csv").is_file():
        raise DtsError(finding("shipped_missing", folder.name))
    return folder


def make(folder, province="", criteria=()):
    """Make a workspace, or add to one what it lacks; what stands there is never written over.

    Parameters
    ----------
    folder : path
        New, empty, or a workspace already.
    province : str
        Code or name of the province whose units send forms; "" for the whole country.
    criteria : sequence of str
        Ids of criteria sets to bring along; the sets that these continue come with them.

    Returns
    -------
    Made

    Raises
    ------
    DtsError
        Where the folder holds something else, the province or a set is unknown (every fault at once), or
        nothing can be written.
    """
    place, source = Workspace(Path(folder).absolute()), shipped()
    units = reference.load_units(source / "data/raw")
    code, faults = _province(units, province)
    faults += _check_folder(place, source, folder)
    known = {path.stem: path for path in sorted((source / CRITERIA).glob("*.yml"))}
    faults += [_unknown_set(each, known) for each in criteria if each not in known]
    if faults:
        raise DtsError(*faults)
    is_said, code = bool(code), code or place.province
    sets = _with_continued(criteria, known)
    contents = {f"{CRITERIA}/{each}.yml": known[each].read_bytes() for each in sets}
    contents |= {path: (source / path).read_bytes() for path in _reference(source)}
    contents |= {path: (source / path).read_bytes() for path in _published(source, units, code)}
    contents |= {f"notebooks/{path.name}": _bare(path) for path in sorted((source / "notebooks").glob("*.ipynb"))}
    contents["notebooks/README.md"] = (source / "notebooks/README.md").read_bytes()
    contents["data/raw/manifest.csv"] = (",".join(COLUMNS) + "\n").encode()
    contents[GUIDE] = say("guide").replace("\n", "\r\n").encode("utf-8-sig")
    with files.sayable(place.folder):
        if is_new := is_said or not (place.folder / MARKER).is_file():  # first: a call cut short is gone on with
            files.write(place.folder / MARKER, _marker(code))
        written = [path for path, content in contents.items() if _written(place.folder / path, content)]
        written += [MARKER] * is_new
        for each in (place.inbox, place.raw / "criteria"):
            each.mkdir(parents=True, exist_ok=True)
    return Made(place, written, sorted(path.stem for path in (place.raw / "criteria").glob("*.yml")))


def _written(path, content):
    if path.exists():
        return False
    files.write(path, content)
    return True


def _marker(code):
    return f'# {say("marker_note")}\nprovince = "{code}"\n'.encode()


def _check_folder(place, source, given):
    if place.folder.resolve() == source.resolve():
        return [finding("folder_is_source", str(given))]
    if place.folder.is_file():
        return [finding("folder_taken", str(given))]
    is_new = not place.folder.is_dir() or not any(place.folder.iterdir())
    is_one = (place.folder / MARKER).is_file() or (place.raw / "manifest.csv").is_file()
    return [] if is_new or is_one else [finding("folder_taken", str(given))]


def _province(units, wanted):
    """The code of a province by code or name, and the finding where there is none."""
    if not wanted:
        return "", []
    provinces = units[units["level"] == "province"]
    bare = provinces["name"].map(_bare_name)
    is_it = (provinces["unit_code"] == wanted.strip().zfill(2)) | (bare == _bare_name(wanted))
    latest = provinces[is_it].sort_values("valid_from", kind="stable")
    if len(latest):
        return latest["unit_code"].iloc[-1], []
    near = difflib.get_close_matches(_bare_name(wanted), sorted(set(bare)), n=3, cutoff=0.5)
    close = provinces[bare.isin(near) & (provinces["valid_to"] == "")]
    meant = ", ".join(close["unit_code"] + " " + close["name"]) or "—"
    return "", [finding("province_unknown", "--province", province=wanted, meant=meant)]


def _bare_name(name):
    return reference.fold(name).removeprefix("tinh ").removeprefix("thanh pho ")


def _unknown_set(wanted, known):
    return finding("set_not_shipped", "--criteria", id=wanted, known=", ".join(known))


def _with_continued(criteria, known):
    """These sets and, from set to set, those that they continue."""
    found, left = [], list(criteria)
    while left:
        each = left.pop(0)
        if each in found:
            continue
        found.append(each)
        indicators = reference.read_criteria(known[each]).indicators
        before = {one.continues.split(":")[0] for one in indicators if one.continues}
        left += sorted(before & known.keys())
    return found


def _reference(source):
    """The paths of the reference files there are, beside the manifest."""
    names = sorted(REFERENCE - {"manifest.csv"})
    return [f"data/raw/{name}" for name in names if (source / "data/raw" / name).is_file()]


def _published(source, units, province):
    """The paths of the published tables that say something of the province; of the country all that name one."""
    names = {_bare_name(name) for name in units.loc[units["unit_code"] == province, "name"]}
    found = []
    for name, table in reference.load_published(source / "data/raw").items():
        if "province" not in table:
            continue
        if not province or names & set(table["province"].dropna().map(_bare_name)):
            found.append(f"{PUBLISHED}/{name}.csv")
    return found


def _bare(path):
    """A notebook's bytes without the outputs stored in it: they are the demonstration's."""
    document = json.loads(path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
