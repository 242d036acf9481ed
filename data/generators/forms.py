"""Write the illustrative forms of data/raw, and manifest.csv: the same bytes at every run.

    python data/generators/forms.py [FOLDER]        (default data/raw)

Totals that were published are met exactly (see README.md beside this file); everything below them is
made up, by a seeded generator, and says so in every form. The traps of real forms are set on purpose;
the README lists each with its cell.
"""

import hashlib
import sys
import unicodedata
from pathlib import Path

import form_numbers as numbers
import form_words as words
import numpy as np
import pandas as pd
from form_layout import write_form, write_verification
from form_traps import HEADINGS, TYPED_AS_TEXT, set_traps

from dts_analysis import reference

SEED = 765
CLAIMED = {("373", 2022): 511.18}  # published, as is the number of upper classes below
N_UPPER = {("373", 2022): 41}
VERIFIED = {("369", 2022): 587.41, ("370", 2022): 569.06, ("372", 2022): 518.92}  # published
RESUBMITTED = ("375", 2022)
MANIFEST = ["path", "sha256", "unit_code", "year", "criteria_id", "stage", "received_on", "provenance"]
MANIFEST += ["replaces", "note"]
NOTE = "số liệu minh họa; tổng đã công bố là thật"


def main(raw):
    """Write every form and the manifest below `raw`, which holds the criteria sets and units."""
    criteria = reference.load_criteria(raw / "criteria")
    units = reference.load_units(raw)
    districts = [(code, year) for code in numbers.QUALITY for year in (2021, 2022, 2023)]
    communes = units[(units["parent_code"] == "373") & (units["valid_from"] == "")]["unit_code"]
    jobs = districts + [(code, year) for code in communes for year in (2022, 2023)]
    habits, listed = {}, []
    for code, year in jobs:
        level = "district" if (code, year) in districts else "commune"
        criteria_set = criteria[f"ninhbinh_{level}_{year}"]
        rng = np.random.default_rng([SEED, int(code), year])
        unit = reference.unit_on(units, code, year)
        own_habits = habits.setdefault(code, {})
        answers = fill_in(criteria_set, unit, year, own_habits, rng)
        listed += write_unit(raw, criteria_set, unit, year, answers, rng)
    manifest = pd.DataFrame(listed, columns=MANIFEST)
    manifest.to_csv(raw / "manifest.csv", index=False, lineterminator="\n")


def fill_in(criteria_set, unit, year, habits, rng):
    """Return one unit's answers, one row per indicator: declared values, claimed and verified points."""
    code = unit["unit_code"]
    maxima = np.array([each.max_points for each in criteria_set.indicators])
    if criteria_set.level == "district":
        quality = numbers.QUALITY[code]
        shares = numbers.draw_shares(criteria_set, quality, year, habits, rng)
    else:
        shares = numbers.commune_shares(criteria_set, code, year, habits, rng)
    if (code, year) in N_UPPER:
        shares = numbers.banded(shares, N_UPPER[code, year], rng)
    sizes = rng.choice([24, 38, 61, 120, 245, 480, 1260, 4830, 12750, 38210], len(maxima))
    declared = np.array(
        [
            numbers.declare(each, share, size, rng)
            for each, share, size in zip(criteria_set.indicators, shares, sizes, strict=True)
        ]
    )
    is_manual = np.array([each.rule.kind == "manual" for each in criteria_set.indicators])
    if (code, year) in CLAIMED:
        declared = numbers.nudge(criteria_set, declared, shares, CLAIMED[code, year], is_manual)
    points = np.round(numbers.computed(criteria_set, declared), 2)
    points = np.where(is_manual, np.round(shares * maxima * 4) / 4, points)
    slippable = np.flatnonzero(~is_manual & (points > 1) & (points < maxima * 0.9) & (shares < 0.6))
    slips = rng.choice(slippable, min(2, len(slippable)), replace=False)
    points[slips] = np.round(points[slips] + rng.choice([0.1, 0.25], len(slips)) * maxima[slips] * 0.2, 2)
    if (code, year) in CLAIMED:
        bands = [numbers.UPPER if share >= 0.7 else numbers.LOWER for share in shares]
        points = numbers.steer(points, maxima, CLAIMED[code, year], np.flatnonzero(is_manual), bands)
    severity = 0.16 if criteria_set.level == "district" else 0.1
    verified = numbers.verify(points, maxima, rng, severity)
    if (code, year) in VERIFIED:
        lowered = np.flatnonzero((verified < points) & (verified > 0))
        upright = np.flatnonzero((verified == points) & (points > 2))
        movable = np.concatenate([lowered, rng.permutation(upright)])
        bands = [(0.05, top) for top in points / np.where(maxima > 0, maxima, 1)]
        verified = numbers.steer(verified, maxima, VERIFIED[code, year], movable, bands)
    return pd.DataFrame(
        {
            "declared_value": declared[:, 0],
            "declared_total": declared[:, 1],
            "claimed_points": points,
            "verified_points": verified,
            "max_points": maxima,
        }
    )


