"""Figures and formatted tables: the only plotter, the only rounder.

Every function takes tables made by `scoring` and `analysis` and returns something a notebook cell can
end with: `Prose`, a `Table` of finished text, or a `Chart` whose title says what it finds. Names end in what they
return: ``_headline``, ``_table``, ``_figure``, ``_text``; the list is `__init__.pyi`.

A name is imported when it is first used: whoever plans reports needs no plotting library.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
