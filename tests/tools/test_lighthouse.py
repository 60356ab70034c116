"""What `make lighthouse` makes of Lighthouse's answers; Lighthouse itself stays away."""

import pytest

from tools.lighthouse.__main__ import (
    AUDITS,
    CATEGORIES,
    MOST,
    Look,
    _read,
    medians,
    short_of,
)
from tools.lighthouse.site import Page

HOME = Page("home", "http://127.0.0.1/ky/")


def _look(
    points: float = 100, lcp: float = 1500, tbt: float = 0, cls: float = 0
) -> Look:
    numbers = dict(zip(AUDITS, (lcp, cls, tbt, 100_000), strict=True))
    return Look(dict.fromkeys(CATEGORIES, points), numbers, ())


def _said(**more) -> dict:
    audit = {"score": 0, "title": "Links have no names", "numericValue": 1500}
    refs = [{"id": "link-name", "weight": 7}]
    said = {
        "finalDisplayedUrl": HOME.address,
        "categories": {n: {"score": 0.994, "auditRefs": refs} for n in CATEGORIES},
        "audits": dict.fromkeys((*AUDITS, "link-name"), audit),
    }
    return {**said, **more}


def test_one_slow_look_of_three_decides_nothing() -> None:
    seen = medians([_look(), _look(80, 4000, 900), _look()])
    assert short_of(HOME, seen, CATEGORIES, MOST) == []


def test_what_is_slow_or_moves_or_has_lost_a_point_is_named() -> None:
    missed = short_of(HOME, _look(99, 1801, 201, 0.06), CATEGORIES, MOST)
    for word in ("accessibility 99", "LCP ms 1801", "TBT ms 201", "CLS 0.06"):
        assert any(word in line for line in missed), word
    assert not any("performance" in line for line in missed), "there 99 is enough"


def test_an_audit_that_fails_is_told_by_its_title() -> None:
    seen = _read(_said(), HOME)
    assert seen.points["seo"] == 99
    assert "home: seo: Links have no names" in seen.amiss


@pytest.mark.parametrize(
    "more",
    [{"runtimeError": {"message": "NO_FCP"}}, {"finalDisplayedUrl": "http://other/"}],
)
def test_a_page_that_was_not_seen_is_no_result(more) -> None:
    with pytest.raises(SystemExit, match="home"):
        _read(_said(**more), HOME)
