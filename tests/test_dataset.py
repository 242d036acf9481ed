"""From raw to processed and back: nothing lost, stale noticed, builds apart, refusals in words."""

import io
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import worlds
from raw_folder import RawFolder, criteria, xlsx_form

from dts_analysis import dataset, messages
from dts_analysis.errors import DtsError

RAW = Path(__file__).parents[1] / "data" / "raw"
MISSING = r"processed: chưa có dữ liệu đã xử lý; cần: thư mục do «dts build» tạo ra.*chạy «dts build»"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sample, built: its folder and the dataset that was made."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(RAW, home / "raw")
    return home, dataset.build(home / "raw", home / "processed")


@pytest.fixture
def small(world, tmp_path):
    """A small world, and a function that saves it as a build of its own with only these units."""

    def save(*codes):
        data = world("one_pillar")
        other = data.replaced(scores=data.scores[data.scores["unit_code"].isin(codes)].reset_index(drop=True))
        dataset.save(other, tmp_path / "processed")
        return other

    return tmp_path / "processed", save


def test_what_was_built_is_what_is_loaded(built):
    home, made = built
    loaded = dataset.load(home / "processed")
    for name in dataset.TABLES:
        _assert_stored(getattr(loaded, name), getattr(made, name), dataset.SORTED_BY[name])
    assert loaded.criteria == made.criteria
    assert loaded.provenance == made.provenance
    assert loaded.inputs == made.inputs
    assert loaded.published.keys() == made.published.keys() != set()
    for name, table in made.published.items():
        pd.testing.assert_frame_equal(loaded.published[name], table)


def test_a_figure_beside_a_blank_claim_is_a_finding_and_one_habit_a_single_one(tmp_path):
    steps = {"kind": "tiers", "tiers": [{"at_least": 4, "points": 10}, {"at_least": 1, "points": 5}]}
    letters = {"kind": "choice", "options": [{"value": 1, "label": "A", "points": 10},
                                             {"value": 2, "label": "B", "points": 4}]}  # fmt: skip
    rules = {"T-01": steps, "T-02": letters, "T-03": {"kind": "ratio"}, "T-06": {"kind": "ratio"}}
    raw = RawFolder(tmp_path, criteria("thu", "district", [2022], {"T": [10] * 7}, rule=rules))
    rows = raw.rows("thu", claimed="- - - - k - 3", declared="2 B 3/4 - - 5/0 -")
    rows[4] |= {"a": "450 hộ"}
    fields = {"code": "STT", "name": "Nội dung", "a": "Số thực hiện", "b": "Tổng số", "claimed": "Tự chấm"}
    raw.file("2022/373.xlsx", "373", 2022, "thu", "self", xlsx_form(rows, list(fields), fields))
    found = dataset.read(raw.done()).findings
    claims = found[found["code"].isin(["claim_unfilled", "declared_unclaimed"])].set_index("code")
    assert claims["cells"].to_dict() == {"claim_unfilled": "E5 E6 E7", "declared_unclaimed": ""}
    assert claims["where"].str.rpartition("!")[2].to_list() == ["E5", "E8"]
    assert "theo quy tắc được 5 điểm" in claims["message"]["claim_unfilled"]
    assert "«450 hộ»" in claims["message"]["declared_unclaimed"]
    assert set(claims["severity"]) == {"warning"}


def test_pages_read_the_same_of_what_was_built_and_of_what_is_loaded(built):
    home, made = built
    loaded = dataset.load(home / "processed")
    for data in (loaded, pickle.loads(pickle.dumps(loaded))):
        ours, theirs = data.about("373", 2022), made.about("373", 2022)
        for name in ("standing", "history", "counted", "totals", "class_counts", "gaps", "peers", "scores"):
            own, other = (getattr(view, name).reset_index(drop=True) for view in (ours, theirs))
            keys = [key for key in ("unit_code", "year", "basis") if key in other]
            other = other.sort_values(keys, kind="stable", ignore_index=True) if keys else other
            pd.testing.assert_frame_equal(own, other)
        assert data.within("37", 2022).codes == made.within("37", 2022).codes


def test_findings_lie_beside_the_tables_for_people(built):
    home, made = built
    content = (home / "processed" / "findings.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # so that a spreadsheet reads Vietnamese
    read = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    assert read["message"].tolist() == made.findings["message"].tolist()


def test_the_same_raw_data_is_current_and_a_changed_byte_is_not(built, tmp_path):
    home, _ = built
    assert dataset.is_current(home / "raw", home / "processed")
    changed = tmp_path / "raw"
    shutil.copytree(home / "raw", changed)
    with (changed / "reasons.yml").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not dataset.is_current(changed, home / "processed")
    assert not dataset.is_current(home / "raw", tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b"{}", b'{"build": 3}', b'{"build": "gone"}', b"\xff"]
)
def test_what_is_no_provenance_is_not_current_and_not_loaded(built, tmp_path, content):
    home, _ = built
    shutil.copytree(home / "processed", tmp_path / "processed")
    (tmp_path / "processed" / "provenance.json").write_bytes(content)
    assert not dataset.is_current(home / "raw", tmp_path / "processed")
    with pytest.raises(DtsError, match=MISSING):
        dataset.load(tmp_path / "processed")


