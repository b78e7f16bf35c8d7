"""Threads and their posts, how far each person has read, and what they have not sent yet."""

from .drafts import Draft
from .posts import Post
from .reading import NEW_POSTS, Reading
from .threads import PAGE, Newest, Thread, ThreadHead

__all__ = ["NEW_POSTS", "PAGE", "Draft", "Newest", "Post", "Reading", "Thread", "ThreadHead"]
