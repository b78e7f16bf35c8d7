"""What talk leads to: questions to the mentor, ideas, and where they come from."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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
    _add_becomings()
    _add_ideas()


def _add_becomings() -> None:
    with op.batch_alter_table("bench_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("became_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "bench_origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        _key("bench_origin", "post_id", "bench_post", ondelete="CASCADE"),
        _key("bench_origin", "made_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_origin")),
        sa.UniqueConstraint("post_id", "kind", name=op.f("uq_bench_origin_post_id_kind")),
        sa.UniqueConstraint("kind", "thing_id", name=op.f("uq_bench_origin_kind_thing_id")),
    )
    op.create_table(
        "bench_becoming_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        _key("bench_becoming_request", "post_id", "bench_post", ondelete="CASCADE"),
        _key("bench_becoming_request", "asked_by_id", "bench_person"),
        _key("bench_becoming_request", "answered_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_becoming_request")),
        sa.UniqueConstraint("post_id", "kind", name=op.f("uq_bench_becoming_request_post_id_kind")),
    )


def _add_ideas() -> None:
    op.create_table(
        "bench_idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_up_at", sa.DateTime(), nullable=True),
        sa.Column("taken_up_by_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.Column("dropped_by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        _key("bench_idea", "owner_id", "bench_organisation"),
        _key("bench_idea", "meeting_id", "bench_meeting", ondelete="SET NULL"),
        _key("bench_idea", "written_by_id", "bench_person"),
        _key("bench_idea", "taken_up_by_id", "bench_person"),
        _key("bench_idea", "dropped_by_id", "bench_person"),
        _key("bench_idea", "programme_id", "bench_programme"),
        _key("bench_idea", "cluster_id", "bench_cluster"),
        _key("bench_idea", "organisation_id", "bench_organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_idea")),
    )
    with op.batch_alter_table("bench_idea", schema=None) as batch_op:
        for column in ("owner_id", "meeting_id", "programme_id", "cluster_id"):
            batch_op.create_index(batch_op.f(f"ix_bench_idea_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("bench_idea")
    op.drop_table("bench_becoming_request")
    op.drop_table("bench_origin")
    with op.batch_alter_table("bench_post", schema=None) as batch_op:
        batch_op.drop_column("became_count")
    op.drop_table("bench_question")


def _key(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
