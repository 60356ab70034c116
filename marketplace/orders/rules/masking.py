"""Find contacts in what people write: phones, addresses, names elsewhere, links.

Before an order is paid they are hidden from the other side: whoever is lured away from
here is protected by nobody. A text is looked at in a plain form of the same length, so
that what is found lies where it was written.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.orders.rules.number_words import PLUS, WORDS, digits_of

COVER = "•••"
_TLD = (
    r"(?:kg|kz|uz|ru|com|net|org|me|cc|ee|ly|gl|io|art|shop|store|site|online|info|biz"
    r"|app|dev|page|link|club|pro|studio|design|su|de|uk|us|eu|tv|co|кг|ру|рф|ком|нет|орг)"
)
_DOT_WORD = r"(?:точка|чекит|dot|tochka|chekit)"
_AT_WORD = r"(?:собака|собачка|эт|at|sobaka|dog)"
_DOT = rf"(?:\s*\.\s*|\s*[(\[]\s*{_DOT_WORD}\s*[)\]]\s*|\s+{_DOT_WORD}\s+)"
_DOT_TIGHT = rf"(?:\.|\s*[(\[]\s*{_DOT_WORD}\s*[)\]]\s*|\s+{_DOT_WORD}\s+)"
_AT = rf"(?:\s*@\s*|\s*[(\[]\s*(?:{_AT_WORD}|@)\s*[)\]]\s*|\s+{_AT_WORD}\s+)"
# Bounded everywhere: nobody's message may keep the page busy.
_NAME = (
    rf"(?<![\w.+-])(?:[a-zа-яёөүң0-9]{{1,32}}\s+(?:{_DOT_WORD}|underscore)\s+){{0,3}}"
    r"[a-zа-яёөүң0-9][a-zа-яёөүң0-9_.+-]{0,63}"
)
_HOST = r"[a-zа-яёөүң0-9-]{1,63}"
_PROVIDER = (
    r"(?:g\s?mail|гмейл|джимейл|mail|мейл|мэйл|яндекс|yandex|inbox|list|bk|icloud|proton"
    r"|hotmail|outlook|yahoo)"
)
_HOSTS = (
    r"wa|t|telegram|instagram|facebook|fb|vk|tiktok|youtube|youtu|linktr|taplink|bit|etsy"
    r"|pinterest|behance|linkedin|dribbble|twitter|x|viber|ok"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # addresses of mail
        rf"{_NAME}{_AT}{_HOST}(?:{_DOT_TIGHT}{_HOST}){{0,3}}?{_DOT}{_TLD}\b",
        rf"{_NAME}{_AT}{_PROVIDER}(?:{_DOT}|\s+){_TLD}\b",
        rf"(?<![\w.-])[a-z0-9_.-]{{1,64}}\s+\d{{1,4}}\s+@\s+{_HOST}\s*\.\s*{_TLD}\b",
        rf"(?<![\w.-])[a-z][a-z0-9_.-]{{3,63}}\s+{_PROVIDER}(?:{_DOT}|\s+){_TLD}\b",
        # links
        r"\bh\s?t\s?t\s?p\s?s?\s?:\s?/\s?/\s?\S+",
        r"\bw\s?w\s?w\s?\.\s?[a-z0-9-]{1,63}(?:\s?\.\s?[a-z0-9-]{1,63}){1,4}\S*",
        rf"\bwww\s+{_DOT_WORD}\s+\S+\s+{_DOT_WORD}\s+{_TLD}\b",
        rf"(?<![\w@.-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?!me\b){_TLD}(?![.-]?\w)(?:/\S*)?",
        rf"(?<![\w@.-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}{_TLD}/\S+",
        rf"\b(?:{_HOSTS})\s?\.\s?{_TLD}\s?/\s?\S+",
        (
            rf"(?<![\w-]){_HOST}(?:\s+{_DOT_WORD}\s+{_HOST})?(?:\s+{_DOT_WORD}\s+"
            rf"|\s*[(\[]\s*{_DOT_WORD}\s*[)\]]\s*){_TLD}\b(?:\s+(?:slash|слэш|слеш)\s+\S+)?"
        ),
        # names elsewhere
        r"(?<![\w@])@[a-z0-9_](?:[a-z0-9_.-]{0,63}[a-z0-9_])?(?![\w@])",
        r"\blive:[\w.]{1,64}",
        r"(?<!\w)\w{2,32}#\d{4}\b",
    )
)
_PLACES = (
    r"телеграм\w*|телег\w*|тг|tg|telegram\w*|инст\w*|insta\w*|ig|ватсап\w*|вотсап\w*"
    r"|ватцап\w*|whats?app\w*|вайбер\w*|viber|скайп\w*|skype|тикток\w*|tik\s?tok|фейсбу\w*"
    r"|facebook|fb|вк|vk|одноклассник\w*|дискорд\w*|discord|wechat|kakao\w*|snapchat|signal"
    r"|line|ник\w*|ниг\w*|nick\w*|handle|username|логин\w*"
)
_PLACE = re.compile(rf"\b(?:{_PLACES})\b")
_NICK = re.compile(r"(?<![\w@#./-])[a-z0-9](?:[a-z0-9_.-]{0,63}[a-z0-9])?(?![\w@/])")
_TELLING = re.compile(r"[a-z].*[_.\d]|\d.*[a-z]")
_FILE = re.compile(
    r"\.(?:png|jpe?g|pdf|docx?|xlsx?|pptx?|svg|ai|psd|zip|mp[34]|txt|webp|heic|cdr|eps)$"
)
_PEOPLE = re.compile(r"\b(?:фейсбу\w*|одноклассник\w*|facebook|fb)\b")
_FULL_NAME = re.compile(r"[А-ЯЁӨҮҢA-Z][\w-]+(?:\s+[А-ЯЁӨҮҢA-Z][\w-]+){1,2}")
_NEAR, _FILLERS = 42, 5  # letters and words between «telegram» and the name there
_RUN = re.compile(r"[\w+]+|[^\w\s]|\s+")
_LIKE_DIGITS = str.maketrans("oоз", "003")
_JOINS = frozenset(
    {"анан", "кийин", "keyin", "then", "и", "ну", "потом", "жана", "and"}
)
_KG = re.compile(r"0\d{9}|996\d{9}")
_LOOSE = re.compile(r"[78]?9\d{9}|8\d{10}|0\d{10,13}")
_MAX_DIGITS = 15
_MOST_NUMBERS = 400  # pieces in one text
_MOST_PIECES = 24  # digits and words one phone is told in
_FAR = 90  # letters over which a number told in parts may reach
_ABOUT_NUMBERS = re.compile(
    r"номер|nomer|\bnumber|\bcode\b|\bкод\b|башы|first part|дальше|остальн|чал\b|digits"
)
_BARE = re.compile(r"[2579]\d{8}")


@dataclass(frozen=True)
class Found:
    """Where a contact lies in a text."""

    start: int
    end: int


def hidden(text: str) -> tuple[str, bool]:
    """Return a text with every contact covered, and whether there was any."""
    spans = contacts(text)
    out, at = "", 0
    for span in spans:
        out += text[at : span.start] + COVER
        at = span.end
    return out + text[at:], bool(spans)


def contacts(text: str) -> list[Found]:
    """Return where the contacts of a text are, in order, none inside another."""
    plain = _plain(text)
    found = [*_by_pattern(plain), *_by_place(plain, text), *_numbers(plain)]
    merged: list[Found] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if merged and span.start <= merged[-1].end:
            last = merged.pop()
            merged.append(Found(last.start, max(last.end, span.end)))
        else:
            merged.append(span)
    return merged


def _plain(text: str) -> str:
    """Return it in small plain letters, each where it was: keycaps become spaces."""
    out = []
    for letter in text:
        folded = unicodedata.normalize("NFKC", letter).casefold()
        if folded.isdigit() and not folded.isascii():
            folded = str(unicodedata.digit(letter, 0))
        if letter in "\u20e3\ufe0f\u200b\u200c\u200d\u2060":
            out.append("\u00a0")
        else:
            out.append(folded if len(folded) == 1 else letter)
    return "".join(out)


def _by_pattern(plain: str) -> Iterator[Found]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if not _FILE.search(match.group()):
                yield Found(*_bare(plain, match.start(), match.end()))


def _bare(plain: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the comma or bracket that ends a sentence, not the address."""
    while end > start and plain[end - 1] in ".,;:!?)»\"'":
        end -= 1
    return start, end


