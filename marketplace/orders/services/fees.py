"""Dated fee rules: chosen at the sale, frozen on the line, never changed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Category, Listing
from marketplace.db import use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.orders.models import FeeRule
from marketplace.orders.rules import fees
from marketplace.profiles.models import Lab
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit


@dataclass(frozen=True)
class LineFee:
    """The Lab's part of one line, in minor units, and the rule that says so."""

    minor: int
    rule_id: uuid.UUID | None = None


@use_case
def add(rule: fees.Rule, *, by: uuid.UUID) -> FeeRule:
    """Let a rule count from a day on; Invalid("fee_past") for a day that is over.

    Also raises Invalid("lab_fee") and Invalid("fee_limits").
    """
    rule.checked()
    if rule.valid_from < clock.today():
        raise Invalid("fee_past", field="valid_from")
    row = FeeRule(
        valid_from=rule.valid_from,
        lab_id=rule.lab,
        category_id=rule.category,
        bps=rule.bps,
        fixed_minor=rule.fixed,
        least_minor=rule.least,
        most_minor=rule.most,
        made_by=by,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        Event.FEE_RULE_ADDED,
        by=by,
        subject=row.id,
        lab=rule.lab,
        bps=rule.bps,
        valid_from=rule.valid_from.isoformat(),
    )
    return row


def of_lines(
    lab_id: uuid.UUID, lines: Iterable[tuple[uuid.UUID, uuid.UUID | None, int]]
) -> dict[uuid.UUID, LineFee]:
    """Return the fee of each (variant, listing, sum) sold at a Lab today.

    Where no dated rule fits, the Lab's usual part counts.
    """
    wanted = list(lines)
    above = _categories({listing for _, listing, _ in wanted if listing})
    rules = _rules(lab_id)
    usual = fees.Rule(date.min, db.session.get_one(Lab, lab_id).fee_bps)
    today = clock.today()
    found = {}
    for variant_id, listing_id, minor in wanted:
        theirs = above.get(listing_id, frozenset()) if listing_id else frozenset()
        rule = fees.chosen(rules, lab_id, theirs, today)
        part = (rule or usual).of(minor)
        found[variant_id] = LineFee(part, rules[rule] if rule else None)
    return found


def _rules(lab_id: uuid.UUID) -> dict[fees.Rule, uuid.UUID]:
    rows = db.session.scalars(
        select(FeeRule)
        .where((FeeRule.lab_id == lab_id) | FeeRule.lab_id.is_(None))
        .order_by(FeeRule.created_at)  # of two for one day the later one stays
    )
    return {as_rule(row): row.id for row in rows}


def as_rule(row: FeeRule) -> fees.Rule:
    """Return a row as the rule it is."""
    return fees.Rule(
        row.valid_from,
        row.bps,
        row.lab_id,
        row.category_id,
        row.fixed_minor,
        row.least_minor,
        row.most_minor,
    )


def _categories(listing_ids: set[uuid.UUID]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Return the category of each listing and those above it."""
    rows = db.session.execute(
        select(Listing.id, Listing.category_id, Category.parent_id)
        .join(Category, Category.id == Listing.category_id)
        .where(Listing.id.in_(listing_ids))
    )
    return {
        listing: frozenset(one for one in (own, parent) if one is not None)
        for listing, own, parent in rows
    }
