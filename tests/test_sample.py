"""The embedded data: published figures are met exactly, the rest says it is made up and can be made again."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from dts_analysis import intake, reference
from dts_analysis.intake.workbook import read_sheets

HOME = Path(__file__).parents[1]
RAW = HOME / "data" / "raw"
# District page of Gia Viễn, 10 July 2023, and the province's ranking of 2022 (data/raw/published/).
VERIFIED_2022 = {"369": 587.41, "370": 569.06, "372": 518.92}


def of(sample, unit_code, year):
    scores = sample.scores
    return scores[(scores["unit_code"] == unit_code) & (scores["year"] == year)]


def test_gia_vien_2022_claims_what_was_published(sample):
    total = sample.about("373", 2022).total("claimed")
    assert round(total["points"], 9) == 511.18
    assert total["max_points"] == 765
    assert [total[name] for name in ("n_upper", "n_lower", "n_unclassified", "n_indicators")] == [41, 31, 0, 72]


def test_the_published_facts_are_the_ones_met(sample):
    facts = sample.published["giavien_facts"].set_index("fact")
    for fact, value, of_what in (
        ("self-assessed DTI score", 511.18, "765"),
        ("indicators completed or basically completed", 41, "72"),
        ("indicators low or not done", 31, "72"),
    ):
        assert float(facts.loc[fact, "value"]) == value
        assert of_what in facts.loc[fact, "unit_of_measure"]
    total = sample.about("373", 2022).total("claimed")
    for each in sample.about("373", 2022).printed.itertuples():
        if not each.of:
            assert round(total[each.name], 9) == each.value, each.name


def test_verified_totals_of_2022_are_the_published_ones_and_gia_vien_is_below(sample):
    rows = sample.rows("standings", criteria_id="ninhbinh_district_2022", basis="verified").set_index("unit_code")
    totals = rows["points"]
    for code, published in VERIFIED_2022.items():
        assert round(totals[code], 9) == published
    assert totals.drop(list(VERIFIED_2022)).max() < 518.92
    assert totals.is_unique
    assert rows.loc[list(VERIFIED_2022), "rank"].tolist() == [1, 2, 3]  # as published


def test_kim_son_2022_is_what_stands_in_its_forms_on_every_table(sample):
    """Two indicators left blank and verified all the same: 429.68 became 423.97, and not 402.38."""
    view = sample.about("376", 2022)
    assert [round(view.total(basis)["points"], 9) for basis in ("claimed", "verified")] == [429.68, 423.97]
    assert round(view.gaps["gap_points"].sum(), 9) == -5.71
    assert view.gaps["is_blank_claim"].sum() == 2
    outliers = view.of_set("outliers").set_index("unit_code")
    assert round(outliers.loc["376", "moved_points"], 9) == -5.71


def test_most_communes_have_the_foundation_half_and_not_the_activity_half(sample):
    group = sample.within("373", 2022)
    usual = group.of_group("majorities", "claimed").set_index("node_code")
    assert usual["n_upper"].to_dict() == {"foundation": 25, "activity": 0}
    assert usual["is_majority"].all()
    assert (usual["n_all"] == 21).all()
    printed = group.printed[group.printed["name"] == "typical_upper"].set_index("of")["value"]
    assert printed.to_dict() == usual["n_upper"].to_dict()


def test_sizes_of_the_sets_are_as_published(sample):
    sizes = {
        name: (len(each.indicators), each.total_points, len(each.pillars))
        for name, each in sample.criteria.items()
    }
    assert sizes["ninhbinh_district_2022"] == (72, 765, 8)
    assert sizes["ninhbinh_commune_2022"][0] == sizes["ninhbinh_commune_2023"][0] == 50
    assert sizes["tayninh_commune_2025"] == (62, 960, 6)
    for year in (2021, 2023):
        assert sizes[f"ninhbinh_district_{year}"] != sizes["ninhbinh_district_2022"]


def test_gia_vien_gives_the_three_published_reasons(sample):
    coded = of(sample, "373", 2022)["reason_codes"].str.split(";").explode()
    assert set(coded) - {""} == {"R01", "R02", "R03"}


def test_every_form_was_read_and_what_is_wrong_was_put_there(sample):
    assert sample.findings.groupby("code")["count"].sum().drop("points_differ").to_dict() == {
        "total_differs": 6, "dash_is_blank": 3, "form_unit_differs": 2, "not_applicable_claimed": 2,
        "not_applicable_answered": 6,
        "code_resolved_by_name": 2, "claim_differs": 1,
        "cut_placeholder": 99, "cut_without_reason": 68, "number_unreadable": 1, "over_maximum": 1,
        "number_ambiguous": 1,
        "reason_unknown": 1,
    }  # fmt: skip
    forms = sample.received[sample.received["stage"] == "self"]
    assert len(forms) == 8 * 3 + 21 * 2
    assert (sample.findings["code"] == "points_differ").sum() <= 2 * len(forms)


def test_illustrative_data_says_so_wherever_it_is_seen(sample):
    assert set(sample.received["provenance"]) == {"illustrative"}
    assert sample.received["note"].str.contains("minh họa").all()
    for path in ("2022/373.xlsx", "2022/373_tham_dinh.xlsx", "2023/14464.xlsx"):
        head = " ".join(str(cell) for row in read_sheets(RAW / path, path)[0].rows[:12] for cell in row)
        assert "minh họa" in head.casefold(), path


def test_the_form_comes_back_from_the_workbook_as_it_was_written(sample):
    """One row followed by hand through the file: Gia Viễn 2022, indicator 1.1, cell by cell."""
    (sheet, *_) = [each for each in read_sheets(RAW / "2022/373.xlsx", "f") if each.name == "Tự đánh giá"]
    answer = of(sample, "373", 2022).set_index("indicator_code").loc["NT-01"]
    cell = re.search(r"!([A-Z]+)(\d+)$", answer["source"])
    column, row = ord(cell.group(1)) - ord("A"), int(cell.group(2)) - 1
    typed = str(sheet.rows[row][column])
    assert float(typed.replace(",", ".")) == answer["claimed_points"]


def test_no_person_stands_in_processed_data(sample):
    texts = sample.scores[["explanation", "evidence", "verifier_note", "declared_text"]].to_numpy().ravel()
    joined = "\n".join(texts)
    assert not re.search(r"(?<!\d)0\d{9}(?!\d)", joined)
    assert "@" not in joined


def test_the_generator_writes_the_same_bytes_again(tmp_path):
    for name in ("criteria", "published"):
        shutil.copytree(RAW / name, tmp_path / name)
    for name in ("units.csv", "unit_changes.csv", "reasons.yml"):
        shutil.copy(RAW / name, tmp_path / name)
    generator = HOME / "data" / "generators" / "forms.py"
    environment = os.environ | {"PYTHONPATH": str(HOME)}
    subprocess.run([sys.executable, generator, tmp_path], check=True, env=environment)
    assert (tmp_path / "manifest.csv").read_bytes() == (RAW / "manifest.csv").read_bytes()
    manifest = pd.read_csv(RAW / "manifest.csv", dtype=str, keep_default_na=False)
    assert (
        intake.read_manifest(tmp_path, reference.load_criteria(RAW / "criteria"), reference.load_units(RAW)).shape[
            0
        ]
        == len(manifest) - (manifest["replaces"] != "").sum()
    )
