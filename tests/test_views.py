"""What pages ask for: one unit, the units under one, a region; the basis chosen; refusals in words."""

import pandas as pd
import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, show
from dts_analysis.dataset.tables import RECEIVED
from dts_analysis.errors import DtsError


def alike(found, wanted):
    """Two tables hold the same rows, in whatever order and with whatever names for their places."""
    keys = [
        name for name in ("unit_code", "year", "basis", "level", "node_code", "indicator_code") if name in wanted
    ]
    tables = [each.astype(dict.fromkeys(keys, "str")) for each in (found, wanted)]
    pd.testing.assert_frame_equal(*(each.sort_values(keys, ignore_index=True) for each in tables))


# One unit: the basis


def test_a_page_shows_the_best_that_most_have_where_the_unit_has_it_whole(world):
    view = world("blank_but_verified").about("370", 2022)
    assert (view.basis, view.asked, view.chosen["basis"], view.chosen["n_verified"]) == (
        "verified",
        "",
        "verified",
        3,
    )
    own = world("blank_but_verified").about("373", 2022)  # 2.3 is not judged
    assert (own.basis, own.asked, own.chosen["basis"]) == ("claimed", "", "verified")
    assert own.is_complete("claimed")
    assert not own.is_complete("verified")


@pytest.mark.parametrize(
    ("name", "unit", "year", "basis"),
    [
        ("nothing_verified", "25459", 2025, "claimed"),
        ("one_verified", "25534", 2025, "claimed"),  # verified whole, and the only one of fifteen
        ("partly_verified", "002", 2022, "claimed"),
        ("communes_of_districts", "14464", 2022, "verified"),
        ("communes_of_districts", "14383", 2022, "claimed"),  # under another district, where it is the only one
        ("provinces", "37", 2022, "verified"),
        ("unreadable_form", "25480", 2025, "claimed"),
        ("nothing_verified", "25552", 2025, "claimed"),
    ],
)
def test_the_basis_of_a_unit_is_that_of_its_neighbours(world, name, unit, year, basis):
    view = world(name).about(unit, year)
    assert view.basis == basis == world(name).within(view.parent_code, year).basis


@pytest.mark.parametrize("basis", ["claimed", "computed", "verified", "final"])
def test_a_basis_that_is_asked_for_is_shown_also_where_there_is_little_of_it(world, basis):
    for unit in ("001", "005"):
        view = world("partly_verified").about(unit, 2022, basis)
        assert view.basis == view.asked == basis
        assert view.chosen["basis"] == "claimed"
        assert set(view.on_basis["basis"]) <= {basis}
    group = world("partly_verified").within("01", 2022, basis)
    assert (group.basis, group.asked, group.chosen["basis"]) == (basis, basis, "claimed")


def test_a_units_sides_are_the_bases_it_has_points_on(world):
    data = world("partly_verified")
    assert data.about("001", 2022).sides == ["claimed", "verified"]
    assert data.about("005", 2022).sides == ["claimed"]
    assert data.about("005", 2022).total("verified")["n_unscored"] == 10  # of others there are verified points
    assert data.about("005", 2022).total("final") is None
    assert world("unreadable_form").about("25480", 2025).sides == []
    scores = data.scores.assign(final_points=data.scores["verified_points"])
    assert data.replaced(scores=scores).about("001", 2022).sides == ["claimed", "verified", "final"]
    assert world("two_pillars").about("14464", 2022).sides == ["claimed", "verified"]  # computed is no side


# One unit: its rows


def test_a_units_rows_are_its_own_of_the_year(world):
    data = world("renewed")
    view = data.about("369", 2023)
    assert (view.name, view.level, view.parent_code) == ("Thành phố Ninh Bình", "district", "37")
    assert view.criteria_set.id == "first_2023"
    assert view.criteria_sets == [view.criteria_set]
    for name in ("scores", "counted", "totals", "class_counts", "gaps"):
        table = getattr(data, name)
        rows = table[(table["unit_code"] == "369") & (table["year"] == 2023)]
        assert len(rows) > 0
        pd.testing.assert_frame_equal(getattr(view, name), rows.reset_index(drop=True))
    assert set(view.files["path"]) == {"2023/369.csv", "2023/369_tham_dinh.csv"}
    assert view.on_basis.equals(view.on("claimed"))
    assert view.on("verified")["points"].tolist()[0] == 10
    assert (view.total()["points"], view.total("verified")["max_points"]) == (30, 40)


