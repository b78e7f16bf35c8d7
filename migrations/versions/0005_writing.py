"""Whom posts call by name, and the files that come with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = ("key_person", "manager", "elected_official", "programme_lead")


def upgrade() -> None:
    op.create_table(
        "bench_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=20), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["bench_post.id"], name=op.f("fk_bench_mention_post_id_bench_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["bench_cluster.id"], name=op.f("fk_bench_mention_cluster_id_bench_cluster")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["bench_person.id"], name=op.f("fk_bench_mention_person_id_bench_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["bench_organisation.id"],
            name=op.f("fk_bench_mention_organisation_id_bench_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_mention")),
        sa.UniqueConstraint("post_id", "handle", name=op.f("uq_bench_mention_post_id_handle")),
    )
    with op.batch_alter_table("bench_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_mention_person_id"), ["person_id"], unique=False)
    op.create_table(
        "bench_attachment",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["bench_file.id"], name=op.f("fk_bench_attachment_file_id_bench_file"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["bench_post.id"], name=op.f("fk_bench_attachment_post_id_bench_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_bench_attachment")),
    )
    with op.batch_alter_table("bench_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_attachment_post_id"), ["post_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bench_attachment")
    op.drop_table("bench_mention")
