"""The invitation to a meeting: when it went out, and to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_meeting_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("greeting", sa.String(length=1000), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        _refers_to("bench_meeting_invitation", "meeting_id", "bench_meeting", ondelete="CASCADE"),
        _refers_to("bench_meeting_invitation", "sent_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_meeting_invitation")),
    )
    op.create_index(op.f("ix_bench_meeting_invitation_meeting_id"), "bench_meeting_invitation", ["meeting_id"])
    op.create_table(
        "bench_invited_person",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _refers_to("bench_invited_person", "meeting_id", "bench_meeting", ondelete="CASCADE"),
        _refers_to("bench_invited_person", "person_id", "bench_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_bench_invited_person")),
    )


def downgrade() -> None:
    op.drop_table("bench_invited_person")
    op.drop_table("bench_meeting_invitation")


def _refers_to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
