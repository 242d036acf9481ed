"""How a command ends: what its exit status means."""

WELL, ERRORS, CANNOT, INTERRUPTED = 0, 1, 2, 130
