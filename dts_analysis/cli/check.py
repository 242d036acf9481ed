"""``dts check``: what is wrong, errors first, then by cause; copies and letters to those it concerns."""

import sys
from pathlib import Path

import click

from ..errors import SEVERITIES, stop_if
from ..messages import say
from .exits import ERRORS, WELL, check_out, check_outside

MOST_UNITS = 3  # named in a line


@click.command()
@click.option("--year", type=int, help="Chỉ năm này / only this year.")
@click.option("--unit", "codes", multiple=True, help="Chỉ đơn vị này; lặp lại được / only this unit, repeatable.")
@click.option("--errors", "only_errors", is_flag=True, help="Chỉ lỗi / errors only.")
@click.option(
    "--xlsx",
    "book",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi cả ra tệp Excel này / as Excel too.",
)
@click.option(
    "--annotate",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Ghi vào thư mục này bản sao có đánh dấu từng ô và công văn cho từng đơn vị / marked copies and letters.",
)
@click.pass_obj
def check(home, year, codes, only_errors, book, folder):
    """Mọi phát hiện trong data/raw / every finding in data/raw."""
    from .. import dataset, reference
    from ..analysis.causes import causes, named

    if book:
        check_out(book, "--xlsx")
    for path in filter(None, (book, folder)):
        check_outside(path, home.raw, home.place.inbox)
    data = dataset.read(home.raw)
    stop_if(reference.unknown_codes(data.units, codes, "--unit"))
    chosen = _chosen(data.findings, year, codes, only_errors)
    findings = named(chosen, data.scores, data.criteria, data.units)
    by_cause = causes(findings)
    for line in _lines(findings, by_cause):
        click.echo(line)
    if book:
        from .. import office
        from ..files import sayable, write

        with sayable(book):
            write(book, office.findings_book(findings, data, say("book_findings_title")))
        click.echo(say("cli_check_book", where=book))
    if folder:
        _annotate(home, data, findings, folder)
    if data.received.empty:
        click.echo(say("cli_empty"))
    click.echo(summary(findings))
    sys.exit(ERRORS if (findings["severity"] == "error").any() else WELL)


def summary(findings):
    """Return how many findings there are of each severity, in words."""
    counts = findings["severity"].value_counts()
    return say("cli_findings", **{name: int(counts.get(name, 0)) for name in SEVERITIES})


def _chosen(findings, year, codes, only_errors):
    chosen = findings
    if year is not None:
        chosen = chosen[(chosen["year"] == year).fillna(False)]
    if codes:
        chosen = chosen[chosen["unit_code"].isin(codes)]
    return chosen[chosen["severity"] == "error"] if only_errors else chosen


def _lines(findings, by_cause):
    """Every error in a line, then a line for each other cause."""
    for row in findings[findings["severity"] == "error"].itertuples():
        whose = ", ".join(filter(None, (row.unit_name, row.indicator)))
        place = f"{row.where} ({whose})" if whose else row.where
        yield f"{say('severity_error')} [{row.code}] {place}: {row.message} → {row.remedy}"
    names = dict(zip(findings["unit_code"], findings["unit_name"], strict=True))
    for row in by_cause[by_cause["severity"] != "error"].itertuples():
        units = [names[code] for code in row.unit_codes]
        more = say("cli_check_units", more=len(units) - MOST_UNITS) if len(units) > MOST_UNITS else ""
        whose = f" ({', '.join(units[:MOST_UNITS])}{more})" if units else ""
        counted = say("cli_check_cause", count=row.count, units=len(units))
        head = f"{say(f'severity_{row.severity}')} [{row.code}] {counted}{whose}"
        said = say("such_as", message=row.message) if row.is_example else row.message
        yield f"{head}: {', '.join(row.cells)}: {said} → {row.remedy}"


def _annotate(home, data, findings, folder):
    from .. import office
    from ..files import sayable

    with sayable(folder):
        written = office.write_back(home.raw, data, findings, folder)
    click.echo(say("cli_annotated", **written, where=folder))
