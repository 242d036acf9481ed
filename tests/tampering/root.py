"""A small raw folder with every kind of reference file, and what is built of it."""

import hashlib
import shutil
from pathlib import Path

from dts_analysis import dataset

HOME = Path(__file__).parents[1]
FORMS = {"2022/001.xlsx": "", "2022/001_lai.xlsx": "2022/001.xlsx"}  # path -> what it replaces
UNITS = """\
unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source
01,Tỉnh Thử,province,,,,list,500000,tests
001,Huyện Thử,district,01,,,list,154596,tests
002,Huyện Cũ,district,01,,2020-12-31,decision,,tests
003,"Huyện Mới, Bắc",district,01,2021-01-01,,decision,80000,tests
"""
CHANGES = """\
old_code,new_code,effective_on,kind,extent,share,two_sources,decision,source
002,003,2021-01-01,merge,whole,1,yes,Quyết định 1,tests
"""
MAPPING = """\
explanation,reason_codes,reviewed_on,reviewed_by
Chưa có máy,R01,2023-02-01,tổ công tác
Chưa bố trí kinh phí,R01;R99,2023-02-01,tổ công tác
"""
HEADINGS = """\
claimed_points: ["Điểm xã chấm", "Điểm huyện chấm"]
not_read: ["Số thứ tự phụ"]
"""
PUBLISHED = {
    "facts": """\
unit_code,year,basis,name,of,value,source
001,2022,claimed,points,,31.5,https://example.test/a
001,2022,claimed,max_points,,50,https://example.test/a
""",
    "districts_published": """\
year,province,district,self_score,verified_score,max_score,rank,note,source
2022,Thử,Huyện Thử,31.5,30.25,50,1,,https://example.test/a
2022,Thử,Huyện Mới,,28.75,50,2,"có dấu, phẩy",https://example.test/a
""",
    "provinces_dti_totals": """\
year,province,dti,rank,n_units_ranked,source
2021,Thử,0.4874,1,63,https://example.test/b
2022,Thử,0.5002,12,63,https://example.test/b
""",
}


def make(folder):
    """Write the raw folder and return it."""
    shutil.copytree(HOME / "faulty" / "reference", folder)
    shutil.copy(HOME / "golden" / "every_rule" / "thu_quy_tac_2022.yml", folder / "criteria")
    texts = {
        "units.csv": UNITS,
        "unit_changes.csv": CHANGES,
        "reason_mapping.csv": MAPPING,
        "headings.yml": HEADINGS,
    }
    texts |= {f"published/{name}.csv": text for name, text in PUBLISHED.items()}
    (folder / "published").mkdir()
    (folder / "2022").mkdir()
    rows = ["path,sha256,unit_code,year,criteria_id,stage,received_on,provenance,replaces,note"]
    for path, replaced in FORMS.items():
        shutil.copy(HOME / "faulty" / "base" / "raw" / "2022" / "001.xlsx", folder / path)
        digest = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        rows.append(f"{path},{digest},001,2022,thu_huyen_2022,self,2023-01-10,illustrative,{replaced},")
    texts["manifest.csv"] = "\n".join([*rows, ""])
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def reference_files(folder):
    """Return the paths of all files that are no forms, in the order they take turns."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.is_file())
    return [path for path in paths if path.endswith((".csv", ".yml"))]


def build(folder):
    """Return a raw folder and what is built of it."""
    raw, processed = make(folder / "raw"), folder / "processed"
    dataset.build(raw, processed)
    return raw, processed
