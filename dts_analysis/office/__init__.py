"""Excel forms out, findings back to whom they concern: the only writer of office files."""

from .self_form import self_form
from .verification import verification_form

__all__ = ["self_form", "verification_form"]
