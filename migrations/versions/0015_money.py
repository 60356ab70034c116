"""Money: refunds, cases, disputes, payouts, fee rules, and the book they need."""

import secrets
import uuid

from alembic import op
import sqlalchemy as sa


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


NEEDED = {
    "ledger_accounts": {
        "owner_kind": sa.String(),
        "owner_id": sa.String(),
    },
    "ledger_entries": {
        "kind": sa.String(),
    },
    "ledger_postings": {
        "created_at": sa.DateTime(),
    },
    "order_lines": {
        "fee_minor": sa.BigInteger(),
    },
    "orders": {
        "since": sa.DateTime(),
        "pays": sa.String(),
        "pickup_code": sa.String(),
        "pickup_tries": sa.Integer(),
        "tracking": sa.String(),
        "post_receipt": sa.String(),
    },
    "payments": {
        "charged_minor": sa.BigInteger(),
        "charged_currency": sa.String(),
        "expires_at": sa.DateTime(),
        "fee_booked": sa.Boolean(),
    },
}
APPEND_ONLY = ("ledger_entries", "ledger_postings", "ledger_accounts")


def _not_null():
    for table, columns in NEEDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind in columns.items():
                batch_op.alter_column(name, existing_type=kind, nullable=False)
            if table == "orders":
                batch_op.create_check_constraint(
                    batch_op.f("ck_orders_known_pays"),
                    "pays IN ('before', 'lab', 'maker')",
                )
            if table == "payments":
                batch_op.create_check_constraint(
                    batch_op.f("ck_payments_charged_above_zero"), "charged_minor > 0"
                )


