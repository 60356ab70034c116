"""Refusals that no file brings about by itself, and the words for each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from marketplace.infra.media import PhotoRefused, card_set, images
from marketplace.web.messages import explain
from tests.infra.media import crafted, samples
from tests.infra.media.corpus import CASES

CODES = re.findall(r"^\s*\| (photo_\w+)", PhotoRefused.__doc__ or "", re.M)
FACTS = {case.code: case.facts for case in CASES.values()}
# What this machine's extras and patience decide, not the file.
ELSEWHERE = {"photo_heic", "photo_timeout"}


def refused(data: bytes) -> PhotoRefused:
    with pytest.raises(PhotoRefused) as caught:
        images.card_set(data)
    return caught.value


def test_heic_is_named_where_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.infra.media.header.find_spec", lambda _name: None)
    assert refused(crafted.ftyp(b"heic")).code == "photo_heic"


def test_forty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    with source.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    with pytest.raises(PhotoRefused) as caught:
        card_set(source)
    assert caught.value.facts == {"mb": 40, "limit_mb": 30}


def test_no_memory_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(images, "shrunk", exhausted)
    assert refused(samples.jpeg(320, 240)).code == "photo_timeout"


def test_the_corpus_brings_about_every_refusal_a_file_can() -> None:
    assert set(CODES) - ELSEWHERE == set(FACTS) - {"ok"}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_refusal_has_words_of_its_own(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        texts = {
            code: explain(PhotoRefused(code, **FACTS.get(code, {}))) for code in CODES
        }
        other = explain(PhotoRefused("no_such_code"))
    assert len({*texts.values(), other}) == len(CODES) + 1
    assert not [text for text in texts.values() if "%" in text or "?" in text]


def test_the_words_differ_between_languages(app: Flask) -> None:
    for code in CODES:
        with app.test_request_context():
            said = set()
            for language in ("ky", "ru", "en"):
                with force_locale(language):
                    said.add(explain(PhotoRefused(code, **FACTS.get(code, {}))))
        assert len(said) == 3, code
