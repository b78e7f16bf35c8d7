"""Posts that were edited, removed or reported."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bench_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("removed_why", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_bench_post_removed_by_id_bench_person"), "bench_person", ["removed_by_id"], ["id"]
        )

    op.create_table(
        "bench_post_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["bench_post.id"], name=op.f("fk_bench_post_version_post_id_bench_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["bench_person.id"], name=op.f("fk_bench_post_version_written_by_id_bench_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_post_version")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_bench_post_version_post_id_number")),
    )
    op.create_table(
        "bench_post_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["bench_post.id"], name=op.f("fk_bench_post_report_post_id_bench_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["bench_person.id"], name=op.f("fk_bench_post_report_by_id_bench_person")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["bench_person.id"], name=op.f("fk_bench_post_report_settled_by_id_bench_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_post_report")),
        sa.UniqueConstraint("post_id", "by_id", name=op.f("uq_bench_post_report_post_id_by_id")),
    )
    with op.batch_alter_table("bench_post_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_post_report_settled_at"), ["settled_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("bench_post_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bench_post_report_settled_at"))

    op.drop_table("bench_post_report")
    op.drop_table("bench_post_version")
    with op.batch_alter_table("bench_post", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_bench_post_removed_by_id_bench_person"), type_="foreignkey")
        batch_op.drop_column("removed_why")
        batch_op.drop_column("removed_by_id")
        batch_op.drop_column("removed_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("version")
