"""Fill a big catalogue, measure our pages on it, and set them beside others'."""
