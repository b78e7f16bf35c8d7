"""What a person can help others with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bench_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("helps_with", sa.String(length=300), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("bench_person", schema=None) as batch_op:
        batch_op.drop_column("helps_with")
