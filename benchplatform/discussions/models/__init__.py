"""Threads and their posts."""

from .events import ThreadEvent
from .posts import Post, PostLink
from .threads import PAGE, FollowedThread, NotOpen, Thread, ThreadHead
from .widenings import Widening, WideningAgreement

__all__ = [
    "PAGE",
    "FollowedThread",
    "NotOpen",
    "Post",
    "PostLink",
    "Thread",
    "ThreadEvent",
    "ThreadHead",
    "Widening",
    "WideningAgreement",
]
