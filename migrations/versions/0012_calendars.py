"""Calendars: a person's own address for them, and when a meeting was last changed."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MEETING = sa.table("bench_meeting", sa.column("changed_at", sa.DateTime()))


def upgrade() -> None:
    op.create_table(
        "bench_calendar_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["bench_person.id"], name=op.f("fk_bench_calendar_address_person_id_bench_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_bench_calendar_address")),
        sa.UniqueConstraint("number", name=op.f("uq_bench_calendar_address_number")),
    )
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(), nullable=True))
    op.execute(_MEETING.update().values(changed_at=dt.datetime.now(dt.UTC).replace(tzinfo=None)))
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.alter_column("changed_at", existing_type=sa.DateTime(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.drop_column("changed_at")
    op.drop_table("bench_calendar_address")
