"""Which notebook runs for which unit: what a call means, what is refused, what is skipped, and at what cost."""

import re
from collections import Counter
from pathlib import Path

import pytest
from batches import notebook
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, reference, reports
from dts_analysis.analysis import mergers
from dts_analysis.errors import DtsError
from dts_analysis.reports import fingerprint

HOME = Path(__file__).parents[1]
RAW, NOTEBOOKS = HOME / "data" / "raw", HOME / "notebooks"
OF_UNITS = ["summary", "pillars", "weak_indicators", "year_over_year", "verification", "plan"]
OF_PARENTS = ["overview", "audit", "data_quality", "communes"]
DISTRICTS = ["369", "370", "372", "373", "374", "375", "376", "377"]


@pytest.fixture(scope="module")
def notebooks():
    return reports.load_notebooks(NOTEBOOKS)


def by_unit(jobs):
    """Return the notebooks of every unit, in the order of the jobs."""
    found = {}
    for job in jobs:
        found.setdefault(job.unit_code, []).append(job.notebook.name)
    return found


def refused(data, notebooks, year, *wishes, **more):
    """Return the codes of the findings a call is refused with."""
    with pytest.raises(DtsError) as error:
        reports.plan(data, notebooks, year, *wishes, **more)
    return [each.code for each in error.value.findings]


# --- a call without wishes ----------------------------------------------------------------------------------


def test_districts_and_their_province(sample, notebooks):
    jobs = reports.plan(sample, notebooks, 2022)
    found = by_unit(jobs)
    assert list(found) == ["37", *DISTRICTS]  # 373's communes sent forms too: they are reached by --below
    assert found["37"] == OF_PARENTS
    assert found["373"] == [*OF_PARENTS, *OF_UNITS]  # of its communes, and its own
    assert all(found[code] == OF_UNITS for code in DISTRICTS if code != "373")
    assert (jobs[0].place, jobs[0].unit_name) == ("2022/37/overview", "Tỉnh Ninh Bình")
    assert jobs[0].parameters == {"unit_code": "37", "year": 2022}


def test_communes_whose_districts_sent_nothing_and_those_districts(world, notebooks):
    jobs = reports.plan(world("communes_of_districts"), notebooks, 2022)
    found = by_unit(jobs)
    communes = ["14383", "14386", "14389", "14464", "14467", "14470"]
    assert found == dict.fromkeys(["372", "373"], OF_PARENTS) | dict.fromkeys(communes, OF_UNITS)
    assert list(found) == ["372", "373", *communes]
    assert {job.unit_code: job.unit_name for job in jobs}["373"] == "Huyện Gia Viễn"


def test_provinces_and_the_country(world, notebooks):
    jobs = reports.plan(world("provinces"), notebooks, 2022)
    found = by_unit(jobs)
    assert len(found) == 64
    assert (jobs[0].unit_code, jobs[0].unit_name, found["00"]) == ("00", "Cả nước", OF_PARENTS)
    assert {tuple(each) for code, each in found.items() if code != "00"} == {tuple(OF_UNITS)}
    ranks = world("provinces").standings.query("basis == 'verified'")
    assert set(ranks["parent_code"]) == set(ranks["ranked_in"]) == {"00"}
    assert set(ranks["n_placed"]) == {63}


def test_communes_straight_under_a_province(world, notebooks):
    found = by_unit(reports.plan(world("nothing_verified"), notebooks, 2025))
    assert (len(found), found["80"], found["25459"]) == (16, OF_PARENTS, OF_UNITS)


# --- wishes -------------------------------------------------------------------------------------------------


def test_below_a_unit_are_all_who_sent_a_form_whatever_their_depth(sample, notebooks):
    jobs = reports.plan(sample, notebooks, 2022, names=("pillars",), below="373")
    assert len(jobs) == 22  # 21 communes, and the district's own
    found = by_unit(reports.plan(sample, notebooks, 2022, below="37"))
    assert len(found) == 1 + 8 + 21
    assert (found["37"], found["14464"]) == (OF_PARENTS, OF_UNITS)


def test_units_named_stand_beside_those_below_one(sample, notebooks):
    found = by_unit(reports.plan(sample, notebooks, 2022, ("374", "373"), ("pillars",), below="373"))
    assert list(found)[:2] == ["374", "373"]
    assert len(found) == 23


