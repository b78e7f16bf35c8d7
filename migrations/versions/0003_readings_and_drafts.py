"""How far each person has read, and what they have not sent yet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_reading",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["bench_person.id"], name="fk_bench_reading_person_id_bench_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["bench_thread.id"], name="fk_bench_reading_thread_id_bench_thread", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name="pk_bench_reading"),
    )
    op.create_index("ix_bench_reading_thread_id", "bench_reading", ["thread_id"])
    op.create_table(
        "bench_draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["bench_person.id"], name="fk_bench_draft_person_id_bench_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "place", name="pk_bench_draft"),
    )


def downgrade() -> None:
    op.drop_table("bench_draft")
    op.drop_index("ix_bench_reading_thread_id", "bench_reading")
    op.drop_table("bench_reading")
