"""What is known about Labs in general."""

from decimal import Decimal, InvalidOperation

from marketplace.errors import Invalid

CHANNELS = ("cash", "transfer", "cod", "card")
LANGUAGES = ("ky", "ru", "en", "uz")
MAX_FEE_BPS = 5000
PARTS = ("name", "region", "address", "hours", "about")
NEEDED = ("name", "region")


def basis_points(text: str) -> int:
    """Read per cent as people write it («2.5», «2,5») into basis points.

    Raises Invalid("lab_fee") for what is no number, or finer than a basis point.
    """
    try:
        points = Decimal(text.strip().replace(",", ".")) * 100
    except InvalidOperation:
        raise Invalid("lab_fee", field="fee") from None
    if not points.is_finite() or points != points.to_integral_value():
        raise Invalid("lab_fee", field="fee")
    return int(points)


def per_cent(points: int) -> str:
    """Return basis points as per cent, as `basis_points` reads them."""
    return f"{Decimal(points) / 100:f}"
