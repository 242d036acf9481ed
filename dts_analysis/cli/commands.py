"""The group of commands, two of them here, and how each of them ends."""

import sys

import click

from .. import __version__, messages
from ..errors import DtsError, finding
from ..files import why_unwritten
from ..messages import say
from . import INTERRUPTED
from .audit import audit
from .check import check
from .criteria_sets import criteria
from .exits import CANNOT, ERRORS, WELL
from .formats import formats_named, tell_documents
from .home import Home
from .init import init
from .lab import lab
from .notebook import notebook
from .plan import plan
from .receive import receive
from .template import template
from .temporary import own_temporary
from .units import units

BASES = ("claimed", "computed", "measured", "verified", "final")  # as `scoring` has them, which loads slowly


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dts")
@click.option("--lang", type=click.Choice(messages.LANGUAGES), help="vi (mặc định) / en")
@click.option(
    "--home",
    type=click.Path(exists=True, file_okay=False),
    help="Không gian làm việc; mặc định DTS_HOME, hoặc nơi gần nhất từ thư mục này trở lên / workspace.",
)
@click.option(
    "--processed", help="Nơi để dữ liệu đã xử lý: thư mục hoặc địa chỉ (s3://…) / where processed data lies."
)
@click.option("--reports", help="Nơi ghi báo cáo: thư mục hoặc địa chỉ (s3://…) / where reports go.")
@click.pass_context
def dts(context, lang, home, processed, reports):
    """Từ một thư mục phiếu tự đánh giá đến báo cáo từng đơn vị / from forms to per-unit reports."""
    if lang:
        messages.use(lang)
    context.obj = Home.chosen(home, processed, reports)


@dts.command()
@click.pass_obj
def build(home):
    """data/raw → data/processed."""
    home.build()


@dts.command()
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option("--unit", "units", multiple=True, help="Mã đơn vị; lặp lại được / unit code, repeatable.")
@click.option("--below", default="", help="Mọi đơn vị thuộc mã này / every unit below this code.")
@click.option("--notebook", "names", multiple=True, help="Tên notebook; lặp lại được / repeatable.")
@click.option("--basis", type=click.Choice(BASES), help="Căn cứ / basis.")
@click.option(
    "--format",
    "formats",
    default="html",
    show_default=True,
    callback=formats_named,
    help="html, docx, pdf, xlsx, cách nhau bằng dấu phẩy; html luôn được làm / separated by commas, html always.",
)
@click.option("--workers", type=click.IntRange(1), help="Số tiến trình; mặc định: số lõi / processes.")
@click.option("--force", is_flag=True, help="Làm lại cả báo cáo còn mới / make also what is up to date.")
@click.option("--comparisons", is_flag=True, help="Làm lại cả trang chỉ cũ ở phần so sánh / also old comparisons.")
@click.option("--dry-run", is_flag=True, help="Chỉ liệt kê sẽ làm gì / only list.")
@click.option("--kernel", default="", help="Tên kernel; mặc định dts-warm, hoặc python3 nơi không có fork.")
@click.option("--cluster", default="", help="Địa chỉ bộ điều phối Dask (tcp://máy:8786), hoặc local.")
@click.option(
    "--time-limit", "seconds", type=click.FloatRange(1), default=600.0, show_default=True, help="Giây / báo cáo."
)
@click.option(
    "--memory-limit",
    "megabytes",
    type=click.IntRange(64),
    default=4096,
    show_default=True,
    help="MB / kernel (Linux).",
)
@click.pass_obj
def report(home, year, units, below, names, basis, dry_run, megabytes, **chosen):
    """Notebook × đơn vị → reports/ / notebooks x units."""
    from .. import kernel

    kernel.warm_up("dts_analysis.reports.preload")
    from .. import reports

    processed, target = home.places()
    data = home.data()
    if data.rows("received", ["path"]).empty:
        click.echo(say("cli_empty"), err=True)
        sys.exit(CANNOT)
    notebooks = _notebooks(home, names)
    parameters = {"basis": basis} if basis else {}
    jobs = reports.plan(data, notebooks, year, units, names, below, parameters)
    options = reports.Options(
        memory_megabytes=megabytes, templates=home.place.templates, basis=basis or "", **chosen
    )
    if dry_run:
        _list(jobs, target, options)
        return
    click.echo(say("cli_running", jobs=len(jobs), year=year))
    if "docx" in options.formats:
        from .. import office

        office.documents.give_templates(options.templates, data.levels)
    rows = reports.run(jobs, data, notebooks, target, processed, options)
    _tell([row for row in rows if "notebook" in row], target, year, len(data.rows("findings", year=year)))
    tell_documents([row for row in rows if "kind" in row], options)
    sys.exit(ERRORS if any(row["status"] == "failed" for row in rows) else WELL)


def _notebooks(home, names):
    """The notebooks that can run; what else lies in their folder is named."""
    from .. import reports

    shelf = reports.look_over(home.notebooks)
    notebooks = shelf.chosen(names)
    for each in shelf.passed_over(names):
        click.echo(say("cli_passed_over", said=each), err=True)
    return notebooks


def _list(jobs, target, options):
    from .. import reports

    to_make = 0
    for job in jobs:
        stands = reports.state(job, target, options)
        to_make += reports.is_to_make(stands, options)
        click.echo(f"{job.place}: {say(f'stands_{stands}')}")
    click.echo(say("cli_to_make", to_make=to_make, jobs=len(jobs)))


def _tell(rows, target, year, findings):
    for row in rows:
        if row["status"] == "failed":
            click.echo(f"{row['unit_code']} {row['notebook']}: {row['error']}", err=True)
    counts = {name: sum(row["status"] == name for row in rows) for name in ("done", "failed", "skipped")}
    made = sum(row["is_made"] and row["status"] == "done" for row in rows)
    before = sum(row["compared"] == "before" for row in rows)
    if before:
        click.echo(say("cli_compared_before", before=before))
    facts = counts | {"made": made, "year": year, "findings": findings}
    click.echo(say("cli_done", **facts, where=target / "index.html"))


for each in (audit, check, criteria, init, lab, notebook, plan, receive, template, units):
    dts.add_command(each)


def main():
    """Run `dts`; a fault in data or of the system ends in sentences and status 2, never in a traceback."""
    try:
        own_temporary()
        sys.exit(dts(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("cli_interrupted"), err=True)
        sys.exit(INTERRUPTED)
    except DtsError as error:
        click.echo(str(error), err=True)
        click.echo(say("cli_cannot", count=len(error.findings)), err=True)
        sys.exit(CANNOT)
    except OSError as fault:
        click.echo(str(finding("system_refused", fault.filename or "dts", reason=why_unwritten(fault))), err=True)
        sys.exit(CANNOT)
