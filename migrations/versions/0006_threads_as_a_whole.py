"""What can be done with a whole thread: closing, locking, pinning, merging, its history, and who sees it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

THREAD: tuple[sa.Column[Any], ...] = (
    sa.Column("closed_at", sa.DateTime(), nullable=True),
    sa.Column("closed_by_id", sa.Integer(), nullable=True),
    sa.Column("conclusion", sa.Text(), nullable=True),
    sa.Column("conclusion_html", sa.Text(), nullable=True),
    sa.Column("conclusion_renderer", sa.Integer(), nullable=True),
    sa.Column("locked_at", sa.DateTime(), nullable=True),
    sa.Column("locked_by_id", sa.Integer(), nullable=True),
    sa.Column("pinned_at", sa.DateTime(), nullable=True),
    sa.Column("pinned_by_id", sa.Integer(), nullable=True),
    sa.Column("merged_into_id", sa.Integer(), nullable=True),
    sa.Column("told", sa.JSON(), nullable=True),
    sa.Column("started_for_id", sa.Integer(), nullable=True),
)
REFERS = {
    "closed_by_id": "bench_person",
    "locked_by_id": "bench_person",
    "pinned_by_id": "bench_person",
    "merged_into_id": "bench_thread",
    "started_for_id": "bench_organisation",
}


def upgrade() -> None:
    with op.batch_alter_table("bench_thread", schema=None) as batch_op:
        for added in THREAD:
            batch_op.add_column(added)
        for column, table in REFERS.items():
            name = batch_op.f(f"fk_bench_thread_{column}_{table}")
            batch_op.create_foreign_key(name, table, [column], ["id"])
        batch_op.create_index(batch_op.f("ix_bench_thread_pinned_at"), ["pinned_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bench_thread_merged_into_id"), ["merged_into_id"], unique=False)
    op.execute(
        "UPDATE bench_thread SET started_for_id = (SELECT organisation_id FROM bench_post"
        " WHERE bench_post.thread_id = bench_thread.id AND bench_post.number = 1)"
    )
    with op.batch_alter_table("bench_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_to_id", sa.Integer(), nullable=True))
        name = batch_op.f("fk_bench_post_moved_to_id_bench_post")
        batch_op.create_foreign_key(name, "bench_post", ["moved_to_id"], ["id"], ondelete="CASCADE")
        batch_op.create_index(batch_op.f("ix_bench_post_moved_to_id"), ["moved_to_id"], unique=False)
    _create_events()
    _create_widenings()


def _create_events() -> None:
    op.create_table(
        "bench_thread_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        _refers("bench_thread_event", "by_id", "bench_person"),
        _refers("bench_thread_event", "thread_id", "bench_thread", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_thread_event")),
    )
    with op.batch_alter_table("bench_thread_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_thread_event_thread_id"), ["thread_id"], unique=False)


def _create_widenings() -> None:
    op.create_table(
        "bench_widening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        _refers("bench_widening", "thread_id", "bench_thread", ondelete="CASCADE"),
        _refers("bench_widening", "organisation_id", "bench_organisation"),
        _refers("bench_widening", "asked_by_id", "bench_person"),
        _refers("bench_widening", "declined_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_widening")),
    )
    still_open = sa.text("ended_at IS NULL")
    with op.batch_alter_table("bench_widening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_widening_thread_id"), ["thread_id"], unique=False)
        batch_op.create_index(
            "uq_bench_widening_open",
            ["thread_id"],
            unique=True,
            sqlite_where=still_open,
            postgresql_where=still_open,
        )
    op.create_table(
        "bench_widening_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("widening_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        _refers("bench_widening_agreement", "widening_id", "bench_widening", ondelete="CASCADE"),
        _refers("bench_widening_agreement", "person_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_widening_agreement")),
        sa.UniqueConstraint("widening_id", "person_id", name=op.f("uq_bench_widening_agreement_widening_id_person_id")),
    )


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    for table in ("bench_widening_agreement", "bench_widening", "bench_thread_event"):
        op.drop_table(table)
    with op.batch_alter_table("bench_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bench_post_moved_to_id"))
        batch_op.drop_constraint(batch_op.f("fk_bench_post_moved_to_id_bench_post"), type_="foreignkey")
        batch_op.drop_column("moved_to_id")
    with op.batch_alter_table("bench_thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bench_thread_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_bench_thread_pinned_at"))
        for column, table in REFERS.items():
            batch_op.drop_constraint(batch_op.f(f"fk_bench_thread_{column}_{table}"), type_="foreignkey")
        for added in THREAD:
            batch_op.drop_column(added.name)
