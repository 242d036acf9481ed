"""nbformat, imported without a grammar that it does not need.

Where rfc3987_syntax is installed (JupyterLab brings it), jsonschema compiles it at import, for more than a second,
to check addresses in schemas. A notebook's schema has none; so for that import, and only for it, it is not there.
"""

import sys

GRAMMAR = "rfc3987_syntax"

if GRAMMAR not in sys.modules:
    sys.modules[GRAMMAR] = None  # type: ignore[assignment] # Python's own way to say that it is not there
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[GRAMMAR]
