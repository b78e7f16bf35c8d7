"""Rooms of a slot with their notes; who presents a slot, and which organisation is responsible for it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_RESPONSIBLE = "fk_bench_agenda_slot_responsible_id_bench_organisation"
_AUDIENCE = {"programme_id": "bench_programme", "cluster_id": "bench_cluster", "organisation_id": "bench_organisation"}


def upgrade() -> None:
    with op.batch_alter_table("bench_agenda_slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("presenter", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("responsible_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f(_RESPONSIBLE), "bench_organisation", ["responsible_id"], ["id"])
    with op.batch_alter_table("bench_agenda_slot", schema=None) as batch_op:
        batch_op.alter_column("presenter", existing_type=sa.String(length=120), server_default=None)
    op.create_table(
        "bench_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("prompts", sa.JSON(), nullable=False),
        sa.Column("for_role", sa.String(length=20), nullable=True),
        sa.Column("note_taker_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_audience("bench_room"),
        _refers_to("bench_room", "slot_id", "bench_agenda_slot", ondelete="CASCADE"),
        _refers_to("bench_room", "note_taker_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_room")),
        sa.UniqueConstraint("slot_id", "number", name=op.f("uq_bench_room_slot_id_number")),
    )
    op.create_table(
        "bench_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_audience("bench_notes"),
        _refers_to("bench_notes", "room_id", "bench_room", ondelete="CASCADE"),
        _refers_to("bench_notes", "written_by_id", "bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_notes")),
        sa.UniqueConstraint("room_id", name=op.f("uq_bench_notes_room_id")),
    )
    for table in ("bench_room", "bench_notes"):
        for column in ("programme_id", "cluster_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    op.drop_table("bench_notes")
    op.drop_table("bench_room")
    with op.batch_alter_table("bench_agenda_slot", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_RESPONSIBLE), type_="foreignkey")
        batch_op.drop_column("responsible_id")
        batch_op.drop_column("presenter")


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
