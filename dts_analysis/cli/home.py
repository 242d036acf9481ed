"""Where the workspace at hand keeps its things, and its data, built anew where that is old."""

import click

from ..messages import say
from ..workspace import at_hand, needed
from .check import summary


class Home:
    """A workspace's folders; processed data and reports may lie elsewhere, by address."""

    def __init__(self, place, processed=None, reports=None):
        self._place, self._processed, self._reports = place, processed, reports

    @classmethod
    def chosen(cls, folder, *elsewhere):
        """The workspace named: by the call, by ``DTS_HOME``, or the nearest above the working directory."""
        return cls(at_hand(folder), *elsewhere)

    @property
    def place(self):
        """The `Workspace`; where there is none, a sentence says so once it is needed."""
        return needed(self._place)

    @property
    def is_found(self):
        """Whether there is a workspace."""
        return self._place is not None

    @property
    def raw(self):
        """The folder of raw data."""
        return self.place.raw

    @property
    def notebooks(self):
        """The folder of notebooks."""
        return self.place.notebooks

    def places(self):
        """Return where processed data and reports lie, as paths of whatever file system."""
        from ..files import place

        return place(self._processed or self.place.processed), place(self._reports or self.place.reports)

    def build(self):
        """Build processed data anew, tell what came of it, and return it."""
        from .. import dataset

        click.echo(say("cli_building", raw=self.raw))
        processed, _ = self.places()
        data = dataset.build(self.raw, processed)
        facts = {"files": len(data.received), "units": data.received["unit_code"].nunique()}
        click.echo(say("cli_built", **facts, answers=len(data.scores), where=processed))
        click.echo(summary(data.findings))
        return data

    def data(self):
        """Return processed data, built anew where it is not that of the raw folder as it stands."""
        from .. import dataset

        processed, _ = self.places()
        return dataset.load(processed) if dataset.is_current(self.raw, processed) else self.build()
