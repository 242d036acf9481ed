"""A place of one's own: made, found again, and filled with the forms that come in."""

from .place import MARKER, Workspace, at_hand, find, needed

__all__ = ["MARKER", "Workspace", "at_hand", "find", "needed"]
