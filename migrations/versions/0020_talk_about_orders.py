"""Conversations about orders of things."""

from alembic import op
import sqlalchemy as sa


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("order_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_threads_order_id_orders"), "orders", ["order_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_threads_order_id"), ["order_id"]
        )


def downgrade():
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_threads_order_id"), type_="unique")
        batch_op.drop_constraint(
            batch_op.f("fk_threads_order_id_orders"), type_="foreignkey"
        )
        batch_op.drop_column("order_id")
