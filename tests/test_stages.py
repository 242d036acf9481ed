"""Stages that a criteria set names itself: what fills which basis, in which order, how often, by which words."""

import io

import openpyxl
import pytest
import yaml
from inbox import answer, form, manifest, questions, receive, small_set, small_workspace
from raw_folder import FIELDS, HEADINGS, RawFolder, criteria, csv_form
from small_sets import SOUND, STAGES

from dts_analysis import dataset, intake, messages, office, reference, scoring, show
from dts_analysis.analysis import screening, visits
from dts_analysis.analysis.causes import named
from dts_analysis.errors import DtsError
from dts_analysis.office.letters import asked

SET = "staged_2022"


class Staged(RawFolder):
    """A folder whose set names its stages; files are sent one by one, each with its day."""

    def __init__(self, folder, stages=STAGES):
        super().__init__(
            folder, criteria(SET, "district", [2022], {"A": [10, 10], "B": [20]}) | {"stages": stages}
        )

    def send(self, stage, points, on, name, replaces="", heading="", claimed="", unit_code="373"):
        kind = "self" if stage == "self" else "sheet" if stage == "sheet" else "verification"
        rows = self.rows(SET, claimed or points, "" if kind == "self" else points)
        content = csv_form(rows, FIELDS[kind])
        if heading:
            content = content.decode().replace(HEADINGS["verified"], heading).encode()
        path = f"2022/{name}.csv"
        self.file(path, unit_code, 2022, SET, stage, content)
        self.manifest[-1][6], self.manifest[-1][8] = on, f"2022/{replaces}.csv" if replaces else ""
        return self


