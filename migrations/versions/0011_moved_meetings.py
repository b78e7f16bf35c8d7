"""A meeting's earlier time and place, until people are told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_meeting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["bench_meeting.id"],
            name=op.f("fk_bench_meeting_change_meeting_id_bench_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_meeting_change")),
    )
    with op.batch_alter_table("bench_meeting_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_meeting_change_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bench_meeting_change")
