"""A browser that sends photos one by one, as our JavaScript does."""

import uuid
from io import BytesIO

from tests.conftest import Browser

JSON = {"Accept": "application/json", "Content-Type": "application/octet-stream"}


class Line(BytesIO):
    """A body that promises `told` bytes and breaks off where its data end."""

    def __init__(self, data: bytes, told: int) -> None:
        super().__init__(data)
        self.told, self.measured = told, False

    def seek(self, offset: int, whence: int = 0) -> int:
        """Note that somebody looks for the end."""
        self.measured = whence == 2
        return super().seek(offset, whence)

    def tell(self) -> int:
        """Say where the end would be."""
        return self.told if self.measured else super().tell()


class Sender:
    """Sends to the upload addresses in one language."""

    def __init__(self, browser: Browser, language: str = "en") -> None:
        self.browser = browser
        self.language = language
        self.token = browser.token()

    def ask(self, method: str, name: uuid.UUID | str, data: bytes = b"", **more):
        """Ask about one upload; `cut` lets the line break when that much has come."""
        cut, thing = more.pop("cut", len(data)), more.pop("thing", None)
        headers = {**JSON, "X-CSRFToken": self.token}
        headers |= {key.replace("_", "-"): str(value) for key, value in more.items()}
        return self.browser.open(
            f"/{self.language}/my/photos/{name}",
            method=method,
            query_string={"thing": str(thing)} if thing else None,
            input_stream=Line(data[:cut], len(data)),
            headers=headers,
        )

    def post(self, data: bytes, name: uuid.UUID | None = None, **more):
        """Send a whole photo."""
        return self.ask("POST", name or uuid.uuid4(), data, **more)

    def states(self, *ids: str) -> list[dict]:
        """Ask how photos stand."""
        path = f"/{self.language}/my/photos?ids={','.join(ids)}"
        return self.browser.get(path, headers=JSON).json["photos"]
