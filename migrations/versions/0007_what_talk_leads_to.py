"""Questions to the mentor."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_on_at", sa.DateTime(), nullable=True),
        sa.Column("handed_on_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("in_faq_at", sa.DateTime(), nullable=True),
        sa.Column("in_faq_by_id", sa.Integer(), nullable=True),
        _key("bench_question", "thread_id", "bench_thread", ondelete="CASCADE"),
        _key("bench_question", "cluster_id", "bench_cluster"),
        _key("bench_question", "organisation_id", "bench_organisation"),
        _key("bench_question", "asker_id", "bench_organisation"),
        _key("bench_question", "asked_by_id", "bench_person"),
        _key("bench_question", "handed_on_by_id", "bench_person"),
        _key("bench_question", "answer_id", "bench_post"),
        _key("bench_question", "answered_by_id", "bench_person"),
        _key("bench_question", "in_faq_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_question")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_bench_question_thread_id")),
    )
    with op.batch_alter_table("bench_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_question_cluster_id"), ["cluster_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bench_question")


def _key(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
