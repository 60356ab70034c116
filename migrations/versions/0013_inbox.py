"""The inbox of webhooks; the sandbox gives money back."""

from alembic import op
import sqlalchemy as sa


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "inbox_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('new', 'done', 'parked')",
            name=op.f("ck_inbox_events_known_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_events")),
        sa.UniqueConstraint(
            "provider", "event_id", name=op.f("uq_inbox_events_provider_event_id")
        ),
    )
    op.create_index("ix_inbox_events_due", "inbox_events", ["state", "due_at"])
    op.add_column("sandbox_payments", sa.Column("decided_at", sa.DateTime()))
    op.execute(
        "UPDATE sandbox_payments SET decided_at = created_at WHERE status != 'open'"
    )
    op.create_table(
        "sandbox_refunds",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment"],
            ["sandbox_payments.reference"],
            name=op.f("fk_sandbox_refunds_payment_sandbox_payments"),
        ),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_sandbox_refunds")),
        sa.UniqueConstraint("key", name=op.f("uq_sandbox_refunds_key")),
    )
    op.create_index(op.f("ix_sandbox_refunds_payment"), "sandbox_refunds", ["payment"])


def downgrade():
    op.drop_table("sandbox_refunds")
    op.drop_column("sandbox_payments", "decided_at")
    op.drop_table("inbox_events")
