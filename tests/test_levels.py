"""Levels and names of units are the workspace's own words: none of Vietnam's stands where they are others."""

import hashlib
import re
from pathlib import Path

import called
import other_levels
import pytest
import yaml

from dts_analysis import dataset, messages, reference, show
from dts_analysis.errors import DtsError
from dts_analysis.workspace import making
from dts_analysis.workspace.unit_names import UnitNames

HOME = Path(__file__).parents[1]
OF_VIETNAM = re.compile(
    r"\b(tỉnh|huyện|xã|phường|sở|provinc\w+|districts?|communes?)\b|việt nam|viet ?nam|cả nước|whole country",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """Both roots written once, by name."""
    folder = tmp_path_factory.mktemp("roots")
    return {each.__name__: each(folder / each.__name__ / "data/raw") for each in
            (other_levels.union, other_levels.schools)}  # fmt: skip


@pytest.fixture(scope="module")
def data(roots):
    """Their datasets, by name."""
    return {name: dataset.read(raw) for name, raw in roots.items()}


def dts(home, *arguments):
    """Call `dts` in a workspace."""
    return called.dts("--home", home, *arguments)


def test_without_a_file_the_levels_are_those_that_come_with_the_package(tmp_path):
    levels = reference.load_levels(tmp_path)
    assert levels.codes == ["country", "ministry", "province", "department", "district", "commune"]
    assert (levels.top.code, levels.region, levels.lowest.code) == ("00", "province", "commune")
    assert levels.groups == ["parent", "province", "country"]
    assert [each.code for each in levels.parties] == ["unit", "province", "ministry", "citizens", "unknown"]
    assert levels.of("department").name_vi == "sở, ngành"


def test_the_top_unit_is_the_files_and_stands_above_all_without_a_parent(data):
    units = data["union"].units.set_index("unit_code")
    assert units.loc["EU", ["name", "level", "parent_code"]].tolist() == ["Liên minh", "union", ""]
    assert units.loc["FR", "parent_code"] == "EU"
    assert "00" not in units.index
    group = data["union"].within("EU", 2024)
    assert group.name == "Liên minh"
    messages.use("en")
    assert data["union"].within("EU", 2024).name == "European Union"


def test_units_are_ranked_in_the_region_the_file_names(data):
    rows = data["schools"].standings
    rows = rows[rows["basis"] == "claimed"].set_index("unit_code")
    assert rows["ranked_in"].to_dict() == dict.fromkeys(["S1", "S2", "S3", "S4"], "R1") | {"S5": "R2", "S6": "R2"}
    assert rows["rank"].to_dict() == {"S1": 1, "S3": 2, "S2": 3, "S4": 4, "S5": 1, "S6": 2}
    rows = data["union"].standings
    rows = rows[(rows["basis"] == "verified") & (rows["year"] == 2024)].set_index("unit_code")
    assert rows["rank"].to_dict() == {"FR": 1, "IT": 2, "DE": 3}
    assert set(rows["ranked_in"]) == {"EU"}


def test_what_was_published_of_these_levels_stands_beside_ours(data):
    rows = data["union"].within("EU", 2024).published.set_index("unit_code")
    assert rows["published_points"].dropna().to_dict() == {"FR": 30.0}
    assert bool(rows.loc["FR", "agrees"])
    past = data["schools"].about("S1", 2024).with_published
    assert past.loc[past["is_published"], ["year", "points"]].to_numpy().tolist() == [[2023, 30.0]]
    assert data["schools"].region_name("S1", 2024) == "North"
    assert data["union"].region_name("FR", 2024) == ""


def test_a_stored_dataset_carries_its_levels_and_is_another_build_under_others(roots, tmp_path):
    raw, processed = roots["schools"], tmp_path / "processed"
    built = dataset.build(raw, processed)
    assert dataset.load(processed).levels == reference.load_levels(raw) == built.levels
    assert dataset.load(processed).replaced().levels == built.levels
    assert "levels.yml" in built.inputs
    changed = raw.parent / "changed"
    for path in raw.rglob("*"):
        if path.is_file():
            (changed / path.relative_to(raw)).parent.mkdir(parents=True, exist_ok=True)
            (changed / path.relative_to(raw)).write_bytes(path.read_bytes())
    text = (changed / "levels.yml").read_text(encoding="utf-8")
    (changed / "levels.yml").write_text(text.replace("name_en: school", "name_en: academy"), encoding="utf-8")
    assert not dataset.is_current(changed, processed)
    assert dataset.read(changed).provenance["build"] != built.provenance["build"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "top", "unit"), [("union", "EU", "FR"), ("schools", "C1", "S1")])
