"""Rows found by statistics: those a look at every row finds, without one; damage said in words."""

import io
import pickle

import numpy as np
import pandas as pd
import pytest

from dts_analysis import dataset
from dts_analysis.dataset.store import ROW_GROUP, Store, as_bytes, matching
from dts_analysis.errors import DtsError

MISSING = r"processed: chưa có dữ liệu đã xử lý; cần: thư mục do «dts build» tạo ra.*chạy «dts build»"
N_UNITS, N_YEARS, N_INDICATORS = 400, 2, 100


class Folder:
    """A folder of one file in memory that counts the bytes that are read of it."""

    name = "processed"

    def __init__(self, content):
        self.content, self.n_read = content, 0
        self.parent = self

    def __truediv__(self, _):
        return self

    def open(self, _):
        return Counting(self)


class Counting(io.BytesIO):
    def __init__(self, folder):
        super().__init__(folder.content)
        self.folder = folder

    def read(self, size=-1):
        found = super().read(size)
        self.folder.n_read += len(found)
        return found


def answers(n_units):
    """A table as large as a province's: codes as text, shuffled, with columns of every kind."""
    n = n_units * N_YEARS * N_INDICATORS
    rows = np.arange(n)
    codes = np.array([f"{number:05}" for number in range(n_units)])
    table = pd.DataFrame(
        {
            "unit_code": pd.Categorical(codes[rows % n_units]),
            "year": 2021 + rows // n_units % N_YEARS,
            "basis": pd.Categorical.from_codes(rows % 3 % 2, ["verified", "claimed"]),  # not in order of letters
            "points": np.where(rows % 7, rows / 8, np.nan),
            "is_upper": pd.array(rows % 5 == 0, "boolean"),
            "note": pd.array(np.where(rows % 11, "", "x" * 50), "str"),
        }
    )
    table.loc[rows % 13 == 0, "is_upper"] = pd.NA
    return table.sample(frac=1, random_state=1, ignore_index=True)


@pytest.fixture(scope="module")
def big():
    """A table of many row groups, as it comes back whole, and the folder it is stored in."""
    folder = Folder(as_bytes(answers(N_UNITS), ("unit_code", "year")))
    return Store(folder).read("big"), folder


WHERES = [
    {},
    {"unit_code": "00123"},
    {"unit_code": "00000"},
    {"unit_code": ["00007", "00399", "00007"]},
    {"unit_code": np.array(["00007", "00008"])},
    {"unit_code": pd.Series(["00007", "nobody"]), "year": 2022},
    {"unit_code": "00200", "year": np.int64(2021), "basis": "claimed"},
    {"year": [2021, 2022], "unit_code": {"00200"}},
    {"basis": "claimed"},
    {"is_upper": True, "unit_code": "00100"},
    {"note": "x" * 50, "year": 2022},
    {"unit_code": "nobody"},
    {"unit_code": "001"},  # between others, and nobody's
    {"unit_code": []},
    {"unit_code": "00100", "year": 1999},
]


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_rows_are_those_a_look_at_every_row_finds(big, where):
    whole, folder = big
    keep = np.full(len(whole), True)
    for column, value in where.items():
        values = [value] if isinstance(value, str | int | np.integer) else list(value)
        keep &= np.array([any(each == wanted for wanted in values if each is not pd.NA) for each in whole[column]])
    wanted = whole[keep].reset_index(drop=True)
    pd.testing.assert_frame_equal(Store(folder).read("big", where), wanted)  # categories, types and all
    pd.testing.assert_frame_equal(matching(whole, where), wanted)


@pytest.mark.parametrize("where", [{}, {"unit_code": "00123"}, {"unit_code": "nobody"}])
def test_of_the_columns_only_those_that_are_asked_for_come_in_their_order(big, where):
    whole, folder = big
    found = Store(folder).read("big", where, ["points", "basis"])
    pd.testing.assert_frame_equal(found, matching(whole, where)[["points", "basis"]])


