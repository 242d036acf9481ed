"""What the site takes from elsewhere while it is built: the API's pages, the project's files, numbers, tables.

The map of the rooms is that of ``dts_analysis.__doc__``: a room that is added has its page without a line here.
"""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import click
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

import dts_analysis
from dts_analysis import dataset, messages, scoring, show
from dts_analysis.analysis import audit
from dts_analysis.cli import commands as cli

ROOMS = dict(re.findall(r"^(\w+)  +(\S.*)$", dts_analysis.__doc__, re.M))
HOME = Path(__file__).parents[1]
ELSEWHERE = {  # files that people look for where they lie are pages too
    "engineers/contributing.md": "CONTRIBUTING.md",
    "engineers/security.md": "SECURITY.md",
    "engineers/changes.md": "CHANGELOG.md",
    "officials/raw_data.md": "data/raw/README.md",
    "officials/own_notebooks.md": "notebooks/README.md",
}
_LINKS = {
    "(README.md)": "(../index.md)",
    "(SECURITY.md)": "(security.md)",
    "(CONTRIBUTING.md)": "(contributing.md)",
}
_CODE = re.compile(r"\{= *([\w.]+) *=\}")  # such as {= scoring.FAR_APART =}


def on_config(config, **_):
    """Give every room its page in the menu, in reading order."""
    for section in config["nav"]:
        for title, pages in section.items():
            if title == "API":
                pages.extend({room: f"api/{room}.md"} for room in ROOMS)
    return config


def on_files(files, config, **_):
    """Add the pages that are made, or lie elsewhere."""
    for path, content in ({"api/index.md": _map()} | _rooms() | _from_elsewhere()).items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown, page, **_):
    """Put the code's own value, or one of `TABLES`, where a text asks for it."""
    where = page.file.src_uri
    return _CODE.sub(
        lambda found: TABLES[found[1]]() if found[1] in TABLES else value_of(found[1], where), markdown
    )


def on_post_page(output, page, **_):
    """Say of the officials' pages that they are in Vietnamese: browsers and readers aloud go by it."""
    is_vietnamese = page.file.src_uri.startswith("officials/")
    return output.replace('<html lang="en"', '<html lang="vi"', 1) if is_vietnamese else output


def value_of(name, where=""):
    """Return a constant of the package, or what an argument is unless told, as text.

    >>> value_of("analysis.screening.outliers.fewest")
    '5'
    """
    found = dts_analysis
    for part in name.split("."):
        if inspect.isfunction(found) or inspect.isclass(found):
            asked = inspect.signature(found).parameters.get(part)
            found = getattr(found, part, None) if asked is None else asked.default
        else:
            found = _module(f"{found.__name__}.{part}") or getattr(found, part, None)
        if found is None:
            raise PluginError(f"{where}: the package has no {name}")
    return str(found)


def _module(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def _from_elsewhere():
    """The files of the project that are pages too, with links that hold here."""
    found = {page: (HOME / path).read_text(encoding="utf-8") for page, path in ELSEWHERE.items()}
    for link, here in _LINKS.items():
        found = {page: text.replace(link, here) for page, text in found.items()}
    return found


def _map():
    """The first page of the API: the package's own words, and a link to each room."""
    head = inspect.cleandoc(dts_analysis.__doc__).split("Rooms in reading order")[0]
    order = "Rooms in reading order; each imports only from the rooms above it."
    return f"# API\n\n{head}\n{order}\n\n{_map_of_rooms('')}\n"


def _map_of_rooms(to="../api/"):
    return _table(
        ["room", "what is in it"], [[f"[{room}]({to}{room}.md)", words] for room, words in ROOMS.items()]
    )


def _rooms():
    """Page by room: what it offers, then its modules."""
    return {f"api/{room}.md": _room(room) for room in ROOMS}


def _room(room):
    package = importlib.import_module(f"dts_analysis.{room}")
    offered = [name for name in getattr(package, "__all__", []) if _home(package, name)]
    links = ", ".join(f"[`{name}`][{_home(package, name)}]" for name in sorted(offered))
    asked = "\n\n".join(f"::: {name}{_own_members(name)}" for name in _modules(package))
    return f"# {room}\n\n{f'Offered by the room: {links}.' if links else ''}\n\n{asked}\n"


def _own_members(name):
    """Of a package what it says itself: what it hands on has its place with the module that says it."""
    module = importlib.import_module(name)
    if not hasattr(module, "__path__"):
        return ""
    own = [each for each in vars(module) if not each.startswith("_") and _home(module, each) == f"{name}.{each}"]
    return f"\n    options:\n      members: {own or 'false'}"


def _home(package, name):
    """The full name of what a room offers under a name, or "" for a value without a page of its own."""
    found = getattr(package, name)
    is_ours = inspect.isfunction(found) or inspect.isclass(found)
    return f"{found.__module__}.{found.__qualname__}" if is_ours else ""


def _modules(package):
    """The full names of a room's modules, itself first; none that is private."""
    below = pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}.")
    return [package.__name__, *(each.name for each in below if "._" not in each.name)]


def _statuses():
    """What every status counts for."""
    words = {True: "yes", False: "no"}
    rows = [[f"`{name}`", *(words[each] for each in row)] for name, *row in scoring.STATUS.itertuples()]
    return _table(["status", "its maximum counts", "it has points", "it is known what was done"], rows)


def _audit_checks():
    """What an index is held to: every check with its thresholds and their source."""
    before = messages.language()
    messages.use("en")
    group = dataset.load("data/processed").within("37", 2022, "verified")
    table = show.audit_checks_table(group, audit.audit_of(group))
    messages.use(before)
    return _table(["check", *table.columns[-2:]], [[each.Index, *each[-2:]] for each in table.itertuples()])


def _commands():
    """The help of every command, as the command line prints it."""
    parts = []
    for name, command in _leaves(cli.dts, "dts"):
        with click.Context(
            command, info_name=name, help_option_names=["-h", "--help"], max_content_width=90
        ) as context:
            parts.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _leaves(command, name):
    below = getattr(command, "commands", None)
    if below is None:
        return [(name, command)]
    return [leaf for each in sorted(below) for leaf in _leaves(below[each], f"{name} {each}")]


def _n_messages():
    return f"{sum(map(len, messages.table().values())):,}"


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(each).replace("|", "¦") for each in line) + " |" for line in lines)


TABLES = {
    "statuses": _statuses,
    "audit_checks": _audit_checks,
    "commands": _commands,
    "rooms": _map_of_rooms,
    "n_messages": _n_messages,
}
