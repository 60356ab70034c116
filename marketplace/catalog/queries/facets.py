"""The names of what can be filtered by, in the reader's language."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Term
from marketplace.catalog.queries.sections import sections
from marketplace.db.window import kept
from marketplace.extensions import db
from marketplace.i18n import current, named
from marketplace.profiles.models import Technique
from marketplace.profiles.queries import labs_by_id


def facet_names() -> dict[str, dict[str, str]]:
    """Return name by value for each filter whose values are data, in their order."""
    return kept(f"facets.{current()}", _names)


def _names() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {
        "category": {},
        "technique": {},
        "material": {},
        "colour": {},
        "lab": {lab.slug: lab.region for lab in labs_by_id().values()},
    }
    for section in sections():
        for part in (section, *section.children):
            found["category"][part.slug] = part.name
    techniques = select(Technique).order_by(Technique.position, Technique.slug)
    for one in db.session.scalars(techniques.options(selectinload(Technique.texts))):
        found["technique"][one.slug] = named(one.texts)
    terms = select(Term).order_by(Term.position, Term.slug)
    for term in db.session.scalars(terms.options(selectinload(Term.texts))):
        if term.kind in found:
            found[term.kind][term.slug] = named(term.texts)
    return found
