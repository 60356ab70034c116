"""The last words searched for, kept on a phone that is hers and nowhere else.

They are a cookie of the browser: leaving deletes it with all the others, and whoever
lends her phone or uses that of her family never has one.
"""

from flask import Request, Response, current_app

from marketplace.web.paging import packed, unpacked

COOKIE = "recent"
_MOST, _LONGEST = 5, 30  # words kept, characters of each
_KEPT = 60 * 60 * 24 * 60  # seconds


def words(request: Request) -> list[str]:
    """Return what was searched for, the last first."""
    return [str(one)[:_LONGEST] for one in unpacked(request.cookies.get(COOKIE))][
        :_MOST
    ]


def remember(request: Request, response: Response, text: str) -> None:
    """Put the words of a search first."""
    text = text[:_LONGEST]
    kept = [text, *(one for one in words(request) if one != text)][:_MOST]
    while len(value := packed(kept)) > 200:
        kept.pop()
    response.set_cookie(
        COOKIE,
        value,
        max_age=_KEPT,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
