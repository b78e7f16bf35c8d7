"""Slots of an agenda are seen by those who see their meeting, by columns of their own: threads can hang on them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = ("programme_id", "cluster_id", "role", "organisation_id")
_REFERS_TO = {"programme_id": "bench_programme", "cluster_id": "bench_cluster", "organisation_id": "bench_organisation"}


def upgrade() -> None:
    with op.batch_alter_table("bench_agenda_slot", schema=None) as batch_op:
        for column in _COLUMNS:
            kind = sa.String(length=20) if column == "role" else sa.Integer()
            batch_op.add_column(sa.Column(column, kind, nullable=True))
    for column in _COLUMNS:
        own = f"SELECT {column} FROM bench_meeting WHERE bench_meeting.id = bench_agenda_slot.meeting_id"  # noqa: S608 ours
        op.execute(f"UPDATE bench_agenda_slot SET {column} = ({own})")  # noqa: S608 from the names above
    with op.batch_alter_table("bench_agenda_slot", schema=None) as batch_op:
        batch_op.alter_column("programme_id", existing_type=sa.Integer(), nullable=False)
        for column, table in _REFERS_TO.items():
            batch_op.create_foreign_key(batch_op.f(f"fk_bench_agenda_slot_{column}_{table}"), table, [column], ["id"])
        for column in ("programme_id", "cluster_id"):
            batch_op.create_index(batch_op.f(f"ix_bench_agenda_slot_{column}"), [column], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("bench_agenda_slot", schema=None) as batch_op:
        for column in ("programme_id", "cluster_id"):
            batch_op.drop_index(batch_op.f(f"ix_bench_agenda_slot_{column}"))
        for column, table in _REFERS_TO.items():
            batch_op.drop_constraint(batch_op.f(f"fk_bench_agenda_slot_{column}_{table}"), type_="foreignkey")
        for column in _COLUMNS:
            batch_op.drop_column(column)
