"""A place of one's own: made, found again, and filled with the forms that come in."""

from .place import MARKER, Workspace, find

__all__ = ["MARKER", "Workspace", "find"]