def codes(data):
    return sorted(data.findings["code"])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Self 8 6 20, the assessor 8 4 10 after one rework, the validator 6 for the second alone."""
    raw = Staged(tmp_path_factory.mktemp("staged") / "raw")
    raw.send("self", "8 6 20", "2023-01-10", "373")
    raw.send("assessor", "8 0 10", "2023-02-01", "373_a", claimed="8 6 20")
    raw.send("assessor", "8 4 10", "2023-03-01", "373_a2", "373_a", claimed="8 6 20")
    raw.send("validator", "- 6 -", "2023-04-01", "373_v", claimed="8 6 20", heading="Điểm Hội đồng phúc tra")
    return dataset.read(raw.done())


def test_each_stage_fills_its_basis(data):
    own = data.scores.set_index("indicator_code")
    assert own["claimed_points"].tolist() == [8, 6, 20]
    assert own["verified_points"].tolist() == [8, 4, 10]
    assert own["final_points"].fillna(-1).tolist() == [-1, 6, -1]
    assert own["verified_source"].tolist()[0].startswith("2022/373_a2.csv")
    assert codes(data) == []  # one rework is allowed, and all came in order
    assert data.received.set_index("stage")["kind"].to_dict() == {
        "self": "self", "assessor": "verification", "validator": "verification",
    }  # fmt: skip


def test_pages_say_the_sets_own_words(data):
    view = data.about("373", 2022)
    words = show.about(view, both=True)
    assert "Trang này đặt điểm cơ sở tự đánh giá cạnh điểm Đoàn đánh giá" in words
    assert show.gap_headline(view).startswith(
        "Điểm cơ sở tự đánh giá 34,00 → điểm Đoàn đánh giá 22,00 (−12,00 điểm)"
    )
    assert "Điểm cơ sở tự đánh giá: 34,00/40" in show.headline(view)
    assert list(show.provenance(view)[messages.say("what")]) == [
        "bộ tiêu chí", "điểm cơ sở tự đánh giá", "điểm Đoàn đánh giá", "điểm Hội đồng phúc tra",
    ]  # fmt: skip
    messages.use("en")
    assert scoring.basis_name("claimed", view.criteria_set) == "facility's score"
    assert scoring.basis_name("final", view.criteria_set) == "điểm Hội đồng phúc tra"  # it has no other


def test_agreement_and_visits_are_told_in_the_sets_own_words(data):
    view, group = data.about("373", 2022), data.within("37", 2022)
    table = show.agreement_table(view.of_set("agreement"), view.criteria_set)
    assert "Chênh lệch = điểm Đoàn đánh giá − điểm cơ sở tự đánh giá" in table.note
    assert "Người cho điểm Đoàn đánh giá đã thấy điểm cơ sở tự đánh giá" in table.note
    assert table["Giá trị"].tolist()[0] == "−23,3"  # 0, 2 of 10 and 10 of 20
    apart = show.outlier_table(view, view.of_set("outliers"), 3.5, 0.01)
    assert apart.note.startswith("1 đơn vị có điểm Đoàn đánh giá: quá ít")
    to_review = screening.to_review(view.of_set("indicator_gaps"))
    assert "có điểm Đoàn đánh giá thấp hơn điểm cơ sở tự đánh giá" in show.review_table(
        to_review, view.criteria_set, 0.05
    )
    tried = visits.tried(group.verified_after_verified, data.criteria, 1)
    proposed = visits.proposal(group.scores, group.gaps_before, data.criteria, 1, 1)
    visited = show.visit_table(group, proposed, 1, tried)
    assert visited.columns.tolist()[0] == "Điểm cơ sở tự đánh giá"
    assert visited.note.splitlines()[1].startswith(
        "Chưa thử được cách chọn này: chưa có hai năm liền có điểm Đoàn"
    )


def test_files_sent_too_often_or_too_early_are_said_and_used(tmp_path):
    raw = Staged(tmp_path / "raw")
    raw.send("self", "8 6 20", "2023-02-10", "373")
    raw.send("assessor", "8 0 10", "2023-02-01", "373_a", claimed="8 6 20")
    raw.send("assessor", "8 1 10", "2023-02-03", "373_a2", "373_a", claimed="8 6 20")
    raw.send("assessor", "8 2 10", "2023-02-04", "373_a3", "373_a2", claimed="8 6 20")
    raw.send("self", "8 6 20", "2023-02-10", "370", unit_code="370")
    raw.send("validator", "8 6 20", "2023-04-01", "370_v", claimed="8 6 20", unit_code="370")
    found = dataset.read(raw.done())
    said = {row.where: row.message for row in found.findings.itertuples()}
    assert codes(found) == ["stage_early", "stage_early", "stage_reworked"]
    assert "«điểm Đoàn đánh giá» nhận ngày 2023-02-04, «điểm cơ sở tự đánh giá» nhận lần đầu ngày 2023-02-10" in (
        " ".join(found.findings["message"])
    )
    assert "«điểm Đoàn đánh giá» đã gửi lại 2 lần. Cần: nhiều nhất 1 lần" in " ".join(found.findings["message"])
    assert "nhận lần đầu ngày —" in said["2022/370_v.csv"]
    verified = found.scores[found.scores["unit_code"] == "373"]["verified_points"]
    assert verified.tolist() == [8, 2, 10]
    assert found.scores[found.scores["unit_code"] == "370"]["final_points"].tolist() == [8, 6, 20]


def test_a_rework_after_the_assessor_is_no_early_assessor(tmp_path):
    raw = Staged(tmp_path / "raw")
    raw.send("self", "8 6 20", "2023-01-10", "373")
    raw.send("assessor", "8 6 10", "2023-02-01", "373_a", claimed="8 6 10")
    raw.send("self", "8 6 10", "2023-03-01", "373_b", "373")
    assert codes(dataset.read(raw.done())) == []


def test_a_sheet_holds_several_stages_and_another_stage_is_refused(tmp_path):
    raw = Staged(tmp_path / "sheet")
    raw.send("sheet", "8 4 10", "2023-01-10", "373", claimed="8 6 20")
    found = dataset.read(raw.done())
    assert (found.scores["claimed_points"].sum(), found.scores["verified_points"].sum()) == (34, 22)
    raw = Staged(tmp_path / "other")
    raw.send("verification", "8 4 10", "2023-01-10", "373", claimed="8 6 20")
    with pytest.raises(DtsError, match=r"«verification»; cần: self, assessor, validator, sheet"):
        dataset.read(raw.done())


def test_of_two_stages_on_one_basis_the_later_word_counts(tmp_path):
    stages = [STAGES[0], STAGES[1] | {"code": "desk"}, STAGES[1] | {"code": "onsite", "name_vi": "điểm tại chỗ"}]
    raw = Staged(tmp_path / "raw", stages)
    raw.send("self", "8 6 20", "2023-01-10", "373")
    raw.send("desk", "8 0 20", "2023-02-01", "373_d", claimed="8 6 20")
    raw.send("onsite", "- 6 -", "2023-03-01", "373_o", claimed="8 6 20")
    found = dataset.read(raw.done())
    assert found.scores["verified_points"].tolist() == [8, 6, 20]
    assert scoring.basis_name("verified", found.criteria[SET]) == "điểm tại chỗ"


def test_forms_made_for_a_stage_come_back_as_it(data, tmp_path):
    view, unit, known = (
        data.about("373", 2022),
        data.unit("373", 2022),
        intake.Codes.of(data.reasons, data.grounds),
    )
    for stage in ("assessor", "validator"):
        content = office.verification_form(view.scores, view.criteria_set, unit, 2022, data.grounds, stage)
        (tmp_path / f"{stage}.xlsx").write_bytes(content)
    headings = next(
        openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=5, values_only=True)
    )
    assert headings[3:6] == ("Điểm cơ sở tự đánh giá", "Điểm Đoàn đánh giá", "Điểm Hội đồng phúc tra")
    of = view.criteria_set, known, unit, 2022
    records, found = intake.read_form(tmp_path / "validator.xlsx", *of, stage="validator")
    assert [str(each) for each in found] == []
    assert [each["final_points"] for each in records.values()] == [None, 6, None]
    assert {each["verified_points"] for each in records.values()} == {None}  # shown before, not given again
    records, found = intake.read_form(tmp_path / "assessor.xlsx", *of, stage="validator")
    assert (records, [each.code for each in found]) == ({}, ["identity_of_another_stage"])


def refused(tmp_path, change):
    document = yaml.safe_load(SOUND) | {"stages": STAGES}
    change(document)
    (tmp_path / f"{document['id']}.yml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DtsError) as caught:
        reference.read_criteria(tmp_path / f"{document['id']}.yml")
    return str(caught.value)


FAULTS = {
    "unknown basis": (
        lambda d: d.update(stages=[STAGES[0] | {"basis": "claim"}]),
        "«basis» = 'claim' không hợp lệ (cần một trong: claimed, verified, final)",
    ),
    "one code twice": (lambda d: d.update(stages=[STAGES[0], STAGES[0]]), "«self»"),
    "kept code": (lambda d: d.update(stages=[STAGES[0] | {"code": "sheet"}]), "một giai đoạn có mã «sheet»"),
    "no claims": (lambda d: d.update(stages=STAGES[1:]), "không giai đoạn nào cho căn cứ claimed"),
    "wrong order": (lambda d: d.update(stages=[STAGES[0], STAGES[2], STAGES[1]]), "đứng sau validator (final)"),
    "no name": (lambda d: d.update(stages=[{"code": "self", "basis": "claimed"}]), "thiếu khóa «name_vi»"),
    "reworks": (lambda d: d.update(stages=[STAGES[0] | {"reworks": -1}]), "reworks"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_unsound_stages_are_refused_with_their_place(tmp_path, name):
    change, words = FAULTS[name]
    assert words in refused(tmp_path, change)


def test_claims_by_rule_need_no_stage(tmp_path):
    document = yaml.safe_load(SOUND) | {"stages": STAGES[1:], "form": {"claims": "by_rule"}}
    (tmp_path / "mau_huyen_2022.yml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    assert len(reference.read_criteria(tmp_path / "mau_huyen_2022.yml").stages) == 2


def test_a_set_without_stages_says_the_houses_words(sample):
    one = next(iter(sample.criteria.values()))
    assert one.stages == ()
    assert scoring.basis_name("verified", one) == "điểm thẩm định"
    assert set(sample.received["stage"]) == set(sample.received["kind"])


@pytest.fixture
def place(tmp_path):
    """A workspace whose set names its stages."""
    return small_workspace(tmp_path, small_set() | {"stages": STAGES})


def test_dts_receive_takes_the_sets_own_stages(place, tmp_path):
    mail = tmp_path / "mail"
    form(mail / "Xã Tân Lập.xlsx")
    own = {"Điểm thẩm định": "Điểm Hội đồng phúc tra"}
    form(mail / "Điểm Hội đồng phúc tra Tân Lập.xlsx", (), verified=(1, 2, 3, 4), headings=own)
    form(mail / "KQ tham dinh Tan Lap.xlsx", ["KẾT QUẢ THẨM ĐỊNH"], verified=(1, 2, 3, 5))
    found = receive(place, mail)
    assert {row["path"]: row["stage"] for row in manifest(place)} == {
        "2025/00801.xlsx": "self", "2025/00801_validator.xlsx": "validator",
    }  # fmt: skip
    assert found["KQ tham dinh Tan Lap.xlsx"].kind == "asked"  # of two stages that judge nobody knows which
    hints = questions(place)["KQ tham dinh Tan Lap.xlsx"]["gợi ý"]
    assert "điểm Đoàn đánh giá" in hints
    assert "điểm Hội đồng phúc tra" in hints
    answer(place, {"KQ tham dinh Tan Lap.xlsx": {"loại phiếu": "Điểm Đoàn đánh giá"}})
    receive(place)
    assert [row["stage"] for row in manifest(place)] == ["self", "validator", "assessor"]
    scores = dataset.read(place.raw).scores
    assert scores[["claimed_points", "verified_points", "final_points"]].sum().tolist() == [26, 11, 10]


def test_a_call_names_a_stage_of_the_set_or_is_refused(place, tmp_path):
    form(tmp_path / "mail/tham dinh Tan Lap.xlsx", ["KẾT QUẢ THẨM ĐỊNH"], verified=(1, 2, 3, 5))
    receive(place, tmp_path / "mail", stage="assessor")
    assert [(row["path"], row["stage"]) for row in manifest(place)] == [("2025/00801_assessor.xlsx", "assessor")]
    with pytest.raises(
        DtsError, match=r"không có loại phiếu «hội đồng»; cần: self, verification, sheet, assessor"
    ):
        receive(place, tmp_path / "mail", stage="hội đồng")


def test_no_finding_and_no_letter_calls_claims_by_another_name_than_the_sets(tmp_path):
    raw = Staged(tmp_path / "raw")
    raw.send("self", "- - -", "2023-01-10", "373")
    raw.send("assessor", "8 0 10", "2023-02-01", "373_a", claimed="8 6 20")
    raw.send("assessor", "8 0 10", "2023-02-01", "370_a", claimed="8 6 20", unit_code="370")
    raw.send("self", "8 6 20", "2023-01-10", "369", unit_code="369")
    raw.send("assessor", "8 0 10", "2023-02-01", "369_a", claimed="7 6 20", unit_code="369")
    found = dataset.read(raw.done())
    said = dict(zip(found.findings["code"], found.findings["message"], strict=True))
    assert said["claims_none"].startswith("cột điểm cơ sở tự đánh giá không có ô nào được điền.")
    assert "phiếu thẩm định ghi điểm cơ sở tự đánh giá 7, phiếu của đơn vị ghi 8" in said["claim_differs"]
    assert not [text for text in said.values() if "tự chấm" in text]
    own = named(found.findings, found.scores, found.criteria, found.units)
    ((words, _),) = asked(own[own["code"] == "claims_none"], found.criteria[SET])
    assert words == "Điền điểm cơ sở tự đánh giá"


def test_no_sentence_about_a_units_form_names_claims_by_itself():
    """Those that do are about the house's tables, before any set is known."""
    table = messages.table()
    known = {"heading_of_two_fields", "stages_without_claims", "gap_no_number"}
    texts = {code: " ".join(entry["vi"].values()) for code, entry in table["findings"].items()}
    texts |= {key: entry["vi"] for key, entry in table["words"].items() if key.startswith("ask_")}
    assert {code for code, text in texts.items() if "tự chấm" in text} == known


def test_forms_bear_the_name_of_their_stage(data, sample):
    one, unit = data.criteria[SET], data.unit("373", 2022)
    scores = data.about("373", 2022).scores
    for content, title in (
        (office.self_form(one, unit, 2022, sample.reasons), "ĐIỂM CƠ SỞ TỰ ĐÁNH GIÁ – NĂM 2022"),
        (office.verification_form(scores, one, unit, 2022, sample.grounds), "ĐIỂM ĐOÀN ĐÁNH GIÁ – NĂM 2022"),
    ):
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert str(page["A1"].value) == f"{title} – Huyện Gia Viễn"
        assert not [c.value for row in page.iter_rows() for c in row if "tự chấm" in str(c.value).lower()]
