"""Mail: a message from a folder of templates, and who carries it."""

from marketplace.infra.mail.carriers import (
    Carrier,
    ConsoleCarrier,
    FileCarrier,
    MemoryCarrier,
    SmtpCarrier,
    carrier_for,
)
from marketplace.infra.mail.message import Mail, render

__all__ = [
    "Carrier",
    "ConsoleCarrier",
    "FileCarrier",
    "Mail",
    "MemoryCarrier",
    "SmtpCarrier",
    "carrier_for",
    "render",
]
