"""Threads and their posts, what comes with a post and becomes of it, how far each has read, and drafts."""

from .attachments import Attachment
from .drafts import Draft
from .events import ThreadEvent
from .mentions import Mention
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
    "Attachment",
    "BecomingRequest",
    "Draft",
    "FollowedThread",
    "Mention",
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
