"""Use cases about people: the only writers of these tables."""
