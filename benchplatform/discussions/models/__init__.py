"""Threads, their posts, and what threads ask."""

from .posts import Post
from .questions import Question
from .threads import PAGE, Thread, ThreadHead

__all__ = ["PAGE", "Post", "Question", "Thread", "ThreadHead"]
