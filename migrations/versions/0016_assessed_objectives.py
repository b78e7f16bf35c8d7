"""Objectives are changed and carried over to the next meeting, and each organisation says how far it has come."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ONCE = "uq_bench_objective_meeting_id_carried_from_id"
_CARRIED = "fk_bench_objective_carried_from_id_bench_objective"


def upgrade() -> None:
    with op.batch_alter_table("bench_objective", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
    op.execute("UPDATE bench_objective SET version = 1")
    with op.batch_alter_table("bench_objective", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), nullable=False)
        batch_op.create_index(batch_op.f("ix_bench_objective_carried_from_id"), ["carried_from_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f(_ONCE), ["meeting_id", "carried_from_id"])
        batch_op.create_foreign_key(
            batch_op.f(_CARRIED), "bench_objective", ["carried_from_id"], ["id"], ondelete="SET NULL"
        )
    op.create_table(
        "bench_objective_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("proof_url", sa.String(length=500), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["bench_objective.id"],
            name=op.f("fk_bench_objective_assessment_objective_id_bench_objective"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["bench_organisation.id"],
            name=op.f("fk_bench_objective_assessment_organisation_id_bench_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["bench_person.id"], name=op.f("fk_bench_objective_assessment_by_id_bench_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_objective_assessment")),
        sa.UniqueConstraint(
            "objective_id", "organisation_id", name=op.f("uq_bench_objective_assessment_objective_id_organisation_id")
        ),
    )  # fmt: skip
    with op.batch_alter_table("bench_objective_assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bench_objective_assessment_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("bench_objective_assessment")
    with op.batch_alter_table("bench_objective", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_CARRIED), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f(_ONCE), type_="unique")
        batch_op.drop_index(batch_op.f("ix_bench_objective_carried_from_id"))
        batch_op.drop_column("version")
        batch_op.drop_column("carried_from_id")
