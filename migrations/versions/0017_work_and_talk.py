"""Work: its terms and changes; conversations with files, blocks and reports."""

from alembic import op
import sqlalchemy as sa


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GOODS = "delivery IN ('pickup', 'post', 'lab_parcel', 'download'"


def upgrade():
    op.create_table(
        "threads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("last_by", sa.String(), nullable=False),
        sa.Column("buyer_read_at", sa.DateTime(), nullable=True),
        sa.Column("seller_read_at", sa.DateTime(), nullable=True),
        sa.Column("buyer_gone_at", sa.DateTime(), nullable=True),
        sa.Column("seller_gone_at", sa.DateTime(), nullable=True),
        sa.Column("told_buyer_at", sa.DateTime(), nullable=True),
        sa.Column("told_seller_at", sa.DateTime(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("blocked_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "blocked_by IN ('', 'buyer', 'seller')",
            name=op.f("ck_threads_known_blocker"),
        ),
        sa.CheckConstraint(
            "phone <> '' OR email <> ''", name=op.f("ck_threads_reachable")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_threads_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_threads_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_threads_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_threads_shop_id_shops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("secret", name=op.f("uq_threads_secret")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_threads_lab_id"), ["lab_id"], unique=False)
        batch_op.create_index(
            "ix_threads_person", ["person_id", "changed_at"], unique=False
        )
        batch_op.create_index(
            "ix_threads_shop", ["shop_id", "changed_at"], unique=False
        )

    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("covered", sa.String(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "who IN ('buyer', 'seller', 'lab')", name=op.f("ck_messages_known_who")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_messages_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_messages_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_about", ["about_id", "kind", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_messages_thread", ["thread_id", "created_at"], unique=False
        )

    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_size_above_zero")),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_attachments_message_id_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_key"), ["key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attachments_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_blocks_shop_id_shops")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_blocks_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("shop_id", "contact", name="uq_blocks_contact"),
    )
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_blocks_thread_id"), ["thread_id"], unique=False
        )

    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "who IN ('buyer', 'seller')", name=op.f("ck_reports_known_who")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_reports_decided_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_reports_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_reports_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reports_lab", ["lab_id", "decided_at", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reports_thread_id"), ["thread_id"], unique=False
        )

    op.create_table(
        "works",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("points", sa.String(), nullable=False),
        sa.Column("extras", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("brief_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("days > 0", name=op.f("ck_works_days_above_zero")),
        sa.CheckConstraint(
            "used BETWEEN 0 AND revisions", name=op.f("ck_works_used_of_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_works_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f("fk_works_package_id_packages")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_works_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_works")),
    )
    with op.batch_alter_table("works", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_works_thread_id"), ["thread_id"], unique=False
        )

    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "days >= 0 AND revisions >= 0", name=op.f("ck_changes_only_more")
        ),
        sa.CheckConstraint(
            "price_minor >= 0", name=op.f("ck_changes_price_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["orders.id"], name=op.f("fk_changes_child_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_changes_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_changes_child_id"), ["child_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_changes_order_id"), ["order_id"], unique=False
        )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("taken", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("busy_until", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_listings_taken_not_negative"), "taken >= 0"
        )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.alter_column("listing_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("variant_id", existing_type=sa.Uuid(), nullable=True)
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(), nullable=False, server_default="product")
        )
        batch_op.add_column(sa.Column("parent_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_orders_parent_id"), ["parent_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_orders_parent_id_orders"), "orders", ["parent_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_orders_known_kind"), "kind IN ('product', 'service')"
        )
        batch_op.drop_constraint(batch_op.f("ck_orders_known_delivery"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_orders_known_delivery"),
            f"{GOODS}, 'remote', 'lab', 'buyer')",
        )


def downgrade():
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_orders_known_delivery"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_orders_known_delivery"), f"{GOODS})"
        )
        batch_op.drop_constraint(batch_op.f("ck_orders_known_kind"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_orders_parent_id_orders"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_orders_parent_id"))
        batch_op.drop_column("parent_id")
        batch_op.drop_column("kind")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.alter_column("variant_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("listing_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_listings_taken_not_negative"), type_="check"
        )
        batch_op.drop_column("busy_until")
        batch_op.drop_column("taken")
    op.drop_table("changes")
    op.drop_table("works")
    op.drop_table("reports")
    op.drop_table("blocks")
    op.drop_table("attachments")
    op.drop_table("messages")
    op.drop_table("threads")
