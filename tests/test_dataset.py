"""From raw to processed and back: nothing lost, stale noticed, refusals in words."""

import dataclasses
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dts_analysis import dataset
from dts_analysis.errors import DtsError

RAW = Path(__file__).parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(RAW, home / "raw")
    return home, dataset.build(home / "raw", home / "processed")


def test_what_was_built_is_what_is_loaded(built):
    home, made = built
    loaded = dataset.load(home / "processed")
    for name in (*dataset.TABLES, "findings"):
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(made, name), check_dtype=name != "reasons")
    assert loaded.criteria == made.criteria
    assert loaded.provenance == made.provenance
    assert set(loaded.published) == set(made.published)


def test_the_same_raw_data_is_current_and_a_changed_byte_is_not(built, tmp_path):
    home, _ = built
    assert dataset.is_current(home / "raw", home / "processed")
    changed = tmp_path / "raw"
    shutil.copytree(home / "raw", changed)
    with (changed / "reasons.yml").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not dataset.is_current(changed, home / "processed")
    assert not dataset.is_current(changed, tmp_path / "nowhere")


def test_building_again_makes_the_same_files(built, tmp_path):
    home, _ = built
    dataset.build(home / "raw", tmp_path / "again")
    for path in sorted((home / "processed").rglob("*.*")):
        twin = tmp_path / "again" / path.relative_to(home / "processed")
        assert twin.read_bytes() == path.read_bytes(), path.name


def test_a_place_that_cannot_be_written_is_named(built, tmp_path):
    _, made = built
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DtsError, match=r"processed: không ghi được.*còn chỗ"):
        dataset.save(made, tmp_path / "file" / "processed")


@pytest.mark.parametrize(
    "lost", ["provenance.json", "scores.parquet", "findings.csv", "criteria/ninhbinh_district_2021.json"]
)
def test_half_a_dataset_is_refused(built, tmp_path, lost):
    home, _ = built
    shutil.copytree(home / "processed", tmp_path / "processed")
    (tmp_path / "processed" / lost).unlink()
    with pytest.raises(DtsError, match=r"chưa có dữ liệu đã xử lý.*dts build"):
        dataset.load(tmp_path / "processed")


def test_what_is_loaded_is_of_one_build_whatever_is_built_afterwards(built, tmp_path):
    home, made = built
    loaded = dataset.load(files.place(shutil.copytree(home / "processed", tmp_path / "processed")))
    fewer = dataclasses.replace(made, scores=made.scores.head(), reasons=made.reasons.head(1))
    dataset.save(fewer, tmp_path / "processed")
    assert len(loaded.scores) == len(made.scores)
    assert len(loaded.reasons) == len(made.reasons)
    assert len(dataset.load(tmp_path / "processed").scores) == 5


def test_a_build_between_two_reads_is_noticed(built, tmp_path, monkeypatch):
    home, made = built
    shutil.copytree(home / "processed", tmp_path / "processed")
    read_bytes, later = Path.read_bytes, dataclasses.replace(made, provenance={"inputs": {}})

    def read(path):
        content = read_bytes(path)
        if path.name == "units.parquet":
            dataset.save(later, tmp_path / "processed")
        return content

    monkeypatch.setattr(Path, "read_bytes", read)
    with pytest.raises(DtsError, match="chưa có dữ liệu đã xử lý"):
        dataset.load(tmp_path / "processed")


def test_a_loaded_dataset_can_be_copied_with_changes_and_has_nothing_else(built):
    home, made = built
    loaded = dataset.load(home / "processed")
    assert dataclasses.replace(loaded, scores=made.scores.head()).units.equals(made.units)
    with pytest.raises(AttributeError, match="'Dataset' object has no attribute 'answer'"):
        loaded.answer  # noqa: B018


def test_a_loaded_datasets_tables_are_offered_before_they_are_read(built):
    home, _ = built
    assert {"scores", "published", "history"} <= set(dir(dataset.load(home / "processed")))