def test_building_again_makes_the_same_files(built, tmp_path):
    home, _ = built
    dataset.build(home / "raw", tmp_path / "again")
    files = sorted(path.relative_to(home / "processed") for path in (home / "processed").rglob("*.*"))
    assert files == sorted(path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*.*"))
    for path in files:
        assert (tmp_path / "again" / path).read_bytes() == (home / "processed" / path).read_bytes(), path.name


def test_a_place_that_cannot_be_written_is_named(world, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DtsError, match=r"processed: không ghi được.*còn chỗ"):
        dataset.save(world("one_unit"), tmp_path / "file" / "processed")


@pytest.mark.parametrize("lost", ["scores.parquet", "parties.parquet", "criteria/ninhbinh_district_2021.json"])
def test_half_a_dataset_is_refused(built, tmp_path, lost):
    home, made = built
    shutil.copytree(home / "processed", tmp_path / "processed")
    (tmp_path / "processed" / made.provenance["build"] / lost).unlink()
    with pytest.raises(DtsError, match=MISSING):
        dataset.load(tmp_path / "processed")


def test_a_criteria_set_that_was_changed_where_it_is_stored_is_refused_with_its_file(built, tmp_path):
    home, made = built
    shutil.copytree(home / "processed", tmp_path / "processed")
    stored = tmp_path / "processed" / made.provenance["build"] / "criteria" / "ninhbinh_district_2021.json"
    stored.write_text(stored.read_text(encoding="utf-8").replace('"ratio"', '"ration"', 1), encoding="utf-8")
    with pytest.raises(DtsError, match=r"ninhbinh_district_2021\.json"):
        dataset.load(tmp_path / "processed")


# Builds after one another


def test_one_build_stays_readable_after_the_next_and_is_refused_after_two(small):
    processed, save = small
    save("369")
    first, unread = dataset.load(processed), dataset.load(processed)
    assert first.scores["unit_code"].unique().tolist() == ["369"]
    save("370")
    assert dataset.load(processed).scores["unit_code"].unique().tolist() == ["370"]
    assert first.about("369", 2023).total()["points"] == 14  # rows that were not read yet
    assert first.counted["unit_code"].unique().tolist() == ["369"]
    save("372")
    assert first.counted["unit_code"].unique().tolist() == ["369"]  # what was read is there
    for ask in (
        lambda: unread.scores,
        lambda: unread.rows("totals", unit_code="369"),
        lambda: unread.about("369", 2023),
        lambda: unread.published,
        lambda: unread.inputs,
        lambda: first.gaps,
    ):
        with pytest.raises(DtsError, match=MISSING):
            ask()
    assert dataset.load(processed).scores["unit_code"].unique().tolist() == ["372"]


def test_the_same_build_once_more_takes_nothing_away(small):
    processed, save = small
    save("369")
    first = dataset.load(processed)
    second = save("370")
    dataset.save(second, processed)
    assert len(first.scores) == 4
    assert sorted(path.name for path in processed.iterdir() if path.is_dir()) == sorted(
        each.provenance["build"] for each in (first, second)
    )


def test_nothing_but_builds_is_taken_away(small):
    processed, save = small
    (processed / "mine").mkdir(parents=True)
    (processed / "mine" / "note.txt").write_text("x", encoding="utf-8")
    kept = [save(code).provenance["build"] for code in ("369", "370", "372")][1:]
    assert sorted(path.name for path in processed.iterdir()) == sorted(
        [*kept, "mine", "findings.csv", "provenance.json"]
    )


def test_a_save_that_breaks_off_leaves_the_build_before(small, monkeypatch):
    processed, save = small
    save("369")
    real, written = dataset.write, []

    def full(path, content):
        written.append(path)
        if len(written) > 5:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(dataset, "write", full)
    with pytest.raises(DtsError, match="processed: không ghi được"):
        save("370")
    assert dataset.load(processed).scores["unit_code"].unique().tolist() == ["369"]


# A dataset


def test_a_loaded_dataset_goes_to_another_process(built):
    home, made = built
    loaded = dataset.load(home / "processed")
    assert len(loaded.totals) == len(made.totals)  # some of it is read, the rest is not
    code = (
        "import pickle, sys; data = pickle.load(sys.stdin.buffer); total = data.about('373', 2022).total(); "
        "print(len(data.totals), len(data.scores), total['points'], *sorted(data.published))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(loaded), capture_output=True, check=True
    )
    expected = [
        len(made.totals),
        len(made.scores),
        made.about("373", 2022).total()["points"],
        *sorted(made.published),
    ]
    assert done.stdout.decode().split() == [str(each) for each in expected]


def test_a_table_is_read_once_and_only_when_it_is_asked_for(built, monkeypatch):
    home, _ = built
    loaded, read = dataset.load(home / "processed"), []
    store = type(loaded._store)
    real = store.read
    monkeypatch.setattr(store, "read", lambda self, name, *more: read.append(name) or real(self, name, *more))
    assert loaded.units is loaded.units
    loaded.rows("units", unit_code="373")  # from the table that is there already
    loaded.rows("totals", unit_code="373")
    assert read == ["units", "totals"]


def test_other_tables_are_counted_anew_and_the_rest_stays(built):
    home, _ = built
    loaded = dataset.load(home / "processed")
    fewer = loaded.replaced(scores=loaded.rows("scores", unit_code="373"))
    assert set(fewer.standings["unit_code"]) == {"373"}
    assert set(loaded.standings["unit_code"]) > {"373"}
    assert fewer.units is loaded.units
    assert (fewer.criteria, fewer.inputs) == (loaded.criteria, loaded.inputs)
    assert fewer.provenance["build"] != loaded.provenance["build"]


def test_what_nobody_has_is_no_attribute_and_tables_are_offered_before_they_are_read(built):
    home, _ = built
    loaded = dataset.load(home / "processed")
    with pytest.raises(AttributeError, match="'Dataset' object has no attribute 'answers'"):
        loaded.answers  # noqa: B018
    with pytest.raises(AttributeError, match="'_tables2'"):
        loaded._tables2  # noqa: B018
    assert {*dataset.TABLES, "published", "inputs", "rows"} <= set(dir(loaded))


def test_every_answer_of_the_set_is_there_once(built):
    _, made = built
    assert not made.scores.duplicated(["unit_code", "year", "indicator_code"]).any()
    assert len(made.rows("scores", unit_code="373", year=2022)) == 72
    for basis in ("claimed", "verified"):
        assert len(made.rows("counted", unit_code="373", year=2022, basis=basis)) == 72


def test_no_head_of_a_form_reaches_the_processed_tables(built):
    home, _ = built
    stored = list((home / "processed").rglob("*.parquet"))
    assert len(stored) > len(dataset.TABLES)
    for path in stored:
        columns = set(pd.read_parquet(path).columns)
        assert not columns & {"contact", "phone", "prepared_by", "người lập", "phụ trách"}


def test_the_unit_that_bore_a_code_in_a_year_is_told(sample):
    assert [sample.unit("374", year)["name"] for year in (2024, 2025)] == ["Huyện Hoa Lư", "Thành phố Hoa Lư"]
    with pytest.raises(DtsError, match=r"units\.csv: không có đơn vị mã «99999»"):
        sample.unit("99999", 2022)
    with pytest.raises(
        DtsError, match=r"không có đơn vị nào mang mã 374 trong năm 2026.*Huyện Hoa Lư.*Thành phố Hoa Lư"
    ):
        sample.unit("374", 2026)


def test_the_province_of_a_unit_is_told_and_the_countrys_for_the_country(sample):
    assert [sample.region_name(code, 2022) for code in ("14464", "373", "37")] == ["Tỉnh Ninh Bình"] * 3
    assert sample.region_name("00", 2022) == "Cả nước"


@pytest.mark.parametrize("name", worlds.WORLDS)
def test_every_world_is_saved_and_loaded_whole(world, name, tmp_path):
    made = world(name)
    dataset.save(made, tmp_path / "processed")
    loaded = dataset.load(tmp_path / "processed")
    for table in dataset.TABLES:
        _assert_stored(getattr(loaded, table), getattr(made, table), dataset.SORTED_BY[table])


def _assert_stored(loaded, made, keys):
    """The same rows, sorted by `keys`; categories in their order too, of which a table without rows has none."""
    made = made.sort_values(list(keys), kind="stable", ignore_index=True) if keys else made
    pd.testing.assert_frame_equal(loaded, made, check_dtype=len(made) > 0, check_categorical=len(made) > 0)


def test_findings_are_told_in_the_language_that_asks_for_them(tmp_path):
    raw = worlds.WORLDS["measured"](tmp_path / "raw")
    dataset.build(raw, tmp_path / "processed")
    assert dataset.is_current(raw, tmp_path / "processed")
    messages.use("en")
    assert not dataset.is_current(raw, tmp_path / "processed")
    built = dataset.build(raw, tmp_path / "processed")
    assert built.findings["remedy"].str.contains("ask the unit|the unit").any()
    assert not dataset.load(tmp_path / "processed").findings["found"].str.contains("lệch|khác").any()
