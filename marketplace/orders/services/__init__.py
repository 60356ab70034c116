"""Use cases about orders: the only writers of these tables."""
