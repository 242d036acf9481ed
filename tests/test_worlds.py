"""The other roots build, and what is read of them and of the sample is what stands in the forms' cells."""

import ast
import csv
import math
import shutil
from pathlib import Path

import cells
import pytest
import raw_folder
import worlds

from dts_analysis import dataset

RAW = Path(__file__).parents[1] / "data" / "raw"
POINTS = ["claimed_points", "verified_points"]


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """Every world written once, by name."""
    home = tmp_path_factory.mktemp("worlds")
    return {name: write(home / name) for name, write in worlds.WORLDS.items()}


@pytest.fixture(scope="module")
def of_the_sample():
    """What stands in the forms of data/raw."""
    return cells.sums(RAW, cells.SAMPLE)


def test_every_world_says_what_it_adds_up_to():
    assert worlds.EXPECTED.keys() == worlds.WORLDS.keys()
    assert worlds.FINDINGS.keys() | worlds.UNREAD.keys() <= worlds.WORLDS.keys()


@pytest.mark.parametrize("name", worlds.WORLDS)
def test_the_cells_add_up_to_what_was_worked_out_by_hand(roots, name):
    found = cells.sums(roots[name])
    assert {key: _as_by_hand(sums) for key, sums in found.items()} == worlds.EXPECTED[name]
    assert {key for key, sums in found.items() if not sums.is_read} == worlds.UNREAD.get(name, set())


@pytest.mark.parametrize("name", worlds.WORLDS)
def test_a_world_builds_with_its_own_findings_and_holds_what_stands_in_the_cells(roots, name):
    data = dataset.read(roots[name])
    assert data.findings.groupby("code")["count"].sum().to_dict() == worlds.FINDINGS.get(name, {})
    _assert_same(data, cells.sums(roots[name]))


def test_the_sample_holds_what_stands_in_its_cells(sample, of_the_sample):
    _assert_same(sample, of_the_sample)


def test_the_cells_of_the_sample_add_up_to_what_was_published(of_the_sample):
    gia_vien = of_the_sample["373", 2022]
    assert (gia_vien.claimed, gia_vien.max_points, gia_vien.n_claimed) == (511.18, 765, 72)
    verified = {code: of_the_sample[code, 2022].verified for code in ("369", "370", "372")}
    assert verified == {"369": 587.41, "370": 569.06, "372": 518.92}


def test_the_traps_of_the_sample_are_read_as_a_person_reads_them(of_the_sample):
    kim_son, yen_mo = of_the_sample["376", 2022], of_the_sample["377", 2022]
    assert (kim_son.claimed, kim_son.verified) == (429.68, 423.97)  # 7.4 and 8.3 left blank, both verified
    assert (kim_son.n_blank, kim_son.n_verified) == (2, 72)
    assert (yen_mo.max_points, yen_mo.n_not_applicable) == (750, 1)  # 7.5 does not apply: 15 points less
    assert of_the_sample["376", 2021].n_unusable == 1  # 16.5 of at most 15
    assert of_the_sample["374", 2023].n_blank == 1  # a dash
    assert of_the_sample["375", 2023].n_blank == 0  # the two codes that became 6.1 are told apart by their names
    assert sum(each.n_unusable for each in of_the_sample.values()) == 1
    assert all(each.is_read for each in of_the_sample.values())


@pytest.mark.parametrize("name", ["nothing_verified", "one_verified", "unreadable_form"])
def test_communes_lie_straight_under_their_province(roots, name):
    data = dataset.read(roots[name])
    assert {data.unit(*key)["parent_code"] for key in worlds.EXPECTED[name]} == {"80"}


def test_the_provinces_are_all_that_there_were_and_have_no_parent():
    with (RAW / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "province"]
    then = {row["unit_code"] for row in rows if row["valid_from"] <= "2022" and not "" < row["valid_to"] < "2022"}
    assert then == set(worlds.PROVINCES)
    assert len(worlds.PROVINCES) == 63
    assert {row["parent_code"] for row in rows} == {""}


