"""People: accounts, roles, Labs, applications, shops, notices."""
