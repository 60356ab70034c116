"""Every HTML page any test sees is audited here."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

from lxml import html as lxml_html

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
VOID |= {"source", "track", "wbr"}
DATA = "application/ld+json"
INLINE = re.compile(r"^on[a-z]+$")


class _Balance(HTMLParser):
    """Finds tags that close what is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, _attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, _attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def audit(text: str, path: str) -> None:
    """Fail with every fault of a page."""
    faults = [*_balance(text), *_document(lxml_html.document_fromstring(text))]
    assert not faults, f"{path}: {faults}"


def _balance(text: str) -> list[str]:
    parser = _Balance()
    parser.feed(text)
    return parser.faults + [f"<{tag}> stays open" for tag in parser.open]


def _document(page) -> list[str]:
    faults = []
    if len(page.findall(".//h1")) != 1:
        faults.append("not exactly one h1")
    if page.get("lang") not in {"ky", "ru", "uz", "en"}:
        faults.append("no lang")
    title = page.findtext(".//title") or ""
    if not title.strip() or title.strip().startswith("·"):
        faults.append("no title")
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    faults += [f"id {name} twice" for name in {i for i in ids if ids.count(i) > 1}]
    levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4")]
    pairs = pairwise(levels)
    faults += [
        f"h{after} after h{before}" for before, after in pairs if after > before + 1
    ]
    return faults + _inline(page) + _forms(page, set(ids)) + _pictures(page)


def _inline(page) -> list[str]:
    faults = [f"inline style on {n.tag}" for n in page.iter() if n.get("style")]
    faults += ["<style>" for _ in page.iter("style")]
    scripts = [node for node in page.iter("script") if not node.get("src")]
    faults += ["inline <script>" for node in scripts if node.get("type") != DATA]
    faults += [fault for node in scripts for fault in _data(node.text or "")]
    faults += [
        f"{name} on {node.tag}"
        for node in page.iter()
        if isinstance(node.tag, str)
        for name in node.attrib
        if INLINE.match(name)
    ]
    return faults


def _data(text: str) -> list[str]:
    """Find what is wrong with data for search engines."""
    said = json.loads(text)
    faults = [] if said.get("@context") == "https://schema.org" else ["no @context"]
    return faults + [
        f"{one} without @type" for one in said["@graph"] if "@type" not in one
    ]


def _forms(page, ids: set[str]) -> list[str]:
    faults = []
    for form in page.iter("form"):
        if form.get("action") is None:
            faults.append("form without action")
        token = form.xpath(
            ".//input[@name='csrf_token' and string-length(@value) > 20]"
        )
        if (form.get("method") or "get").lower() == "post" and not token:
            faults.append(f"no CSRF in form {form.get('action')}")
    labels = {node.get("for") for node in page.iter("label")}
    for field in page.xpath("//input | //select | //textarea"):
        if field.get("type") in {"hidden", "submit"}:
            continue
        if field.get("id") not in labels and not field.get("aria-label"):
            faults.append(f"field {field.get('name')} has no label")
    faults += [f"label for nobody: {name}" for name in labels if name not in ids]
    return faults


def _pictures(page) -> list[str]:
    faults = []
    for image in page.iter("img"):
        if image.get("alt") is None:
            faults.append(f"img {image.get('src')} without alt")
        if not image.get("width") or not image.get("height"):
            faults.append(f"img {image.get('src')} without size")
    for link in page.iter("a", "button"):
        words = "".join(link.itertext()).strip() or link.xpath(".//img/@alt")
        if not words:
            faults.append(f"{link.tag} without words")
    return faults


def csrf_of(text: str) -> str:
    """Return the CSRF token of the first form that has one."""
    return lxml_html.document_fromstring(text).xpath(
        "string(//input[@name='csrf_token']/@value)"
    )


def text_of(text: str) -> str:
    """Return the words a reader sees in the main part."""
    main = lxml_html.document_fromstring(text).find(".//main")
    return " ".join("".join(main.itertext()).split())