def _by_place(plain: str, text: str) -> Iterator[Found]:
    """Find the name that is said beside a service: «telegram: aigul_felt»."""
    for match in _PLACE.finditer(plain):
        for nick in _NICK.finditer(plain, match.end(), match.end() + _NEAR):
            if _is_nick(plain, match, nick):
                yield Found(nick.start(), nick.end())
                break
        before = plain[max(0, match.start() - _NEAR) : match.start()]
        for nick in _NICK.finditer(before):
            at = match.start() - len(before)
            if _is_named_before(before, nick):
                yield Found(at + nick.start(), at + nick.end())
    # Where people go by their own names, two of them behind the service are one.
    for match in _PEOPLE.finditer(plain):
        name = _FULL_NAME.search(text, match.end(), match.end() + _NEAR + 20)
        if name and name.start() - match.end() < _NEAR // 2:
            yield Found(name.start(), name.end())


def _is_nick(plain: str, place: re.Match[str], nick: re.Match[str]) -> bool:
    word, between = nick.group(), plain[place.end() : nick.start()]
    if _FILE.search(word) or re.search(r"[.!?]\s|\n", between):
        return False
    if _TELLING.search(word) and not re.fullmatch(r"\d+[a-z]{1,3}|\d+x\d+", word):
        return True
    # A plain Latin word is a name only in a Cyrillic sentence, or right behind «:».
    cyrillic = re.search(r"[а-яөүң]", plain) is not None
    near = len(between.split()) <= 1
    after = re.match(r"\s*(?:or|же|или|,)", plain[nick.end() :]) is not None
    alone = place.group().startswith("kakao") and after
    tight = re.fullmatch(r"\s*[:—–=-]\s*", between) is not None
    return (
        len(word) >= 4
        and word.isascii()
        and not word.isdigit()
        and (
            (cyrillic and near and _is_latin_name(word))
            or (tight and "." in word)
            or alone
        )
    )


