"""Materials, colours, care and techniques, in the reader's language."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select, true
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Pattern, Term, WatchedWord
from marketplace.db.window import kept
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, named
from marketplace.profiles.queries import Labs

KINDS = ("material", "colour", "care")


def names_of(terms: Iterable[Term]) -> dict[str, list[str]]:
    """Return the names of loaded terms by kind, in the reader's language."""
    found: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        found[term.kind].append(named(term.texts))
    return found


def names_in(ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of terms by kind, in order; `ids` are hexadecimal."""
    wanted = set(ids)
    found: dict[str, list[str]] = defaultdict(list)
    for key, kind, name in kept(f"terms.{current()}", _names) if wanted else ():
        if key in wanted:
            found[kind].append(name)
    return found


def _names() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(
        select(Term)
        .options(selectinload(Term.texts))
        .order_by(Term.position, Term.slug)
    )
    return [(row.id.hex, row.kind, named(row.texts)) for row in rows]


def terms(kind: str) -> list[tuple[uuid.UUID, str]]:
    """Return the terms of a kind that are offered, with their names, in order."""
    return [(row.id, named(row.texts)) for row in all_terms(kind) if row.active]


def all_terms(kind: str) -> Sequence[Term]:
    """Return the terms of a kind, put away ones too; NotFound for another kind."""
    if kind not in KINDS:
        raise NotFound
    return db.session.scalars(
        select(Term)
        .where(Term.kind == kind)
        .options(selectinload(Term.texts))
        .order_by(Term.position, Term.slug)
    ).all()


def term(kind: str, term_id: uuid.UUID) -> Term:
    """Return one term with its names; NotFound for another kind's."""
    row = db.session.scalar(
        select(Term)
        .where(Term.id == term_id, Term.kind == kind)
        .options(selectinload(Term.texts))
    )
    if row is None:
        raise NotFound
    return row


def watched_words() -> list[WatchedWord]:
    """Return the words a coordinator looks at twice, in order."""
    return list(db.session.scalars(select(WatchedWord).order_by(WatchedWord.word)))


def patterns(lab_id: uuid.UUID) -> list[Pattern]:
    """Return what can be started from at a Lab: its own first, then everybody's."""
    return list(
        db.session.scalars(
            select(Pattern)
            .where(
                Pattern.active, (Pattern.lab_id == lab_id) | Pattern.lab_id.is_(None)
            )
            .order_by(Pattern.lab_id.is_(None), Pattern.name)
        )
    )


def pattern(lab_id: uuid.UUID, pattern_id: uuid.UUID) -> Pattern:
    """Return something to start from; NotFound for another Lab's."""
    row = db.session.get(Pattern, pattern_id)
    if row is None or not row.active or row.lab_id not in {None, lab_id}:
        raise NotFound
    return row


def patterns_of(labs: Labs) -> list[Pattern]:
    """Return the patterns a coordinator of these Labs can take away."""
    mine = true() if labs is None else Pattern.lab_id.in_(labs)
    query = select(Pattern).where(Pattern.active, mine).order_by(Pattern.name)
    return list(db.session.scalars(query))
