"""Make things one after the other, the next one in a thread while somebody works with the last one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def one_ahead(make: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield what is made of each item, in order; it gains where making lets go of Python, as unpacking does.

    Two at most are held here; what making raises is raised where it would be yielded.
    """
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="massbill-ahead") as beside:
        for item in items:
            waiting.append(beside.submit(make, item))
            if len(waiting) > 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
