"""``dts receive``: forms taken in as they lie."""

import datetime
from pathlib import Path

import click

from ..messages import say

FEW = 5  # of files received before, more are counted only


@click.command()
@click.argument("paths", nargs=-1, metavar="[FOLDER|FILES]…", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2099), help="Năm được đánh giá / assessed year.")
@click.option("--criteria", multiple=True, help="Bộ tiêu chí; lặp lại được / criteria set, repeatable.")
@click.option("--stage", help="Loại phiếu: self, verification, sheet, hoặc giai đoạn của bộ tiêu chí / stage.")
@click.option("--received-on", type=click.DateTime(["%Y-%m-%d"]), help="Ngày nhận; mặc định hôm nay / day.")
@click.option("--dry-run", is_flag=True, help="Chỉ nói sẽ làm gì / write nothing.")
@click.option("--undo", metavar="PATH", help="Rút một tệp đã nhận nhầm, như 2025/25489.xlsx / take a file back.")
@click.pass_obj
def receive(home, paths, year, criteria, stage, received_on, dry_run, undo):
    """Nhận phiếu như chúng nằm đó; không nói thì từ inbox / receive forms as they lie; else from inbox."""
    from ..workspace import alone
    from ..workspace.placing import Call

    if undo:
        click.echo(say("cli_put_back", path=undo, where=alone.undo(home.place, undo)))
        return

    today = (received_on.date() if received_on else datetime.date.today()).isoformat()
    call = Call(year, criteria, stage or "")
    receiving, outcomes = alone.receive_forms(home.place, today, call, paths, dry_run)
    is_told_apart = sum(each.kind == "known" for each in outcomes) <= FEW
    for each in sorted(outcomes, key=lambda each: each.kind == "asked"):
        if each.kind == "known" and not (each.problem or is_told_apart):
            continue
        for line in _lines(each, receiving.register):
            click.echo(line)
    for row in receiving.questions.rows:
        if row["id"].startswith("cot-"):
            click.echo(say("cli_asks", name=row["subject"], why=row["why"]))
    counts = {
        kind: sum(each.kind in kinds for each in outcomes)
        for kind, kinds in {
            "received": ("received", "in_place"),
            "asked": ("asked",),
            "known": ("known", "set_aside"),
            "passed": ("passed", "unreadable"),
        }.items()
    }
    click.echo(say("cli_received", **counts))
    if dry_run:
        click.echo(say("cli_dry"))
    elif receiving.questions.is_open:
        click.echo(say("cli_asked", where=home.place.questions))


def _lines(outcome, register):
    """What is said of one file."""
    values = outcome.settled.values if outcome.settled else {}
    if outcome.kind in ("received", "in_place"):
        unit = register.shown(values["unit_code"], values["year"])
        facts = {
            "year": values["year"],
            "criteria": values["criteria_id"],
            "stage": register.stage_word(values["stage"]),
        }
        sources = dict.fromkeys(say(f"source_{one}") for one in outcome.settled.sources["unit_code"])
        yield say("cli_took", name=outcome.name, path=outcome.path, unit=unit, by=", ".join(sources), **facts)
        if outcome.kind == "in_place":
            yield f"  {say('cli_took_in_place')}"
        if outcome.replaces:
            yield f"  {say('cli_replaces', path=outcome.replaces)}"
        if outcome.seen.problem:
            yield f"  {outcome.seen.problem.found}; {outcome.seen.problem.remedy}"
    elif outcome.kind == "asked":
        yield say("cli_asks", name=outcome.name, why=outcome.row["why"])
    elif outcome.kind == "known":
        yield say("cli_known", name=outcome.name, path=outcome.path, on=outcome.row["received_on"] or "—")
    elif outcome.kind == "set_aside":
        yield say("cli_set_aside", name=outcome.name)
    if outcome.problem:
        yield str(outcome.problem)
    for name in outcome.also:
        yield f"  {say('cli_same_content', name=name)}"
