"""A meeting is closed when it is documented."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BY = "fk_bench_meeting_closed_by_id_bench_person"


def upgrade() -> None:
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f(_BY), "bench_person", ["closed_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_BY), type_="foreignkey")
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("closed_at")
