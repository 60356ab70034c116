"""Why a photo was refused."""

from __future__ import annotations

from typing import Any

from marketplace.errors import Invalid


class PhotoRefused(Invalid):
    """The photo cannot be used; `code` says why, `facts` fill the message.

    | code | facts | what happened |
    |---|---|---|
    | photo_empty | – | no bytes arrived |
    | photo_too_many_bytes | mb, limit_mb (whole MB) | over the byte limit; status 413 |
    | photo_not_a_photo | kind ("pdf", "svg", …; "" = unknown) | another kind of file |
    | photo_is_video | – | a film |
    | photo_heic | – | HEIC, and `pillow-heif` is not installed |
    | photo_too_many_pixels | width, height (px, stored) | too big to open |
    | photo_too_small | width, height | the short side is under 200 px |
    | photo_too_narrow | width, height | longer than six times its width |
    | photo_incomplete | – | the end is missing: sending again helps |
    | photo_damaged | – | the decoder gave up |
    | photo_timeout | – | too much time or memory, or the worker died |
    """

    code = "photo_damaged"

    def __init__(self, code: str | None = None, **facts: Any) -> None:
        """Keep code and facts; only the byte limit answers 413."""
        super().__init__(code, **facts)
        if self.code == "photo_too_many_bytes":
            self.status = 413
