"""Forms kept while they are written."""

from alembic import op
import sqlalchemy as sa


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "unfinished_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_unfinished_forms_shop_id_shops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_forms")),
    )
    with op.batch_alter_table("unfinished_forms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unfinished_forms_shop_id"), ["shop_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("unfinished_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unfinished_forms_shop_id"))

    op.drop_table("unfinished_forms")
