"""Two roots that know nothing of Vietnam: a union of countries, and regions with cities with schools."""

import yaml
from raw_folder import RawFolder, criteria

UNIT_COLUMNS = "unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source"
CHANGE_COLUMNS = "old_code,new_code,effective_on,kind,extent,share,two_sources,decision,source"
PARTIES = [
    {"code": "unit", "name_vi": "đơn vị", "name_en": "the unit"},
    {"code": "board", "name_vi": "hội đồng", "name_en": "the board", "is_above": True},
    {"code": "unknown", "name_vi": "chưa rõ", "name_en": "not known"},
]
UNION = {
    "top": {"code": "EU", "name_vi": "Liên minh", "name_en": "European Union"},
    "levels": [
        {"code": "union", "name_vi": "toàn liên minh", "name_en": "union",
         "plural_vi": "các liên minh", "plural_en": "unions"},
        {"code": "country", "name_vi": "quốc gia", "name_en": "country",
         "plural_vi": "các quốc gia", "plural_en": "countries", "published": "countries_published"},
    ],
    "parties": PARTIES,
}  # fmt: skip
SCHOOLS = {
    "top": {"code": "R0", "name_vi": "Toàn mạng lưới", "name_en": "The network"},
    "levels": [
        {"code": "network", "name_vi": "toàn mạng lưới", "name_en": "network",
         "plural_vi": "các mạng lưới", "plural_en": "networks"},
        {"code": "region", "name_vi": "vùng", "name_en": "region",
         "plural_vi": "các vùng", "plural_en": "regions", "is_region": True},
        {"code": "city", "name_vi": "đô thị", "name_en": "city", "plural_vi": "các đô thị", "plural_en": "cities"},
        {"code": "school", "name_vi": "trường", "name_en": "school",
         "plural_vi": "các trường", "plural_en": "schools", "published": "schools_published",
         "kinds": {"School": ["Sch"]}, "letter_vi": "Ban giám hiệu {unit}", "letter_en": "The head of {unit}"},
    ],
    "parties": PARTIES,
}  # fmt: skip
REASONS = [
    {"code": code, "label_vi": f"Nguyên nhân {code}", "label_en": f"Reason {code}", "removable_by": party,
     "remedy_vi": "Làm lại", "remedy_en": "Do it again", "remedies": ["again"]}
    for code, party in (("R01", "board"), ("R02", "unit"), ("R99", "unknown"))
]  # fmt: skip
GROUNDS = [
    {"code": code, "label_vi": f"Căn cứ {code}", "label_en": f"Ground {code}", "removable_by": "unit"}
    for code in ("G01", "G02")
]
REMEDIES = [{"code": "again", "label_vi": "Làm lại", "label_en": "Do it again"}]


def of(folder, levels, units, *sets):
    """Return a `RawFolder` of these levels and units, without a line of Vietnam's reference files."""
    raw = RawFolder(folder, *sets)
    for name, document in (
        ("levels", levels), ("reasons", REASONS), ("grounds", GROUNDS), ("remedies", REMEDIES),
    ):  # fmt: skip
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (raw.folder / f"{name}.yml").write_text(text, encoding="utf-8")
    rows = [f"{code},{name},{level},{parent},,,list,,own" for code, name, level, parent in units]
    (raw.folder / "units.csv").write_text("\n".join([UNIT_COLUMNS, *rows, ""]), encoding="utf-8")
    (raw.folder / "unit_changes.csv").write_text(f"{CHANGE_COLUMNS}\n", encoding="utf-8")
    return raw


def union(folder):
    """Three countries straight under a union, two years, one of them published."""
    units = [(code, name, "country", "") for code, name in (("FR", "France"), ("DE", "Germany"), ("IT", "Italy"))]
    own = criteria("digital_2024", "country", [2023, 2024], {"A": [10, 10], "B": [20]}, group="union")
    raw = of(folder, UNION, units, own)
    for code, year, claimed, verified in (
        ("FR", 2023, "10 5 10", "10 5 5"), ("DE", 2023, "5 5 5", "5 5 5"), ("IT", 2023, "8 8 8", "8 8 8"),
        ("FR", 2024, "10 10 20", "10 10 10"), ("DE", 2024, "10 5 10", "10 5 0"), ("IT", 2024, "8 8 8", "8 8 8"),
    ):  # fmt: skip
        raw.unit(code, year, "digital_2024", claimed, verified, reasons={"A": "R01", "B": "R02"})
    (raw.folder / "published").mkdir()
    printed = "year,country,verified_score,max_score,rank,n_units_ranked,source\n2024,France,30,40,1,3,e.eu\n"
    (raw.folder / "published" / "countries_published.csv").write_text(printed, encoding="utf-8")
    return raw.done()


def schools(folder):
    """Schools in cities in two regions; ranked within their region."""
    units = [("R1", "North", "region", ""), ("R2", "South", "region", "")]
    units += [("C1", "Harbour", "city", "R1"), ("C2", "Hill", "city", "R1"), ("C3", "Lake", "city", "R2")]
    units += [
        (f"S{number}", f"School {name}", "school", city)
        for number, (name, city) in enumerate(
            [("Ada", "C1"), ("Bell", "C1"), ("Curie", "C2"), ("Darwin", "C2"), ("Euler", "C3"), ("Fermat", "C3")],
            start=1,
        )
    ]
    own = criteria("schools_2024", "school", [2024], {"A": [10, 10], "B": [20]}, group="region")
    raw = of(folder, SCHOOLS, units, own)
    for code, claimed in (
        ("S1", "10 10 20"), ("S2", "5 5 5"), ("S3", "10 10 10"), ("S4", "0 0 0"), ("S5", "9 9 9"), ("S6", "8 8 8"),
    ):  # fmt: skip
        raw.unit(code, 2024, "schools_2024", claimed, reasons={"A": "R01", "B": "R02"})
    (raw.folder / "published").mkdir()
    printed = (
        "year,region,school,verified_score,max_score,rank,source\n2023,North,School Ada,30,40,1,https://e.org\n"
    )
    (raw.folder / "published" / "schools_published.csv").write_text(printed, encoding="utf-8")
    return raw.done()
