"""Things that have happened: the signals that plugins may listen to.

Each is sent inside the transaction of what it tells about, before the commit: a listener that raises undoes it.
`Plugin(listens={post_written: remember})` connects a listener for as long as the plugin is on.
"""

from blinker import NamedSignal, Namespace

_signals = Namespace()

member_joined: NamedSignal = _signals.signal("member-joined")
"""A membership has begun. Sender: the Membership."""

member_left: NamedSignal = _signals.signal("member-left")
"""A membership has ended. Sender: the Membership."""

meeting_planned: NamedSignal = _signals.signal("meeting-planned")
"""A meeting exists, with its preparations and agenda. Sender: the Meeting."""

meeting_closed: NamedSignal = _signals.signal("meeting-closed")
"""A meeting has been held and documented: from now on it is read. Sender: the Meeting."""

meeting_reopened: NamedSignal = _signals.signal("meeting-reopened")
"""A closed meeting is about to be opened again. Sender: the Meeting, which still says when it was closed."""

thread_started: NamedSignal = _signals.signal("thread-started")
"""A thread has its first post. Sender: the Thread."""

post_written: NamedSignal = _signals.signal("post-written")
"""A post stands in a thread, the first one included. Sender: the Post."""

published: NamedSignal = _signals.signal("published")
"""Something was opened to a wider audience. Sender: the thing, for instance a Presentation."""

withdrawn: NamedSignal = _signals.signal("withdrawn")
"""Something published was taken back. Sender: the thing."""

file_opened: NamedSignal = _signals.signal("file-opened")
"""Somebody who may read a file is being sent it. Sender: the StoredFile; `response` carries it: a listener writes
nothing itself, and leaves what is to be remembered to `note_afterwards(response, …)`."""

removed: NamedSignal = _signals.signal("removed")
"""Something that threads hang on is about to be taken away for good. Sender: the thing, for instance an AgendaSlot."""

ALL = (
    member_joined,
    member_left,
    meeting_planned,
    meeting_closed,
    meeting_reopened,
    thread_started,
    post_written,
    published,
    withdrawn,
    file_opened,
    removed,
)
