"""Numbers in words, in Kyrgyz, Russian and English, as people spell a phone out."""

UNITS = {
    "нөл": 0, "нол": 0, "бир": 1, "эки": 2, "үч": 3, "уч": 3, "төрт": 4, "торт": 4,
    "беш": 5, "алты": 6, "жети": 7, "сегиз": 8, "тогуз": 9,
    "ноль": 0, "нуль": 0, "один": 1, "одна": 1, "два": 2, "две": 2, "три": 3,
    "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "nol": 0, "odin": 1, "dva": 2, "tri": 3, "chetyre": 4, "pyat": 5, "shest": 6,
    "sem": 7, "vosem": 8, "devyat": 9,
    "bir": 1, "eki": 2, "uch": 3, "tort": 4, "besh": 5, "alty": 6, "jeti": 7,
    "segiz": 8, "toguz": 9,
    "zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14,
    "пятнадцать": 15, "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18,
    "девятнадцать": 19, "odinnadtsat": 11, "dvenadtsat": 12, "trinadtsat": 13,
    "chetyrnadtsat": 14, "pyatnadtsat": 15, "shestnadtsat": 16, "semnadtsat": 17,
    "vosemnadtsat": 18, "devyatnadtsat": 19,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "он": 10, "жыйырма": 20, "отуз": 30, "кырк": 40, "элүү": 50, "элуу": 50,
    "алтымыш": 60, "жетимиш": 70, "сексен": 80, "токсон": 90,
    "десять": 10, "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50,
    "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90,
    "desyat": 10, "dvadtsat": 20, "tridtsat": 30, "sorok": 40, "pyatdesyat": 50,
    "shestdesyat": 60, "semdesyat": 70, "vosemdesyat": 80, "devyanosto": 90,
    "on": 10, "jyyirma": 20, "jyirma": 20, "otuz": 30, "kyrk": 40, "elyy": 50,
    "eluu": 50, "altymysh": 60, "jetimish": 70, "seksen": 80, "tokson": 90,
    "ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
HUNDREDS = {
    "сто": 100, "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500,
    "шестьсот": 600, "семьсот": 700, "восемьсот": 800, "девятьсот": 900,
    "sto": 100, "dvesti": 200, "trista": 300, "chetyresta": 400, "pyatsot": 500,
    "shestsot": 600, "semsot": 700, "vosemsot": 800, "devyatsot": 900,
}  # fmt: skip
TIMES_HUNDRED = frozenset({"жүз", "жуз", "juz", "jyz", "hundred"})
REPEATS = {"double": 2, "triple": 3}
PLUS = frozenset({"plus", "плюс"})
WORDS = frozenset({*UNITS, *TEENS, *TENS, *HUNDREDS, *TIMES_HUNDRED, *REPEATS, *PLUS})


def digits_of(tokens: list[str]) -> str:
    """Return what a run of digits and number words dials: «беш жүз элүү беш» is 555.

    A comma ends a number: «семьсот, сорок» is 700 and 40, not 740.
    """
    out, at = "", 0
    while at < len(tokens):
        said, at = _next(tokens, at)
        out += said
    return out


def _next(tokens: list[str], at: int) -> tuple[str, int]:
    word = tokens[at]
    one = int(word) if word.isdigit() and len(word) == 1 else UNITS.get(word)
    if one is not None and _hundred(tokens, at + 1):
        return _after(tokens, at + 2, one * 100)
    if word in REPEATS and at + 1 < len(tokens):
        said, after = _next(tokens, at + 1)
        return said * REPEATS[word], after
    if word in HUNDREDS or word in TIMES_HUNDRED:
        return _after(tokens, at + 1, HUNDREDS.get(word, 100))
    if word in TENS:
        return _ten(tokens, at)
    return _plain(word), at + 1


def _plain(word: str) -> str:
    if word.isdigit():
        return word
    value = UNITS.get(word, TEENS.get(word))
    return "" if value is None else str(value)


def _hundred(tokens: list[str], at: int) -> bool:
    return at < len(tokens) and tokens[at] in TIMES_HUNDRED


def _ten(tokens: list[str], at: int) -> tuple[str, int]:
    value, at = TENS[tokens[at]], at + 1
    if at < len(tokens) and UNITS.get(tokens[at], 0) and not _hundred(tokens, at + 1):
        return str(value + UNITS[tokens[at]]), at + 1
    return str(value), at


def _after(tokens: list[str], at: int, value: int) -> tuple[str, int]:
    """Add what follows a hundred: «five hundred» «fifty five»."""
    if at < len(tokens) and tokens[at] in TENS:
        said, at = _ten(tokens, at)
        return str(value + int(said)), at
    if at < len(tokens) and tokens[at] in TEENS:
        return str(value + TEENS[tokens[at]]), at + 1
    ends = UNITS.get(tokens[at], 0) if at < len(tokens) else 0
    if ends and not _hundred(tokens, at + 1):
        return str(value + ends), at + 1
    return str(value), at
