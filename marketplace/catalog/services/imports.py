"""Bring a table of things into a shop: look first, add afterwards, row by row."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import IO

from sqlalchemy import select

from marketplace import clock, origin
from marketplace.catalog.models import Import
from marketplace.catalog.queries.imports import codes_of, has_code, words
from marketplace.catalog.rules.imports import Reading, Report, Row, RowError, read
from marketplace.catalog.services import import_files as files
from marketplace.catalog.services import listings, photos
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.jobs import enqueue
from marketplace.infra.media import PhotoRefused, StoredPicture
from marketplace.origin import Origin
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit

JOB = "catalog.import"
KEPT = timedelta(days=7)
SLICE = 60.0  # seconds one job works, far below its lease
ROWS = 200  # rows one job deals with at most


def check(shop_id: uuid.UUID, table: bytes, photo_sizes: dict[str, int]) -> Report:
    """Say what an import of this table would do; nothing is written.

    `photo_sizes` is what `import_files.sizes_in` says of the ZIP. Raises what
    `rules.sheets.lines_of` raises.
    """
    return _read(shop_id, table, photo_sizes).report


def upload(
    shop_id: uuid.UUID,
    table: IO[bytes],
    zipped: IO[bytes] | None,
    *,
    by: uuid.UUID,
) -> uuid.UUID:
    """Take in what a page sends, as `receive`; TooMany after twenty in a day."""
    adapters().limits.take("import", str(shop_id))
    db.session.rollback()  # end the read the request has begun: files take a while
    return receive(shop_id, table, zipped, by=by)


def receive(
    shop_id: uuid.UUID,
    table: IO[bytes],
    zipped: IO[bytes] | None,
    *,
    by: uuid.UUID,
) -> uuid.UUID:
    """Keep a table, and photos, and what an import would do; return the import's id.

    Raises Invalid when the table or the ZIP cannot be used at all: what
    `rules.sheets.lines_of` and `rules.archives` raise.
    """
    names = files.keep_both(table, zipped)
    try:
        sizes = files.sizes_in(files.path_of(names[1]))
        report = check(shop_id, _bytes(names[0]), sizes)
        return _keep(shop_id, names, report, by)
    except BaseException:
        files.drop(*names)
        raise


@use_case
def _keep(
    shop_id: uuid.UUID, names: tuple[str, str], report: Report, by: uuid.UUID
) -> uuid.UUID:
    row = Import(
        shop_id=shop_id,
        by=by,
        rows=report.rows,
        good=report.good,
        errors=_json(report.errors),
        table_file=names[0],
        photos_file=names[1],
    )
    db.session.add(row)
    db.session.flush()
    return row.id


@use_case
def start(shop_id: uuid.UUID, import_id: uuid.UUID) -> None:
    """Have the good rows added by a job; once is enough, however often she presses.

    Raises NotFound for another shop's.
    """
    row = get_for_update(Import, import_id)
    if row.shop_id != shop_id:
        raise NotFound
    if row.state == "checked":
        come_from = origin.current()
        row.actor_id, row.consent_id = come_from.actor_id, come_from.consent_id
        row.state, row.errors = "running", []
        shop = db.session.get_one(Shop, shop_id)
        event, about = Event.THINGS_IMPORTED, shop.person_id
        audit.record(event, by=row.by, subject=row.id, about=about, rows=row.good)
        enqueue(JOB, {"id": str(import_id)})


def work(import_id: uuid.UUID, most: int = ROWS) -> bool:
    """Add the next rows of an import; True when there is nothing more to do.

    Each row is a transaction that also moves the import on, so a stop anywhere loses
    nothing and a second worker adds nothing twice.
    """
    row = db.session.get(Import, import_id)
    if row is None or row.state != "running":
        return True
    shop_id, by, after = row.shop_id, row.by, row.next_line
    zipped, table = files.path_of(row.photos_file), _bytes(row.table_file)
    come_from = _origin(row)
    reading = _read(shop_id, table, files.sizes_in(zipped))
    rows = [one for one in reading.rows if one.line >= after]
    if after == 0:
        _begin(import_id, reading.errors)
    db.session.rollback()
    until = time.monotonic() + SLICE
    with origin.of(come_from), files.photos_of(zipped) as box:
        for one in rows[:most]:
            if time.monotonic() > until:
                break
            _one(import_id, one, box, by)
            after = one.line + 1
    if any(one.line >= after for one in rows):
        enqueue(JOB, {"id": str(import_id)})
        return False
    files.drop(*_done(import_id, reading.errors))
    return True


def _origin(row: Import) -> Origin:
    """Who has pressed the button: the log says so of what the job does, too."""
    helper = row.actor_id is not None and row.actor_id != row.by
    return Origin(
        actor_id=row.actor_id,
        on_behalf_of=row.by if helper else None,
        consent_id=row.consent_id,
    )


def _one(import_id: uuid.UUID, row: Row, box: files.Photos, by: uuid.UUID) -> None:
    """Add one row, or note what is to mend; it waits then."""
    stored: list[StoredPicture] = []
    for name in row.photos:
        try:
            stored.append(box.stored(name))
        except PhotoRefused as refusal:
            error = RowError(row.line, "photos", refusal.code, refusal.facts, name[:60])
            _refuse(import_id, error, _unused(row, box))
            return
    try:
        _add(import_id, row, stored, by)
    except (Invalid, Conflict, NotAllowed) as error:
        code = "import_shop_closed" if isinstance(error, NotAllowed) else error.code
        column = str(error.facts.get("field", ""))
        found = RowError(row.line, column, code, error.facts)
        _refuse(import_id, found, _unused(row, box))


def _unused(row: Row, box: files.Photos) -> list[StoredPicture]:
    made = [box.forget(name) for name in row.photos]
    return [one for one in made if one is not None]


@use_case
def _add(
    import_id: uuid.UUID, row: Row, stored: Sequence[StoredPicture], by: uuid.UUID
) -> None:
    found = get_for_update(Import, import_id)
    if found.state != "running" or found.next_line > row.line:
        return  # another worker was faster
    found.next_line = row.line + 1
    get_for_update(Shop, found.shop_id)  # two tables of one shop take turns
    if has_code(found.shop_id, row.code):
        return
    ids = tuple(photos.remember(found.shop_id, one).id for one in stored)
    content = replace(row.content, photo_ids=ids)
    made = listings.create(found.shop_id, content, by=by, code=row.code)
    listings.submit(found.shop_id, made.id, by=by)
    found.added += 1


@use_case
def _refuse(
    import_id: uuid.UUID, error: RowError, unused: Sequence[StoredPicture]
) -> None:
    for one in unused:
        photos.dropped(one.key, one.files)
    found = get_for_update(Import, import_id)
    if found.state == "running" and found.next_line <= error.line:
        found.next_line = error.line + 1
        found.errors = [*found.errors, error.as_json()]


@use_case
def _begin(import_id: uuid.UUID, errors: Sequence[RowError]) -> None:
    """Keep what is to mend while no row is added: of two of one code one will be there."""
    row = get_for_update(Import, import_id)
    if row.state == "running" and row.next_line == 0:
        row.errors = _json(errors)


@use_case
def _done(import_id: uuid.UUID, errors: Sequence[RowError]) -> tuple[str, str]:
    """Close an import; what cannot be read any more since it began is to mend, too."""
    row = get_for_update(Import, import_id)
    names = row.table_file, row.photos_file
    if row.state == "running":
        row.state = "done"
        known = {int(one[0]) for one in row.errors}
        late = [error for error in errors if error.line not in known]
        row.errors = sorted([*row.errors, *_json(late)], key=lambda one: int(one[0]))
        row.table_file = row.photos_file = ""
    return names


def forget_old() -> None:
    """Delete imports and their files after seven days, and files nobody owns."""
    files.drop_older(KEPT.total_seconds())
    _forget(clock.now() - KEPT)


@use_case
def _forget(before: datetime) -> None:
    old = select(Import).where(Import.created_at < before)
    for row in db.session.scalars(old).all():
        db.session.delete(row)


def _read(shop_id: uuid.UUID, table: bytes, sizes: dict[str, int]) -> Reading:
    return read(table, words(), codes_of(shop_id), sizes)


def _bytes(name: str) -> bytes:
    path = files.path_of(name)
    return path.read_bytes() if path else b""


def _json(errors: Sequence[RowError]) -> list[list[object]]:
    return [error.as_json() for error in errors]