def test_peers_and_tables_of_the_set_are_those_of_the_units_own_set_and_year(world):
    view = world("renewed").about("369", 2023)
    for table in (view.peers, view.of_set("agreement"), view.of_set("indicator_gaps"), view.of_set("outliers")):
        assert set(table["criteria_id"]) == {"first_2023"}
        assert set(table["year"]) == {2023}
    assert set(view.peers["basis"]) == {"claimed", "computed", "verified"} & set(view.counted["basis"])


def test_history_ends_with_the_year_that_is_looked_at(world):
    data = world("renewed")
    assert data.about("369", 2023).history["year"].unique().tolist() == [2022, 2023]
    assert data.about("369", 2022).history["year"].unique().tolist() == [2022]
    for year, n in ((2022, 5), (2023, 10)):
        view = data.about("369", year)
        assert len(view.rows_of_years("counted", "claimed")) == n
        assert set(view.rows_of_years("counted", "claimed")["basis"]) == {"claimed"}
        assert len(view.rows_of_years("scores")) == n


def test_the_year_before_is_on_the_basis_that_both_years_have(world):
    data = world("one_pillar")
    view = data.about("369", 2024)
    assert (view.basis, view.compared_basis, view.before.basis, view.before.asked) == ("verified",) * 4
    assert (view.before.year, view.before.total()["points"]) == (2023, 14)
    is_cut = (data.scores["unit_code"] == "369") & (data.scores["year"] == 2023)
    first = is_cut & (data.scores["indicator_code"] == "A-01")
    verified = data.scores["verified_points"]
    for missing in (is_cut, first):  # nothing of the year before is judged, or half of it
        view = data.replaced(scores=data.scores.assign(verified_points=verified.mask(missing))).about("369", 2024)
        assert (view.basis, view.compared_basis, view.before.basis) == ("verified", "claimed", "claimed")
        assert view.before.total()["points"] == 15
    assert world("renewed").about("369", 2023).before.basis == "claimed"
    assert world("renewed").about("369", 2023, "verified").before.basis == "verified"


def test_published_facts_stand_beside_a_unit(sample):
    view = sample.about("373", 2022)
    assert view.printed.set_index(["name", "of"])["value"].to_dict() == {
        ("points", ""): 511.18, ("max_points", ""): 765, ("n_upper", ""): 41, ("n_lower", ""): 31,
        ("n_indicators", ""): 72, ("typical_upper", "foundation"): 25, ("typical_upper", "activity"): 0,
    }  # fmt: skip
    assert (view.printed["basis"] == "claimed").all()
    assert sample.within("373", 2022).printed.equals(view.printed)
    assert sample.about("369", 2022).printed.empty
    assert sample.about("373", 2023).printed.empty


def test_a_year_that_was_published_only_stands_in_a_units_history(sample):
    is_dropped = (sample.scores["unit_code"] == "369") & (sample.scores["year"] == 2022)
    received = {name: getattr(sample, name) for name in RECEIVED}
    received["scores"] = sample.scores[~is_dropped].reset_index(drop=True)
    table = sample.published["districts_published"]
    for most, years in ((None, [2021, 2023]), (765, [2021, 2022, 2023])):  # without a maximum it has no share
        own = table.assign(max_score=table["max_score"].where(table["verified_score"] != 587.41, most))
        published = sample.published | {"districts_published": own}
        data = dataset.Dataset(received, sample.criteria, sample.provenance, sample.inputs, published)
        rows = data.about("369", 2023).with_published.set_index("year")
        assert rows.index.tolist() == years
        assert rows["is_published"].sum() == len(years) - 2
    assert rows.loc[2022, ["points", "basis", "is_published"]].tolist() == [587.41, "verified", True]


