"""Templates of a programme with all their versions, and which one a meeting was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_FROM = "fk_bench_meeting_template_version_id_bench_template_version"


def upgrade() -> None:
    op.create_table(
        "bench_programme_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["bench_programme.id"],
            name=op.f("fk_bench_programme_template_programme_id_bench_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_programme_template")),
        sa.UniqueConstraint("key", name=op.f("uq_bench_programme_template_key")),
    )
    with op.batch_alter_table("bench_programme_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bench_programme_template_programme_id"), ["programme_id"], unique=False)
    op.create_table(
        "bench_template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["bench_programme_template.id"],
            name=op.f("fk_bench_template_version_template_id_bench_programme_template"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["bench_person.id"], name=op.f("fk_bench_template_version_made_by_id_bench_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_template_version")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_bench_template_version_template_id_number")),
    )
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template_version_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_bench_meeting_template_version_id"), ["template_version_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f(_FROM), "bench_template_version", ["template_version_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("bench_meeting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_FROM), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_bench_meeting_template_version_id"))
        batch_op.drop_column("template_version_id")
    op.drop_table("bench_template_version")
    op.drop_table("bench_programme_template")