def _is_named_before(before: str, nick: re.Match[str]) -> bool:
    """Whether «Aigul1990 in telegram» names somebody there."""
    word = nick.group()
    near = len(before[nick.end() :].split()) <= 3
    told = re.search(r"[a-z]\w*_\w", word) or re.fullmatch(r"[a-z]{4,}\d{2,}", word)
    return bool(told) and near and not _FILE.search(word)


def _is_latin_name(word: str) -> bool:
    return not _PLACE.fullmatch(word) and word not in {
        "reels", "stories", "story", "post", "business", "photoshop", "figma", "canva",
    }  # fmt: skip


def _numbers(plain: str) -> Iterator[Found]:
    """Find phones: runs of digits and number words that dial as many as a phone has."""
    runs = list(_runs(plain))
    if sum(map(len, runs)) > _MOST_NUMBERS:  # nobody counts so much in a message
        yield from (Found(run[0].start, run[-1].end) for run in runs if len(run) > 2)
        return
    for run in runs:
        yield from _phones(plain, run)
    if _ABOUT_NUMBERS.search(plain):
        yield from _scattered([piece for run in runs for piece in run])


def _scattered(pieces: list["_Piece"]) -> Iterator[Found]:
    """Find a number told in parts: «0700, in the middle 45 67, and at the end 89»."""
    for at, first in enumerate(pieces):
        if not first.said.startswith("0") and first.said not in {"нөл", "ноль", "zero"}:
            continue
        for end in range(at + 2, min(len(pieces), at + 12) + 1):
            parts = pieces[at:end]
            if parts[-1].end - first.start > _FAR:
                break
            if _KG.fullmatch(digits_of(_with_commas(parts))):
                yield from (Found(one.start, one.end) for one in parts)
                break


def _with_commas(pieces: list["_Piece"]) -> list[str]:
    """Return what they say, with a comma wherever something stood between."""
    said = [pieces[0].said]
    for piece in pieces[1:]:
        said += (
            [",", piece.said]
            if piece.gap.strip(" -") or not piece.gap
            else [piece.said]
        )
    return said


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    said: str  # digits or a number word
    gap: str  # what stood before it


def _runs(plain: str) -> Iterator[list[_Piece]]:
    """Yield neighbouring numbers; a word between ends a run, small joints do not."""
    run: list[_Piece] = []
    gap, joints = "", 0
    for match in _RUN.finditer(plain):
        token = match.group()
        pieces = _pieces(token, match.start())
        if pieces:
            first = pieces[0]
            run += [_Piece(first.start, first.end, first.said, gap), *pieces[1:]]
            gap, joints = "", 0
        elif run and token in _JOINS and joints < 2:
            gap, joints = f"{gap}{token}", joints + 1
        elif run and not token[0].isalpha() and len(gap) < 14:
            gap += token
        else:
            if run:
                yield run
            run, gap, joints = [], "", 0
    if run:
        yield run


