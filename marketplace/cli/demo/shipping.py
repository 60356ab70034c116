"""What the demo's Labs take for sending, and what the som is worth there."""

import uuid
from datetime import timedelta

from marketplace import clock
from marketplace.orders.rules.delivery import LAB_PARCEL, POST, REST, Band
from marketplace.orders.services import delivery, rates

# Way, country, grams, tyiyn above the Lab's lightest parcel, days on the way.
BANDS = (
    (POST, "KG", 1_000, 0, 2, 5),
    (POST, "KG", 3_000, 70_00, 2, 5),
    (POST, "KG", 10_000, 220_00, 3, 7),
    (POST, "KG", 20_000, 480_00, 3, 7),
    (LAB_PARCEL, "KG", 5_000, 60_00, 4, 8),
    (LAB_PARCEL, "KG", 20_000, 250_00, 4, 8),
    (LAB_PARCEL, "KZ", 2_000, 750_00, 7, 14),
    (LAB_PARCEL, "KZ", 10_000, 1_900_00, 7, 14),
    (LAB_PARCEL, "RU", 2_000, 950_00, 10, 20),
    (LAB_PARCEL, "RU", 10_000, 2_600_00, 10, 20),
    (LAB_PARCEL, REST, 2_000, 2_350_00, 14, 30),
    (LAB_PARCEL, REST, 10_000, 7_400_00, 14, 30),
)
RATES = {
    "USD": ("87.4500", "87.4512", "87.4498"),
    "EUR": ("101.3020", "101.4577", "101.2893"),
    "RUB": ("1.0874", "1.0891", "1.0867"),
    "KZT": ("0.1742", "0.1744", "0.1743"),
}


def price(lab_id: uuid.UUID, least_minor: int) -> None:
    """Write the bands of a Lab; the lightest parcel at home costs `least_minor`."""
    for way, country, up_to_g, more, days_min, days_max in BANDS:
        cost = least_minor + more
        band = Band(way, country, up_to_g, cost, days_min, days_max)
        delivery.add_rate(lab_id, band)


def exchange() -> None:
    """Enter the rates of the last three days."""
    for quote, values in RATES.items():
        for ago, value in enumerate(values):
            rates.enter(clock.today() - timedelta(days=ago), quote, value)
