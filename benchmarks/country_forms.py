"""The forms of a country, as ``data/raw``: every commune since July 2025, 62 indicators, two years.

``country.py`` measures on them. The units are real, their codes, names and provinces those of the sample's
``units.csv``; the criteria set is the sample's of 62 indicators; every point is drawn, from one seed.
"""

import copy
import functools
import hashlib
import io
import math
import multiprocessing
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter
import yaml

RAW = Path(__file__).parents[1] / "data" / "raw"
YEARS, SEED = (2025, 2026), 765
MANIFEST, SET = "manifest.csv", "tayninh_commune_2025"
HEADINGS = ["Mã", "Chỉ tiêu", "Nhóm", "Điểm tối đa", "Tự đánh giá", "Thẩm định", "Chênh lệch", "Trạng thái"]
HEADINGS += ["Phụ trách", "Hạn xử lý", "Minh chứng/Ghi chú"]
NOT_STARTED, NEEDS_EVIDENCE = "Chưa thực hiện", "Cần bổ sung minh chứng"
COMPLETED, IN_PROGRESS = "Hoàn thành", "Đang thực hiện"


@dataclass(frozen=True)
class Place:
    """A folder with ``data/raw`` and ``data/processed``."""

    root: Path

    @property
    def raw(self):
        """Where the forms lie."""
        return self.root / "data" / "raw"

    @property
    def processed(self):
        """Where their tables are built."""
        return self.root / "data" / "processed"

    @property
    def is_written(self):
        """Whether the forms are there, all of them: the manifest is written last."""
        return (self.raw / MANIFEST).is_file()

    def manifest(self):
        """Return the manifest's rows, all text."""
        return pd.read_csv(self.raw / MANIFEST, dtype="str", keep_default_na=False)

    def write(self):
        """Write every commune's forms of both years, unless they are there; say which."""
        if self.is_written:
            print(f"{len(self.manifest()):,} forms were there")
            return
        began = time.perf_counter()
        copy_references(self.raw)
        (self.raw / "criteria").mkdir(exist_ok=True)
        sets, codes = criteria_sets(), communes()["unit_code"].tolist()
        for year, each in zip(YEARS, sets, strict=True):
            text = yaml.safe_dump(each, allow_unicode=True, sort_keys=False)
            (self.raw / "criteria" / f"{each['id']}.yml").write_text(text, encoding="utf-8")
            (self.raw / str(year)).mkdir(exist_ok=True)
        with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
            said = zip(*forms(sets, codes), strict=True)
            rows = list(pool.map(functools.partial(write_form, self.raw), *said, chunksize=64))
        pd.DataFrame(rows).to_csv(self.raw / MANIFEST, index=False)
        print(f"{len(rows):,} forms written in {time.perf_counter() - began:.1f} s")

    def part(self, name, is_kept):
        """Return a place below this one with the forms of the manifest's rows that `is_kept` returns True for."""
        part = Place(self.root / name)
        if not part.is_written:
            shutil.rmtree(part.root, ignore_errors=True)
            copy_references(part.raw)
            shutil.copytree(self.raw / "criteria", part.raw / "criteria")
            listed = self.manifest()
            kept = listed[is_kept(listed)]
            for year in kept["year"].unique():
                (part.raw / year).mkdir()
            for path in kept["path"]:
                os.link(self.raw / path, part.raw / path)
            kept.to_csv(part.raw / MANIFEST, index=False)
        return part


def communes():
    """Return the communes that stood at the end of the first year, by code."""
    units = pd.read_csv(RAW / "units.csv", dtype="str", keep_default_na=False)
    last_day = f"{YEARS[0]}-12-31"
    stands = (units["valid_from"] <= last_day) & ((units["valid_to"] == "") | (units["valid_to"] >= last_day))
    return units[stands & (units["level"] == "commune")].sort_values("unit_code")


def copy_references(raw):
    """Copy the sample's reference files: all but its forms, their manifest and the criteria sets."""
    others = shutil.ignore_patterns("20*", MANIFEST, "criteria")
    shutil.copytree(RAW, raw, ignore=others, dirs_exist_ok=True)


