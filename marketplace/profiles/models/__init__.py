"""Tables of people."""

from marketplace.db.window import shows
from marketplace.profiles.models.applications import (
    Application,
    ApplicationFile,
    ApplicationFiller,
    ApplicationItem,
)
from marketplace.profiles.models.audit import AuditEvent, AuditHead
from marketplace.profiles.models.checklists import (
    ChecklistItem,
    ChecklistText,
    ReplyText,
    ReplyWords,
)
from marketplace.profiles.models.help import Consent, Recovery
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
from marketplace.profiles.models.shops import (
    Shop,
    ShopText,
    Technique,
    TechniqueText,
    shop_techniques,
)
from marketplace.profiles.models.transitions import Transition

__all__ = [
    "AccountToken",
    "Application",
    "ApplicationFile",
    "ApplicationFiller",
    "ApplicationItem",
    "AuditEvent",
    "AuditHead",
    "ChecklistItem",
    "ChecklistText",
    "Consent",
    "Lab",
    "LabText",
    "Notice",
    "NoticeDelivery",
    "NoticeSettings",
    "Person",
    "Recovery",
    "RecoveryCode",
    "ReplyText",
    "ReplyWords",
    "RoleGrant",
    "SecondFactor",
    "Shop",
    "ShopText",
    "SignInSession",
    "Technique",
    "TechniqueText",
    "Transition",
]

shows(Shop, ShopText, shop_techniques)
shows(Lab, LabText, Technique, TechniqueText, names=True)
