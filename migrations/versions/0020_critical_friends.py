"""Critical friends: rounds about presentations, their groups, feedback cards and the answers to them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_AUDIENCE = {"programme_id": "bench_programme", "cluster_id": "bench_cluster", "organisation_id": "bench_organisation"}


def upgrade() -> None:
    op.create_table(
        "bench_friend_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("presenting_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(), nullable=True),
        sa.Column("handed_over_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_audience("bench_friend_round"),
        _refers_to("bench_friend_round", "slot_id", "bench_agenda_slot", ondelete="CASCADE"),
        _refers_to("bench_friend_round", "presenting_id", "bench_organisation"),
        _refers_to("bench_friend_round", "begun_by_id", "bench_person"),
        _refers_to("bench_friend_round", "handed_over_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_friend_round")),
        sa.UniqueConstraint("slot_id", "presenting_id", name=op.f("uq_bench_friend_round_slot_id_presenting_id")),
    )
    op.create_table(
        "bench_friend_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        _refers_to("bench_friend_group", "round_id", "bench_friend_round", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_friend_group")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_bench_friend_group_round_id_number")),
    )
    op.create_table(
        "bench_friend_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        _refers_to("bench_friend_seat", "round_id", "bench_friend_round", ondelete="CASCADE"),
        _refers_to("bench_friend_seat", "group_id", "bench_friend_group", ondelete="CASCADE"),
        _refers_to("bench_friend_seat", "person_id", "bench_person"),
        _refers_to("bench_friend_seat", "organisation_id", "bench_organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_friend_seat")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_bench_friend_seat_round_id_person_id")),
    )
    op.create_index(op.f("ix_bench_friend_seat_group_id"), "bench_friend_seat", ["group_id"], unique=False)
    _create_cards()
    for table in ("bench_friend_round", "bench_feedback_card"):
        for column in ("programme_id", "cluster_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    for table in ("bench_feedback_card", "bench_friend_seat", "bench_friend_group", "bench_friend_round"):
        op.drop_table(table)


def _create_cards() -> None:
    op.create_table(
        "bench_feedback_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_for_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_audience("bench_feedback_card"),
        _refers_to("bench_feedback_card", "round_id", "bench_friend_round", ondelete="CASCADE"),
        _refers_to("bench_feedback_card", "written_by_id", "bench_person"),
        _refers_to("bench_feedback_card", "written_for_id", "bench_organisation"),
        _refers_to("bench_feedback_card", "answered_by_id", "bench_person"),
        _refers_to("bench_feedback_card", "idea_id", "bench_idea", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_feedback_card")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_bench_feedback_card_idea_id")),
    )
    op.create_index(op.f("ix_bench_feedback_card_round_id"), "bench_feedback_card", ["round_id"], unique=False)


def _audience(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        *(_refers_to(table, column, other) for column, other in _AUDIENCE.items()),
    ]


def _refers_to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
