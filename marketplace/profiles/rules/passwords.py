"""Which passwords we take."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from marketplace.errors import Invalid

MIN_PASSWORD = 8
MAX_PASSWORD = 128
MIN_SCORE = 2  # of zxcvbn's 0-4
LEAST_OF_HER_OWN = 4  # letters or digits
JUDGED = 20  # letters: some longer strings cost seconds, and the first twenty settle it
# Words everybody here would try first (security.md §2.1: "shyrdak2026" scores 4 of 4
# without them). The names of Labs and crafts come from the database beside these.
_WORDS = """
women creative labs lab лаб marketplace bazar bazaar makers shyrdak kiyiz ala tush chiy felt
kyrgyzstan bishkek osh naryn talas batken karakol jalalabad salam apam ata ayal kyz
шырдак кийиз алакийиз тушкийиз базар кыргызстан бишкек ош нарын талас баткен каракол
жалалабад салам апам атам аял кыз балам сүйүү махабат сырсөз пароль жашыруун йцукен
фывапр ячсмит любовь мама айгүл айгуль гүлнара бермет нургүл айзада
"""
CONTEXT_WORDS = _WORDS.split()


def normal(password: str) -> str:
    """Return one form of a text that keyboards write in several (й as one or two)."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *about: str, words: Iterable[str] = ()) -> None:
    """Refuse what others guess first: Invalid("password_short|_long|_weak").

    `about` is what the account itself says (name, phone); `words` are those of the
    house: Labs, crafts.
    """
    password = normal(password)
    if len(password) < MIN_PASSWORD:
        raise Invalid("password_short", field="password", least=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        raise Invalid("password_long", field="password", most=MAX_PASSWORD)
    known = [*CONTEXT_WORDS, *filter(None, about), *_local(about), *words]
    judged = _judge()(password[:JUDGED], user_inputs=known)
    if judged["score"] < MIN_SCORE or _only_known(password, known):
        raise Invalid("password_weak", field="password")


def _judge() -> Callable[..., Any]:
    """Load zxcvbn when a password is chosen: its lists are ten megabytes a process."""
    from zxcvbn import zxcvbn  # noqa: PLC0415

    found: Callable[..., Any] = zxcvbn
    return found


def _local(about: Iterable[str]) -> list[str]:
    """Return phones as people here write them: without +996, with and without a zero."""
    digits = [re.sub(r"\D", "", text) for text in about if text.startswith("+")]
    return [zero + number[-9:] for number in digits for zero in ("0", "")]


def _only_known(password: str, known: Iterable[str]) -> bool:
    """Whether next to nothing is left without known words, marks and a short number.

    zxcvbn takes «Osh-Lab-2026» apart and thinks the pieces are independent.
    """
    rest = re.sub(r"[\W_]+|(?<!\d)\d{1,4}(?!\d)", "", password.casefold())
    words = {word for text in known for word in re.split(r"\W+", text.casefold())}
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) > 1 else rest
    return len(rest) < LEAST_OF_HER_OWN
