"""How far every organisation is with what is asked before a meeting: one board for the whole cluster to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..programmes.models import Cluster, Part, Participation
from .models import Meeting, Preparation
from .preparing import Task, tasks_of, ticked_by_features


@dataclass(frozen=True)
class Column:
    """An organisation and all that is asked of it around the meeting, in the order of the board's rows."""

    participation: Participation
    tasks: Sequence[Task]
    is_host: bool
    is_own: bool

    @property
    def is_mentor(self) -> bool:
        return self.participation.part is Part.MENTOR

    @property
    def name(self) -> str:
        return self.participation.organisation.name

    @property
    def asked(self) -> list[Task]:
        return [task for task in self.tasks if task.is_asked]

    @property
    def done(self) -> int:
        return sum(task.done_at is not None for task in self.asked)


@dataclass(frozen=True)
class Board:
    """Organisations across, the mentor first; preparations down, what follows the meeting last."""

    columns: Sequence[Column]

    @property
    def before(self) -> list[Preparation]:
        return [task.preparation for task in self._rows if task.is_before]

    @property
    def after(self) -> list[Preparation]:
        return [task.preparation for task in self._rows if not task.is_before]

    def cells(self, preparation: Preparation) -> list[tuple[Column, Task]]:
        """The row of one preparation: each organisation with its task."""
        place = [task.preparation for task in self._rows].index(preparation)
        return [(column, column.tasks[place]) for column in self.columns]

    @property
    def _rows(self) -> Sequence[Task]:
        return self.columns[0].tasks if self.columns else ()


def board(meeting: Meeting, cluster: Cluster, own_id: int | None) -> Board:
    """The cluster's board for the meeting; as many queries for many organisations and preparations as for one."""
    participations = cluster.ordered_participations
    ids = [participation.organisation_id for participation in participations]
    found = ticked_by_features(tasks_of([meeting], cluster, ids), cluster)
    return Board(
        [
            Column(one, found[id], is_host=id == meeting.host_id, is_own=id == own_id)
            for one, id in zip(participations, ids, strict=True)
        ]
    )
