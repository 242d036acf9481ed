"""``dts audit``: is a criteria set sound, by the units that answered it in a year."""

import click

from ..errors import DtsError, finding


@click.command()
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option("--set", "criteria_id", default="", help="Mã bộ tiêu chí; không ghi: mọi bộ / criteria set.")
@click.option("--below", default="", help="Các đơn vị ngay dưới mã này; không ghi: mọi nhóm / units right below.")
@click.option("--basis", default="", help="Căn cứ / basis.")
@click.pass_obj
def audit(home, year, criteria_id, below, basis):
    """Bộ tiêu chí có vững không: đạt, cần xem lại, không đạt / is a criteria set sound."""
    from .. import show
    from ..analysis.audit import audit_of

    data = home.data()
    for code, name in _groups(data, year, criteria_id, below):
        group = data.within(code, year, basis, name)
        found = audit_of(group)
        click.echo(f"{group.name} {year} – {group.criteria_set.title}")
        parts = (show.audit_headline, show.audit_sound, show.audit_looks, show.audit_next)
        said = [make(group, found) for make in parts[: 1 if found.refused else None]]
        click.echo("\n".join(map(str, said)) + "\n")


def _groups(data, year, criteria_id, below):
    """The units whose units right below are looked at, each with the set: largest groups first."""
    if below:
        return [(below, criteria_id)]
    rows = data.rows("standings", ["unit_code", "parent_code", "criteria_id"], year=year)
    if criteria_id:
        rows = rows[rows["criteria_id"] == criteria_id]
    if rows.empty:
        known = data.rows("standings", ["criteria_id", "year"]).drop_duplicates().astype("str")
        known = ", ".join(sorted(" ".join(each) for each in known.itertuples(index=False))) or "—"
        raise DtsError(finding("audit_no_forms", "--year", year=year, known=known))
    rows = rows.astype({"criteria_id": "str"}).drop_duplicates()
    sizes = rows.groupby(["parent_code", "criteria_id"]).size().sort_values(ascending=False, kind="stable")
    return list(sizes.index)
