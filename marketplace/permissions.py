"""Roles, what each may do, the marks `@access` understands, and who reads."""

import enum
import uuid
from dataclasses import dataclass


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
    SIGNED_IN = "signed_in"  # also a coordinator who helps with consent
    HERSELF = "herself"  # nobody else, whatever she has agreed to


class Scope(enum.StrEnum):
    """What a resident can let her Lab do for her; money and sign-in are none of them."""

    THINGS = "things"
    ORDERS = "orders"
    SHOP = "shop"
    APPLICATION = "application"


class Permission(enum.StrEnum):
    """Something only staff may do, in the Labs their grant names."""

    REVIEW_APPLICATIONS = "review_applications"
    MODERATE_LISTINGS = "moderate_listings"
    EDIT_CATALOGUE = "edit_catalogue"
    SEE_LAB_ORDERS = "see_lab_orders"
    HANDLE_ORDERS = "handle_orders"
    DECIDE_CASES = "decide_cases"
    KEEP_MONEY = "keep_money"
    SET_FEES = "set_fees"
    SEE_RESIDENTS = "see_residents"
    HELP_RESIDENTS = "help_residents"
    SUSPEND_SHOPS = "suspend_shops"
    RECOVER_ACCOUNTS = "recover_accounts"
    EDIT_LAB = "edit_lab"
    ADD_LABS = "add_labs"
    NAME_STAFF = "name_staff"
    BLOCK_ACCOUNTS = "block_accounts"
    SEE_LOG = "see_log"
    SET_RATES = "set_rates"


_LAB_STAFF = frozenset(
    {
        Permission.REVIEW_APPLICATIONS,
        Permission.MODERATE_LISTINGS,
        Permission.EDIT_CATALOGUE,
        Permission.SEE_LAB_ORDERS,
        Permission.HANDLE_ORDERS,
        Permission.DECIDE_CASES,
        Permission.KEEP_MONEY,
        Permission.SEE_RESIDENTS,
        Permission.HELP_RESIDENTS,
        Permission.SUSPEND_SHOPS,
        Permission.RECOVER_ACCOUNTS,
        Permission.EDIT_LAB,
    }
)
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: _LAB_STAFF,
    Role.FINANCE: frozenset({Permission.SEE_LAB_ORDERS, Permission.KEEP_MONEY}),
    Role.MENTOR: frozenset(),
    Role.NETWORK_LEAD: _LAB_STAFF
    | {
        Permission.ADD_LABS,
        Permission.NAME_STAFF,
        Permission.SET_FEES,
        Permission.SET_RATES,
    },
    Role.ADMIN: frozenset(Permission),
}
EVERYWHERE = frozenset({Role.NETWORK_LEAD, Role.ADMIN})  # not tied to one Lab


@dataclass(frozen=True)
class Reader:
    """Who reads, as far as it decides which shops she sees.

    `labs` are those she belongs to (None: all of them), `keys` the secret links of shops
    she has opened in this browser, `shop_id` her own shop.
    """

    labs: frozenset[uuid.UUID] | None = frozenset()
    keys: frozenset[str] = frozenset()
    shop_id: uuid.UUID | None = None


STRANGER = Reader()
