"""Give memory that was freed back to the system, where the system's own library would keep it.

Reading a sheet of a hundred thousand rows leaves a fifth of a gigabyte with glibc; other systems take it
back by themselves.

Source: malloc_trim(3), mallopt(3).
"""

from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD = -3
_ARENA_MAX = -8


def give_back() -> None:
    """Return freed memory to the system; nothing happens where that cannot be asked for."""
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):  # another C library than glibc
        return


def keep_large_apart() -> None:
    """Let blocks of four megabytes or more go back as soon as they are freed, instead of making holes.

    All threads share one heap: what one has freed, another can use.
    """
    if sys.platform != "linux":
        return
    try:
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, 1 << 22)
        library.mallopt(_ARENA_MAX, 1)
    except (OSError, AttributeError):  # another C library than glibc
        return
