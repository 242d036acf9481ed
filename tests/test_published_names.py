"""Printed names match units' names by the kinds their levels know, and by none where they know none."""

import other_levels
import pandas as pd
import pytest

from dts_analysis.analysis.published_names import Matching
from dts_analysis.reference import Levels

TABLE = pd.DataFrame(
    {
        "region": ["Ninh Bình", "Ninh Bình", "Tỉnh Ninh Bình"],
        "parent": ["", "TP. Ninh Bình", ""],
        "unit_name": ["Ninh Bình", "P. Phúc Thành", "TX Tam Điệp"],
        "level": ["province", "commune", "district"],
        "year": 2022,
        "among": "",
        "unit_code": "",
        "points": [0.6214, 385.641, None],
        "max_points": [1.0, None, None],
        "published_rank": pd.array([21, 1, None], "Int64"),
        "decimals": pd.array([4, 3, None], "Int64"),
        "source": "trang",
        "n_units_ranked": pd.array([63, None, None], "Int64"),
        "where": ["a!2", "b!2", "c!2"],
    }
)


@pytest.mark.parametrize(
    ("region", "parent", "places"),
    [
        (None, None, ["a!2"]),
        ("Tỉnh Ninh Bình", None, ["a!2", "b!2", "c!2"]),
        ("Tỉnh Ninh Bình", "Tỉnh Ninh Bình", ["a!2", "b!2", "c!2"]),
        ("Tỉnh Ninh Bình", "Thành phố Ninh Bình", ["b!2"]),
        ("Hà Nội", None, []),
    ],
)
def test_a_list_is_that_of_the_regions_or_within_one(region, parent, places):
    assert Matching().listed(TABLE, 2022, region, parent)["where"].tolist() == places


def test_a_unit_is_found_by_its_kind_in_short_and_a_region_without_it():
    matching = Matching()
    found = matching.of_unit(TABLE, "Thị xã Tam Điệp", "Ninh Bình", "district")
    assert found["where"].tolist() == ["c!2"]
    assert matching.of_unit(TABLE, "Tỉnh Ninh Bình", "Tỉnh Ninh Bình", "province")["where"].tolist() == ["a!2"]
    assert matching.of_unit(TABLE, "Phường Phúc Thành", "Ninh Bình", "commune")["where"].tolist() == ["b!2"]


def test_other_levels_have_other_kinds_or_none():
    schools = Matching(Levels.model_validate(other_levels.SCHOOLS))
    assert schools.plain(pd.Series(["Sch. Ada", "School Ada", "TP Ada"])).tolist() == ["school ada"] * 2 + [
        "tp ada"
    ]
    union = Matching(Levels.model_validate(other_levels.UNION))
    assert union.bare(pd.Series(["Tỉnh Ninh Bình", ""])).tolist() == ["tỉnh ninh bình", ""]
    of_union = TABLE.head(1).assign(region="", level="country", unit_name="France")
    assert (
        len(union.listed(of_union, 2022, None, None)) == len(union.of_unit(of_union, "France", "", "country")) == 1
    )


def test_a_blank_in_a_list_matches_nothing(sample):
    blank = TABLE.assign(parent=pd.array([None, "TP. Ninh Bình", None], "str"))
    assert Matching().listed(blank, 2022, "Ninh Bình", "Thành phố Ninh Bình")["where"].tolist() == ["b!2"]
    assert len(sample.within("373", 2022).published) == 21