def test_a_basis_goes_to_the_notebooks_that_take_one_and_leaves_the_others_alone(sample, notebooks):
    jobs = reports.plan(sample, notebooks, 2022, parameters={"basis": "verified"})
    given = {job.notebook.name: job.parameters.get("basis") for job in jobs}
    takes = {"summary", "pillars", "weak_indicators", "year_over_year", "plan", "overview", "audit", "communes"}
    assert {name for name, basis in given.items() if basis == "verified"} == takes
    assert {name for name, basis in given.items() if basis is None} == {"verification", "data_quality"}
    alike = {job.place: job.fingerprint for job in reports.plan(sample, notebooks, 2022)}
    stale = {job.notebook.name for job in jobs if job.fingerprint != alike[job.place]}
    assert stale == takes  # what does not take the basis stays up to date


@pytest.mark.parametrize("names", [("verification",), ("pillars", "verification")])
def test_a_notebook_that_is_named_and_takes_no_basis_is_refused(sample, notebooks, names):
    with pytest.raises(
        DtsError, match=r"^verification\.ipynb: tham số lạ «basis» .*cần: một trong: unit_code"
    ) as error:
        reports.plan(sample, notebooks, 2022, names=names, parameters={"basis": "verified"})
    assert len(error.value.findings) == 1


def test_a_parameter_that_no_notebook_takes_is_refused_with_the_nearest_name(sample, notebooks):
    for names in ((), ("pillars",)):
        with pytest.raises(DtsError, match=r"pillars\.ipynb: tham số lạ «bassis» \(có phải basis\?\)"):
            reports.plan(sample, notebooks, 2022, names=names, parameters={"bassis": "claimed"})


# --- what cannot be -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"year": 1999}, "không có phiếu nào của năm 1999; cần: một trong các năm: 2021, 2022, 2023"),
        ({"units": ("999",)}, "không có đơn vị mã «999»"),
        ({"units": ("../../x",)}, "không có đơn vị mã «../../x»"),
        ({"units": ("001",)}, "không có phiếu của 001 năm 2022; cần: một năm đã nhận phiếu: —"),
        ({"year": 2021, "units": ("14464",)}, "không có phiếu của 14464 năm 2021; cần: .* 2022, 2023"),
        ({"below": "999"}, "không có đơn vị mã «999»"),
        ({"below": "001"}, r"không đơn vị nào trực thuộc Quận Ba Đình \(001\) gửi phiếu năm 2022; cần: .*: —"),
        ({"year": 2021, "below": "373"}, r"trực thuộc Huyện Gia Viễn \(373\) gửi phiếu năm 2021; .*: 2022, 2023"),
        ({"below": "14464"}, r"không đơn vị nào trực thuộc Thị trấn Me \(14464\) gửi phiếu năm 2022"),
        ({"names": ("pilars",)}, r"không có notebook «pilars» \(có phải pillars\?\); cần: một trong: overview, "),
    ],
)
def test_what_cannot_be_planned_is_refused_before_anything_runs(sample, notebooks, wishes, said):
    with pytest.raises(DtsError, match=said):
        reports.plan(sample, notebooks, **{"year": 2022} | wishes)


@pytest.mark.parametrize(
    ("units", "names", "idle"),
    [
        (("37",), ("pillars",), "37"),  # it sent nothing itself
        (("374",), ("overview", "communes"), "374"),  # nobody below it did
        (("37", "374", "373"), ("pillars",), "37"),  # said also where others have reports
    ],
)
def test_a_call_that_fits_nothing_is_refused_with_a_hint(sample, notebooks, units, names, idle):
    said = (
        rf"^dts report: không báo cáo nào hợp với lệnh này \(đơn vị: {idle}; notebook: .*--below MÃ lấy mọi đơn vị"
    )
    with pytest.raises(DtsError, match=said):
        reports.plan(sample, notebooks, 2022, units, names)


def test_a_basis_that_nobody_has_in_the_year_is_refused_with_those_there_are(world, notebooks):
    said = r"^--basis: năm 2025 chưa đơn vị nào có điểm thẩm định; cần: một căn cứ đã có: claimed\."
    with pytest.raises(DtsError, match=said):
        reports.plan(world("nothing_verified"), notebooks, 2025, parameters={"basis": "verified"})
    jobs = reports.plan(world("one_verified"), notebooks, 2025, parameters={"basis": "verified"})
    assert len(jobs) == 94  # whoever lacks it is told so on the page


