"""A code beside the password: an app that makes them, and ten codes on paper."""

import base64
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence

import pyotp
from sqlalchemy import delete, select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra import keys
from marketplace.infra.adapters import adapters
from marketplace.profiles.models import Person, RecoveryCode, SecondFactor
from marketplace.profiles.rules import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices, sessions

STEP = 30  # seconds a code lasts
SLACK = 1  # steps a phone's clock may be off
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def factor_of(person_id: uuid.UUID) -> SecondFactor | None:
    """Return her code app, set up or half set up."""
    return db.session.get(SecondFactor, person_id)


def codes_left(person_id: uuid.UUID) -> int:
    """Return how many codes on paper are still good."""
    rows = db.session.scalars(
        select(RecoveryCode.id).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    )
    return len(rows.all())


def secret_of(factor: SecondFactor) -> str:
    """Return what the app and we share, in the letters an app takes."""
    key = keys.derive("two_step", f"{factor.person_id}:{factor.salt}")
    return base64.b32encode(key[:20]).decode()


def address_of(factor: SecondFactor) -> str:
    """Return the address behind the QR picture; it names neither her nor the Labs."""
    return pyotp.TOTP(secret_of(factor)).provisioning_uri(
        name="account", issuer_name="Bazar"
    )


@use_case
def begin(person_id: uuid.UUID) -> SecondFactor:
    """Start to set up an app; Conflict("moved_on") when one is set up already."""
    get_for_update(Person, person_id)
    factor = factor_of(person_id)
    if factor is not None and factor.confirmed_at:
        raise Conflict("moved_on")
    if factor is None:
        factor = SecondFactor(person_id=person_id, salt=secrets.token_hex(16))
        db.session.add(factor)
        db.session.flush()
    return factor


def finish(
    person_id: uuid.UUID, code: str, *, session: uuid.UUID | None = None
) -> Sequence[str]:
    """Set the app up with its first code; return ten codes for paper, shown this once.

    Every session but this one ends: whoever came in by the password alone is out.
    Raises Invalid("code_wrong"), TooMany.
    """
    adapters().limits.take("code", str(person_id), "set-up")
    return _finish(person_id, code, session)


@use_case
def _finish(
    person_id: uuid.UUID, code: str, session: uuid.UUID | None
) -> Sequence[str]:
    factor = get_for_update(SecondFactor, person_id)
    if factor.confirmed_at or not _takes(factor, _plain(code)):
        raise Invalid("code_wrong", field="code")
    factor.confirmed_at = clock.now()
    sessions.end_all(person_id, but=session)
    audit.record(Event.TWO_STEP_ON, by=person_id, about=person_id)
    notices.tell(person_id, Kind.TWO_STEP_ON)
    return make_codes(person_id)


@use_case
def make_codes(person_id: uuid.UUID) -> Sequence[str]:
    """Return ten new codes for paper; the ones before are worthless.

    Raises Conflict("moved_on") where no app is set up.
    """
    factor = factor_of(person_id)
    if factor is None or not factor.confirmed_at:
        raise Conflict("moved_on")
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = [_new_code() for _ in range(CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=hashed(person_id, _plain(code)))
        for code in made
    )
    audit.record(Event.CODES_MADE, by=person_id, about=person_id)
    return made


def enter(half_token: str, code: str) -> str:
    """Open the session whose code was still asked for; return its new token.

    Raises Invalid("code_wrong"), TooMany, NotFound when the half session is over (a new
    password, a block or ten minutes have ended it meanwhile).
    """
    half = sessions.half_of(half_token)
    if half is None:
        raise NotFound
    check(half.person_id, code)
    return sessions.complete(half_token)


def check(person_id: uuid.UUID, code: str) -> None:
    """Take a code of the app or of the paper; Invalid("code_wrong"), TooMany.

    Each code works once, also for two who send it in the same moment.
    """
    adapters().limits.take("code", str(person_id))
    if not _check(person_id, _plain(code)):
        audit.record(Event.CODE_FAILED, about=person_id)
        raise Invalid("code_wrong", field="code")
    adapters().limits.forget("code", str(person_id))


@use_case
def _check(person_id: uuid.UUID, code: str) -> bool:
    factor = get_for_update(SecondFactor, person_id)
    app = factor.confirmed_at is not None and _takes(factor, code)
    if not app and not _takes_paper(person_id, code):
        return False
    audit.record(Event.SIGN_IN, by=person_id, about=person_id)
    return True


def _takes(factor: SecondFactor, code: str) -> bool:
    totp = pyotp.TOTP(secret_of(factor))
    now = int(clock.now().timestamp()) // STEP
    for counter in range(now - SLACK, now + SLACK + 1):
        fits = hmac.compare_digest(totp.generate_otp(counter), code)
        if fits and counter > factor.last_counter:
            factor.last_counter = counter
            return True
    return False


def _takes_paper(person_id: uuid.UUID, code: str) -> bool:
    found = db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == hashed(person_id, code),
            RecoveryCode.used_at.is_(None),
        )
    )
    if found is None:
        return False
    found.used_at = clock.now()
    audit.record(Event.CODE_USED, by=person_id, about=person_id)
    notices.tell(person_id, Kind.CODE_USED)
    return True


@use_case
def switch_off(person_id: uuid.UUID) -> None:
    """Forget the app and the paper; who may not is refused before (staff)."""
    forget(person_id)
    audit.record(Event.TWO_STEP_OFF, by=person_id, about=person_id)
    notices.tell(person_id, Kind.TWO_STEP_OFF)


@use_case
def forget(person_id: uuid.UUID) -> None:
    """Delete what was set up."""
    for table in (RecoveryCode, SecondFactor):
        db.session.execute(delete(table).where(table.person_id == person_id))


def current_code(person_id: uuid.UUID) -> str:
    """Return the code an app would show now (for the demo, which has no phone)."""
    factor = db.session.get_one(SecondFactor, person_id)
    return pyotp.TOTP(secret_of(factor)).at(clock.now())


def _plain(code: str) -> str:
    return "".join(c for c in code.casefold() if c.isascii() and c.isalnum())


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(16))  # 79 bits
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def hashed(person_id: uuid.UUID, code: str) -> str:
    """Return what the table keeps of a code from paper."""
    return hashlib.sha256(f"{person_id}:{code}".encode()).hexdigest()
