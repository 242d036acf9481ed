"""Units named in titles and file names: the right one, several, or none, and never another one."""

import pandas as pd
import pytest

from dts_analysis.workspace.unit_names import UnitNames

REGISTER = {
    "1": "Xã Tân Hòa", "2": "Xã Tân Hòa Tây", "3": "Phường Tân Hòa", "4": "Xã Gia Phương", "5": "Phường Tân Thành",
    "6": "Phường Tứ Liên", "7": "Xã Phương Tú", "8": "Xã Thạnh An", "9": "Xã Thanh An", "10": "Thị trấn Me",
    "11": "Xã Đạ Huoai", "12": "Xã Đạ Huoai 2", "13": "Thị xã Tân Hòa", "14": "Xã Ea D'Rơng", "15": "Xã Ea Drông",
    "16": "Sở Khoa học và Công nghệ", "17": "Phường 1",
}  # fmt: skip


@pytest.fixture(scope="module")
def names():
    everyone = pd.DataFrame({"unit_code": REGISTER, "name": REGISTER}).assign(
        unit_code=list(REGISTER), is_ended=False
    )
    return UnitNames(everyone, set(REGISTER) - {"2"})


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ỦY BAN NHÂN DÂN XÃ TÂN HÒA", [("1",)]),
        ("UBND PHƯỜNG TÂN HOÀ", [("3",)]),
        ("UBND thị xã Tân Hòa", [("13",)]),
        ("UBND xã Tân Hòa Tây", [("2",)]),  # elsewhere, and not Tân Hòa
        ("PHIẾU TỰ ĐÁNH GIÁ PHƯỜNG TÂN THÀNH", [("5",)]),  # «GIÁ PHƯỜNG» is no Gia Phương
        ("PHƯỜNG TỨ LIÊN", [("6",)]),  # «PHƯỜNG TỨ» is no Phương Tú
        ("Xã Thanh An", [("9",)]),
        ("Xã Thạnh An", [("8",)]),
        ("xa thanh an", [("8", "9")]),
        ("thị trấn Me", [("10",)]),
        ("Sở Khoa học và Công nghệ tỉnh", [("16",)]),
        ("Tân Hòa", []),  # in running text a name alone may be anything
        ("huyện Tân Hòa, tỉnh Tân Hòa", []),
    ],
)
def test_titles(names, text, codes):
    assert [each.codes for each in names.in_text(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("tan hoa", [("1", "3", "13")]),
        ("p. tan hoa", [("3",)]),
        ("TX Tân Hòa", [("13",)]),
        ("Phieu tu danh gia phuong", []),
        ("phieu tu danh gia xa gia phuong", [("4",)]),
        ("Tân Thanh", [("5",)]),
        ("Đạ Huoai 2", [("12",)]),
        ("da huoai", [("11",)]),
        ("eadrong", []),  # of two names nobody can tell which
        ("tuLien2025", [("6",)]),
        ("me", [("10",)]),
        ("nha toi me qua", []),
        ("P1", [("17",)]),
    ],
)
def test_names_of_files(names, text, codes):
    assert [each.codes for each in names.in_text(text, is_bare=True)] == codes


def test_another_spelling_is_near_only(names):
    (near,) = names.in_text("Phường Tân Thanh")
    assert (near.codes, near.is_exact, near.text) == (("5",), False, "Phường Tân Thanh")
    (plain,) = names.in_text("phuong tan thanh")
    assert plain.is_exact
