"""Files for sale: whose they are, what is offered, what was bought."""

from alembic import op
import sqlalchemy as sa


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAMED = ("variants", "order_lines")


def upgrade():
    op.create_table(
        "digital_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_digital_files_shop_id_shops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digital_files")),
        sa.UniqueConstraint("key", name=op.f("uq_digital_files_key")),
    )
    op.create_index(op.f("ix_digital_files_shop_id"), "digital_files", ["shop_id"])
    for table in NAMED:
        for column in ("file_key", "file_name"):
            op.add_column(
                table,
                sa.Column(column, sa.String(), nullable=False, server_default=""),
            )
        op.create_index(op.f(f"ix_{table}_file_key"), table, ["file_key"])
    _known_delivery("delivery IN ('pickup', 'post', 'download')")


def downgrade():
    op.execute("UPDATE orders SET delivery = 'pickup' WHERE delivery = 'download'")
    _known_delivery("delivery IN ('pickup', 'post')")
    for table in NAMED:
        op.drop_index(op.f(f"ix_{table}_file_key"), table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("file_name")
            batch_op.drop_column("file_key")
    op.drop_index(op.f("ix_digital_files_shop_id"), "digital_files")
    op.drop_table("digital_files")


def _known_delivery(rule):
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_orders_known_delivery"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_orders_known_delivery"), rule)
