"""Who was reminded of what."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ONCE = "uq_bench_reminder_preparation_id_person_id_due_on_stage"


def upgrade() -> None:
    op.create_table(
        "bench_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("preparation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["bench_preparation.id"],
            name=op.f("fk_bench_reminder_preparation_id_bench_preparation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["bench_person.id"],
            name=op.f("fk_bench_reminder_person_id_bench_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_reminder")),
        sa.UniqueConstraint(
            "preparation_id",
            "person_id",
            "due_on",
            "stage",
            name=op.f(_ONCE),
        ),
    )
    with op.batch_alter_table("bench_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_reminder_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bench_reminder_sent_at"), ["sent_at"], unique=False)


def downgrade() -> None:
    op.drop_table("bench_reminder")
