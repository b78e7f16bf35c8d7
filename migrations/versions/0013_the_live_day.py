"""The day goes live: timed parts of a slot, and what is done while the day goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_slot_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["bench_agenda_slot.id"],
            name=op.f("fk_bench_slot_part_slot_id_bench_agenda_slot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_slot_part")),
    )
    op.create_index(op.f("ix_bench_slot_part_slot_id"), "bench_slot_part", ["slot_id"])
    op.create_table(
        "bench_day_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["bench_person.id"], name=op.f("fk_bench_day_act_by_id_bench_person")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["bench_meeting.id"],
            name=op.f("fk_bench_day_act_meeting_id_bench_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["bench_agenda_slot.id"],
            name=op.f("fk_bench_day_act_slot_id_bench_agenda_slot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_day_act")),
        sa.UniqueConstraint("meeting_id", "day", "number", name=op.f("uq_bench_day_act_meeting_id_day_number")),
    )
    op.create_index(op.f("ix_bench_day_act_slot_id"), "bench_day_act", ["slot_id"])


def downgrade() -> None:
    op.drop_table("bench_day_act")
    op.drop_table("bench_slot_part")
