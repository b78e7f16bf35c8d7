"""Threads and their posts, what becomes of a post, how far each has read, and what is not sent yet."""

from .drafts import Draft
from .events import ThreadEvent
from .origins import BecomingRequest, Origin
from .posts import Post, PostLink
from .questions import Question
from .reading import NEW_POSTS, Reading
from .reports import PostReport
from .threads import PAGE, FollowedThread, Newest, NotOpen, Thread, ThreadHead
from .versions import PostVersion
from .widenings import Widening, WideningAgreement

__all__ = [
    "NEW_POSTS",
    "PAGE",
    "BecomingRequest",
    "Draft",
    "FollowedThread",
    "Newest",
    "NotOpen",
    "Origin",
    "Post",
    "PostLink",
    "PostReport",
    "PostVersion",
    "Question",
    "Reading",
    "Thread",
    "ThreadEvent",
    "ThreadHead",
    "Widening",
    "WideningAgreement",
]
