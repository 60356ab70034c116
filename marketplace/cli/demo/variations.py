"""What makes one thing into several: colours, ornaments, names, care."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.cli.demo.said import Said


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour, in Russian by gender; its place in COLOURS is the photo seed."""

    key: str
    hex: str
    ky: str
    ru: dict[str, str]  # by gender: m, f, n, p(lural)
    en: str

    def before(self, name: Said, gender: str) -> Said:
        """Return the colour before the name of a thing, in agreement with it."""
        return Said(
            f"{self.ky} {name.ky}",
            f"{self.ru[gender]} {name.ru}",
            f"{self.en} {name.en}",
        )


def _hard(stem: str) -> dict[str, str]:
    return {"m": stem + "ый", "f": stem + "ая", "n": stem + "ое", "p": stem + "ые"}


_BLUE = {"m": "синий", "f": "синяя", "n": "синее", "p": "синие"}

COLOURS = (
    Colour("red", "#b23a2e", "кызыл", _hard("красн"), "red"),
    Colour("blue", "#2f5d8c", "көк", _BLUE, "blue"),
    Colour("green", "#4f7a4a", "жашыл", _hard("зелён"), "green"),
    Colour("white", "#efe9dc", "ак", _hard("бел"), "white"),
    Colour("black", "#2b2826", "кара", _hard("чёрн"), "black"),
    Colour("grey", "#8d8a86", "боз", _hard("сер"), "grey"),
    Colour("brown", "#7a4f33", "күрөң", _hard("коричнев"), "brown"),
    Colour("yellow", "#d9a441", "сары", _hard("жёлт"), "yellow"),
)

MOTIFS = (
    Said("Кочкор мүйүз", "Бараний рог", "Ram’s Horn"),
    Said("Бадам", "Миндаль", "Almond"),
    Said("Карга тырмак", "Вороний коготь", "Crow’s Claw"),
    Said("Тоо", "Гора", "Mountain"),
    Said("Суу толкуну", "Волна", "Wave"),
    Said("Кыял", "Мечта", "Dream"),
    Said("Тумар", "Тумар", "Tumar"),
)
DOLL_NAMES = (
    Said("Айпери", "Айпери", "Aiperi"),
    Said("Бермет", "Бермет", "Bermet"),
    Said("Жибек", "Жибек", "Jibek"),
    Said("Назик", "Назик", "Nazik"),
    Said("Толгонай", "Толгонай", "Tolgonai"),
    Said("Сезим", "Сезим", "Sezim"),
    Said("Алтынай", "Алтынай", "Altynai"),
)

CARE = {
    "felt": Said(
        "Чаңын кагып, такты муздак суу менен сүртүңүз.",
        "Пыль стряхивайте, пятна протирайте холодной водой.",
        "Shake out the dust and wipe stains with cold water.",
    ),
    "wool": Said(
        "Муздак сууда кол менен жууңуз.",
        "Стирайте руками в холодной воде.",
        "Wash by hand in cold water.",
    ),
    "cotton": Said(
        "Машинага 30 градуста жууса болот.",
        "Можно стирать в машине при 30 градусах.",
        "Can be machine-washed at 30 degrees.",
    ),
    "silk": Said(
        "Кол менен жууп, көлөкөдө кургатыңыз.",
        "Стирайте руками, сушите в тени.",
        "Wash by hand and dry in the shade.",
    ),
    "dry": Said("Суудан сактаңыз.", "Берегите от воды.", "Keep it away from water."),
}


def sized(size: str) -> Said:
    """Return a size («50×70 cm», «37–38») as each language writes it."""
    local = size.replace("cm", "см")
    return Said(local, local, size)


def size_sentence(size: str) -> Said:
    """Return the sentence that names the size."""
    return Said("Өлчөмү: {}.", "Размер: {}.", "Size: {}.").filled(sized(size))
