"""The money machine: everybody does anything in any order, and the books stay true.

`world` holds the database of one example and what the machine knows by itself; `buying`,
`paying`, `working`, `back` and `keeping` are its rules, `checks` what holds after each.
"""

from tests.orders.machine.back import Back
from tests.orders.machine.buying import Buying
from tests.orders.machine.checks import Checks
from tests.orders.machine.keeping import Keeping
from tests.orders.machine.paying import Paying
from tests.orders.machine.working import Working
from tests.orders.machine.world import prepared

__all__ = ["MoneyMachine", "prepared"]


class MoneyMachine(Buying, Paying, Working, Back, Keeping, Checks):
    """All rules and all checks."""