def test_every_answer_of_the_set_is_there_once(built):
    _, made = built
    assert not made.answers.duplicated(["unit_code", "year", "indicator_code"]).any()
    giavien = made.answers[(made.answers["unit_code"] == "373") & (made.answers["year"] == 2022)]
    assert len(giavien) == 72


def test_a_unit_that_sent_nothing_is_named_with_the_years_it_has(built):
    _, made = built
    with pytest.raises(DtsError, match=r"không có phiếu của 373 năm 2019.*2021, 2022, 2023"):
        made.criteria_set("373", 2019)
    with pytest.raises(DtsError, match="unit_code: mã đơn vị 373 là số; cần: chữ"):
        made.criteria_set(373, 2022)
    with pytest.raises(DtsError, match="không có phiếu của 01 năm 2022"):
        made.within("01", 2022)


def test_peers_share_set_and_year_and_children_share_the_parent(built):
    _, made = built
    assert made.peers("373", 2022)["unit_code"].nunique() == 8
    assert made.within("37", 2022)["unit_code"].nunique() == 8
    assert made.within("373", 2022)["unit_code"].nunique() == 21


def test_no_head_of_a_form_reaches_the_processed_tables(built):
    home, _ = built
    for path in (home / "processed").rglob("*.parquet"):
        columns = set(pd.read_parquet(path).columns)
        assert not columns & {"contact", "phone", "prepared_by", "người lập", "phụ trách"}


def test_a_unit_is_ranked_with_whom_its_criteria_set_says(sample):
    units = sample.units.copy()
    units.loc[units["unit_code"] == "14467", "parent_code"] = "372"
    moved = dataclasses.replace(sample, units=units)
    codes = set(sample.peers("14464", 2022)["unit_code"])
    assert moved.ranked_with("14464", 2022) == sorted(codes - {"14467"})
    assert moved.ranked_with("14467", 2022) == ["14467"]
    one = sample.criteria["ninhbinh_commune_2022"]
    for group in ("province", "country"):
        rule = one.ranking.model_copy(update={"group": group})
        other = dataclasses.replace(
            moved, criteria=sample.criteria | {one.id: one.model_copy(update={"ranking": rule})}
        )
        assert other.ranked_with("14464", 2022) == sorted(codes)
    away = units.copy()
    away.loc[away["unit_code"] == "372", "parent_code"] = "38"
    rule = one.ranking.model_copy(update={"group": "province"})
    criteria = sample.criteria | {one.id: one.model_copy(update={"ranking": rule})}
    other = dataclasses.replace(sample, units=away, criteria=criteria)
    assert "14467" not in other.ranked_with("14464", 2022)


def test_the_province_of_a_unit_is_told_and_the_countrys_for_the_country(sample):
    assert [sample.province(code, 2022) for code in ("14464", "373", "37")] == ["Tỉnh Ninh Bình"] * 3
    assert sample.province("00", 2022) == "Cả nước"


def test_provinces_as_units_are_below_the_country_and_ranked_with_one_another(sample):
    turned = dict(zip(["369", "370", "372"], ["01", "37", "79"], strict=True))
    tables = {}
    for name in ("scores", "received"):
        rows = getattr(sample, name)
        rows = rows[rows["unit_code"].isin(turned) & (rows["year"] == 2022)]
        tables[name] = rows.assign(unit_code=rows["unit_code"].astype("str").map(turned))
    provinces = dataclasses.replace(sample, **tables)
    assert set(provinces.within("00", 2022)["unit_code"]) == {"01", "37", "79"}
    one = provinces.criteria_set("37", 2022)
    for group in ("parent", "province", "country"):
        rule = one.ranking.model_copy(update={"group": group})
        criteria = sample.criteria | {one.id: one.model_copy(update={"ranking": rule})}
        ranked = dataclasses.replace(provinces, criteria=criteria)
        assert ranked.ranked_with("37", 2022) == ["01", "37", "79"]
