"""``dts template``: forms to be filled in, a file for each unit."""

from pathlib import Path

import click

from ..errors import DtsError, finding, stop_if
from ..messages import say
from .exits import check_outside

MOST_NAMED = 5  # files named one by one


@click.command()
@click.option("--criteria", "set_id", default="", help="id bộ tiêu chí; bỏ trống nếu năm đó chỉ có một / set id.")
@click.option("--year", type=int, required=True, help="Năm được đánh giá / assessed year.")
@click.option("--unit", "codes", multiple=True, help="Mã đơn vị; lặp lại được / unit code, repeatable.")
@click.option(
    "--all-units",
    is_flag=True,
    help="Mọi đơn vị cùng cấp với bộ tiêu chí / every unit of the set's level.",
)
@click.option("--below", default="", help="Cùng --all-units: chỉ đơn vị thuộc mã này / only below this code.")
@click.option(
    "--stage",
    default="self",
    show_default=True,
    help="self: phiếu tự chấm trắng; verify: phiếu thẩm định điền sẵn điểm tự chấm; hoặc một giai đoạn của bộ.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Thư mục / folder.")
@click.pass_obj
def template(home, set_id, year, codes, all_units, below, stage, out):
    """Phiếu để đơn vị hay Tổ công tác điền, mỗi đơn vị một tệp / forms to be filled in, a file per unit."""
    if bool(codes) == all_units or (below and not all_units):
        raise click.UsageError(say("cli_which_units"))
    check_outside(out, home.raw)
    kind, own = _kind(home, stage)
    make = _self_forms if kind == "self" else _verification_forms
    forms = make(home, set_id, year, list(dict.fromkeys(codes)), below, own)
    targets = [(out / _name(unit, year, stage), content) for unit, content in forms]
    if not targets:
        raise DtsError(finding("template_nobody", below or "units.csv", year=year, stage=stage))
    stop_if([finding("output_exists", path) for path, _ in targets if path.exists()])
    _write(targets, out)
    for path, _ in targets[:MOST_NAMED]:
        click.echo(str(path))
    click.echo(say(f"cli_template_{kind}", count=len(targets), where=out))


def _kind(home, stage):
    """What kind of form a stage's is, self or verify, and its code where a set names it."""
    if stage in ("self", "verify"):
        return stage, ""
    from .. import reference
    from ..reference.stages import codes_of, kind_of

    sets = reference.load_criteria(home.raw / "criteria").values()
    kinds = {code: kind_of(each, code) for each in sets for code in codes_of(each)[:-1]}
    if stage not in kinds:
        raise click.BadParameter(say("cli_stage_unknown", stage=stage, known=", ".join(["verify", *kinds])))
    return "self" if kinds[stage] == "self" else "verify", stage


def _write(targets, out):
    from ..files import sayable, write

    for path, make in targets:
        with sayable(out):
            write(path, make())


def _name(unit, year, stage):
    from ..office import unit_file_name

    ending = {"self": "", "verify": "_tham_dinh"}.get(stage, f"_{stage}")
    return f"{unit_file_name(unit['unit_code'], unit['name'])}_{year}{ending}.xlsx"


def _self_forms(home, set_id, year, codes, below, stage):
    """What makes each unit's form, by unit: forms of a whole country are not held at once."""
    from .. import office, reference
    from ..workspace.register import Register

    sets, units = reference.load_criteria(home.raw / "criteria"), reference.load_units(home.raw)
    stop_if([] if sets else [finding("criteria_none", "data/raw/criteria")])
    stop_if(reference.check_applies_to(sets, units, reference.load_levels(home.raw)))
    reasons = reference.load_reasons(home.raw)
    chosen, faults = [], []
    for code in codes:
        try:
            chosen.append(reference.unit_on(units, code, year))
        except DtsError as error:
            faults += error.findings
    stop_if(faults)
    criteria_set = _set(sets, set_id, year, {unit["level"] for unit in chosen})
    if not codes:
        everyone = _below(units, below, year) if below else _of_workspace(Register(home.place), criteria_set, year)
        standing = everyone[(everyone["level"] == criteria_set.level) & ~everyone["is_ended"]]
        chosen = [unit for _, unit in standing.iterrows()]
    stop_if(_misfits(chosen, criteria_set, year))
    for unit in (each for each in chosen if codes and each["valid_to"]):
        facts = {"unit": f"{unit['unit_code']} {unit['name']}", "until": unit["valid_to"]}
        click.echo(say("cli_template_ended", **facts), err=True)

    def made(unit):
        return lambda: office.self_form(criteria_set, unit, year, reasons, stage)

    return [(unit, made(unit)) for unit in chosen]


def _of_workspace(register, criteria_set, year):
    """The units of the workspace's region as it was that year; who joined it later is named."""
    from .. import reference

    own, joined = register.standing(year, criteria_set.level)
    for code, rows in joined.items():
        unit = f"{code} {reference.unit_on(register.units, code, year)['name']}"
        facts = {"count": len(rows), "unit": unit, "code": code, "region": register.region}
        click.echo(say("cli_template_joined", **facts))
    return own


def _below(units, code, year):
    from .. import reference

    reference.unit_on(units, code, year)
    return reference.units_below(units, code, year)


def _set(sets, set_id, year, levels):
    if set_id and set_id not in sets:
        raise click.UsageError(say("cli_set_unknown", id=set_id, known=", ".join(sets)))
    fitting = [each for each in sets.values() if year in each.years and (not levels or {each.level} == levels)]
    if not set_id and len(fitting) != 1:
        known = ", ".join(each.id for each in fitting) or ", ".join(sets)
        raise click.UsageError(say("cli_set_needed", year=year, known=known))
    return sets[set_id] if set_id else fitting[0]


def _misfits(chosen, criteria_set, year):
    listed = {"criteria": criteria_set.id, "listed": criteria_set.level}
    faults = [
        finding("template_level", unit["unit_code"], unit=unit["name"], level=unit["level"], **listed)
        for unit in chosen
        if unit["level"] != criteria_set.level
    ]
    if year not in criteria_set.years:
        years = ", ".join(map(str, criteria_set.years))
        faults.append(
            finding("template_year", criteria_set.id, criteria=criteria_set.id, listed=year, years=years)
        )
    return faults


def _verification_forms(home, set_id, year, codes, below, stage):
    from .. import dataset, office, reference

    data = dataset.read(home.raw)
    own = data.received[(data.received["year"] == year) & (data.received["kind"] != "verification")]
    if not codes:
        own = own[own["criteria_id"] == set_id] if set_id else own
        under = reference.units_below(data.units, below, year)["unit_code"] if below else own["unit_code"]
        codes = sorted(set(own["unit_code"]) & set(under))
    views = [data.about(code, year) for code in codes]
    stop_if(
        [
            finding("template_set_differs", each.unit_code, found_set=each.criteria_set.id, criteria=set_id)
            for each in views
            if set_id and each.criteria_set.id != set_id
        ]
    )

    def made(view, unit):
        return lambda: office.verification_form(view.scores, view.criteria_set, unit, year, data.grounds, stage)

    units = [data.unit(code, year) for code in codes]
    return [(unit, made(view, unit)) for view, unit in zip(views, units, strict=True)]
