"""Threads and their posts, what becomes of a post, how far each has read, and what is not sent yet."""

from .drafts import Draft
from .posts import Post
from .reading import NEW_POSTS, Reading
from .reports import PostReport
from .threads import PAGE, Newest, Thread, ThreadHead
from .versions import PostVersion

__all__ = [
    "NEW_POSTS",
    "PAGE",
    "Draft",
    "Newest",
    "Post",
    "PostReport",
    "PostVersion",
    "Reading",
    "Thread",
    "ThreadHead",
]
