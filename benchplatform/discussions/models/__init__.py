"""Threads and their posts, whom they call by name, and the files that come with them."""

from .attachments import Attachment
from .mentions import Mention
from .posts import Post
from .threads import PAGE, Thread, ThreadHead

__all__ = ["PAGE", "Attachment", "Mention", "Post", "Thread", "ThreadHead"]