# One unit: refusals


def test_a_unit_that_is_not_there_is_refused_with_what_is(world, sample):
    with pytest.raises(DtsError, match=r"manifest\.csv: không có phiếu của 373 năm 2019; .*2021, 2022, 2023"):
        sample.about("373", 2019)
    with pytest.raises(DtsError, match=r"không có phiếu của 001 năm 2022; .*đã nhận phiếu: —"):
        sample.about("001", 2022)
    with pytest.raises(DtsError, match=r"units\.csv: không có đơn vị mã «99999»"):
        sample.about("99999", 2022)
    with pytest.raises(DtsError, match="không có đơn vị nào mang mã 373 trong năm 2027"):
        sample.about("373", 2027)
    with pytest.raises(DtsError, match="unit_code: mã đơn vị 373 là số; cần: chữ"):
        sample.about(373, 2022)
    with pytest.raises(
        DtsError, match=r"basis: không có căn cứ 'verifed' .*claimed, computed, measured, verified, final"
    ):
        sample.about("373", 2022, "verifed")
    with pytest.raises(DtsError, match=r"Quận Cầu Giấy \(005\) năm 2022 chưa có điểm thẩm định nào"):
        world("partly_verified").about("005", 2022).gaps  # noqa: B018
    with pytest.raises(
        DtsError, match=r"không có phiếu năm trước của Huyện Gia Viễn \(373\) để so với năm 2021.*: —"
    ):
        sample.about("373", 2021).before  # noqa: B018


@pytest.fixture(scope="module")
def hoa_lu(tmp_path_factory):
    """374 is the district of Hoa Lư until 2024, and the city made of it in 2025; 373 stays itself."""
    raw = RawFolder(
        tmp_path_factory.mktemp("lu") / "raw", criteria("lu", "district", [2023, 2024, 2025], {"A": [10]})
    )
    for code, year, points in (
        ("373", 2023, "3"), ("374", 2023, "2"), ("373", 2024, "5"), ("374", 2024, "4"), ("373", 2025, "6"),
        ("374", 2025, "8"),
    ):  # fmt: skip
        raw.unit(code, year, "lu", points, points)
    return dataset.read(raw.done())


def test_a_code_that_another_unit_bore_brings_nothing_along(hoa_lu):
    city, district = hoa_lu.about("374", 2025), hoa_lu.about("374", 2024)
    assert (city.name, district.name) == ("Thành phố Hoa Lư", "Huyện Hoa Lư")
    assert city.history["points"].tolist() == [8, 8]
    assert district.history["year"].unique().tolist() == [2023, 2024]
    for name in ("scores", "counted", "totals"):
        assert set(city.rows_of_years(name)["year"]) == {2025}
        assert set(district.rows_of_years(name)["year"]) == {2023, 2024}
    assert set(city.peers_of_years["year"]) == {2025}
    assert city.compared_basis == "claimed"  # there is nothing to compare with
    said = r"374 gộp từ 369 \+ 374; không có kết quả của 369 \(đơn vị ngày 2024-12-31\)"
    with pytest.raises(DtsError, match=said):
        city.before  # noqa: B018
    assert district.before.total()["points"] == 2


def test_gaps_of_the_year_before_are_those_of_the_same_units(hoa_lu):
    assert hoa_lu.within("37", 2025).gaps_before["unit_code"].tolist() == ["373"]
    assert hoa_lu.within("37", 2024).gaps_before["unit_code"].tolist() == ["373", "374"]
    assert hoa_lu.within("37", 2023).gaps_before.empty
    results = hoa_lu.within("37", 2025).results_before
    assert sorted(zip(results["unit_code"], results["year"], strict=True)) == [
        ("373", 2024), ("373", 2025), ("374", 2024), ("374", 2025),  # also of units that became others
    ]  # fmt: skip


