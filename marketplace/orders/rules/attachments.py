"""Which files can be sent in a conversation, and what must not hide in them."""

import re
import unicodedata
import zipfile
from io import BytesIO

from marketplace.errors import Invalid
from marketplace.orders.rules.masking import hidden

MAX_FILE = 20 * 1024 * 1024  # bytes
MAX_FILES = 10
MAX_NAME = 80
PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "heic", "heif"})
_BEGINS = {
    "pdf": re.compile(rb"%PDF-1\.\d|%PDF-2\.0"),
    "mp3": re.compile(rb"ID3|\xff[\xf2\xf3\xfa\xfb]"),
    "m4a": re.compile(rb".{4}ftyp(?:M4A|mp4|isom)", re.DOTALL),
    "mp4": re.compile(rb".{4}ftyp(?:isom|mp4|avc1|MSNV|iso[2-6]|qt  )", re.DOTALL),
    "ogg": re.compile(rb"OggS"),
}
_OFFICE = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
ENDINGS = (*PICTURES, *_BEGINS, *_OFFICE, "txt", "zip")
# What a designer's archive holds; no programs, no pages, no archives in archives.
_IN_ZIP = frozenset(
    [
        "jpg",
        "jpeg",
        "png",
        "webp",
        "gif",
        "tif",
        "tiff",
        "heic",
        "svg",
        "pdf",
        "psd",
        "ai",
        "eps",
        "cdr",
        "indd",
        "fig",
        "sketch",
        "txt",
        "docx",
        "xlsx",
        "pptx",
        "odt",
        "csv",
        "mp3",
        "m4a",
        "mp4",
        "mov",
        "wav",
        "ttf",
        "otf",
        "dxf",
        "plt",
        "md",
        "json",
    ]
)
_IN_DOCUMENT: tuple[str, ...] = (".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif")
_IN_DOCUMENT += (".emf", ".wmf", ".svg", ".tif", ".tiff", ".webp", ".rdf", ".odttf")
_IN_DOCUMENT += (".vml", "mimetype")
_ENDS = b"PK\x05\x06"
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs"})
_MOST_IN_ZIP, _MOST_UNPACKED = 500, 400 * 1024 * 1024
_PAGE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|iframe|svg|object|embed)\b", re.IGNORECASE
)
_HEAD = 2048  # bytes in which browsers look for a page
_END = 1024  # bytes in which a PDF must end
_UNWANTED = re.compile(r'[<>:"|?*%;\\/\x00-\x1f]')


def check_count(count: int) -> None:
    """Raise Invalid("files_many", most=…) for more files than one message takes."""
    if count > MAX_FILES:
        raise Invalid("files_many", field="files", most=MAX_FILES)


def ending_of(name: str) -> str:
    """Return the ending of a file that can be sent; Invalid("files_kind") for others."""
    stem, _dot, ending = name.lower().rpartition(".")
    if not stem or ending not in ENDINGS:
        raise Invalid("files_kind", field="files", name=name[:40])
    return ending


def check(data: bytes, ending: str, name: str) -> None:
    """Refuse what is not what it calls itself, or is two things at once.

    Raises Invalid("files_kind", name=…), Invalid("files_double", name=…),
    Invalid("files_archive", name=…). Pictures are not checked here: they are made anew.
    """
    facts = {"field": "files", "name": name[:40]}
    if ending in _BEGINS and not _BEGINS[ending].match(data[:64]):
        raise Invalid("files_kind", **facts)
    if ending in _OFFICE or ending == "zip":
        _check_zip(data, ending, facts)
        return
    if ending == "txt" and not _is_text(data):
        raise Invalid("files_kind", **facts)
    if _PAGE.search(data[:_HEAD]) or zipfile.is_zipfile(BytesIO(data)):
        raise Invalid("files_double", **facts)
    if ending == "pdf" and b"%%EOF" not in data[-_END:]:
        raise Invalid("files_double", **facts)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _check_zip(data: bytes, ending: str, facts: dict[str, str]) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Invalid("files_kind", **facts) from None
    whole = data.startswith(b"PK\x03\x04") and data.rfind(_ENDS) == len(data) - 22
    if not entries or min(one.header_offset for one in entries) or comment or not whole:
        raise Invalid("files_double", **facts)
    names = {one.filename for one in entries}
    if ending in _OFFICE:
        if _OFFICE[ending] not in names or not all(map(_is_of_document, entries)):
            raise Invalid("files_kind", **facts)
        return
    if len(entries) > _MOST_IN_ZIP or _unpacked(entries) > _MOST_UNPACKED:
        raise Invalid("files_archive", **facts)
    if not all(_may_be_in(one) for one in entries):
        raise Invalid("files_archive", **facts)


def _is_of_document(entry: zipfile.ZipInfo) -> bool:
    """Whether a part belongs to a document: no macros, no programs."""
    return entry.is_dir() or entry.filename.lower().endswith(_IN_DOCUMENT)


def _unpacked(entries: list[zipfile.ZipInfo]) -> int:
    return sum(one.file_size for one in entries)


def _may_be_in(entry: zipfile.ZipInfo) -> bool:
    if entry.is_dir():
        return True
    encrypted = entry.flag_bits & 1
    inside = entry.filename.startswith(("/", "\\")) or ".." in entry.filename.split("/")
    last = entry.filename.rsplit("/", 1)[-1]
    ending = last.rpartition(".")[2].lower()
    return not encrypted and not inside and (ending in _IN_ZIP or last == ".DS_Store")


def clean_name(name: str, ending: str) -> str:
    """Return the name the other side gets: one line, no folders, its true ending.

    A telephone is no name: contacts in it are hidden like in words.
    """
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] or last
    seen = "".join(one for one in stem if unicodedata.category(one) not in _UNSEEN)
    bare = " ".join(_UNWANTED.sub(" ", hidden(seen)[0]).split()).strip(". ")
    return f"{bare[: MAX_NAME - len(ending) - 1].rstrip(' .') or 'file'}.{ending}"
