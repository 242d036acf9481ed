"""``dts``: check, build, report, template, criteria. Exit: 0 well, 1 errors or failed reports, 2 cannot go on."""

import sys
from pathlib import Path

import click

from . import __version__, messages
from .errors import SEVERITIES, DtsError
from .messages import say

WELL, ERRORS, CANNOT = 0, 1, 2


class Home:
    """The project's folders, below one of them."""

    def __init__(self, folder):
        folder = Path(folder)
        self.raw, self.processed = folder / "data/raw", folder / "data/processed"
        self.notebooks, self.reports = folder / "notebooks", folder / "reports"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dts")
@click.option("--lang", type=click.Choice(messages.LANGUAGES), help="vi (mặc định) / en")
@click.option(
    "--home", type=click.Path(exists=True, file_okay=False), default=".", help="Thư mục gốc của dự án / root."
)
@click.pass_context
def dts(context, lang, home):
    """Từ một thư mục phiếu tự đánh giá đến báo cáo từng đơn vị / from forms to per-unit reports."""
    if lang:
        messages.use(lang)
    context.obj = Home(home)


@dts.command()
@click.pass_obj
def check(home):
    """Mọi phát hiện trong data/raw / every finding in data/raw."""
    from . import dataset

    data = dataset.read(home.raw)
    for row in data.findings.itertuples():
        click.echo(f"{say(f'severity_{row.severity}')} [{row.code}] {row.where}: {row.message} → {row.remedy}")
    click.echo(_summary(data.findings))
    sys.exit(ERRORS if (data.findings["severity"] == "error").any() else WELL)


@dts.command()
@click.pass_obj
def build(home):
    """data/raw → data/processed."""
    _build(home)


@dts.command()
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option("--unit", "units", multiple=True, help="Mã đơn vị; lặp lại được / unit code, repeatable.")
@click.option("--below", default="", help="Mọi đơn vị thuộc mã này / every unit below this code.")
@click.option("--notebook", "names", multiple=True, help="Tên sổ tay; lặp lại được / repeatable.")
@click.option("--basis", type=click.Choice(["claimed", "computed", "verified", "final"]), help="Căn cứ / basis.")
@click.option("--workers", type=click.IntRange(1), help="Số sổ tay chạy cùng lúc / notebooks at a time.")
@click.pass_obj
def report(home, year, units, below, names, basis, workers):
    """Sổ tay × đơn vị → reports/ / notebooks x units."""
    from . import dataset, reports

    data = dataset.load(home.processed) if dataset.is_current(home.raw, home.processed) else _build(home)
    notebooks = reports.load_notebooks(home.notebooks)
    parameters = {"basis": basis} if basis else {}
    jobs = reports.plan(data, notebooks, year, units, names, below, parameters)
    click.echo(say("cli_running", jobs=len(jobs), year=year))
    rows = reports.run(jobs, data, notebooks, home.reports, home.processed, workers)
    counts = {name: sum(row["status"] == name for row in rows) for name in ("done", "failed", "skipped")}
    for row in rows:
        if row["status"] == "failed":
            click.echo(f"{row['unit_code']} {row['notebook']}: {row['error']}", err=True)
    where = home.reports / "index.html"
    click.echo(say("cli_done", **counts, findings=len(data.findings), where=where))
    sys.exit(ERRORS if counts["failed"] else WELL)


@dts.command()
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option("--unit", "unit_code", required=True, help="Mã đơn vị / unit code.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .xlsx sẽ viết.")
@click.pass_obj
def template(home, year, unit_code, out):
    """Phiếu thẩm định điền sẵn điểm tự chấm / a verification sheet with the claims filled in."""
    from . import dataset, office

    data = dataset.read(home.raw)
    criteria_set = data.criteria_set(unit_code, year)
    peers = data.peers(unit_code, year)
    _check_out(out)
    own = peers[peers["unit_code"] == unit_code]
    office.write_verification(out, own, criteria_set, data.unit(unit_code, year), year, data.grounds)
    click.echo(say("cli_template", where=out))


@dts.group()
def criteria():
    """Bộ tiêu chí: xem, so sánh, phác thảo / criteria sets."""


