"""Who has read a presentation, and what is asked about it before the meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_presentation_question",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("presentation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["bench_post.id"],
            name=op.f("fk_bench_presentation_question_post_id_bench_post"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["presentation_id"],
            ["bench_presentation.id"],
            name=op.f("fk_bench_presentation_question_presentation_id_bench_presentation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_bench_presentation_question")),
    )
    with op.batch_alter_table("bench_presentation_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bench_presentation_question_presentation_id"), ["presentation_id"], unique=False
        )
    op.create_table(
        "bench_presentation_reading",
        sa.Column("presentation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["bench_person.id"],
            name=op.f("fk_bench_presentation_reading_person_id_bench_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["presentation_id"],
            ["bench_presentation.id"],
            name=op.f("fk_bench_presentation_reading_presentation_id_bench_presentation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("presentation_id", "person_id", name=op.f("pk_bench_presentation_reading")),
    )
    with op.batch_alter_table("bench_presentation_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_presentation_reading_person_id"), ["person_id"], unique=False)
    op.create_table(
        "bench_presentation_readings_off",
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["bench_person.id"], name=op.f("fk_bench_presentation_readings_off_by_id_bench_person")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["bench_cluster.id"],
            name=op.f("fk_bench_presentation_readings_off_cluster_id_bench_cluster"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cluster_id", name=op.f("pk_bench_presentation_readings_off")),
    )


def downgrade() -> None:
    op.drop_table("bench_presentation_readings_off")
    op.drop_table("bench_presentation_reading")
    op.drop_table("bench_presentation_question")
