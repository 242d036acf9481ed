"""``dts units``: codes by name; a new dated list taken in; what the register leaves open."""

from pathlib import Path

import click

from ..errors import DtsError, finding
from ..messages import say

MOST = 20  # lines of one kind, unless all are asked for
ALWAYS = ("", "9999-12-31")


class _ByName(click.Group):
    """A group whose first word, where it is no command, is what to look for."""

    def parse_args(self, context, arguments):
        if arguments and arguments[0] not in (*self.commands, "-h", "--help"):
            arguments = ["find", *arguments]
        return super().parse_args(context, arguments)


class _Day(click.ParamType):
    name = "YYYY-MM-DD"

    def convert(self, value, parameter, context):
        from .. import reference

        if not reference.is_date(value):
            self.fail(say("cli_day", value=value), parameter, context)
        return value


class _Level(click.ParamType):
    """One of the levels that the workspace knows."""

    name = "LEVEL"

    def convert(self, value, parameter, context):
        from .. import reference

        return click.Choice(reference.load_levels(context.obj.raw).codes).convert(value, parameter, context)


@click.group(cls=_ByName)
def units():
    """Mã đơn vị theo tên: dts units "tân biên"; nhận danh sách mới / codes by name, new lists."""


@units.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--on", type=_Day(), help="Còn vào ngày này / there on this day.")
@click.option("--year", type=click.IntRange(1900, 9998), help="Có trong năm này / there in this year.")
@click.option("--level", type=_Level(), help="Cấp / level.")
@click.pass_obj
def find(home, words, on, year, level):
    """Đơn vị mang mã hay tên này, không cần dấu / units of a code or a name, without diacritics."""
    from .. import reference

    levels, text = reference.load_levels(home.raw), " ".join(words)
    register = reference.load_units(home.raw, levels)
    days = (on, on) if on else (f"{year}-01-01", f"{year}-12-31") if year else ALWAYS
    found = reference.find_units(register, text, *days, level or "", levels.kinds())
    if found.empty:
        near = reference.nearest_units(register, [text])[text]
        raise DtsError(finding("units_none", "units.csv", text=text, near=near))
    changes = reference.load_unit_changes(home.raw, register)
    for row in found.itertuples():
        click.echo(_line(row, reference.parent_of(register, row), levels))
        for after in reference.successors(changes, register, row).itertuples():
            click.echo("    " + say("cli_unit_after", on=after.effective_on, code=after.new_code, name=after.name,
                                    extent=say(f"extent_{after.extent}")))  # fmt: skip


@units.command()
@click.argument("listed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", type=_Day(), required=True, help="Ngày danh sách có hiệu lực / the day it takes effect.")
@click.option("--decision", default="", help="Nghị quyết, quyết định / what decided it.")
@click.option("--changes", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Đơn vị nào vào đơn vị nào: old_code, new_code, extent / what went into what.")  # fmt: skip
@click.option("--gone", multiple=True, type=_Level(), help="Cấp bị bãi bỏ / an abolished level.")
@click.option("--dry-run", is_flag=True, help="Chỉ in thay đổi / only print what would change.")
@click.option("--all", "is_whole", is_flag=True, help="In mọi dòng / print every line.")
@click.pass_obj
def update(home, listed, on, decision, changes, gone, dry_run, is_whole):
    """Nhận danh sách đơn vị mới của một ngày, in ra thay đổi / take in a dated list, print what changed."""
    from .. import files, reference

    made = reference.updated(home.raw, listed, on, decision, changes, gone)
    for key, lines in _differences(made).items():
        _tell(key, lines, is_whole)
    for each in made.findings:
        click.echo(f"{say(f'severity_{each.severity}')} [{each.code}] {each}")
    if not (len(made.begun) or len(made.ended) or len(made.changed)):
        click.echo(say("cli_units_same"))
    elif dry_run:
        click.echo(say("cli_units_dry"))
    else:
        with files.sayable(home.raw):
            for name, content in made.files.items():
                files.write(Path(home.raw) / name, content)
        click.echo(say("cli_units_written", where=home.raw))


@units.command()
@click.pass_obj
def check(home):
    """Chỗ sổ đơn vị chưa biết / what the register leaves open."""
    from .. import reference

    register = reference.load_units(home.raw)
    found = reference.check_register(register, reference.load_unit_changes(home.raw, register))
    for each in found:
        click.echo(f"{say(f'severity_{each.severity}')} [{each.code}] {each}")
    if not found:
        click.echo(say("cli_units_sound"))


def _differences(made):
    """What a list changes, as lines by what it is; a unit that another name was found for is told once."""
    renamed = set(made.renamed["unit_code"])
    ended, begun = ([_named(each) for each in rows.itertuples() if each.unit_code not in renamed]
                    for rows in (made.ended, made.begun))  # fmt: skip
    return {
        "cli_units_ended": ended,
        "cli_units_begun": begun,
        "cli_units_renamed": [f"{row.unit_code} {row.old_name} → {row.name}" for row in made.renamed.itertuples()],
        "cli_units_changed": [_change(each) for each in made.changed.itertuples()],
    }


def _tell(key, lines, is_whole):
    if not lines:
        return
    click.echo(say(key, count=len(lines)))
    shown = lines if is_whole else lines[:MOST]
    for line in shown:
        click.echo(f"  {line}")
    if len(shown) < len(lines):
        click.echo("  " + say("cli_units_more", count=len(lines) - len(shown)))


def _named(unit):
    parent = f" ({unit.parent_code})" if unit.parent_code else ""
    return f"{unit.unit_code} {unit.name}{parent}"


def _change(row):
    extent = say(f"extent_{row.extent}") if row.extent else ""
    return f"{row.old_code} → {row.new_code or '—'} {extent}".rstrip()


def _line(unit, parent, levels):
    facts = {"code": unit.unit_code, "name": unit.name, "level": levels.of(unit.level).name}
    facts |= {"parent": parent, "first": unit.valid_from or "…", "last": unit.valid_to or "…"}
    return say("cli_unit" if parent else "cli_unit_top", **facts)