@criteria.command("list")
@click.pass_obj
def list_sets(home):
    """Mọi bộ tiêu chí / every criteria set."""
    for each in _load_criteria(home).values():
        click.echo(_set_line(each))


@criteria.command()
@click.argument("set_id")
@click.pass_obj
def show(home, set_id):
    """Một bộ tiêu chí: trụ cột, chỉ số, quy tắc / one set."""
    chosen = _chosen(_load_criteria(home), set_id)
    click.echo(_set_line(chosen))
    for pillar in chosen.pillars:
        click.echo(f"\n{pillar.printed_as} {pillar.name_vi} — {messages.number_text(pillar.max_points)}")
        for each in chosen.indicators:
            if each.pillar_code == pillar.code:
                points = messages.number_text(each.max_points)
                click.echo(f"  {each.printed_as:<6} {each.name_vi} — {points} [{each.rule.kind}] {each.rule_text}")


@criteria.command()
@click.argument("earlier_id")
@click.argument("later_id")
@click.pass_obj
def diff(home, earlier_id, later_id):
    """Hai bộ tiêu chí khác nhau ở đâu / how two sets differ."""
    from .analysis import trends

    sets = _load_criteria(home)
    earlier, later = _chosen(sets, earlier_id), _chosen(sets, later_id)
    table = trends.links(sets, earlier_id, later_id)
    for row in table[table["why"] != "same"].itertuples():
        sides = [
            f"{found.printed_as} {found.name_vi} ({messages.number_text(found.max_points)})"
            for side, code in ((earlier, row.code_from), (later, row.code_to))
            if code
            for found in [side.indicator(code)]
        ]
        click.echo(f"{say(f'why_{row.why}')}: {' → '.join(sides)}")
    click.echo(say("cli_same", count=int((table["why"] == "same").sum())))


@criteria.command("import")
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "set_id", required=True, help="id của bộ mới / the new set's id.")
@click.option("--year", type=int, default=2025, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp .yml; không cho thì in ra.")
def import_sheet(sheet, set_id, year, out):
    """Phác thảo bộ tiêu chí từ bảng 11 cột / draft a set from an 11-column sheet."""
    from . import intake

    drafted = intake.draft_criteria(sheet, set_id, year)
    if out is None:
        click.echo(drafted, nl=False)
        return
    _check_out(out)
    out.write_text(drafted, encoding="utf-8")
    click.echo(say("cli_drafted", where=out))


def main():
    """Run `dts`; a fault in data ends in sentences and status 2, never in a traceback."""
    try:
        dts()
    except DtsError as error:
        click.echo(str(error), err=True)
        click.echo(say("cli_cannot", count=len(error.findings)), err=True)
        sys.exit(CANNOT)


def _build(home):
    from . import dataset

    click.echo(say("cli_building", raw=home.raw))
    data = dataset.build(home.raw, home.processed)
    facts = {"files": len(data.received), "units": data.received["unit_code"].nunique()}
    click.echo(say("cli_built", **facts, answers=len(data.answers), where=home.processed))
    click.echo(_summary(data.findings))
    return data


def _check_out(out):
    """End with a sentence where a file cannot be written, or would be written over."""
    if out.exists() or not out.parent.is_dir():
        words = say("cli_exists", where=out) if out.exists() else say("cli_no_folder", where=out.parent)
        click.echo(words, err=True)
        sys.exit(CANNOT)


def _summary(findings):
    counts = findings["severity"].value_counts()
    return say("cli_findings", **{name: int(counts.get(name, 0)) for name in SEVERITIES})


def _load_criteria(home):
    from . import reference

    return reference.load_criteria(home.raw / "criteria")


def _chosen(sets, set_id):
    if set_id not in sets:
        raise click.UsageError(say("cli_set_unknown", id=set_id, known=", ".join(sets)))
    return sets[set_id]


def _set_line(each):
    facts = {"pillars": len(each.pillars), "indicators": len(each.indicators)}
    facts |= {"points": each.total_points, "years": ", ".join(str(year) for year in each.years)}
    return say("cli_set", id=each.id, title=each.title, provenance=say(f"provenance_{each.provenance}"), **facts)


if __name__ == "__main__":
    main()
