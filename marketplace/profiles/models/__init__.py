"""Tables of people."""

from marketplace.profiles.models.applications import Application
from marketplace.profiles.models.audit import AuditEvent, AuditHead
from marketplace.profiles.models.labs import Lab, LabText
from marketplace.profiles.models.notices import (
    Notice,
    NoticeDelivery,
    NoticeSettings,
)
from marketplace.profiles.models.people import Person, RoleGrant
from marketplace.profiles.models.proofs import (
    AccountToken,
    RecoveryCode,
    SecondFactor,
)
from marketplace.profiles.models.sessions import SignInSession
from marketplace.profiles.models.shops import Shop, ShopText
from marketplace.profiles.models.transitions import Transition

__all__ = [
    "AccountToken",
    "Application",
    "AuditEvent",
    "AuditHead",
    "Lab",
    "LabText",
    "Notice",
    "NoticeDelivery",
    "NoticeSettings",
    "Person",
    "RecoveryCode",
    "RoleGrant",
    "SecondFactor",
    "Shop",
    "ShopText",
    "SignInSession",
    "Transition",
]
