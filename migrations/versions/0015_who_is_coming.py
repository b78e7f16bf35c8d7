"""Who is coming to a meeting, and what its host sees to; meetings that are planned already get their list."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LIST = (
    ("invitation", -42),
    ("step_free", -35),
    ("hearing_loop", -21),
    ("link", -14),
    ("food", -10),
    ("microphone", -7),
    ("note_taker", -7),
)
"""Kind, and days from the meeting."""


def upgrade() -> None:
    op.create_table(
        "bench_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("needs", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("bench_attendance", "meeting_id", "bench_meeting", ondelete="CASCADE"),
        _key("bench_attendance", "person_id", "bench_person"),
        _key("bench_attendance", "answered_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_bench_attendance_meeting_id_person_id")),
    )
    with op.batch_alter_table("bench_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_attendance_person_id"), ["person_id"], unique=False)
    _add_checklists()


def _add_checklists() -> None:
    op.create_table(
        "bench_hosting_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_offset_days", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("bench_hosting_item", "meeting_id", "bench_meeting", ondelete="CASCADE"),
        _key("bench_hosting_item", "owner_id", "bench_person"),
        _key("bench_hosting_item", "done_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_hosting_item")),
    )
    with op.batch_alter_table("bench_hosting_item", schema=None) as batch_op:
        for column in ("meeting_id", "owner_id"):
            batch_op.create_index(batch_op.f(f"ix_bench_hosting_item_{column}"), [column], unique=False)
    for position, (kind, days) in enumerate(_LIST, 1):
        values = f"id, {position}, '{kind}', '', '', {days}, 1"
        columns = "meeting_id, position, kind, name, note, due_offset_days, version"
        op.execute(f"INSERT INTO bench_hosting_item ({columns}) SELECT {values} FROM bench_meeting")  # noqa: S608 ours


def downgrade() -> None:
    op.drop_table("bench_hosting_item")
    op.drop_table("bench_attendance")


def _key(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
