"""How sure a place is, and is the index sound: the table of a build, words, the notebook's parts, the command."""

import itertools
import re
from pathlib import Path

import drawn
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, show
from dts_analysis.analysis import audit, framework, planning, robustness
from dts_analysis.cli.commands import dts
from dts_analysis.errors import DtsError
from dts_analysis.show.sure import STATED, place_told

HOME = Path(__file__).parents[1]
ODM = HOME / "examples/odm_2023/data/raw"
NAMES = ("headline", "sound", "looks", "next", "pillar_table", "verdict_table", "checks_table", "statistics_table")
SURE = (show.sure_headline, show.sure_table, show.moved_table, show.sensitivity_table, show.rank_sets_table)
ROOTS = ("one_pillar", "one_unit", "one_verified", "measured", "all_maxima_zero", "blank_but_verified")
QUICK = (show.sure_headline, show.sure_table, show.rank_sets_table)


@pytest.fixture(scope="module")
def countries():
    return dataset.read(ODM)


@pytest.fixture(scope="module")
def passes(tmp_path_factory):
    """Three communes under a set without points."""
    rule = {code: {"kind": "target", "of": "share", "at_least": 0.5} for code in ("A-01", "A-02")}
    raw = RawFolder(
        tmp_path_factory.mktemp("passes") / "raw",
        criteria("dat_2022", "commune", [2022], {"A": [0, 0]}, rule=rule),
    )
    for code in ("14464", "14467", "14470"):
        raw.unit(code, 2022, "dat_2022", "- -", declared="1/2 2/2")
    return dataset.read(raw.done())


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Three communes by one indicator of 10 points, two years alike: 9, 5 and 1 claimed."""
    first, second = (criteria(f"mot_{year}", "commune", [year], {"A": [10]}) for year in (2022, 2023))
    second["indicators"][0]["continues"] = "mot_2022:A-01"
    raw = RawFolder(tmp_path_factory.mktemp("three") / "raw", first, second)
    for code, claim in (("14464", "9"), ("14467", "5"), ("14470", "1")):
        raw.unit(code, 2022, "mot_2022", claim)
        raw.unit(code, 2023, "mot_2023", claim)
    return dataset.read(raw.done())


def parts(group, make_all=True):
    """Return what the notebook shows of a group, the figure last; without what draws thousands of times."""
    found = audit.audit_of(group)
    shown = [getattr(show, f"audit_{name}")(group, found) for name in NAMES]
    shown += [make(group) for make in (SURE if make_all else QUICK)]
    return [*shown, show.place_figure(group, "nguồn")]


def groups(data):
    """Return a view of the units below every parent in the last year there is."""
    rows = data.standings[data.standings["year"] == data.standings["year"].max()]
    keys = rows[["parent_code", "year", "criteria_id"]].astype({"criteria_id": "str"}).drop_duplicates()
    for code, year, name in keys.itertuples(index=False):
        yield data.within(code, year, "", name)


# --- the table of a build


def test_the_table_is_what_a_simulation_of_the_group_gives(sample):
    """Worked out anew from the flat tables, by none of the code that a build goes through."""
    rows = sample.place_intervals.query("year == 2022 and basis == 'verified' and ranked_in == '37'")
    table = framework.of_criteria_set(sample.criteria["ninhbinh_district_2022"])
    counted = sample.counted.query(
        "year == 2022 and basis == 'verified' and criteria_id == 'ninhbinh_district_2022'"
    )
    values, aside = framework.of_counted(counted, table)
    assert aside == []
    draws = robustness.simulate(values, table, robustness.usual(framework.tree(table)), n=1000)
    expected = robustness.intervals(draws).set_index("unit_code")
    found = rows.set_index("unit_code")
    for name in ("official_rank", "low_rank", "high_rank", "median_rank", "is_alarm"):
        assert found[name].to_dict() == expected[name].to_dict(), name
    assert set(found["sources"]) == {"weights;normalisation;aggregation;missing;not_applicable"}
    assert (set(found["n_ranked"]), set(found["n_draws"]), set(found["coverage"])) == ({8}, {1000}, {0.9})


def test_one_indicator_leaves_every_place_where_it_is(three):
    rows = three.place_intervals.query("year == 2022").set_index("unit_code")
    assert rows[["official_rank", "low_rank", "high_rank", "tier"]].to_numpy().tolist() == [
        [k] * 4 for k in (1, 2, 3)
    ]


def test_every_placed_unit_of_three_or_more_has_a_row_and_views_draw_the_same(sample):
    placed = sample.standings[sample.standings["is_placed"] & (sample.standings["n_placed"] >= 3)]
    keys = ["unit_code", "year", "basis"]
    both = placed[keys].astype("str").merge(sample.place_intervals[keys].astype("str"), on=keys)
    assert len(both) == len(placed) == len(sample.place_intervals)
    for basis in ("verified", "claimed"):
        group = sample.within("373", 2023, basis)
        again, stored = (
            each.set_index("unit_code") for each in (group.ranked_units.intervals(), group.place_intervals)
        )
        columns = ["official_rank", "low_rank", "high_rank", "median_rank", "tier", "n_gaps", "sources"]
        assert again[columns].astype("str").equals(stored.loc[again.index, columns].astype("str"))


def test_claims_may_move_by_the_gaps_that_verification_made_and_without_gaps_by_none(world):
    assert set(world("nothing_verified").place_intervals["n_gaps"]) == {0}
    rows = world("one_verified").place_intervals  # one unit of fifteen, on 62 indicators
    assert set(rows["n_gaps"]) == {62}
    assert rows["sources"].str.endswith(";verification").all()
    assert len(rows) == 14  # the one that sent an empty form takes no place


def test_gaps_of_the_last_year_that_has_any_speak_for_the_next(sample):
    later = sample.gaps[sample.gaps["year"] < 2023]
    found = robustness.observed_gaps(later, sample.criteria, "ninhbinh_district_2023", 2023)
    assert set(found["year"]) == {2022}
    codes = {each.code for each in sample.criteria["ninhbinh_district_2023"].indicators}
    assert set(found["indicator_code"]) <= codes
    assert set(found["criteria_id"]) == {
        "ninhbinh_district_2022"
    }  # a commune's indicators are none of a district's


def test_fewer_than_three_places_and_sets_that_are_no_share_of_maxima_have_no_row(world, passes):
    assert world("one_unit").place_intervals.empty
    assert passes.place_intervals.empty
    assert passes.place_intervals.dtypes.equals(world("one_unit").place_intervals.dtypes)


def test_what_is_stored_is_what_was_made(three, tmp_path):
    dataset.save(three, tmp_path / "processed")
    loaded = dataset.load(tmp_path / "processed")
    assert loaded.about("14464", 2022).place_interval["low_rank"] == 1
    assert loaded.place_intervals.equals(
        three.place_intervals.sort_values(["unit_code", "year", "basis"]).reset_index(drop=True)
    )


# --- words


def test_a_place_in_words_states_the_tables_numbers(sample):
    view = sample.about("373", 2022)
    said = show.sure_line(view)
    assert said == (
        "Hạng 6, có thể từ 5 đến 7 (90% các phương án) – 1.000 lần tính lại, mỗi lần đổi trọng số (±25%), cách "
        "đưa về một thang, cách gộp, cách tính chỗ để trống, cách tính chỗ không áp dụng."
    )
    row = sample.place_intervals.query("unit_code == '373' and year == 2022 and basis == 'verified'").iloc[0]
    assert {fact["name"]: fact["value"] for fact in said.facts} == {name: row[key] for name, key in STATED.items()}
    messages.use("en")
    assert str(show.sure_line(view)).startswith(
        "Place 6, may be 5 to 7 (in 90% of the draws) – worked out anew 1,000 "
    )


def test_no_place_is_said_with_its_reason(world, passes):
    assert show.sure_line(world("one_unit").about("373", 2022)) == (
        "Chưa có từ 3 đơn vị được xếp hạng theo điểm thẩm định: chưa tính khoảng hạng."
    )
    assert place_told(world("one_unit").about("373", 2022)) is None
    assert "chấm đạt/không đạt: chưa tính khoảng hạng" in show.sure_line(passes.about("14464", 2022))
    blank = world("nothing_verified").about("25552", 2025)  # an empty form among fourteen with a place
    assert show.sure_line(blank) == "Đơn vị chưa được xếp hạng theo điểm tự chấm: chưa tính khoảng hạng."


def test_the_ranking_has_a_column_of_possible_places(sample):
    group = sample.within("37", 2022)
    table = show.ranking_table(group)
    assert [str(cell) for cell in table["Hạng có thể"]] == ["1", "2", "3–4", "3–4", "5–6", "5–7", "5–7", "8"]
    data = table.resource()["data"]
    rows = group.place_intervals.sort_values("official_rank")
    assert [row["hang-co-the-cao-nhat"] for row in data] == rows["low_rank"].tolist()
    assert [row["hang-co-the-thap-nhat"] for row in data] == rows["high_rank"].tolist()
    stated = {(fact["name"], fact["of_unit"]): fact["value"] for fact in table.facts}
    assert stated["high_rank", "373"] == 7


def test_who_may_be_among_the_best_is_one_sentence(sample):
    """Of the ranges 1, 2, 3–4, 3–4, 5–6, … four units reach place three."""
    group = sample.within("37", 2022)
    order = group.place_intervals.sort_values(["official_rank", "unit_code"])["unit_code"]
    names = ", ".join(group.names[code] for code in order[:4])
    said = f"Có thể trong 3 hạng đầu, theo khoảng 90% của từng đơn vị: 4 đơn vị ({names})."
    assert said in show.ranking_table(group).note.splitlines()
    assert said in str(show.sure_headline(group)).splitlines()
    assert "Có thể trong 5 hạng đầu" in str(show.sure_headline(group, 5))
    assert "hạng đầu, theo" not in str(show.sure_headline(group, 8))  # all eight are
    claimed = sample.within("37", 2022, "claimed")
    sets = claimed.ranked_units.rank_sets()
    may = [claimed.names[code] for code in robustness.tau_best(sets.sort_values(["rank", "unit_code"]), 3)]
    said = f"Với độ tin cậy 95%, 3 đơn vị đứng đầu đều nằm trong số: {', '.join(may)}."
    assert said in show.rank_sets_table(claimed).note.splitlines()


def test_a_place_outside_its_interval_is_marked(sample):
    group = sample.within("373", 2022, "claimed")
    assert group.place_intervals.query("is_alarm")["unit_code"].tolist() == ["14524"]
    alarm = f"Cần xem lại: hạng của {group.names['14524']} nằm ngoài khoảng mà các phương án cho."
    assert alarm in str(show.sure_headline(group)).splitlines()
    assert [str(cell) for cell in show.sure_table(group)["Báo động"]].count("xem lại") == 1
    assert any("(xem lại)" in str(cell) for cell in show.ranking_table(group)["Hạng có thể"])


def test_tables_say_probability_tiers_and_confidence_sets_as_the_draws_have_them(sample):
    group = sample.within("37", 2022, "claimed")
    ranks = group.ranked_units.draws.ranks
    chance = dict(zip(group.ranked_units.draws.units, (ranks <= 3).mean(axis=0), strict=True))
    table = show.sure_table(group, best=3)
    shown = [cell.value for cell in table["Xác suất trong 3 hạng đầu"]]
    order = group.place_intervals.sort_values("official_rank")["unit_code"]
    assert shown == pytest.approx([chance[code] for code in order])
    everybody = show.sure_table(group, best=8)["Xác suất trong 8 hạng đầu"]
    assert [cell.value for cell in everybody] == [1.0] * 8
    column = {unit: ranks[:, at] for at, unit in enumerate(group.ranked_units.draws.units)}
    rows = group.place_intervals.sort_values(["official_rank", "unit_code"])["unit_code"].tolist()
    ahead = [cell.value for cell in table["Xác suất hơn đơn vị kế tiếp"]]
    assert ahead[:-1] == [(column[one] < column[other]).mean() for one, other in itertools.pairwise(rows)]
    assert str(table["Xác suất hơn đơn vị kế tiếp"].iloc[-1]) == "—"
    sets = show.rank_sets_table(group)
    assert "Hạng, xét cùng lúc mọi đơn vị" in sets
    assert "567 chênh lệch" in sets.note
    verified = show.rank_sets_table(sample.within("37", 2022))
    assert verified.startswith("Theo điểm thẩm định: không còn điểm nào chờ thẩm định")


@pytest.mark.parametrize("best", [0, -1, "3", 2.5, True])
def test_a_number_of_best_places_that_is_none_is_refused_in_a_sentence(sample, best):
    with pytest.raises(DtsError, match=r"best: .* không phải số thứ hạng; cần: số nguyên từ 1"):
        show.sure_table(sample.within("37", 2022), best)


def test_an_order_of_sources_is_withheld_where_it_is_not_known(sample):
    assert show.sensitivity_table(sample.within("37", 2022)).note.startswith(
        "Điều làm đổi hạng nhiều nhất, xếp từ lớn"
    )
    group = sample.within("37", 2022)
    told = group.ranked_units.sobol(n=64)
    assert told["order"].isna().all()
    assert (told["needed_n"] > 64).all()


# --- the audit


def test_the_audit_of_the_sample_is_what_the_checks_find(sample):
    group = sample.within("37", 2022)
    found = audit.audit_of(group)
    table = framework.of_criteria_set(group.criteria_set)
    values, _ = framework.of_counted(group.counted, table)
    plain = audit.audit(values, table)
    pd.testing.assert_frame_equal(found.table.head(len(plain)), plain)
    assert set(found.table["check"]) - set(plain["check"]) == {"verification", "comparability"}
    assert (found.n_units, found.n_aside, found.refused) == (8, 0, "")
    assert sum(found.weights.values()) == pytest.approx(1.0)
    stated = {fact["name"]: fact["value"] for fact in show.audit_headline(group, found).facts}
    checks = show.audit_checks_table(group, found)
    assert "dưới 5 đơn vị thì chưa kết luận gì" in checks.note
    columns = {name: [cell.value for cell in checks[name]] for name in ("đạt", "xem lại", "không đạt")}
    fails, looks, passes_ = (np.array(columns[name]) for name in ("không đạt", "xem lại", "đạt"))
    assert stated == {
        "audit_n_fail": (fails > 0).sum(),
        "audit_n_look": ((fails == 0) & (looks > 0)).sum(),
        "audit_n_pass": ((fails + looks == 0) & (passes_ > 0)).sum(),
    }


def test_what_to_look_at_is_worked_by_hand(sample):
    """Indicators whose eight districts all have the same verified points, counted from the answers."""
    group = sample.within("37", 2022)
    found = audit.audit_of(group)
    counted = group.counted[group.counted["max_points"] > 0]
    spread = counted.groupby("indicator_code", observed=True)["attainment_share"].agg(["min", "max", "size"])
    alike = (spread["min"] == spread["max"]).sum()
    lines = str(show.audit_looks(group, found)).splitlines()
    assert lines[0].startswith(f"{alike}/71 chỉ số mọi đơn vị có cùng một điểm")
    assert "6.10 Cung cấp dữ liệu mở của cơ quan nhà nước [100,0%]" in lines[0]
    assert "nên cho nhiều điểm để xếp hạng" in show.audit_next(group, found)
    assert "khung tiêu chí khớp" in show.audit_sound(group, found)
    pillar = show.audit_pillar_table(group, found).loc["Hạ tầng số", "Alpha của Cronbach"]
    items = found.table.query("measure == 'alpha' and code == 'HT'")
    assert (pillar.value, str(pillar)) == (items["value"].iloc[0], "−0,25 (không đạt)")


def test_a_set_that_is_no_share_of_maxima_and_units_nobody_judged_are_refused_in_a_sentence(passes, world):
    group = passes.within("373", 2022)
    said = parts(group)
    assert said[0].startswith("Bộ tiêu chí qua 6 phép kiểm tra")  # passes are ones and zeros
    assert {str(each) for each in said[len(NAMES) : -1]} == {
        "Bộ tiêu chí này có điểm thưởng, điểm trừ, mức trần, hoặc chấm đạt/không đạt: chưa tính khoảng hạng."
    }
    assert said[-1].title == "Chưa tính được khoảng hạng"
    group = world("all_maxima_zero").within("373", 2022)
    assert parts(group)[0].startswith("Chưa kiểm tra được bộ tiêu chí: zero_2022: ")
    group = world("nothing_verified").within("80", 2025, "verified")
    assert show.audit_headline(group, audit.audit_of(group)).endswith(
        "Cách xử lý: chấm xong, hoặc chọn căn cứ khác."
    )


@pytest.mark.parametrize("name", ROOTS)
def test_every_root_is_audited_and_told(world, name):
    for number, group in enumerate(groups(world(name))):
        messages.use(list(messages.LANGUAGES)[number % 2])
        shown = [repr(each) for each in parts(group, make_all=False)[:-1]]
        assert not any(re.search(r"\bnan\b|None|<NA>", each) for each in shown), (name, group.unit_code)


def test_twenty_six_countries_are_audited_and_placed(countries):
    group = next(groups(countries))
    *shown, figure = parts(group)
    assert len(group.place_intervals) == 26
    assert str(shown[0]).count("26") >= 1
    assert drawn.faults(figure) == []
    assert set(group.place_intervals["sources"].str.split(";").str[0]) == {"weights"}
    lines = str(show.audit_looks(group, audit.audit_of(group))).splitlines()
    assert max(map(len, lines)) < 450  # whole questions of hundreds of letters: three of them shortened


def test_of_one_unit_nothing_is_said_of_differences(world):
    group = world("one_unit").within("37", 2022)
    found = audit.audit_of(group)
    assert str(show.audit_looks(group, found)) == "Không có điều gì cần xem lại."
    sound = str(show.audit_sound(group, found)).splitlines()
    assert sound[0] == "Vững: khung tiêu chí khớp; đủ số liệu ở mọi chỉ số và đơn vị."
    assert "quá ít đơn vị (" in sound[1]


def test_indicators_that_cancel_out_are_audited(tmp_path):
    """Five communes claim 1 to 5 of ten points by one indicator and 5 to 1 by the other: six points each."""
    raw = RawFolder(tmp_path / "raw", criteria("nguoc_2022", "commune", [2022], {"A": [10, 10]}))
    for number, code in enumerate(("14464", "14467", "14470", "14473", "14476")):
        raw.unit(code, 2022, "nguoc_2022", f"{1 + number} {5 - number}")
    group = dataset.read(raw.done()).within("373", 2022)
    shown = [getattr(show, f"audit_{name}")(group, audit.audit_of(group)) for name in NAMES]
    assert "mọi đơn vị như nhau" in str(shown[1])
    assert "1 cặp chỉ số cùng trụ cột đi ngược nhau" in str(shown[2]).replace("1/1", "1")
    assert not any("Infinity" in repr(each) or "nhất quán (alpha" in repr(each) for each in shown)


def test_a_bias_alone_asks_for_no_wider_verification(sample):
    group = sample.within("37", 2022)
    table = pd.DataFrame(
        [{"measure": "bias", "code": "", "against": "", "value": -0.2, "verdict": "look", "n": 8}]
    )
    bounds = {
        "check": "verification",
        "pass_from": -0.05,
        "pass_to": 0.05,
        "fail_below": -np.inf,
        "fail_above": np.inf,
    }
    found = audit.Audited(table.assign(why="", source="", **bounds), n_units=8)
    said = "Điểm tự chấm khác điểm thẩm định: hướng dẫn lại cách chấm ở chỗ lệch nhiều."
    assert str(show.audit_next(group, found)) == said


def test_the_figure_of_places_is_whole_at_both_widths(sample):
    for group in (sample.within("37", 2022), sample.within("373", 2022, "claimed")):
        figure = show.place_figure(group, show.source_line(group))
        assert drawn.faults(figure) == []
    assert figure.title.startswith("0/21 đơn vị giữ nguyên hạng; ")


# --- dts audit


def invoked(*arguments):
    return CliRunner().invoke(dts, ["--home", str(HOME), *arguments])


def test_the_command_prints_the_short_list(sample, monkeypatch):
    monkeypatch.setattr("dts_analysis.cli.home.Home.data", lambda _: sample)
    done = invoked("audit", "--year", "2022", "--set", "ninhbinh_commune_2022")
    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert lines[0].startswith("Huyện Gia Viễn 2022 – ")
    assert lines[1].startswith("Bộ tiêu chí qua 32 phép kiểm tra: 13 đạt")
    assert (
        len([line for line in invoked("audit", "--year", "2022").output.splitlines() if " 2022 – " in line]) == 2
    )
    assert invoked("audit", "--year", "2022", "--below", "37").output.startswith("Tỉnh Ninh Bình 2022 – ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--year", "1999"), "--year: không có phiếu nào của năm 1999"),
        (("--year", "2022", "--set", "khong_co"), "không có phiếu nào của năm 2022 theo bộ tiêu chí này"),
        (
            ("--year", "2022", "--below", "37", "--set", "khong_co"),
            "không đơn vị trực thuộc nào trả lời bộ tiêu chí",
        ),
        (("--year", "2022", "--below", "999"), "không có đơn vị mã «999»"),
        (("--year", "2022", "--basis", "dung"), "basis"),
    ],
)
def test_what_cannot_be_audited_is_said(sample, monkeypatch, arguments, said):
    monkeypatch.setattr("dts_analysis.cli.home.Home.data", lambda _: sample)
    done = invoked("audit", *arguments)
    assert isinstance(done.exception, DtsError)
    assert said in str(done.exception)


def test_of_one_unit_alone_no_place_is_planned_and_no_change_of_the_set_ruled_out(world):
    data = world("one_unit")
    view, group = data.about("373", 2022), data.within("37", 2022)
    made = planning.plan_of(view)
    assert "Hạng" not in str(show.plan_headline(view, made))
    assert "Hạng" not in show.effect_table(view, made).index
    assert str(show.audit_next(group, audit.audit_of(group))) == (
        "Mới có 1 đơn vị, phần lớn phép kiểm tra cần từ 5: chưa đủ để nói nên đổi gì ở bộ tiêu chí năm sau."
    )
    several = world("one_pillar").about("369", 2024)
    assert "Hạng" in show.effect_table(several, planning.plan_of(several)).index
