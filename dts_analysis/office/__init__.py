"""Excel forms out: the only writer of office files."""

from .verification import write_verification

__all__ = ["write_verification"]
