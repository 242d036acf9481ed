"""The register of evidence: golden/working_group, by hand."""

import pandas as pd
from test_verification import golden_scores

from dts_analysis.analysis import evidence


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
