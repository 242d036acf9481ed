"""``dts criteria``: sets seen, compared, drafted."""

from pathlib import Path

import click

from .. import files
from ..messages import say
from .exits import check_out


@click.group()
def criteria():
    """Bộ tiêu chí: xem, so sánh, phác thảo / criteria sets."""


@criteria.command("list")
@click.pass_obj
def list_sets(home):
    """Mọi bộ tiêu chí / every criteria set."""
    for each in _load_criteria(home).values():
        click.echo(_set_line(each))
    for name, rows in _structures(home).items():
        click.echo(_structure_line(name, rows))


@criteria.command()
@click.argument("set_id")
@click.option("--pillar", "codes", multiple=True, help="Mở trụ cột hay nhóm này; lặp lại được / open this one.")
@click.option("--all", "is_whole", is_flag=True, help="Mở mọi trụ cột / open all of it.")
@click.pass_obj
def show(home, set_id, codes, is_whole):
    """Một bộ tiêu chí như đã ban hành: cây, điểm tối đa, điều kiện, quy tắc bằng lời / one set as issued."""
    from ..show import set_words

    sets, structures = _load_criteria(home), _structures(home)
    lines, published = [], structures.get(set_id)
    if published is None or set_id in sets:
        chosen = _chosen(sets, set_id, structures)
        try:
            tree = set_words.tree_lines(chosen, codes, is_whole)
        except KeyError as unknown:
            known = ", ".join(each.code for each in (*chosen.groups, *chosen.pillars))
            raise click.UsageError(say("cli_pillar_unknown", code=unknown.args[0], known=known)) from None
        head = [] if codes else [*set_words.set_lines(chosen, _levels(home)), ""]
        lines = [_set_line(chosen), *head, *tree]
    if published is not None:
        lines += [_structure_line(set_id, published), *set_words.structure_lines(published)]
    for line in lines:
        click.echo(line)


@criteria.command()
@click.argument("earlier_id")
@click.argument("later_id")
@click.pass_obj
def diff(home, earlier_id, later_id):
    """Hai bộ tiêu chí khác nhau ở đâu / how two sets differ."""
    from ..show import set_changes

    sets = _load_criteria(home)
    for each in (earlier_id, later_id):
        _chosen(sets, each)
    for line in set_changes.change_lines(sets, earlier_id, later_id, _levels(home)):
        click.echo(line)


@criteria.command("import")
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "set_id", required=True, help="id của bộ mới / the new set's id.")
@click.option("--year", type=int, default=2025, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp .yml; không cho thì in ra.")
@click.pass_obj
def import_sheet(home, sheet, set_id, year, out):
    """Phác thảo bộ tiêu chí từ bảng 11 cột / draft a set from an 11-column sheet."""
    from .. import intake, reference

    levels = reference.load_levels(home.raw) if home.is_found else None
    _deliver(home, intake.draft_criteria(sheet, set_id, year, levels), out, "cli_drafted")


@criteria.command()
@click.argument("earlier_id")
@click.option("--year", type=click.IntRange(2000, 2099), required=True, help="Năm mới / the new year.")
@click.option("--id", "new_id", default="", help="id của bộ mới; không cho thì đổi năm trong id cũ / the new id.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp .yml; không cho thì in ra.")
@click.pass_obj
def draft(home, earlier_id, year, new_id, out):
    """Phác thảo bộ năm sau từ một bộ đã có / next year's set from one that is there."""
    from ..reference.next_year import draft_next

    sets = _load_criteria(home)
    _chosen(sets, earlier_id)
    _deliver(home, draft_next(home.raw / "criteria", sets, earlier_id, year, new_id), out, "cli_drafted_next")


@criteria.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp .json; không cho thì in ra.")
@click.pass_obj
def schema(home, out):
    """Lược đồ JSON của bộ tiêu chí, để trình soạn thảo nhắc khóa / the JSON Schema, for an editor."""
    from ..reference import SCHEMA_FILE

    text = _schema(home)
    if out is None:
        click.echo(text, nl=False)
        return
    if out.name != SCHEMA_FILE:  # that one may be made anew
        check_out(out)
    with files.sayable(out):
        files.write(out, text.encode())
    click.echo(say("cli_schema", where=out))


def _schema(home):
    from ..workspace.making import schema_text

    return schema_text(_levels(home))


def _deliver(home, drafted, out, done):
    """Print a draft, or write it where nothing is yet and say so; beside a workspace's sets their schema too."""
    from .. import reference

    if out is None:
        click.echo(drafted, nl=False)
        return
    check_out(out)
    with files.sayable(out):
        files.write(out, drafted.encode())
        if home.is_found and out.absolute().parent == (home.raw / "criteria").absolute():
            files.write(out.with_name(reference.SCHEMA_FILE), _schema(home).encode())
    click.echo(say(done, where=out))


def _load_criteria(home):
    from .. import reference

    return reference.load_criteria(home.raw / "criteria")


def _levels(home):
    from .. import reference

    return reference.load_levels(home.raw) if home.is_found else reference.shipped_levels()


def _structures(home):
    """What was published of sets' structure, a table a set by its id; of those whose text is here too."""
    from .. import reference

    rows = reference.structures(reference.load_published(home.raw)[0])
    return dict(list(rows.groupby("set_id", sort=False)))


def _structure_line(name, rows):
    return say("cli_structure", id=name, years=", ".join(str(int(year)) for year in sorted(rows["year"].unique())))


def _chosen(sets, set_id, structures=()):
    if set_id not in sets:
        raise click.UsageError(say("cli_set_unknown", id=set_id, known=", ".join([*sets, *structures])))
    return sets[set_id]


def _set_line(each):
    facts = {"pillars": len(each.pillars), "indicators": len(each.indicators)}
    worth = "cli_set_passes" if each.scored_in == "passes" else "cli_set_points"
    facts |= {"worth": say(worth, points=each.total_points), "years": ", ".join(str(year) for year in each.years)}
    line = say("cli_set", id=each.id, title=each.title, provenance=say(f"provenance_{each.provenance}"), **facts)
    undecided = len(each.places_undecided)
    return f"{line} {say('cli_set_undecided', count=undecided)}" if undecided else line
