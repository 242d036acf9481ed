"""The start page: a year, a place and a unit are chosen, and there is what the summary says, and the notebooks."""

import html
from urllib.parse import quote

import ipywidgets

from .. import dataset, reports, show
from ..analysis import losses
from ..errors import DtsError
from ..messages import say
from ..show.text import begun
from ..workspace import Workspace, at_hand, needed
from .choices import Choices
from .copies import copy_for


def start(workspace: Workspace | None = None) -> "Page":
    """Return the start page of a workspace, that at hand unless told; its data are built anew where they are old.

    Raises
    ------
    DtsError
        Where there is no workspace, or its raw data cannot be trusted.
    """
    workspace = needed(at_hand()) if workspace is None else workspace
    return Page(dataset.load(dataset.up_to_date(workspace)), workspace)


class Page(ipywidgets.VBox):
    """Three choices and a button; below, what there is to say of a unit and links to its notebooks.

    Parameters
    ----------
    data : Dataset
    workspace : Workspace
    """

    def __init__(self, data, workspace):
        self.data, self.workspace, self.choices = data, workspace, Choices(data)
        level = data.levels.region or data.levels.top_level
        self.year = _dropdown(say("desk_year"), self.choices.years)
        self.region, self.unit = _dropdown(begun(data.levels.of(level).name)), _dropdown(say("desk_unit"))
        self.look = ipywidgets.Button(description=say("desk_look"), button_style="primary")
        self.shown = ipywidgets.Output()
        super().__init__([self.year, self.region, self.unit, self.look, self.shown])
        self.year.observe(self._of_year, "value")
        self.region.observe(self._of_region, "value")
        self.look.on_click(self._look)
        self._of_year()

    def _of_year(self, _=None):
        self._units = self.choices.of_year(self.year.value) if self.year.value else {}
        _offer(self.region, list(self._units))
        self._of_region()
        if not self._units:
            self.look.disabled = True
            self._show(_paragraph(say("desk_nothing")))

    def _of_region(self, _=None):
        _offer(self.unit, list(self._units.get(self.region.value, {}).items()))

    def _look(self, _=None):
        """Show the unit that is chosen; what cannot be said is said."""
        try:
            self._show(said(self.data, self.unit.value, self.year.value) + self._links())
        except DtsError as error:
            self._show("".join(_paragraph(each) for each in error.findings))

    def _links(self):
        """The notebooks of the unit, each a link to a copy with its parameters; or why it has nothing to say."""
        notebooks = reports.load_notebooks(self.workspace.notebooks)
        lines = []
        for job in reports.plan(self.data, notebooks, self.year.value, [self.unit.value]):
            title = html.escape(job.notebook.title)
            if job.skip:
                lines.append(f"<li>{title}: {html.escape(str(job.skip.found))}</li>")
                continue
            path = copy_for(self.workspace, job)
            lines.append(f'<li><a href="{quote(path.name)}" target="_blank">{title}</a></li>')
        return f"<h3>{html.escape(say('desk_notebooks'))}</h3><ul>{''.join(lines)}</ul>"

    def _show(self, text):
        self.shown.outputs = ({"output_type": "display_data", "data": {"text/html": text}, "metadata": {}},)


def said(data, unit_code, year):
    """Return as HTML what a unit's summary says first, headline and points; of one above others their ranking."""
    if data.rows("standings", ["unit_code"], unit_code=unit_code, year=year).empty:
        group = data.within(unit_code, year)
        told = [show.notice(group), show.ranking_headline(group)]
    else:
        unit = data.about(unit_code, year)
        causes = losses.by_cause(data.losses(unit, is_upper=False))
        told = [show.story_headline(unit), show.story_points(unit, causes, data.below(unit))]
    return "".join(each._repr_mimebundle_()["text/html"] for each in told if each is not None)


def _dropdown(words, options=()):
    return ipywidgets.Dropdown(description=words, options=options, layout={"width": "36em"})


def _offer(dropdown, options):
    """Offer other options; what was chosen stays chosen where it is still one of them, else the first is."""
    before = dropdown.label
    dropdown.options = options
    labels = [each if isinstance(each, str) else each[0] for each in options]
    dropdown.index = labels.index(before) if before in labels else 0 if labels else None


def _paragraph(words):
    return f"<p>{html.escape(str(words))}</p>"
