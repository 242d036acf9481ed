"""``dts report --format``: which formats there are, and what is said of documents that were made."""

import click

from ..messages import say

FORMATS = ("html", "docx", "pdf", "xlsx")


def formats_named(_context, _option, text):
    """Return the formats an option names, in order; html is always among them."""
    named = [each.strip().lower() for each in text.split(",") if each.strip()]
    if unknown := [each for each in named if each not in FORMATS]:
        raise click.BadParameter(say("cli_format", formats=", ".join(unknown), known=", ".join(FORMATS)))
    return tuple(dict.fromkeys(["html", *named]))


def tell_documents(rows, options):
    """Say what documents were made; a fault that keeps several from being made is said once."""
    for fault in dict.fromkeys(row["error"] for row in rows if row["status"] == "failed"):
        click.echo(fault, err=True)
    if not rows:
        return
    counts = {name: sum(row["status"] == name for row in rows) for name in ("done", "failed")}
    made = sum(row["is_made"] and row["status"] == "done" for row in rows)
    click.echo(say("cli_documents", made=made, **counts))
    if "docx" in options.formats:
        click.echo(say("cli_templates", where=options.templates))