def _triggers(wanted):
    """The book's tables are built anew here: their triggers go and come back."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if not wanted:
                if table != "ledger_accounts":
                    on = f" ON {table}" if postgresql else ""
                    op.execute(f"DROP TRIGGER {name}{on}")
            else:
                _refuse(table, verb)
    if postgresql and wanted:
        _balanced()


def _balanced():
    """PostgreSQL itself refuses to commit an entry that does not add up to zero."""
    op.execute(
        "CREATE FUNCTION entry_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF EXISTS (SELECT 1 FROM ledger_postings p "
        "JOIN ledger_accounts a ON a.id = p.account_id "
        "WHERE p.entry_id = NEW.entry_id GROUP BY a.currency "
        "HAVING sum(p.amount_minor) <> 0) THEN "
        "RAISE EXCEPTION 'entry % is not balanced', NEW.entry_id; END IF; "
        "RETURN NULL; END $$"
    )
    op.execute(
        "CREATE CONSTRAINT TRIGGER ledger_postings_balanced AFTER INSERT "
        "ON ledger_postings DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION entry_is_balanced()"
    )


def _fill():
    split = (
        "UPDATE {table} SET {kind} = CASE WHEN instr({key}, ':') = 0 THEN {key} "
        "ELSE substr({key}, 1, instr({key}, ':') - 1) END"
    )
    rest = (
        "UPDATE ledger_accounts SET owner_id = CASE WHEN instr(code, ':') = 0 THEN '' "
        "ELSE substr(code, instr(code, ':') + 1) END"
    )
    if op.get_bind().dialect.name == "postgresql":
        split = "UPDATE {table} SET {kind} = split_part({key}, ':', 1)"
        rest = (
            "UPDATE ledger_accounts SET owner_id = CASE WHEN position(':' in code) = 0 "
            "THEN '' ELSE substr(code, position(':' in code) + 1) END"
        )
    op.execute(split.format(table="ledger_accounts", kind="owner_kind", key="code"))
    op.execute(split.format(table="ledger_entries", kind="kind", key="event_key"))
    op.execute(rest)
    op.execute(
        "UPDATE ledger_postings SET created_at = (SELECT created_at FROM ledger_entries "
        "WHERE ledger_entries.id = ledger_postings.entry_id)"
    )
    op.execute(
        "UPDATE payments SET charged_minor = amount_minor, charged_currency = currency, "
        "fee_booked = true, expires_at = created_at"
    )
    op.execute("UPDATE payments SET money = reference WHERE state = 'paid'")
    op.execute(
        "UPDATE orders SET since = created_at, pickup_tries = 0, tracking = '', "
        "post_receipt = '', pickup_code = '', pays = 'before'"
    )
    op.execute(
        "UPDATE orders SET paid_at = created_at WHERE state NOT IN "
        "('awaiting_payment', 'expired', 'cancelled')"
    )
    op.execute(
        "UPDATE orders SET delivered_at = created_at WHERE state IN "
        "('delivered', 'completed')"
    )
    op.execute("UPDATE order_lines SET fee_minor = 0")
    _subjects()
    _line_fees()
    _codes()


def _subjects():
    """Say of each release which order it is of: until now only its key did."""
    bind = op.get_bind()
    entries = sa.table(
        "ledger_entries",
        sa.column("id", sa.Uuid()),
        sa.column("event_key", sa.String()),
        sa.column("subject_id", sa.Uuid()),
    )
    found = sa.select(entries.c.id, entries.c.event_key).where(
        entries.c.event_key.startswith("rel:")
    )
    for entry_id, key in bind.execute(found).all():
        subject = uuid.UUID(key.removeprefix("rel:"))
        bind.execute(
            entries.update().where(entries.c.id == entry_id).values(subject_id=subject)
        )


def _line_fees():
    """The fee of an order, over its lines by their sums; the first takes the rest."""
    bind = op.get_bind()
    orders = sa.table("orders", sa.column("id", sa.Uuid()), sa.column("fee_minor"))
    lines = sa.table(
        "order_lines",
        sa.column("id", sa.Uuid()),
        sa.column("order_id", sa.Uuid()),
        sa.column("position"),
        sa.column("price_minor"),
        sa.column("quantity"),
        sa.column("fee_minor"),
    )
    for order_id, fee in bind.execute(sa.select(orders.c.id, orders.c.fee_minor)).all():
        own = bind.execute(
            sa.select(lines.c.id, lines.c.price_minor * lines.c.quantity)
            .where(lines.c.order_id == order_id)
            .order_by(lines.c.position)
        ).all()
        total = sum(amount for _, amount in own)
        parts = {key: fee * amount // total for key, amount in own}
        if own:
            parts[own[0][0]] += fee - sum(parts.values())
        for key, part in parts.items():
            bind.execute(lines.update().where(lines.c.id == key).values(fee_minor=part))


def _codes():
    bind = op.get_bind()
    orders = sa.table(
        "orders", sa.column("id", sa.Uuid()), sa.column("pickup_code", sa.String())
    )
    for (order_id,) in bind.execute(sa.select(orders.c.id)).all():
        code = f"{secrets.randbelow(10**6):06d}"
        bind.execute(
            orders.update().where(orders.c.id == order_id).values(pickup_code=code)
        )


def upgrade():
    _triggers(False)
    op.create_table(
        "provider_movements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("money", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_movements")),
    )
    with op.batch_alter_table("provider_movements", schema=None) as batch_op:
        batch_op.create_index(
            "uq_provider_movements_once", ["provider", "reference"], unique=True
        )

    op.create_table(
        "cash_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("expected_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_minor", sa.BigInteger(), nullable=False),
        sa.Column("banked_minor", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("counted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["people.id"], name=op.f("fk_cash_counts_counted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_cash_counts_lab_id_labs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_counts")),
    )
    with op.batch_alter_table("cash_counts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cash_counts_lab_id"), ["lab_id"], unique=False
        )

    op.create_table(
        "fee_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=True),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("bps", sa.Integer(), nullable=False),
        sa.Column("fixed_minor", sa.BigInteger(), nullable=False),
        sa.Column("least_minor", sa.BigInteger(), nullable=False),
        sa.Column("most_minor", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "bps BETWEEN 0 AND 5000", name=op.f("ck_fee_rules_fee_is_a_part")
        ),
        sa.CheckConstraint(
            "fixed_minor >= 0 AND least_minor >= 0 AND most_minor >= 0",
            name=op.f("ck_fee_rules_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_fee_rules_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_fee_rules_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_fee_rules_made_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rules")),
    )
    with op.batch_alter_table("fee_rules", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fee_rules_lab_id"), ["lab_id"], unique=False
        )

    op.create_table(
        "payout_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_payout_runs_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_payout_runs_made_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_runs")),
    )
    with op.batch_alter_table("payout_runs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payout_runs_lab_id"), ["lab_id"], unique=False
        )

    op.create_table(
        "payout_details",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("usable_from", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "method IN ('bank', 'wallet', 'cash')",
            name=op.f("ck_payout_details_known_method"),
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_payout_details_shop_id_shops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_details")),
    )
    with op.batch_alter_table("payout_details", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payout_details_shop", ["shop_id", "created_at"], unique=False
        )

    op.create_table(
        "payouts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("paid_by", sa.Uuid(), nullable=True),
        sa.Column("paid_at", sa.DateTime(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.CheckConstraint(
            "amount_minor > 0", name=op.f("ck_payouts_amount_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_payouts_approved_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_payouts_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["paid_by"], ["people.id"], name=op.f("fk_payouts_paid_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["payout_runs.id"], name=op.f("fk_payouts_run_id_payout_runs")
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_payouts_shop_id_shops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
    )
    with op.batch_alter_table("payouts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payouts_lab", ["lab_id", "state", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payouts_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_payouts_one_live",
            ["shop_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'approved')"),
            postgresql_where=sa.text("state IN ('draft', 'approved')"),
        )

    op.create_table(
        "bank_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint(
            "amount_minor > 0", name=op.f("ck_bank_lines_amount_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["people.id"], name=op.f("fk_bank_lines_entered_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_bank_lines_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments.id"],
            name=op.f("fk_bank_lines_payment_id_payments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_lines")),
        sa.UniqueConstraint("checksum", name=op.f("uq_bank_lines_checksum")),
    )
    with op.batch_alter_table("bank_lines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bank_lines_lab", ["lab_id", "state", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bank_lines_payment_id"), ["payment_id"], unique=False
        )

    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("nudged_at", sa.DateTime(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "amount_minor >= 0", name=op.f("ck_cases_amount_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_cases_decided_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_cases_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_cases_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_lab", ["lab_id", "state", "since"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cases_order_id"), ["order_id"], unique=False
        )
        batch_op.create_index(
            "uq_cases_one_open",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("charged_minor", sa.BigInteger(), nullable=False),
        sa.Column("charged_currency", sa.String(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_currency", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=True),
        sa.Column("blamed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments.id"],
            name=op.f("fk_disputes_payment_id_payments"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["people.id"], name=op.f("fk_disputes_proposed_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("reference", name=op.f("uq_disputes_reference")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_disputes_payment_id"), ["payment_id"], unique=False
        )

    op.create_table(
        "payout_items",
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payout_id"],
            ["payouts.id"],
            name=op.f("fk_payout_items_payout_id_payouts"),
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["ledger_postings.id"],
            name=op.f("fk_payout_items_posting_id_ledger_postings"),
        ),
        sa.PrimaryKeyConstraint("posting_id", name=op.f("pk_payout_items")),
    )
    with op.batch_alter_table("payout_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payout_items_payout_id"), ["payout_id"], unique=False
        )

    op.create_table(
        "case_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint(
            "who IN ('buyer', 'seller', 'lab')", name=op.f("ck_case_words_known_who")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_words_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_case_words_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_words")),
    )
    with op.batch_alter_table("case_words", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_words_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "dispute_parts",
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("held_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"],
            ["disputes.id"],
            name=op.f("fk_dispute_parts_dispute_id_disputes"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_dispute_parts_order_id_orders")
        ),
        sa.PrimaryKeyConstraint(
            "dispute_id", "order_id", name=op.f("pk_dispute_parts")
        ),
    )
    with op.batch_alter_table("dispute_parts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_parts_order_id"), ["order_id"], unique=False
        )

    op.create_table(
        "refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("lab_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("charged_minor", sa.BigInteger(), nullable=False),
        sa.Column("charged_currency", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("courier_minor", sa.BigInteger(), nullable=False),
        sa.Column("seller_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "amount_minor > 0", name=op.f("ck_refunds_amount_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_refunds_approved_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["people.id"], name=op.f("fk_refunds_asked_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_refunds_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_refunds_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["people.id"], name=op.f("fk_refunds_sent_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("reference", name=op.f("uq_refunds_reference")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_refunds_order_id"), ["order_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_refunds_payment_id"), ["payment_id"], unique=False
        )
        batch_op.create_index("ix_refunds_state", ["state", "created_at"], unique=False)

    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_kind", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("owner_id", sa.String(), nullable=True))
        batch_op.create_index(
            "ix_ledger_accounts_owner", ["owner_kind", "owner_id"], unique=False
        )

    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("actor_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("reverses_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_kind"), ["kind"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_subject_id"), ["subject_id"], unique=False
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_ledger_entries_reverses_id"), ["reverses_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_ledger_entries_reverses_id_ledger_entries"),
            "ledger_entries",
            ["reverses_id"],
            ["id"],
        )

    with op.batch_alter_table("ledger_postings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("created_at", sa.DateTime(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_ledger_postings_account_id"))
        batch_op.create_index(
            "ix_ledger_postings_statement",
            ["account_id", "created_at", "amount_minor"],
            unique=False,
        )

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fee_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("fee_rule_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_order_lines_fee_rule_id_fee_rules"),
            "fee_rules",
            ["fee_rule_id"],
            ["id"],
        )

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("since", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("nudged_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("paid_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("pays", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("delivered_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("ready_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("pickup_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pickup_tries", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("tracking", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("post_receipt", sa.String(), nullable=True))
        batch_op.drop_column("fee_bps")

    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lab_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("charged_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("charged_currency", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rate_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("rate_units", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("money", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("fee_booked", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_payments_purchase_id"), ["purchase_id"], unique=False
        )
        batch_op.create_unique_constraint(batch_op.f("uq_payments_money"), ["money"])
        batch_op.create_foreign_key(
            batch_op.f("fk_payments_lab_id_labs"), "labs", ["lab_id"], ["id"]
        )

    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_purchases_person_id"), ["person_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_purchases_person_id_people"), "people", ["person_id"], ["id"]
        )

    _fill()
    _not_null()
    _triggers(True)


def downgrade():
    _triggers(False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER ledger_postings_balanced ON ledger_postings")
        op.execute("DROP FUNCTION entry_is_balanced()")
    for verb in ("update", "delete"):
        on = " ON ledger_accounts" if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER ledger_accounts_no_{verb}{on}")
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_purchases_person_id_people"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_purchases_person_id"))
        batch_op.drop_column("person_id")

    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_payments_lab_id_labs"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_payments_money"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_payments_purchase_id"))
        batch_op.drop_column("asked_at")
        batch_op.drop_column("fee_booked")
        batch_op.drop_column("money")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("rate_units")
        batch_op.drop_column("rate_minor")
        batch_op.drop_column("charged_currency")
        batch_op.drop_constraint(
            batch_op.f("ck_payments_charged_above_zero"), type_="check"
        )
        batch_op.drop_column("charged_minor")
        batch_op.drop_column("lab_id")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("fee_bps", sa.INTEGER(), nullable=False, server_default="0")
        )
        batch_op.drop_column("post_receipt")
        batch_op.drop_column("tracking")
        batch_op.drop_column("pickup_tries")
        batch_op.drop_column("pickup_code")
        batch_op.drop_column("ready_on")
        batch_op.drop_column("delivered_at")
        batch_op.drop_column("paid_at")
        batch_op.drop_constraint(batch_op.f("ck_orders_known_pays"), type_="check")
        batch_op.drop_column("pays")
        batch_op.drop_column("nudged_at")
        batch_op.drop_column("since")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_order_lines_fee_rule_id_fee_rules"), type_="foreignkey"
        )
        batch_op.drop_column("fee_rule_id")
        batch_op.drop_column("fee_minor")

    with op.batch_alter_table("ledger_postings", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_postings_statement")
        batch_op.create_index(
            batch_op.f("ix_ledger_postings_account_id"), ["account_id"], unique=False
        )
        batch_op.drop_column("created_at")

    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_ledger_entries_reverses_id_ledger_entries"),
            type_="foreignkey",
        )
        batch_op.drop_constraint(
            batch_op.f("uq_ledger_entries_reverses_id"), type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_ledger_entries_subject_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entries_kind"))
        batch_op.drop_column("reverses_id")
        batch_op.drop_column("actor_id")
        batch_op.drop_column("subject_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_accounts_owner")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("owner_kind")

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index("ix_refunds_state")
        batch_op.drop_index(batch_op.f("ix_refunds_payment_id"))
        batch_op.drop_index(batch_op.f("ix_refunds_order_id"))

    op.drop_table("refunds")
    with op.batch_alter_table("dispute_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_parts_order_id"))

    op.drop_table("dispute_parts")
    with op.batch_alter_table("case_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_words_case_id"))

    op.drop_table("case_words")
    with op.batch_alter_table("payout_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payout_items_payout_id"))

    op.drop_table("payout_items")
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disputes_payment_id"))

    op.drop_table("disputes")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cases_one_open",
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.drop_index(batch_op.f("ix_cases_order_id"))
        batch_op.drop_index("ix_cases_lab")

    op.drop_table("cases")
    with op.batch_alter_table("bank_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_lines_payment_id"))
        batch_op.drop_index("ix_bank_lines_lab")

    op.drop_table("bank_lines")
    with op.batch_alter_table("payouts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_payouts_one_live",
            sqlite_where=sa.text("state IN ('draft', 'approved')"),
            postgresql_where=sa.text("state IN ('draft', 'approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_payouts_run_id"))
        batch_op.drop_index("ix_payouts_lab")

    op.drop_table("payouts")
    with op.batch_alter_table("payout_details", schema=None) as batch_op:
        batch_op.drop_index("ix_payout_details_shop")

    op.drop_table("payout_details")
    with op.batch_alter_table("payout_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payout_runs_lab_id"))

    op.drop_table("payout_runs")
    with op.batch_alter_table("fee_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fee_rules_lab_id"))

    op.drop_table("fee_rules")
    with op.batch_alter_table("cash_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cash_counts_lab_id"))

    op.drop_table("cash_counts")
    with op.batch_alter_table("provider_movements", schema=None) as batch_op:
        batch_op.drop_index("uq_provider_movements_once")

    op.drop_table("provider_movements")
    for table in APPEND_ONLY[:2]:
        for verb in ("UPDATE", "DELETE"):
            _refuse(table, verb)


def _refuse(table, verb):
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
