"""Files for sale: which one a thing has, and whose one is."""

import uuid

from sqlalchemy import select

from marketplace.catalog.models import DigitalFile
from marketplace.catalog.rules import Content
from marketplace.errors import NotFound
from marketplace.extensions import db


def file_of(content: Content) -> tuple[str, str]:
    """Return key and name of the file a thing sells; NotFound when it sells none."""
    if not content.files:
        raise NotFound
    return content.files[0]


def kept_file(shop_id: uuid.UUID, key: str) -> tuple[str, str]:
    """Return key and name of a file this shop has sent; both empty for any other."""
    name = db.session.scalar(
        select(DigitalFile.name).where(
            DigitalFile.key == key, DigitalFile.shop_id == shop_id
        )
    )
    return (key, name) if name else ("", "")
