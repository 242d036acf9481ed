"""Ways to tamper with a file, each by its name."""

TAMPERINGS = {}


def tampering(*endings, weight=1):
    """Register a function of a source of chance and a file's bytes, for files of these endings ("" for all)."""

    def register(change):
        TAMPERINGS[change.__name__] = (change, endings or ("",), weight)
        return change

    return register


def fitting(path, names=()):
    """Return the tamperings that a file's ending has a place for, the weighty ones several times."""
    return [
        (name, change)
        for name, (change, endings, weight) in TAMPERINGS.items()
        if path.endswith(endings) and (not names or name in names)
        for _ in range(weight)
    ]
