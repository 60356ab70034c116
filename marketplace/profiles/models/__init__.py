"""Tables of people."""

from marketplace.profiles.models.applications import Application
from marketplace.profiles.models.audit import AuditEvent, AuditHead
from marketplace.profiles.models.labs import Lab, LabText
from marketplace.profiles.models.people import Person, RoleGrant
from marketplace.profiles.models.shops import Shop, ShopText
from marketplace.profiles.models.transitions import Transition

__all__ = [
    "Application",
    "AuditEvent",
    "AuditHead",
    "Lab",
    "LabText",
    "Person",
    "RoleGrant",
    "Shop",
    "ShopText",
    "Transition",
]