def write_unit(raw, criteria_set, unit, year, answers, rng):
    """Write a unit's forms of one year and return their manifest rows."""
    code = unit["unit_code"]
    head = words.head(unit, year, criteria_set)
    title = f"PHIẾU TỰ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ NĂM {year} – {unit['name'].upper()}"
    rows = _rows(criteria_set, answers, words.texts(criteria_set, answers, code, year, rng), code, year)
    path = raw / f"{year}/{code}.xlsx"
    listed = []
    if (code, year) == RESUBMITTED:
        early = [(kind, dict(cells)) for kind, cells in rows]
        for kind, cells in early[-8:]:
            cells |= {"claimed_points": "" if kind == "indicator" else cells["claimed_points"]}
        write_form(path, head, title, early, HEADINGS.get((code, year)))
        listed.append(
            _listed(raw, path, unit, year, criteria_set, "self", f"{year + 1}-01-12", "", "bản gửi lần đầu")
        )
        path = raw / f"{year}/{code}_nop_lai.xlsx"
    replaces = listed[0][0] if listed else ""
    set_traps(rows, head, code, year)
    if (code, year) == ("14473", 2022):
        rows = [(kind, {k: _nfd(v) for k, v in cells.items()}) for kind, cells in rows]
    write_form(path, head, title, rows, HEADINGS.get((code, year)))
    received = f"{year + 1}-01-{10 + int(code) % 15:02d}"
    listed.append(_listed(raw, path, unit, year, criteria_set, "self", received, replaces, NOTE))
    path = raw / f"{year}/{code}_tham_dinh.xlsx"
    title = f"KẾT QUẢ THẨM ĐỊNH MỨC ĐỘ CHUYỂN ĐỔI SỐ NĂM {year} – {unit['name'].upper()}"
    visited = "2023-07-10" if (code, year) == ("373", 2022) else f"{year + 1}-07-{3 + int(code) % 20:02d}"
    write_verification(path, head, title, _verification_rows(criteria_set, answers, rows, code, visited, rng))
    listed.append(_listed(raw, path, unit, year, criteria_set, "verification", visited, "", NOTE))
    return listed


def _rows(criteria_set, answers, texts, code, year):
    as_text = (code, year) in TYPED_AS_TEXT
    rows, pillar = [], None
    for each, answer, text in zip(criteria_set.indicators, answers.itertuples(), texts, strict=True):
        if each.pillar_code != pillar:
            pillar = each.pillar_code
            rows.append(("pillar", _pillar_cells(criteria_set.pillar(pillar))))
        cells = {
            "code": each.printed_as,
            "name": each.name_vi,
            "max_points": each.max_points,
            "rule_text": each.rule_text,
            "declared_value": words.declared(each.rule, answer.declared_value),
            "declared_total": "" if np.isnan(answer.declared_total) else answer.declared_total,
            "claimed_points": words.comma(answer.claimed_points) if as_text else answer.claimed_points,
        }
        rows.append(("indicator", cells | text))
    total = round(float(answers["claimed_points"].sum()), 2)
    rows.append(("total", {"name": "Tổng cộng", "max_points": criteria_set.total_points, "claimed_points": total}))
    return rows


def _verification_rows(criteria_set, answers, rows, code, visited, rng):
    typed = {cells["code"]: cells["claimed_points"] for kind, cells in rows if kind == "indicator"}
    out, pillar = [], None
    for each, answer in zip(criteria_set.indicators, answers.itertuples(), strict=True):
        if each.pillar_code != pillar:
            pillar = each.pillar_code
            out.append(("pillar", _pillar_cells(criteria_set.pillar(pillar))))
        gap = round(answer.verified_points - answer.claimed_points, 2)
        is_excluded = typed.get(each.printed_as, "") == "Không áp dụng"
        verdict = words.verdict(gap, answer.verified_points, code, visited, rng)
        cells = {
            "code": each.printed_as,
            "name": each.name_vi,
            "max_points": each.max_points,
            "claimed_points": answer.claimed_points,
            "verified_points": "Không áp dụng" if is_excluded else answer.verified_points,
            "gap": "" if is_excluded else gap,
        }
        out.append(("indicator", cells | ({} if is_excluded else verdict)))
    return out


def _pillar_cells(pillar):
    return {"code": pillar.printed_as, "name": pillar.name_vi.upper(), "max_points": pillar.max_points}


def _listed(raw, path, unit, year, criteria_set, stage, received_on, replaces, note):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = path.relative_to(raw).as_posix()
    of_unit = (unit["unit_code"], year, criteria_set.id)
    return (name, digest, *of_unit, stage, received_on, "illustrative", replaces, note)


def _nfd(value):
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/raw"))
