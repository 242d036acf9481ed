"""What a basis is called; the words stand here, below everyone who prints them."""

from ..messages import say


def basis_name(basis):
    """Return the words for a basis, in the current language.

    >>> from dts_analysis import messages
    >>> _ = messages.use("vi"); basis_name("claimed")
    'điểm tự chấm'
    """
    return say(f"basis_{basis}")
