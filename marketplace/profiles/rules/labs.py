"""What is known about Labs in general."""

CHANNELS = ("cash", "transfer", "card")
LANGUAGES = ("ky", "ru", "en", "uz")
MAX_FEE_BPS = 5000
PARTS = ("name", "region", "address", "hours", "about")
NEEDED = ("name", "region")
