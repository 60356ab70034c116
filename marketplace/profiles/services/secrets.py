"""Hash and check passwords: slow on purpose, two at a time."""

import functools
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from marketplace.profiles.rules import normal

# OWASP's smallest advised Argon2id: 19 MiB, 2 passes (security.md §2.1).
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# A flood of sign-ins must leave a core for everybody else (security.md A03).
_at_once = threading.BoundedSemaphore(2)


@functools.cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """Return the hash of a password."""
    with _at_once:
        return _hasher.hash(normal(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Whether a password fits; without a hash it takes the same time and does not."""
    nobody = _nobody()  # whoever asks first pays for it, whichever the case
    with _at_once:
        try:
            _hasher.verify(password_hash or nobody, normal(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return bool(password_hash)


def outdated(password_hash: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(password_hash)