def test_who_has_senders_only_further_below_is_told_how_to_reach_them(world, notebooks):
    data = world("communes_of_districts")
    said = r"Tỉnh Ninh Bình \(37\) và các đơn vị ngay dưới không gửi phiếu năm 2022; 6 đơn vị ở cấp dưới nữa"
    with pytest.raises(DtsError, match=rf"{said} có gửi; cần: .*: 372, 373\. Cách xử lý: dùng --below 37"):
        reports.plan(data, notebooks, 2022, ("37",))
    assert len(by_unit(reports.plan(data, notebooks, 2022, below="37"))) == 8


def test_everything_that_does_not_fit_is_said_at_once(sample, notebooks):
    wishes = {"units": ("999", "001", "373"), "names": ("pilars", "verification"), "below": "002"}
    codes = refused(sample, notebooks, 2022, **wishes, parameters={"basis": "verified"})
    assert Counter(codes) == Counter(
        ["notebook_unknown", "unit_unknown", "unit_not_received", "nothing_below", "parameter_unknown"]
    )


# --- what would say nothing ---------------------------------------------------------------------------------


def skipped(jobs, name):
    """Return why a notebook is skipped, by unit; "" where it is not."""
    return {job.unit_code: job.skip.code if job.skip else "" for job in jobs if job.notebook.name == name}


def test_verification_is_skipped_where_nothing_was_verified(world, notebooks):
    jobs = reports.plan(world("partly_verified"), notebooks, 2022)
    found = skipped(jobs, "verification")
    assert {code for code, why in found.items() if not why} == {
        "001",
        "002",
        "003",
        "004",
    }  # also if it is but one
    assert set(found.values()) == {"", "verification_missing"}
    (job,) = (job for job in jobs if (job.unit_code, job.notebook.name) == ("005", "verification"))
    assert "Huyện" not in str(job.skip)
    assert "(005) năm 2022 chưa có điểm thẩm định nào; cần: phiếu thẩm định" in str(job.skip)
    assert not any(job.skip for job in jobs if job.notebook.name in ("pillars", "overview"))


def test_points_that_were_verified_at_nothing_are_verified(world, notebooks):
    jobs = reports.plan(world("all_maxima_zero"), notebooks, 2022)
    assert skipped(jobs, "verification") == {"14464": "", "14467": "", "14470": "verification_missing"}


def test_what_needs_a_year_before_is_skipped_and_says_why(sample, notebooks):
    jobs = reports.plan(sample, notebooks, 2021, ("373",), ("year_over_year",))
    assert [job.skip.code for job in jobs] == ["year_before_missing"]
    assert "của Huyện Gia Viễn (373) để so với năm 2021 (có các năm: —)" in str(jobs[0].skip)


def test_a_year_further_back_is_no_year_before(notebooks, tmp_path):
    raw = RawFolder(tmp_path / "raw", criteria("gap", "district", [2021, 2023], {"A": [10]}))
    raw.unit("373", 2021, "gap", "5")
    for code in ("373", "374"):
        raw.unit(code, 2023, "gap", "6")
    jobs = reports.plan(dataset.read(raw.done()), notebooks, 2023, names=("year_over_year",))
    has = [re.search(r"có các năm: (.*?)\)", str(job.skip))[1] for job in jobs if job.skip]
    assert has == ["2021", "—"]


def test_a_new_unit_of_which_nobody_sent_a_form_the_year_before_says_so_in_short(world, notebooks):
    jobs = reports.plan(world("nothing_verified"), notebooks, 2025, ("25459",), ("year_over_year",))
    (said,) = (str(job.skip) for job in jobs)
    assert said.startswith("manifest.csv: không có phiếu năm trước của Phường Tân Ninh (25459) để so với năm 2025")


def merged(tmp_path, *lives):
    """Return the dataset of districts in 2024 and 2025, each with half of its points."""
    raw = RawFolder(tmp_path / "raw", criteria("merged", "district", [2024, 2025], {"A": [10]}))
    for code, year in lives:
        raw.unit(code, year, "merged", "5")
    return dataset.read(raw.done())


