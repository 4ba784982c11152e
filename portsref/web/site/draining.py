"""Whether this server is about to end: all of its processes know, so that `/readyz` can say so."""

from mmap import mmap

_flag = mmap(-1, 1)  # anonymous and shared: workers see what the master writes after they forked


def begin() -> None:
    """Note that the server ends soon."""
    _flag[0] = 1


def has_begun() -> bool:
    """Tell whether the server ends soon."""
    return _flag[0] == 1
