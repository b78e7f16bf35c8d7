"""Threads, their posts, what threads ask, and what posts became."""

from .origins import BecomingRequest, Origin
from .posts import Post
from .questions import Question
from .threads import PAGE, Thread, ThreadHead

__all__ = ["PAGE", "BecomingRequest", "Origin", "Post", "Question", "Thread", "ThreadHead"]
