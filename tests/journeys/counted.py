"""Somebody does what she does, and it is counted: screens, taps, answers (ux.md §8)."""

from urllib.parse import urlsplit

from tests.journeys.persons import Person


class Counted:
    """Counts what a person has to do from here on."""

    def __init__(self, her: Person) -> None:
        self.her, self.taps, self.typed = her, 0, 0
        self.screens: list[str] = []

    def tap(self, selector: str) -> None:
        """Touch something once."""
        self.taps += 1
        self.her.press(selector)

    def write(self, **fields: str) -> None:
        """Touch a field and write into it; the keyboard's own keys are not counted."""
        for name, value in fields.items():
            self.taps += 1
            self.typed += 1
            self.her.fill(**{name: value})

    def choose(self, name: str, label: str) -> None:
        """Open a list and touch a line of it."""
        self.taps += 2
        self.typed += 1
        self.her.page.select_option(f"main [name={name}]", label=label)

    def look(self) -> None:
        """Look at the screen; the same one with a word of mistakes is a new one."""
        assert self.her.has_no_overflow(), self.her.page.url
        self.screens.append(urlsplit(self.her.page.url).path)
