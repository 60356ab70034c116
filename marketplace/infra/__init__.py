"""Adapters to the outside. They know nothing of people, listings or orders."""
