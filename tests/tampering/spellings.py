"""What a cell or a value is replaced by: what looks like a number, a year, a day or nothing, and other kinds."""

NASTY = [
    "1_000", "１０", "1_0e-1", "2022.5", "010", "1:30", "yes", "no", "0", "-1", "1e3", "inf", "-inf", "nan",
    "0x10", "0b1", "true", "True", "", " ", "../../etc", "..", "2022-13-45", "20２２", "٣", "½", "²", "1,5",
    "1.5", "7", "-0", "+5", "5.", ".5", "12 ", "５０.5", "9" * 40, "9" * 400, "1e400", "=1+1", "NA", "null",
    "None", "~", "#N/A", "2022", "1900", "2099", "20220", "2022-12-31", "2022-12-31T00:00:00", "31/12/2022",
    "20221231", "0001-01-01", "9999-12-31", "1899-12-31", "x" * 200_000, "a\nb",
    'a"b', "a'b", "\u202eabc", "a\u200bb", "\ufeff7", "0912345678",
    "R01", "001", "01", "00", "1 000", "1.000,5", "{}", "[]", "*", "&a", "!x", "%TAG", "@", "`", "a: b",
    "- a", "# a", "<script>", "$x$", "{x}", "{0.__class__}",
]  # fmt: skip
SHAPES = [
    "[]", "{}", "null", "3", "true", "[1, 2]", "{a: 1}", "[[[[1]]]]", '""', "[null]", "[[], {}]",
    "{null: null}", "[" * 30 + "]" * 30, "[" * 3000 + "]" * 3000, "{a: " * 3000 + "1" + "}" * 3000,
    "!!binary aGVsbG8=", "!!set {a, b}", "!!python/name:os.system", "&z [*z]", "2022-01-01", "!!int '5_0'",
    "!!str 5", "!!float '5'",
]  # fmt: skip
BOMB = "[&b0 [x, x], " + ", ".join(f"&b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 12)) + "]"
SHAPES.append(BOMB)
RESPELLINGS = ["_", "wide", "0", "zeros", "e0", "+", "int", "quoted", "tag", "0x", ":0"]


def respelled(chance, number):
    """Return a number as only a machine reads it, or as nobody writes it."""
    digits = [at for at, letter in enumerate(number) if letter.isdigit()]
    at, how = chance.choice(digits), chance.choice(RESPELLINGS)
    if how in ("_", "wide", "0"):
        put = {"_": f"{number[at]}_", "wide": chr(ord("０") + int(number[at])), "0": f"{number[at]} "}[how]
        return number[:at] + put + number[at + 1 :]
    whole = number.partition(".")[0]
    return {
        "zeros": f"00{number}", "e0": f"{number}e0", "+": f"+{number}", "int": f"{number}.0",
        "tag": f"!!str {number}", "quoted": f'"{number}"', "0x": hex(int(whole)), ":0": f"{whole}:30",
    }[how]  # fmt: skip


JSONS = [b"", b"[]", b"{}", b"null", b"3", b'"x"', b"true", b"[[1]]", b"\xff\xfe", b"{"]
JSONS += [b"[" * 50_000, b'{"a":' * 50_000]
