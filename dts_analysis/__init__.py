"""dts_analysis: from a folder of self-assessment forms to analyses that can be trusted.

A number is counted once: forms -> answers -> scores -> what each counts for on every basis -> its sums -> what
belongs to a group of units; pages, index and sentences read from there.

Seven nouns: *criteria set* (as issued), *unit* (a code and a lifetime), *answers* (one row per unit,
year and indicator), *scores* (answers and points), *verification* (what the working group decided),
*finding* (one problem, with its cell), *report* (notebook x unit x year).

Rooms in reading order; each imports only from the rooms above it (``make test`` enforces it):

messages    every sentence said to a person, Vietnamese and English
errors      what can be wrong and how it is said: findings, and the error that stops a run
files       where tables and reports lie: written whole or not at all
rules       how an answer earns points, one module per kind of rule    (pure)
reference   facts issued by others: criteria sets, units, reasons     (the only reader of criteria YAML)
scoring     the law: answers -> points, what they count for, its sums (pure; no files; no rounding)
intake      forms, sheets, manifest -> answers and findings           (the only reader of spreadsheets)
workspace   a project of one's own: made, found, filled with what comes in (the only writer of manifest.csv)
analysis    our reading of points, one file per question              (pure; choices are arguments)
dataset     a build's tables, each made once; views for notebooks     (the only writer of data/processed)
show        figures, formatted tables, and the facts they state       (the only plotter; shows rounded)
office      forms out, findings back: Excel and Word                    (the only writer of office files)
kernel      a warm Jupyter kernel: fork instead of start              (knows nothing of scoring)
reports     notebooks x units -> reports/, the site's pages           (the only user of papermill)
desk        a start notebook in JupyterLab, and copies to work in     (the only user of widgets)
cli         dts init | receive | check | build | report | template | criteria | notebook | lab | units | audit | …

At the desk ``import dts_analysis as dts`` offers all of it by typing: ``dts.load()`` reads the data of the
workspace at hand; ``dts.analysis.losses``, ``dts.show`` and so on are imported when they are first used.
"""

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
