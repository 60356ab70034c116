"""Use cases about what is for sale: the only writers of these tables."""
