"""What is for sale: categories, listings, photos, stock, search, reviews."""