def test_a_unit_that_is_new_names_the_row_of_changes_it_lacks(notebooks, tmp_path):
    data = merged(tmp_path, ("374", 2024), ("374", 2025))
    data = data.replaced(unit_changes=data.unit_changes.head(0))
    jobs = reports.plan(data, notebooks, 2025, ("374",), ("year_over_year",))
    (said,) = (str(job.skip) for job in jobs)
    assert said.startswith("unit_changes.csv: 374 (Thành phố Hoa Lư) có từ 2025-01-01; ")
    assert "trong unit_changes.csv một dòng có new_code = 374 và effective_on = 2025-01-01" in said


def test_a_code_that_another_unit_bore_has_the_past_of_its_parts_or_names_the_part_without_a_form(
    notebooks, tmp_path
):
    """374 was Huyện Hoa Lư until 2024 and is Thành phố Hoa Lư, of 369 and 374, since 2025."""
    lives = [("374", 2024), ("374", 2025), ("376", 2024), ("376", 2025)]
    jobs = reports.plan(merged(tmp_path / "1", *lives), notebooks, 2025, names=("year_over_year",))
    assert skipped(jobs, "year_over_year") == {"374": "part_missing", "376": ""}
    (said,) = (str(job.skip) for job in jobs if job.skip)
    assert "374 gộp từ 369 + 374; không có kết quả của 369" in said
    jobs = reports.plan(merged(tmp_path / "2", *lives, ("369", 2024)), notebooks, 2025, names=("year_over_year",))
    assert skipped(jobs, "year_over_year") == {"374": "", "376": ""}


# --- at what cost -------------------------------------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch):
    """Counts what planning asks for: rows of tables, single units, trees of units, reasons."""
    counts = Counter()

    def count(owner, name, key=lambda *given: ""):
        real = getattr(owner, name)

        def call(*given, **more):
            counts[f"{name} {key(*given)}".strip()] += 1
            return real(*given, **more)

        monkeypatch.setattr(owner, name, call)

    count(dataset.Dataset, "rows", lambda _, name, *more: name)
    count(dataset.Dataset, "unit")
    count(mergers, "check_past")
    count(reference, "units_below")
    count(reference, "units_in")
    count(fingerprint, "units_in")
    return counts


def test_reasons_are_found_for_all_units_at_once(world, notebooks, calls):
    data = world("provinces")
    reports.plan(data, notebooks, 2022, ("00", "01"))
    few = dict(calls)
    calls.clear()
    reports.plan(data, notebooks, 2022)
    assert dict(calls) == few
    assert calls["rows standings"] == 1
    assert calls["check_past"] <= 1
    assert calls["unit"] == 0


def test_parents_are_planned_without_a_walk_for_each(notebooks, calls, tmp_path):
    units = reference.units_in(reference.load_units(RAW), 2022)
    communes = units[units["level"] == "commune"].drop_duplicates("parent_code").head(40)
    asked = []
    for n in (2, 40):
        raw = RawFolder(tmp_path / str(n), criteria("many", "commune", [2022], {"A": [10]}))
        for code in communes["unit_code"].head(n):
            raw.unit(code, 2022, "many", "5")
        data = dataset.read(raw.done())
        data.standings  # noqa: B018 - worked out now, so that only planning is counted
        calls.clear()
        assert len(by_unit(reports.plan(data, notebooks, 2022))) == 2 * n
        asked.append(dict(calls))
    assert asked[0] == asked[1]


def test_a_notebook_of_ones_own_is_planned_like_the_projects(sample, tmp_path):
    notebook(tmp_path, "own", "1", needs=("verified", "year_before"))
    jobs = reports.plan(sample, reports.load_notebooks(tmp_path), 2021, ("373",))
    assert [job.skip.code for job in jobs] == ["year_before_missing"]
    assert messages.severity(jobs[0].skip.code) == "error"


def test_a_page_that_reads_the_units_below_is_made_anew_when_their_forms_change(sample, notebooks):
    before = {job.place: job.fingerprint for job in reports.plan(sample, notebooks, 2022)}
    received = sample.received.copy()
    changed = (received["unit_code"] == "14464") & (received["year"] == 2022)  # a commune of 373
    received.loc[changed, "sha256"] = "0" * 64
    jobs = reports.plan(sample.replaced(received=received), notebooks, 2022, ("373", "376"))
    stale = {job.place for job in jobs if job.notebook.scope == "unit" and job.fingerprint != before[job.place]}
    assert stale == {"2022/373/summary"}
