"""The register of evidence: golden/working_group, by hand."""

import pandas as pd
import pytest
from golden_set import golden_scores
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, show
from dts_analysis.analysis import completion, evidence


def test_claims_without_evidence_and_on_evidence_of_another_year():
    registered = evidence.register(golden_scores())
    of_a = registered[registered["unit_code"] == "a"]
    assert of_a["has_evidence"].tolist() == [True, False, True, True]
    assert of_a["is_outside"].tolist() == [False, False, True, False]
    summary = evidence.register_summary(registered).set_index("unit_code")
    columns = ["n_claimed", "n_without", "without_points", "n_outside", "outside_points"]
    assert summary.loc["a", columns].tolist() == [4, 1, 8, 1, 10]
    assert summary.loc["b", ["n_without", "without_points"]].tolist() == [1, 10]


def test_a_claim_of_nothing_needs_no_evidence():
    scores = golden_scores().assign(claimed_points=0.0)
    assert evidence.register(scores).empty


def test_document_numbers_are_no_dates():
    scores = golden_scores().assign(evidence="Số 12/2023/QĐ-UBND; 1234/KH-UBND")
    assert (evidence.register(scores)["n_dates"] == 0).all()


def test_dates_in_words_are_dates_and_a_cell_without_text_is_no_evidence():
    cells = ["Quyết định ngày 05 tháng 01 năm 2023", "ngày 7 tháng 12 năm 2022; 06/01/2023", None, "  "]
    scores = golden_scores().head(4).assign(claimed_points=5.0, evidence=pd.array(cells, dtype="str"))
    registered = evidence.register(scores)
    assert registered["n_dates"].tolist() == [1, 2, 0, 0]
    assert registered["n_dates_outside"].tolist() == [1, 1, 0, 0]
    assert registered["is_outside"].tolist() == [True, False, False, False]
    assert registered["has_evidence"].tolist() == [True, True, False, False]


def register_of(text, year=2022):
    """Return the register's row of one cell."""
    scores = golden_scores().head(1).assign(claimed_points=5.0, evidence=text, year=year)
    return evidence.register(scores).iloc[0]


@pytest.mark.parametrize(
    ("text", "n_dates", "n_outside"),
    [
        ("ban hành 2022-03-05", 1, 0),
        ("2023-01-05; 2022-12-31", 2, 1),
        ("ban hành 2022/03/05; 2023/1/5", 2, 1),
        ("Số 15/2022/03/05, số 2022/03/05/KH", 0, 0),
        ("05/03/22", 1, 0),
        ("05/03/22;06/03/22; 7-1-23", 3, 1),
        ("ngày 05 Tháng 01 Năm 2023", 1, 1),
        ("NGÀY 05 THÁNG 01 NĂM 2022", 1, 0),
        ("ngày 5  tháng  1  năm  2022", 1, 0),
        ("05 / 03 / 2022", 1, 0),
        ("5. 3. 2022 và 6.3.2022", 2, 0),
        ("32/01/2022, 05/13/2022", 0, 0),  # no such day, no such month
        ("Số 12/2022/QĐ-UBND; 05/03/22/KH", 0, 0),
        ("chỉ số 4.10.22, mục 1.2.23", 0, 0),
        ("0912-03-22 1/2/2022", 1, 0),
    ],
)
def test_dates_as_they_are_typed(text, n_dates, n_outside):
    row = register_of(text)
    assert [row["n_dates"], row["n_dates_outside"]] == [n_dates, n_outside]


@pytest.mark.parametrize(
    ("text", "is_outside"),
    [
        ("Kế hoạch giai đoạn 2021–2025, ngày 05/01/2021", False),
        ("Đề án 2021 - 2025 (05/01/2021)", False),
        ("Chương trình từ 2021 đến năm 2025, 05/01/2021", False),
        ("Chương trình từ năm 2021 đến hết năm 2022, 05/01/2021", False),
        ("Kế hoạch giai đoạn 2016-2020, ngày 05/01/2016", True),
        ("Kế hoạch giai đoạn 2023-2025, ngày 05/01/2023", True),
        ("ngày 05/01/2021", True),
        ("giai đoạn 2021–2025", False),  # no date at all
        ("ngày 05/01/2020-2025", True),  # no period: the end of a date
    ],
)
def test_a_period_that_holds_the_year_excuses_an_older_date(text, is_outside):
    assert register_of(text)["is_outside"] == is_outside


def test_what_lacks_evidence_is_told_of_the_claims_that_need_some_and_beside_the_claimed_total(tmp_path):
    """Claims of 10 and 20, the second shown, and a penalty of 4: 10 of 30 are not shown, and 26 are claimed."""
    one = criteria(
        "phat_2022", "district", [2022], {"A": [10, 20, 0]}, rule={"A-03": {"kind": "count", "each": -4}}
    )
    raw = RawFolder(tmp_path / "raw", one)
    headings = ["TT", "Chỉ số", "Số thực hiện (a)", "Điểm tự chấm", "Tài liệu kiểm chứng"]
    cells = [["", 10, ""], ["", 20, "Số 1/KH-UBND – 05/01/2022: kế hoạch"], [1, -4, ""]]
    names = [[each["printed_as"], each["name_vi"]] for each in one["indicators"]]
    lines = [headings, *([*name, *row] for name, row in zip(names, cells, strict=True))]
    content = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    raw.file("2022/373.csv", "373", 2022, one["id"], "self", content.encode())
    view = dataset.read(raw.done()).about("373", 2022)
    registered = evidence.register(view.scores)
    table = show.evidence_table(view, evidence.register_summary(registered), registered)
    assert table.note == (
        "1/2 chỉ số tự chấm trên 0 điểm không có minh chứng: 10,00 điểm, trong 30,00 điểm tự chấm ở các chỉ số "
        "đó. Tổng điểm tự chấm, sau điểm trừ, trần và sàn, là 26,00 điểm."
    )
    ranges = completion.threshold_range(view.counted, view.data.criteria)
    doubts = str(show.story_doubts(view, view.data.causes.head(0), ranges))
    assert "mọi số ở trên theo điểm tự chấm; 1 chỉ số tự chấm 10,00 điểm mà không ghi minh chứng." in doubts


def test_where_claims_add_up_to_the_total_it_is_told_once(sample):
    view = sample.about("373", 2022)
    registered = evidence.register(view.scores)
    table = show.evidence_table(view, evidence.register_summary(registered), registered)
    assert table.note == (
        "7/65 chỉ số tự chấm trên 0 điểm không có minh chứng: 45,80 điểm, trong 511,18 điểm tự chấm ở các chỉ số "
        "đó."
    )
