"""The JSON API; its first resource comes with the first client that needs it."""