def test_pages_say_no_word_of_vietnam(roots, name, top, unit, language):
    home = roots[name].parents[1]
    if not (home / "notebooks").is_dir():
        (home / "notebooks").mkdir()
        for path in (HOME / "notebooks").glob("*.ipynb"):
            (home / "notebooks" / path.name).write_bytes(path.read_bytes())
    done = called.dts(
        "--home", home, "--lang", language, "report", "--year", "2024", "--unit", top, "--unit", unit
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path: path.read_text(encoding="utf-8") for path in (home / "reports").rglob("*.html")}
    assert {"summary", "pillars", "overview", "communes", "data_quality", "weak_indicators"} <= {
        path.stem for path in pages
    }
    for path, page in pages.items():
        page = re.sub(r'data:[\w/+;=-]+,[A-Za-z0-9+/=%]*|href="[^"]*"|<meta name="dts-files"[^>]*>', "", page)
        found = OF_VIETNAM.search(page)
        assert found is None, f"{path}: {page[max(0, found.start() - 80) : found.end() + 80]}"
    overview = next(page for path, page in pages.items() if path.stem == "overview" and path.parent.name == top)
    said = {"union": ("among the units of the union", "trong các đơn vị toàn liên minh"),
            "schools": ("among the units of the region", "trong các đơn vị của vùng")}[name]  # fmt: skip
    assert said[language == "vi"] in overview
    assert ("the board" if language == "en" else "hội đồng") in overview


def test_the_command_knows_the_levels_of_its_workspace(roots):
    home = roots["schools"].parents[1]
    found = dts(home, "--lang", "en", "units", "ada", "--level", "school")
    assert found.stdout.splitlines() == ["S1  School Ada · school · below C1 Harbour · … – …"]
    refused = dts(home, "units", "ada", "--level", "commune")
    assert refused.returncode == 2
    assert "'network', 'region', 'city', 'school'" in refused.stderr
    made = called.dts(
        "--home", home, "template", "--year", "2024", "--all-units", "--below", "R2", "--out", home / "forms"
    )
    assert made.returncode == 0, made.stderr
    assert len(list((home / "forms").glob("*.xlsx"))) == 2


def test_a_dated_list_of_other_levels_is_taken_in(roots, tmp_path):
    raw = roots["schools"]
    (tmp_path / "list.csv").write_text(
        "code,name,level,parent_code\nR1,North,region,\nC1,Harbour,city,R1\nS1,School Ada,school,C1\n",
        encoding="utf-8",
    )
    made = reference.updated(raw, tmp_path / "list.csv", "2025-01-01")
    assert sorted(made.ended["unit_code"]) == ["C2", "C3", "R2", "S2", "S3", "S4", "S5", "S6"]


def test_a_letter_is_addressed_as_the_level_says():
    vietnam, own = reference.load_levels(HOME), reference.Levels.model_validate(other_levels.SCHOOLS)
    assert vietnam.of("commune").addressed("Xã Tân Lập") == "Ủy ban nhân dân xã Tân Lập"
    assert vietnam.of("department").addressed("Sở Nội vụ") == "Sở Nội vụ"
    assert own.of("school").addressed("School Ada") == "Ban giám hiệu school Ada"
    assert own.of("school").addressed("Lincoln") == "Ban giám hiệu Lincoln"
    assert own.of("city").addressed("Harbour") == "Harbour"


def test_words_of_parties_and_levels_are_the_files(data):
    levels = data["schools"].levels
    table = show.party_table(data["schools"].within("C1", 2024).of_group("parties"), levels)
    assert set(table.index) == {"hội đồng", "đơn vị"}


