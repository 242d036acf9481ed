"""A workspace made: the facts and notebooks that come with the package, none of the demonstration's forms."""

import difflib
import json
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import files, reference
from ..errors import DtsError, finding
from ..intake.manifest import COLUMNS, REFERENCE
from ..messages import say
from ..reference.changes import COLUMNS as CHANGE_COLUMNS, FILE as CHANGES
from .place import MARKER, Workspace

GUIDE = "HUONG_DAN.txt"
CRITERIA, PUBLISHED = "data/raw/criteria", "data/raw/published"
CAUSES = ("data/raw/reasons.yml", "data/raw/grounds.yml")


@dataclass(frozen=True)
class Made:
    """What `make` did: the `workspace`, its `levels`, the `written` paths below it, and the ids of its sets.

    `unknown_parties` are those that the package's causes name and the workspace's levels do not: nobody says there
    who these are.
    """

    workspace: Workspace
    levels: reference.Levels
    written: list
    criteria: list
    unknown_parties: list


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


def schema_text(levels):
    """Return the JSON Schema of criteria sets as a file's text, with the words of the guide that comes along."""
    guide = (shipped() / "data/raw/README.md").read_text(encoding="utf-8")
    return json.dumps(reference.criteria_schema(levels, guide), ensure_ascii=False, indent=1) + "\n"


def make(folder, region="", criteria=()):
    """Make a workspace, or add to one what it lacks; what stands there is never written over.

    Where the folder's ``data/raw/levels.yml`` names levels of its own, nothing comes along that is of the
    package's units.

    Parameters
    ----------
    folder : path
        New, empty, or a workspace already.
    region : str
        Code or name of the region whose units send forms; "" for all.
    criteria : sequence of str
        Ids of criteria sets to bring along; the sets that these continue come with them.

    Returns
    -------
    Made

    Raises
    ------
    DtsError
        Where the folder holds something else, the region or a set is unknown (every fault at once), or
        nothing can be written.
    """
    place, source = Workspace(Path(folder).absolute()), shipped()
    levels = reference.load_levels(place.raw)
    is_own = levels != reference.shipped_levels()
    raw = place.raw if is_own else source / "data/raw"
    units = reference.load_units(raw, levels)
    code, faults = _region(units, region, levels)
    faults += _check_folder(place, source, folder)
    known = {path.stem: path for path in sorted((source / CRITERIA).glob("*.yml"))}
    faults += [_unknown_set(each, known) for each in criteria if each not in known]
    if faults:
        raise DtsError(*faults)
    is_said, code = bool(code), code or place.region
    sets = _with_continued(criteria, known)
    contents = {f"{CRITERIA}/{each}.yml": known[each].read_bytes() for each in sets}
    contents |= {path: (source / path).read_bytes() for path in _reference(source)}
    strangers = [each for each in reference.shipped_levels().party_codes if each not in levels.party_codes]
    contents |= {path: _without(strangers, contents[path]) for path in CAUSES}
    published = [] if is_own else _published(source, units, code, levels)
    contents |= {path: (source / path).read_bytes() for path in published}
    contents[f"data/raw/{reference.LEVELS_FILE}"] = reference.SHIPPED.read_bytes()
    if is_own:
        contents[f"data/raw/{CHANGES}"] = (",".join(CHANGE_COLUMNS) + "\n").encode()
    contents |= {f"notebooks/{path.name}": _bare(path) for path in sorted((source / "notebooks").glob("*.ipynb"))}
    contents["notebooks/README.md"] = (source / "notebooks/README.md").read_bytes()
    contents["data/raw/manifest.csv"] = (",".join(COLUMNS) + "\n").encode()
    guide = say("guide", plural=levels.lowest.plural, lowest=levels.lowest.name)
    contents[f"{CRITERIA}/{reference.SCHEMA_FILE}"] = schema_text(levels).encode()
    contents[GUIDE] = guide.replace("\n", "\r\n").encode("utf-8-sig")
    with files.sayable(place.folder):
        if is_new := is_said or not (place.folder / MARKER).is_file():  # first: a call cut short is gone on with
            files.write(place.folder / MARKER, _marker(code, levels))
        written = [path for path, content in contents.items() if _written(place.folder / path, content)]
        written += [MARKER] * is_new
        for each in (place.inbox, place.raw / "criteria"):
            each.mkdir(parents=True, exist_ok=True)
    sets = sorted(path.stem for path in (place.raw / "criteria").glob("*.yml"))
    return Made(place, levels, written, sets, strangers if CAUSES[0] in written else [])


def _without(parties, content):
    """A file of causes in which nobody knows whether one of these parties could remove any."""
    named = "|".join(parties).encode()
    return re.sub(rb"\bremovable_by: (?:%b)\b" % named, b"removable_by: unknown", content) if named else content


def _written(path, content):
    if path.exists():
        return False
    files.write(path, content)
    return True


def _marker(code, levels):
    if not levels.region:
        return f"# {say('marker_note_all')}\n".encode()
    note = say("marker_note", level=levels.of(levels.region).name, top=levels.of(levels.top_level).name)
    return f'# {note}\n{levels.region} = "{code}"\n'.encode()


def _check_folder(place, source, given):
    if place.folder.resolve() == source.resolve():
        return [finding("folder_is_source", str(given))]
    if place.folder.is_file():
        return [finding("folder_taken", str(given))]
    is_new = not place.folder.is_dir() or not any(place.folder.iterdir())
    is_one = (place.folder / MARKER).is_file() or (place.raw / reference.LEVELS_FILE).is_file()
    is_one |= (place.raw / "manifest.csv").is_file()
    return [] if is_new or is_one else [finding("folder_taken", str(given))]


def _region(units, wanted, levels):
    """The code of a region by code or name, and the finding where there is none."""
    if not wanted:
        return "", []
    bare_name = partial(_bare_name, levels=levels)
    regions = units[units["level"] == levels.region]
    bare, code = regions["name"].map(bare_name), wanted.strip()
    codes = {code.zfill(length) for length in regions["unit_code"].str.len().unique()}
    is_it = regions["unit_code"].isin(codes) | (bare == bare_name(wanted))
    latest = regions[is_it].sort_values("valid_from", kind="stable")
    if len(latest):
        return latest["unit_code"].iloc[-1], []
    near = difflib.get_close_matches(bare_name(wanted), sorted(set(bare)), n=3, cutoff=0.5)
    close = regions[bare.isin(near) & (regions["valid_to"] == "")]
    meant = ", ".join(close["unit_code"] + " " + close["name"]) or "—"
    level = levels.of(levels.region or levels.top_level).name
    return "", [finding("region_unknown", "--region", level=level, region=wanted, meant=meant)]


def _bare_name(name, levels):
    """A region's name without its kind: in its own level's words."""
    plain = reference.fold(name)
    for kind in levels.kinds(levels.region):
        plain = plain.removeprefix(f"{kind} ")
    return plain


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


def _published(source, units, code, levels):
    """The paths of the published tables that say something of the region; without one, all that name one."""
    bare_name, column = partial(_bare_name, levels=levels), levels.region
    names = {bare_name(name) for name in units.loc[units["unit_code"] == code, "name"]}
    return [
        f"{PUBLISHED}/{name}.csv"
        for name, table in reference.load_published(source / "data/raw", levels)[0].items()
        if column in table and (not code or names & set(table[column].dropna().map(bare_name)))
    ]


def _bare(path):
    """A notebook's bytes without the outputs stored in it: they are the demonstration's."""
    document = json.loads(path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
