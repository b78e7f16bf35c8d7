"""Threads and their posts."""

from .posts import Post
from .threads import PAGE, Thread, ThreadHead

__all__ = ["PAGE", "Post", "Thread", "ThreadHead"]