def criteria_sets():
    """Return the sample's set for the first year, and one for the second that continues it.

    In each pillar of the second the weightiest indicator has five points less, and the first that was lighter, or
    the last one, five more.
    """
    first = yaml.safe_load((RAW / "criteria" / f"{SET}.yml").read_text(encoding="utf-8"))
    first["ranking"]["group"] = "parent"
    second = copy.deepcopy(first)
    second |= {"id": SET.replace(str(YEARS[0]), str(YEARS[1])), "years": [YEARS[1]], "provenance": "illustrative"}
    for each in second["indicators"]:
        each["continues"] = f"{SET}:{each['code']}"
    for pillar in second["pillars"]:
        own = [each for each in second["indicators"] if each["code"].startswith(f"{pillar['code']}-")]
        heavy = max(own, key=lambda each: each["max_points"])
        light = next((each for each in own if each["max_points"] < heavy["max_points"]), own[-1])
        heavy["max_points"] -= 5
        light["max_points"] += 5
    return first, second


def forms(sets, codes):
    """Return what each form says: year, unit, criteria set; per indicator both points and the evidence's number.

    NaN where no points stand, 0 where no evidence does.
    """
    rng = np.random.default_rng(SEED)
    shape = len(codes), len(sets[0]["indicators"])
    usual, found = rng.normal(0.7, 0.12, (shape[0], 1)) + rng.normal(0, 0.1, shape[1]), []
    for year, criteria_set in zip(YEARS, sets, strict=True):
        maxima = np.array([each["max_points"] for each in criteria_set["indicators"]])
        share = (usual + rng.normal(0, 0.2, shape)).clip(0, 1) * (rng.random(shape) > 0.05)
        claimed = np.round(share * maxima, 2)
        part = rng.choice([1, 0.8, 0.5, 0, 1.1], shape, p=[0.85, 0.06, 0.04, 0.04, 0.01])
        verified = np.round(claimed * part, 2).clip(max=maxima)
        claimed[rng.random(shape) < 0.03] = np.nan  # blank, and most of it verified all the same
        verified[rng.random(shape) < 0.02] = np.nan
        verified[rng.random(shape[0]) < 0.01] = np.nan  # communes that nobody has verified yet
        claimed[rng.random(shape[0]) < 0.01, 0] = maxima[0] + 1  # more than there is: a finding
        numbers = rng.integers(1, 500, shape) * (rng.random(shape) > 0.1)
        rows = zip(codes, claimed, verified, numbers, strict=True)
        found += [(year, code, criteria_set, *row) for code, *row in rows]
        usual = usual + rng.normal(0.03, 0.03, (shape[0], 1))
    return found


def write_form(raw, year, code, criteria_set, claimed, verified, numbers):
    """Write one sheet of eleven columns; return its row of the manifest."""
    pillars = {each["code"]: each["name_vi"] for each in criteria_set["pillars"]}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Bảng theo dõi")
        page.write_row(0, 0, HEADINGS)
        answers = zip(criteria_set["indicators"], claimed, verified, numbers, strict=True)
        for row, (each, *answer) in enumerate(answers, 1):
            pillar = pillars[each["code"].partition("-")[0]]
            head = [each["printed_as"], each["name_vi"], pillar, each["max_points"]]
            page.write_row(row, 0, head + cells(year, each["max_points"], *answer))
    path = f"{year}/{code}.xlsx"
    (raw / path).write_bytes(content.getvalue())
    return {
        "path": path,
        "sha256": hashlib.sha256(content.getvalue()).hexdigest(),
        "unit_code": code,
        "year": year,
        "criteria_id": criteria_set["id"],
        "stage": "sheet",
        "received_on": f"{year + 1}-01-15",
        "provenance": "illustrative",
        "replaces": "",
        "note": "",
    }


def cells(year, most, claimed, verified, number):
    """Return a row's cells from the claimed points on; one piece of evidence in twenty is of the year before."""
    points = [None if math.isnan(each) else float(each) for each in (claimed, verified)]
    evidence = f"Số {number}/KH-UBND – {1 + number % 28:02}/{1 + number % 12:02}/{year - (number % 20 == 0)}"
    noted = [None, None, f"{evidence}: kế hoạch" if number else None]
    if None in points:
        return [*points, None, None, *noted]
    if verified < claimed:
        state = NEEDS_EVIDENCE
    elif claimed == verified:
        state = {0: NOT_STARTED, most: COMPLETED}.get(claimed, IN_PROGRESS)
    else:
        state = IN_PROGRESS
    return [*points, round(float(verified - claimed), 2), state, *noted]