# The units under one


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Two sets under one province in two years: 373 goes over from b to a."""
    sets = [criteria(name, "district", [2022, 2023], {"A": [10, 10]}) for name in ("a", "b")]
    raw = RawFolder(tmp_path_factory.mktemp("mixed") / "raw", *sets)
    for code, year, name, points in (
        ("369", 2022, "a", "1 1"), ("370", 2022, "a", "2 2"), ("372", 2022, "b", "3 3"), ("373", 2022, "b", "4 4"),
        ("369", 2023, "a", "5 5"), ("370", 2023, "a", "6 6"), ("372", 2023, "b", "7 7"), ("373", 2023, "a", "8 8"),
    ):  # fmt: skip
        raw.unit(code, year, name, points, points if name == "b" else "")
    return dataset.read(raw.done())


def test_of_several_sets_under_one_unit_the_one_most_answered_is_told_and_the_others_counted(mixed):
    group = mixed.within("37", 2023)
    assert (group.criteria_set.id, group.codes, group.n_units, group.n_others) == (
        "a",
        ["369", "370", "373"],
        3,
        1,
    )
    assert group.criteria_sets == [group.criteria_set]
    assert (group.basis, group.chosen["n_units"], group.sides) == ("claimed", 3, ["claimed"])
    even = mixed.within("37", 2022)  # two and two: the first by its name
    assert (even.criteria_set.id, even.codes, even.n_others) == ("a", ["369", "370"], 2)
    assert set(group.totals["unit_code"]) == {"369", "370", "373"}
    assert set(group.of_group("indicator_counts")["criteria_id"]) == {"a"}


def test_units_of_two_sets_have_their_own_basis_places_and_peers(mixed):
    view = mixed.about("372", 2023)
    assert (view.basis, view.chosen["n_units"], view.total()["n_units"]) == ("verified", 1, 1)
    assert set(view.peers["n_units"]) == {1}
    assert mixed.about("369", 2023).peers.set_index(["basis", "level"])["n_units"]["claimed", "total"] == 3
    assert mixed.about("369", 2023).total()["rank"] == 3


def test_peers_over_years_are_those_under_the_set_the_unit_had_then(mixed):
    peers = mixed.about("373", 2023).peers_of_years
    whole = peers[peers["level"] == "total"]
    assert whole[["criteria_id", "year", "n_units"]].to_numpy().tolist() == [["a", 2023, 3], ["b", 2022, 2]]
    assert set(peers["basis"]) == {"claimed"}


def test_a_group_is_the_units_directly_below(sample):
    assert sample.within("37", 2022).codes == ["369", "370", "372", "373", "374", "375", "376", "377"]
    communes = sample.within("373", 2022)
    assert (communes.n_units, communes.n_others, communes.name) == (21, 0, "Huyện Gia Viễn")
    assert communes.names["14464"] == "Thị trấn Me"


def test_a_groups_rows_are_those_of_its_units_on_the_basis_of_the_page(world):
    data = world("communes_of_districts")
    group = data.within("373", 2022)
    assert (group.basis, group.codes) == ("verified", ["14464", "14467", "14470"])
    for name in ("counted", "totals"):
        table = getattr(data, name)
        rows = table[table["unit_code"].isin(group.codes) & (table["basis"] == "verified")]
        alike(getattr(group, name), rows)
    assert len(group.scores) == 12
    assert set(group.files["unit_code"]) == set(group.codes)
    assert group.on()["points"].tolist() == [45, 35, 20]
    assert group.on("claimed")["points"].tolist() == [50, 35, 20]
    assert group.sides == ["claimed", "verified"]
    for basis, lost in ((None, 50), ("claimed", 45)):
        causes = group.of_group("causes", basis)
        assert set(causes["parent_code"]) == {"373"}
        assert causes["lost_points"].sum() == lost
    other = data.within("372", 2022)
    assert (other.basis, other.sides) == ("claimed", ["claimed", "verified"])


def test_provinces_are_under_the_country(world):
    data = world("provinces")
    country = data.within("00", 2022)
    assert (country.name, country.n_units, country.basis) == ("Cả nước", 63, "verified")
    assert (country.codes[0], country.names["37"]) == ("01", "Tỉnh Ninh Bình")
    first = country.on().sort_values("rank").iloc[0]
    assert (first["unit_code"], first["points"], first["ranked_in"]) == ("96", 93, "00")  # 63 + 20 + 10
    view = data.about("37", 2022)
    assert (view.parent_code, view.level, data.region_name("37", 2022)) == ("00", "province", "Tỉnh Ninh Bình")
    assert country.of_group("majorities")["n_all"].tolist() == [63]
    assert data.region("00", 2022).n_units == 63


def test_nothing_below_is_refused_with_the_years_there_are(world, sample):
    with pytest.raises(DtsError, match=r"Thành phố Hà Nội \(01\) gửi phiếu năm 2022; cần: một năm có phiếu .*: —"):
        sample.within("01", 2022)
    with pytest.raises(DtsError, match=r"Huyện Gia Viễn \(373\) gửi phiếu năm 2021; .*: 2022, 2023"):
        sample.within("373", 2021)
    with pytest.raises(DtsError, match=r"không có đơn vị mã «99999»"):
        sample.within("99999", 2022)
    with pytest.raises(DtsError, match="mã đơn vị 37 là số"):
        sample.within(37, 2022)
    with pytest.raises(DtsError, match="không có căn cứ 'best'"):
        sample.within("37", 2022, "best")
    with pytest.raises(DtsError, match=r"Huyện Nho Quan \(372\) gửi phiếu năm 2022"):
        world("renewed").within("372", 2022)


def test_published_results_stand_beside_a_groups_own(sample):
    group = sample.within("37", 2022)
    rows = group.published.set_index("unit_code")
    assert rows.loc[["369", "370", "372"], "published_points"].tolist() == [587.41, 569.06, 518.92]
    assert rows.loc[["369", "370", "372"], "agrees"].tolist() == [True] * 3
    assert rows.loc["373", "agrees"] is pd.NA
    assert rows.index.tolist()[:8] == group.codes
    claims = sample.within(
        "37", 2022, "claimed"
    ).published  # what is published was verified, whatever the page shows
    pd.testing.assert_frame_equal(claims, group.published)


# A region


def test_a_region_is_a_unit_and_all_below_it_at_any_depth(sample):
    region = sample.region("37", 2022)
    assert (region.name, region.basis, region.n_units) == ("Tỉnh Ninh Bình", "", 8 + 21)
    assert {"37", "373", "14464"} < set(region.names)
    assert "001" not in region.names
    assert [each.id for each in region.criteria_sets] == ["ninhbinh_commune_2022", "ninhbinh_district_2022"]
    assert set(region.files["year"]) == {2022}
    district = sample.region("373", 2022)
    assert district.n_units == 1 + 21  # its own form too
    assert sample.region("14464", 2022).n_units == 1


def test_a_regions_findings_are_its_own_of_the_year_the_gravest_first(sample):
    everyone = sample.findings
    found = sample.region("373", 2022).findings
    names = sample.region("373", 2022).names
    wanted = everyone[
        everyone["unit_code"].isin(["", *names]) & (everyone["year"].isna() | (everyone["year"] == 2022))
    ]
    assert sorted(found["message"]) == sorted(wanted["message"])
    assert 0 < len(found) < len(sample.region("37", 2022).findings) < len(everyone)
    order = found["severity"].map({"error": 0, "warning": 1, "info": 2})
    assert order.is_monotonic_increasing


def test_findings_of_other_places_and_years_stay_out_and_those_of_no_unit_come_along(world):
    data = world("communes_of_districts")
    columns = ["severity", "code", "where", "message", "remedy", "unit_code", "year"]
    rows = [
        ("warning", "14464", 2022), ("error", "14464", 2021), ("error", "14383", 2022), ("info", "", None),
        ("error", "373", 2022), ("error", "", 2021),
    ]  # fmt: skip
    findings = pd.DataFrame(
        [[severity, "x", "f", str(number), "", code, year] for number, (severity, code, year) in enumerate(rows)],
        columns=columns,
    ).astype({"year": "Int64"})
    findings = findings.assign(**dict.fromkeys(["indicator", "found", "expected", "cells"], ""), count=1)
    region = data.replaced(findings=findings).region("373", 2022)
    assert region.findings["message"].tolist() == ["4", "0", "3"]
    assert data.replaced(findings=findings).region("37", 2022).findings["message"].tolist() == ["2", "4", "0", "3"]


def test_a_region_that_sent_nothing_is_refused_with_the_years_it_did(sample):
    with pytest.raises(DtsError, match=r"Tỉnh Ninh Bình \(37\) gửi phiếu năm 2020; .*: 2021, 2022, 2023"):
        sample.region("37", 2020)
    with pytest.raises(DtsError, match=r"Thành phố Hà Nội \(01\) gửi phiếu năm 2022; .*: —"):
        sample.region("01", 2022)
    with pytest.raises(DtsError, match="mã đơn vị 37 là số"):
        sample.region(37, 2022)


def test_a_year_as_text_is_refused_and_not_called_a_year_without_forms(sample):
    for ask in (sample.about, sample.within, sample.region):
        with pytest.raises(DtsError, match="năm '2022' không phải số nguyên; cần: số nguyên, như 2022"):
            ask("373", "2022")


def test_a_table_that_is_none_is_refused_by_name(sample):
    with pytest.raises(DtsError, match="không có bảng 'points'; cần: một trong: scores, "):
        sample.rows("points")


@pytest.mark.parametrize("is_stored", [True, False])
def test_rows_asked_for_in_error_are_refused_alike_in_memory_and_in_the_store(sample, tmp_path, is_stored):
    dataset.save(sample, tmp_path)
    data = dataset.load(tmp_path) if is_stored else sample
    with pytest.raises(DtsError, match="rows: không có cột 'unit'; cần: một trong: unit_code, year, ") as raised:
        data.rows("scores", unit="373", year="2022", unit_code=373)
    assert "rows!year: giá trị '2022' không dòng nào có được; cần: số" in str(raised.value)
    assert "rows!unit_code: giá trị 373 không dòng nào có được; cần: chữ" in str(raised.value)
    with pytest.raises(DtsError, match="không có cột 'unit'"):
        data.rows("scores", ["unit_code", "unit"], year=2022)
    assert len(data.rows("scores", ["unit_code"], year=2022, unit_code=("373", "376"))) == 144


@pytest.mark.parametrize(
    "asked",
    [
        lambda data: data.about("373", 2022, "tuchấm"),
        lambda data: data.within("37", 2022, "tuchấm"),
        lambda data: data.about("373", 2022).on("tuchấm"),
        lambda data: data.about("373", 2022).total("tuchấm"),
        lambda data: data.about("373", 2022).change("tuchấm"),
        lambda data: data.about("373", 2022).is_complete("tuchấm"),
        lambda data: data.within("37", 2022).of_group("majorities", "tuchấm"),
        lambda data: data.rows("counted", unit_code="373", basis=["final", "tuchấm"]),
        lambda data: show.source_line(data.about("373", 2022), basis="tuchấm"),
        lambda data: show.basis_name("tuchấm"),
    ],
)
def test_a_basis_that_is_none_is_refused_wherever_one_is_asked_for_and_the_one_meant_is_named(sample, asked):
    with pytest.raises(DtsError) as error:
        asked(sample)
    assert str(error.value) == (
        "basis: không có căn cứ 'tuchấm' (có phải \"claimed\"?); cần: một trong: claimed, computed, measured, "
        "verified, final. Cách xử lý: sửa căn cứ; basis để trống là căn cứ tốt nhất mà đa số đơn vị có."
    )


def test_claims_are_held_against_verification_or_measured_values_only(sample):
    with pytest.raises(DtsError, match=r"^against: không có căn cứ 'claimed'; cần: một trong: verified, mea"):
        sample.about("373", 2022).gaps_on("claimed")
