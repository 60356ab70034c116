"""Home, choice of language, health."""