def _pieces(token: str, start: int) -> list[_Piece]:
    bare = token.strip("'")
    if bare in WORDS:
        return [_Piece(start, start + len(token), bare, "")]
    if token.isdigit():
        return [_Piece(start, start + len(token), token, "")]
    as_digits = token.translate(_LIKE_DIGITS)
    if as_digits.isdigit() and (
        any(one.isdigit() for one in token) or token in {"оо", "oo"}
    ):
        return [_Piece(start, start + len(token), as_digits, "")]
    return _mixed(token, start)


def _mixed(token: str, start: int) -> list[_Piece]:
    """Read «0ноль», «0seven0two», «0_7_0»: digits and words that stick together."""
    if not any(one.isdigit() for one in token):
        return []
    found = []
    for part in re.finditer(r"\d+|[^\W\d_]+", token):
        word = part.group()
        if not word.isdigit() and word not in WORDS:
            return []
        at = start + part.start()
        found.append(_Piece(at, start + part.end(), word, ""))
    return _once(found)


def _once(found: list[_Piece]) -> list[_Piece]:
    """Leave out the word that repeats the digit before it: «5пять»."""
    kept: list[_Piece] = []
    for piece in found:
        twin = (
            kept
            and not piece.said.isdigit()
            and kept[-1].said == digits_of([piece.said])
        )
        if twin:
            kept[-1] = _Piece(kept[-1].start, piece.end, kept[-1].said, kept[-1].gap)
        else:
            kept.append(piece)
    return kept


def _phones(plain: str, run: list[_Piece]) -> Iterator[Found]:
    """Yield the parts of a run that are phones, the longest from each beginning."""
    at = 0
    while at < len(run):
        ends = range(min(len(run), at + _MOST_PIECES), at, -1)
        exact = (end for end in ends if _KG.fullmatch(_dialled(run[at:end])))
        end = next(
            (
                end
                for end in (*exact, *ends)
                if _is_phone(plain, run[at:end], alone=(at, end) == (0, len(run)))
            ),
            None,
        )
        if end is None:
            at += 1
            continue
        start = run[at].start
        if start and plain[start - 1] == "+":
            start -= 1
        if start and plain[start - 1] == "(":
            start -= 1
        yield Found(start, run[end - 1].end)
        at = end


def _is_phone(plain: str, pieces: list[_Piece], *, alone: bool) -> bool:
    said = [piece.said for piece in pieces]
    if said[-1] in PLUS:
        return False
    dialled = _dialled(pieces)
    words = sum(not one.isdigit() for one in said)
    short = words >= 5 and dialled.startswith("0")
    if not 8 <= len(dialled) <= _MAX_DIGITS or (len(dialled) == 8 and not short):
        return False
    if _is_list(pieces):
        return False
    plus = plain[pieces[0].start - 1 : pieces[0].start] == "+" or said[0] in PLUS
    if plus and len(dialled) >= 10:
        return True
    if _KG.fullmatch(dialled) or _LOOSE.fullmatch(dialled):
        return True
    if words >= 3 and not _measures(said):
        return True
    tight = all("," not in piece.gap and ";" not in piece.gap for piece in pieces[1:])
    grouped = [len(one) for one in said] in ([3, 2, 2, 2], [3, 3, 3], [9], [3, 2, 4])
    # Without a nought in front three groups are a price just as well: «200 000 – 250 000».
    return bool(alone and tight and grouped and _BARE.fullmatch(dialled))


def _dialled(pieces: list[_Piece]) -> str:
    said = [pieces[0].said]
    for piece in pieces[1:]:
        said += [",", piece.said] if "," in piece.gap else [piece.said]
    return digits_of(said)


def _measures(said: list[str]) -> bool:
    """Whether words are counts: none of them is a single digit, and none is nought."""
    return not any(len(digits_of([one])) == 1 for one in said)


def _is_list(pieces: list[_Piece]) -> bool:
    """Whether numbers stand in a list, or are a day, a price, a size, a fraction."""
    gaps = [piece.gap for piece in pieces[1:]]
    if any(mark in gap for gap in gaps for mark in ("№", "%", ";", "=", "×", "?", "!")):
        return True
    if any("," in gap for gap in gaps):
        # «0703, 55, 09, 18» is a phone all the same; «30, 40, 45» is none.
        return digits_of([pieces[0].said])[:1] not in {"0", "9"} and pieces[
            0
        ].said not in {"plus", "плюс"}
    return False