def test_a_world_is_written_the_same_again(roots, tmp_path):
    for name, write in worlds.WORLDS.items():
        again = write(tmp_path / name)
        assert _files(again) == _files(roots[name]), name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.1,Chỉ số thử A thứ 1,10,,,khá,", "2022/373.csv!F4: 'khá' are no points"),
        ("1.1,Chỉ số thử A thứ 1,10,,,-,", "2022/373.csv!F4: '-' are no points"),
        ("1.1,Chỉ số thử A thứ 1,10,,,11,", "2022/373.csv!F4: 11.0 are no points of at most 10"),
        ("1.1,Chỉ số thử A thứ 1,10,,,95%,", "2022/373.csv!F4: '95%' are no points"),
        ("1.1,Chỉ số khác,10,,,10,", "2022/373.csv!A4: 1.1 is not called 'chỉ số khác'"),
        ("9.9,Chỉ số lạ,10,,,5,", "2022/373.csv!A4: '9.9' is no indicator"),
        (",,,,,5,", "2022/373.csv!A4: '' is no indicator"),
        ("1.2,Chỉ số thử A thứ 2,10,,,10,", "2022/373.csv!A5: 1.2 stands twice"),
    ],
)
def test_what_is_not_plain_is_refused(tmp_path, typed, words):
    raw = worlds.one_unit(tmp_path / "raw")
    form = raw / "2022" / "373.csv"
    plain = form.read_text(encoding="utf-8")
    form.write_text(plain.replace("1.1,Chỉ số thử A thứ 1,10,,,10,", typed), encoding="utf-8")
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        cells.sums(raw)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("2023/375.xlsx", r"A51: the code 6\.1 is a number"),
        ("2023/376.xlsx", r"G75: 5 for an indicator that does not apply to 376"),
        ("2021/376.xlsx", r"G17: 16\.5 are no points of at most 15"),
        ("2023/374.xlsx", r"G48: '-' are no points"),
    ],
)
def test_a_trap_of_the_sample_is_refused_where_it_is_not_listed(tmp_path, path, words):
    with (RAW / "manifest.csv").open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["path"] == path]
    for part in (path, f"criteria/{row['criteria_id']}.yml"):
        (tmp_path / part).parent.mkdir()
        shutil.copy(RAW / part, tmp_path / part)
    with (tmp_path / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    with pytest.raises(ValueError, match=words):
        cells.sums(tmp_path)
    own = {where: read_as for where, read_as in cells.SAMPLE.items() if where.startswith(path)}
    assert len(cells.sums(tmp_path, own)) == 1


def test_a_listed_cell_that_is_not_met_is_refused(roots):
    with pytest.raises(ValueError, match=r"listed and not met: .*373\.csv!F99"):
        cells.sums(roots["one_unit"], {"2022/373.csv!F99": cells.BLANK})


def test_the_oracle_and_the_worlds_share_nothing_with_the_package():
    for module in (cells, raw_folder, worlds):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {
            name for node in imports for name in [getattr(node, "module", None), *(a.name for a in node.names)]
        }
        assert not any(name and name.startswith("dts_analysis") for name in names)
        assert not any(getattr(node, "level", 0) for node in imports)


def _as_by_hand(sums):
    counts = (sums.n_claimed, sums.n_blank, sums.n_not_judged, sums.n_not_applicable)
    return worlds.Hand(sums.claimed, sums.verified, *counts)


def _assert_same(data, expected):
    """The answers, added up here per unit, year and pillar, against the sums over the forms' cells."""
    answers = data.scores.assign(pillar=data.scores["indicator_code"].astype(str).str.split("-").str[0])
    found = dict(list(answers.groupby(["unit_code", "year"], observed=True)))
    assert found.keys() == expected.keys()
    for key, own in found.items():
        sums = expected[key]
        applicable = own[own["answer_status"] != "not_applicable"]
        is_unusable = applicable["answer_status"] == "invalid"
        assert _totals(own) == pytest.approx((sums.claimed, sums.verified), abs=1e-9), key
        counts = {
            "n_claimed": applicable["claimed_points"].notna().sum(),
            "n_blank": (applicable["claimed_points"].isna() & ~is_unusable).sum(),
            "n_unusable": is_unusable.sum(),
            "n_not_applicable": len(own) - len(applicable),
            "n_verified": own["verified_points"].notna().sum(),
            "n_not_judged": applicable["verified_points"].isna().sum(),
        }
        assert counts == {name: getattr(sums, name) for name in counts}, key
        of_pillars = {pillar: _totals(some) for pillar, some in own.groupby("pillar")}
        assert of_pillars.keys() == sums.pillars.keys()
        for pillar, points in of_pillars.items():
            assert points == pytest.approx(sums.pillars[pillar], abs=1e-9), (key, pillar)


def _totals(own):
    """The sums of claimed and of verified points; None where there are none."""
    return tuple(math.fsum(own[name].dropna()) if own[name].notna().any() else None for name in POINTS)


def _files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