def test_a_table_comes_back_sorted_with_its_types(big):
    whole, _ = big
    made = answers(N_UNITS).sort_values(["unit_code", "year"], kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(whole, made)
    assert list(whole["basis"].cat.categories) == ["verified", "claimed"]
    assert whole["is_upper"].dtype == "boolean"


def test_a_table_without_rows_has_its_columns():
    store = Store(Folder(as_bytes(answers(4).head(0), ("unit_code",))))
    for where in ({}, {"unit_code": "00001"}):
        assert store.read("big", where).columns.tolist() == answers(1).columns.tolist()
        assert store.read("big", where, ["year"]).dtypes.astype("str").to_dict() == {"year": "int64"}


def bytes_read(folder, where, columns=None):
    """How many bytes a reading takes besides the file's own description, which every reading takes."""
    folder.n_read = 0
    Store(folder).read(
        "big", {"unit_code": "", "year": -1}, ["year"]
    )  # reads the description, and one column of one
    own, folder.n_read = folder.n_read, 0
    Store(folder).read("big", where, columns)
    return folder.n_read - own


def test_a_units_rows_cost_one_or_two_row_groups_however_many_units_there_are(big):
    _, folder = big
    n_groups = -(-N_UNITS * N_YEARS * N_INDICATORS // ROW_GROUP)
    assert n_groups == 10
    everything = bytes_read(folder, {})
    one = [bytes_read(folder, {"unit_code": code}) for code in ("00000", "00123", "00399")]
    assert max(one) < 3 * everything / n_groups
    assert bytes_read(folder, {"unit_code": "nobody"}) < 2 * everything / n_groups
    assert bytes_read(folder, {"unit_code": ["00000", "00399"]}) < 4 * everything / n_groups
    few = Folder(as_bytes(answers(N_UNITS // 8), ("unit_code", "year")))
    assert max(one) < 2 * bytes_read(few, {"unit_code": "00020"})


def test_columns_that_are_not_asked_for_are_not_read(big):
    _, folder = big
    assert bytes_read(folder, {}, ["is_upper"]) < bytes_read(folder, {}) / 5


def test_a_page_reads_a_units_rows_and_no_whole_table(sample, tmp_path, monkeypatch):
    dataset.save(sample, tmp_path / "processed")
    view = dataset.load(tmp_path / "processed").about("373", 2022)
    asked, real = {}, Store.read

    def read(store, name, where=None, columns=None):
        found = real(store, name, where, columns)
        asked[name] = (bool(where), len(found))
        return found

    monkeypatch.setattr(Store, "read", read)
    for name in ("scores", "counted", "totals", "class_counts", "gaps", "peers", "files"):
        getattr(view, name)
    assert asked["scores"] == (True, 72)
    assert asked["counted"] == (True, 3 * 72)
    assert all(has_where for has_where, _ in asked.values())


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"PAR1",
        lambda content: b"no table at all, but longer than a footer",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content[: len(content) // 3] + content[len(content) // 2 :],
        lambda content: content[:4] + bytes(len(content) // 2) + content[4 + len(content) // 2 :],
    ],
)
def test_a_damaged_table_is_said_in_words(damage):
    content = damage(as_bytes(answers(40), ("unit_code", "year")))
    for where in ({}, {"unit_code": "00001"}):
        with pytest.raises(DtsError, match=MISSING):
            Store(Folder(content)).read("big", where)


def test_an_absent_or_damaged_file_of_a_build_is_said_in_words(world, tmp_path):
    made = world("one_pillar")
    processed = tmp_path / "processed"
    dataset.save(made, processed)
    loaded = dataset.load(processed)
    folder = processed / made.provenance["build"]
    (folder / "gaps.parquet").write_bytes(b"PAR1")
    (folder / "totals.parquet").unlink()
    (folder / "inputs.json").write_bytes(b"{")
    view = loaded.about("369", 2023)
    for words, ask in (
        (r"gaps\.parquet: tệp không còn như lúc", lambda: loaded.gaps),
        (r"gaps\.parquet: tệp không còn như lúc", lambda: view.gaps),
        (MISSING, lambda: loaded.rows("totals", unit_code="369")),
        (MISSING, lambda: view.totals),
        (r"inputs\.json: tệp không còn như lúc", lambda: loaded.published),
        (r"inputs\.json: tệp không còn như lúc", lambda: view.printed),
        (r"inputs\.json: tệp không còn như lúc", lambda: loaded.inputs),
    ):
        with pytest.raises(DtsError, match=words):
            ask()
    assert len(view.counted) == 4  # what is whole is there


def test_a_mistake_of_the_caller_is_no_missing_data(big):
    _, folder = big
    with pytest.raises(DtsError, match="rows!unit_code: giá trị 123 không dòng nào có được; cần: chữ"):
        Store(folder).read("big", {"unit_code": 123})
    with pytest.raises(DtsError, match="rows: không có cột 'unit'; cần: một trong: unit_code, year, basis"):
        Store(folder).read("big", {"unit": "00123"})


def test_a_store_goes_to_another_process(tmp_path, world):
    dataset.save(world("one_pillar"), tmp_path / "processed")
    store = Store(tmp_path / "processed" / world("one_pillar").provenance["build"])
    again = pickle.loads(pickle.dumps(store))
    pd.testing.assert_frame_equal(again.read("totals"), store.read("totals"))
