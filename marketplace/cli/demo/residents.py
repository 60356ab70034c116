"""Forty makers. Every name, alias and story is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.cli.demo.labs import LABS
from marketplace.cli.demo.stories import STORIES

if TYPE_CHECKING:
    from marketplace.cli.demo.said import Said


@dataclass(frozen=True, slots=True)
class DemoResident:
    """A maker: `login` names her in addresses, `alias` is what her shop is called."""

    login: str
    alias: str
    name: str
    lab: str
    craft: str
    story: Said
    techniques: tuple[str, ...]  # category slugs she lists in


# What the makers of a craft list in.
CRAFTS = {
    "felt": ("shyrdak", "ala-kiyiz", "tush-kiyiz", "slippers", "headwear"),
    "sewing": ("dresses", "vests-chapans", "scarves", "headwear", "sewing", "repair"),
    "home": ("cushions", "korpocho", "kurak", "table-textiles", "repair"),
    "bags": ("bags", "purses", "jewellery", "scarves"),
    "toys": ("felt-toys", "dolls", "souvenirs"),
    "paper": ("notebooks", "cards"),
    "design": ("logos", "photo"),
    "words": ("smm", "translation"),
    "teaching": ("craft-lessons", "language-lessons", "computer-lessons"),
    "digital": ("websites", "tables", "computer-lessons"),
}

# login, alias, name, lab, craft
_ROWS = """
aigul|Айгүл|Айгүл С.|osh|felt
alma|Алма бак|Бурул К.|osh|home
tumar|Тумар|Зарина А.|osh|bags
kyzgaldak|Кызгалдак|Наргиза Т.|osh|sewing
bermet|Бермет|Бермет О.|osh|toys
jaz|Жаз|Мээрим Б.|osh|words
chynar|Чынар|Гүлзат М.|osh|teaching
jangak|Жаңгак|Айзада Р.|jalal-abad|sewing
mamyr|Мамыр|Динара Ж.|jalal-abad|home
arslanbob|Токой гүлү|Назгүл Э.|jalal-abad|felt
sayma|Сайма|Перизат Ш.|jalal-abad|bags
altyn|Алтын ийне|Чолпон Д.|jalal-abad|sewing
kagaz|Кагаз турна|Айпери Н.|jalal-abad|paper
kerege|Кереге|Жылдыз У.|jalal-abad|design
oruk|Өрүк гүлү|Салтанат И.|batken|home
aigul-tash|Айгүл-Таш|Турсунай К.|batken|felt
shuru|Шуру|Мавлюда Х.|batken|bags
badam|Бадам|Ырыс Т.|batken|toys
jibek|Жибек|Жибек А.|batken|sewing
tandyr|Жылуу үй|Рахат С.|batken|home
kochkor|Кочкор мүйүз|Асел М.|naryn|felt
shyrdakana|Шырдакана|Кенжегүл Б.|naryn|felt
ak-kar|Ак кар|Нурзат О.|naryn|felt
chokoi|Чокой|Батма Ж.|naryn|felt
ulak|Улакча|Элиза К.|naryn|toys
salkyn|Салкын|Венера Т.|naryn|sewing
san-tabak|Сан-Табак|Аида Ш.|naryn|digital
manas-too|Тоо чебери|Рита Д.|talas|felt
kurak|Курак|Гүлнур А.|talas|home
talaa|Талаа гүлү|Сайкал Э.|talas|bags
kanat|Канат|Мирим У.|talas|paper
tolgonai|Толгонай|Толгонай Н.|talas|teaching
umai|Умай|Каныкей Р.|talas|toys
koldun-kyzy|Көлдүн кызы|Айнура М.|karakol|felt
jyrgalan|Жыргалаң|Лира С.|karakol|felt
tolkun|Толкун|Сезим Ж.|karakol|sewing
alycha|Алыча|Гүлмира О.|karakol|home
jolbors|Илбирс|Наристе К.|karakol|toys
nur|Нур|Адина Б.|karakol|design
japyrak|Жалбырак|Эркинай Т.|karakol|words
"""


def residents() -> tuple[DemoResident, ...]:
    """Return the forty makers, Aigul of Osh first; always the same."""
    rows = [row.split("|") for row in _ROWS.split("\n") if row]
    return tuple(_resident(number, *row) for number, row in enumerate(rows))


def _resident(
    number: int, login: str, alias: str, name: str, lab: str, craft: str
) -> DemoResident:
    stories = STORIES[craft]
    where = next(one.where for one in LABS if one.slug == lab)
    story = stories[number % len(stories)].filled(where).capital()
    return DemoResident(login, alias, name, lab, craft, story, CRAFTS[craft])
