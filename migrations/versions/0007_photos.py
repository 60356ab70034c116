"""Photos come in at their own pace: states, the browser's name for them, likeness."""

from alembic import op
import sqlalchemy as sa


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW = (
    ("state", sa.String(), "ready"),
    ("code", sa.String(), ""),
    ("facts", sa.JSON(), "{}"),
    ("tries", sa.Integer(), "0"),
    ("likeness", sa.String(), ""),
    ("mirrored", sa.String(), ""),
)


def upgrade():
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits_for_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("client_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("sha256", sa.String(), nullable=True))
        for name, kind, value in NEW:
            batch_op.add_column(
                sa.Column(name, kind, nullable=False, server_default=value)
            )
        batch_op.create_unique_constraint(
            batch_op.f("uq_photos_shop_id_client_id"), ["shop_id", "client_id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_photos_known_state"),
            "state IN ('received', 'ready', 'failed')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_photos_only_ready_on_a_listing"),
            "state = 'ready' OR listing_id IS NULL",
        )
        batch_op.create_index(
            batch_op.f("ix_photos_waits_for_id"), ["waits_for_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_photos_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index("ix_photos_upload", ["shop_id", "sha256"], unique=False)


def downgrade():
    op.execute("DELETE FROM photos WHERE state <> 'ready'")
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index("ix_photos_upload")
        batch_op.drop_index(batch_op.f("ix_photos_client_id"))
        batch_op.drop_index(batch_op.f("ix_photos_waits_for_id"))
        batch_op.drop_constraint(
            batch_op.f("ck_photos_only_ready_on_a_listing"), type_="check"
        )
        batch_op.drop_constraint(batch_op.f("ck_photos_known_state"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("uq_photos_shop_id_client_id"), type_="unique"
        )
        for name, _kind, _value in reversed(NEW):
            batch_op.drop_column(name)
        batch_op.drop_column("sha256")
        batch_op.drop_column("client_id")
        batch_op.drop_column("waits_for_id")
