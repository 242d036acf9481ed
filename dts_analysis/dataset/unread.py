"""What was received as bytes and is taken apart when it is first asked for."""

from collections.abc import Mapping


class Unread(Mapping):
    """What `read` returns of each key's content, called once, when the key is first asked for.

    Examples
    --------
    >>> sizes = Unread(len, {"a": "xyz", "b": ""})
    >>> sizes["a"], list(sizes), "c" in sizes
    (3, ['a', 'b'], False)
    """

    def __init__(self, read, contents):
        self._read, self._contents, self._values = read, dict(contents), {}

    def __getitem__(self, key):
        if key in self._contents:
            self._values[key] = self._read(self._contents[key])
            del self._contents[key]
        return self._values[key]

    def __iter__(self):
        return iter(sorted({*self._contents, *self._values}))

    def __len__(self):
        return len(self._contents) + len(self._values)