FAULTS = [
    ("code: school", "code: city", r"levels\.yml: mã «city» dùng hai lần"),
    ("code: school", "code: parent", r"levels\.yml!parent: .*«parent»"),
    ("code: school", "code: School", r"levels\.yml!levels\.School: «code» = 'School'"),
    ("  is_region: true", "  is_region: maybe", r"levels\.yml!levels\.region: «is_region» = 'maybe'"),
    ("  plural_en: cities", "  plural_en: cities\n  is_region: true", r"levels\.yml!levels: .*region, city"),
    ("  plural_en: networks", "  plural_en: networks\n  is_region: true", r"levels\.yml!levels: .*network"),
    ("The head of {unit}", "The head of {school}", r"levels\.yml!levels\.school: «letter_en»"),
    ("The head of {unit}", "The head", r"levels\.yml!levels\.school: «letter_en»"),
    ("- code: unknown", "- code: nobody", r"levels\.yml!parties: .*unknown"),
    ("  code: R0\n", "", r"levels\.yml!top: thiếu khóa «code»"),
    ("  code: R0\n", "  code: R0\n  code: R1\n", r"levels\.yml!\d+: khóa «code» viết hai lần"),
    ("  code: R0\n", "  code: a b\n", r"levels\.yml!top: «code» = 'a b'"),
    ("  published: schools_published", "  published: facts", r"levels\.yml!levels: .*facts"),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_a_file_that_does_not_fit_is_refused_with_its_place(tmp_path, old, new, words):
    text = yaml.safe_dump(other_levels.SCHOOLS, allow_unicode=True, sort_keys=False)
    assert old in text
    (tmp_path / "levels.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DtsError, match=words) as raised:
        reference.load_levels(tmp_path)
    messages.use("en")
    assert str(raised.value)


def test_a_file_that_holds_no_keys_is_refused(tmp_path):
    (tmp_path / "levels.yml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(DtsError, match=r"levels\.yml"):
        reference.load_levels(tmp_path)


def test_words_that_are_not_the_files_are_refused_where_they_stand(tmp_path):
    raw = other_levels.schools(tmp_path / "raw")
    path = raw / "criteria" / "schools_2024.yml"
    text = path.read_text(encoding="utf-8")
    for old, new, words in (
        ("level: school", "level: commune", r"schools_2024\.yml: «level» = 'commune' .*region, city, school"),
        ("group: region", "group: province", r"!ranking: «group» = 'province' .*parent, region, network"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(DtsError, match=words):
            dataset.read(raw)
    path.write_text(text, encoding="utf-8")
    reasons = raw / "reasons.yml"
    reasons.write_text(reasons.read_text(encoding="utf-8").replace("by: board", "by: province"), encoding="utf-8")
    with pytest.raises(DtsError, match=r"reasons\.yml!1: «removable_by» = 'province' .*unit, board, unknown"):
        dataset.read(raw)


def test_a_form_that_names_its_unit_without_the_kind_is_that_units_form(tmp_path):
    raw = other_levels.schools(tmp_path / "raw")
    form = raw / "2024" / "S1.csv"
    old, content = form.read_bytes(), "Tên đơn vị:,Ada\n".encode() + form.read_bytes()
    form.write_bytes(content)
    listed = (raw / "manifest.csv").read_text(encoding="utf-8")
    digests = (hashlib.sha256(each).hexdigest() for each in (old, content))
    (raw / "manifest.csv").write_text(listed.replace(*digests), encoding="utf-8")
    assert "form_unit_differs" not in set(dataset.read(raw).findings["code"])


def test_a_workspace_of_other_levels_is_made_where_its_words_lie(tmp_path):
    raw = other_levels.schools(tmp_path / "from")
    home = tmp_path / "own"
    (home / "data/raw").mkdir(parents=True)
    for name in ("levels.yml", "units.csv"):
        (home / "data/raw" / name).write_bytes((raw / name).read_bytes())
    made = making.make(home, "North")
    assert (made.workspace.region, made.levels.region) == ("R1", "region")
    assert 'region = "R1"' in (home / "dts.toml").read_text(encoding="utf-8")
    assert "mọi trường" in (home / "HUONG_DAN.txt").read_text(encoding="utf-8-sig")
    assert not list((home / "data/raw").glob("published/*"))
    assert reference.load_unit_changes(home / "data/raw", reference.load_units(home / "data/raw")).empty
    assert (home / "data/raw/levels.yml").read_bytes() == (raw / "levels.yml").read_bytes()
    with pytest.raises(DtsError, match="không có vùng nào là «East»"):
        making.make(home, "East")


def test_reasons_of_a_new_workspace_name_no_party_that_its_levels_do_not_know(tmp_path):
    """The package's own name a province, a ministry and citizens: here nobody says who these are."""
    raw, home = other_levels.schools(tmp_path / "from"), tmp_path / "own"
    (home / "data/raw").mkdir(parents=True)
    for name in ("levels.yml", "units.csv"):
        (home / "data/raw" / name).write_bytes((raw / name).read_bytes())
    said = dts(tmp_path, "init", str(home)).stdout
    assert (
        "levels.yml không có province, ministry, citizens: reasons.yml, grounds.yml đi kèm ghi unknown (chưa rõ) "
        "ở removable_by của những mã ấy; sửa lại theo parties của mình."
    ) in said
    vietnam, reasons = (reference.load_reasons(each) for each in (HOME / "data/raw", home / "data/raw"))
    known = vietnam["removable_by"].where(vietnam["removable_by"] == "unit", "unknown")
    assert reasons["removable_by"].tolist() == known.tolist()
    assert reasons["label_vi"].tolist() == vietnam["label_vi"].tolist()
    assert reference.load_grounds(home / "data/raw")["removable_by"].isin(["unit", "unknown"]).all()
    again = making.make(home)
    assert (again.written, again.unknown_parties) == ([], [])
    assert making.make(tmp_path / "w").unknown_parties == []


def test_a_new_workspace_gets_the_levels_that_come_with_the_package(tmp_path):
    made = making.make(tmp_path / "w", "Tây Ninh")
    assert "data/raw/levels.yml" in made.written
    assert reference.load_levels(made.workspace.raw) == reference.shipped_levels()
    (made.workspace.raw / "unit_changes.csv").unlink()
    again = making.make(tmp_path / "w")
    assert again.written == ["data/raw/unit_changes.csv"]
    assert len((made.workspace.raw / "unit_changes.csv").read_bytes()) > 10_000


def test_files_and_answers_name_units_by_their_own_kinds(roots):
    levels = reference.load_levels(roots["schools"])
    units = reference.units_in(reference.load_units(roots["schools"]), 2024)
    names = UnitNames(units, {"S1", "S2"}, levels)
    assert [each.codes for each in names.in_text("Sch Ada 2024", is_bare=True)] == [("S1",)]
    assert [each.codes for each in names.in_text("report of School Bell")] == [("S2",)]
    found = reference.find_units(units, "ada", kinds=levels.kinds())
    assert found["unit_code"].tolist() == ["S1"]
