"""Roles, what each may do, and the marks `@access` understands."""

import enum


class Role(enum.StrEnum):
    """What a person may be granted, most of them for one Lab."""

    COORDINATOR = "coordinator"
    FINANCE = "finance"
    MENTOR = "mentor"
    NETWORK_LEAD = "network_lead"
    ADMIN = "admin"


class Access(enum.Enum):
    """Who may open a view, where no permission is asked."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


class Permission(enum.StrEnum):
    """Something only staff may do, in the Labs their grant names."""

    REVIEW_APPLICATIONS = "review_applications"
    MODERATE_LISTINGS = "moderate_listings"
    SEE_LAB_ORDERS = "see_lab_orders"


_LAB_STAFF = {
    Permission.REVIEW_APPLICATIONS,
    Permission.MODERATE_LISTINGS,
    Permission.SEE_LAB_ORDERS,
}
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(_LAB_STAFF),
    Role.FINANCE: frozenset({Permission.SEE_LAB_ORDERS}),
    Role.MENTOR: frozenset(),
    Role.NETWORK_LEAD: frozenset(_LAB_STAFF),
    Role.ADMIN: frozenset(Permission),
}
EVERYWHERE = frozenset({Role.NETWORK_LEAD, Role.ADMIN})  # not tied to one Lab
