"""The work at home: the log of anchoring, and starting points."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bench_occasion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("group_told", sa.String(length=120), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("learnt", sa.String(length=300), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_audience(),
        _key("bench_occasion", "owner_id", "bench_organisation"),
        _key("bench_occasion", "written_by_id", "bench_person"),
        *_audience_keys("bench_occasion"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_occasion")),
    )
    op.create_table(
        "bench_starting_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_audience(),
        _key("bench_starting_point", "owner_id", "bench_organisation"),
        _key("bench_starting_point", "published_by_id", "bench_person"),
        *_audience_keys("bench_starting_point"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_starting_point")),
        sa.UniqueConstraint("cluster_id", "owner_id", name=op.f("uq_bench_starting_point_cluster_id_owner_id")),
    )
    for table in ("bench_occasion", "bench_starting_point"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in ("owner_id", "programme_id", "cluster_id"):
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("bench_starting_point")
    op.drop_table("bench_occasion")


def _audience() -> list[sa.Column[Any]]:
    return [
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
    ]


def _audience_keys(table: str) -> list[sa.ForeignKeyConstraint]:
    targets = {name: f"bench_{name}" for name in ("programme", "cluster", "organisation")}
    return [_key(table, f"{name}_id", target) for name, target in targets.items()]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
