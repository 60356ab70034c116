"""Which limits there are, and how one is taken."""

import ipaddress
import math

from limits import RateLimitItem, parse_many
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from marketplace import clock
from marketplace.errors import TooMany

# What is counted → how often. A whole Lab shares one address, so limits by address are
# wide where nothing can be guessed, and what succeeds at sign-in is given back.
LIMITS: dict[str, list[RateLimitItem]] = {
    name: parse_many(text)
    for name, text in {
        "sign_in.account": "5 per 5 minutes",
        "sign_in.address": "10 per 5 minutes",
        "sign_in.all": "1000 per 5 minutes",
        "code": "5 per 5 minutes; 20 per hour; 50 per day",
        "confirm": "5 per 5 minutes; 20 per hour",
        "sign_up": "30 per hour; 100 per day",
        "sign_up.contact": "1 per day",
        "forgot.address": "10 per hour",
        "forgot.contact": "5 per day",
        "email": "5 per day",
        "phone": "5 per day",
        "recover": "5 per hour",
        "upload": "200 per hour",
        "photo": "60 per hour",
        "import": "20 per day",
        "thing": "100 per day",
        "unfinished": "300 per 5 minutes",
        "message": "30 per 5 minutes; 200 per day",
        "ask": "10 per hour; 30 per day",
        "order": "20 per hour; 60 per day",
    }.items()
}


class Limiter:
    """Counts tries of what has a limit."""

    def __init__(self, storage: Storage) -> None:
        """Count in this storage."""
        self.storage = storage
        self._windows = FixedWindowRateLimiter(storage)

    def take(self, name: str, *who: str) -> None:
        """Count one try; TooMany(retry_after=seconds) when it is one too many."""
        for item in LIMITS[name]:
            if not self._windows.hit(item, name, *who):
                stats = self._windows.get_window_stats(item, name, *who)
                left = stats.reset_time - clock.now().timestamp()
                raise TooMany(retry_after=max(1, math.ceil(left)))

    def give_back(self, name: str, *who: str) -> None:
        """Take one try back: it succeeded, and only failures are counted."""
        for item in LIMITS[name]:
            key = item.key_for(name, *who)
            self.storage.incr(key, item.get_expiry(), amount=-1)

    def forget(self, name: str, *who: str) -> None:
        """Start anew for somebody who has shown who she is."""
        for item in LIMITS[name]:
            self._windows.clear(item, name, *who)


def network(address: str) -> str:
    """Return what stands for an address: itself, of version 6 its network of 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
