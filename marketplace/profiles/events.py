"""News from here for the domains above, in the same transaction."""

from blinker import Signal

shop_changed = Signal("a shop's state, visibility, name or days away have changed")
closing_asked = Signal("somebody may close her account; subscribers add what is open")
account_closing = Signal("an account is being closed; a subscriber may refuse")
picture_dropped = Signal("a row that showed a stored picture is gone: (key, files)")
personal_data = Signal("somebody asks for her data; subscribers add to `into`")
