"""What a form says when it is not filled in well, and of its fields."""

import pytest
from lxml import html

from marketplace.errors import Invalid
from marketplace.infra.media import PhotoRefused
from marketplace.web.messages import explain
from tests import people


@pytest.fixture
def refused(client):
    """Return the sign-up page after nothing was filled in."""
    return html.document_fromstring(client.send("/en/sign-up").text)


def test_the_summary_says_which_field_and_the_field_only_what(refused) -> None:
    summary = refused.get_element_by_id("problems")
    assert [link.text for link in summary.iter("a")] == [
        "Your name: Fill this in",
        "Phone or e-mail: Fill this in",
        "Password: Fill this in",
    ]
    assert refused.get_element_by_id("name-error").text == "Fill this in"


def test_a_label_that_asks_keeps_its_own_mark(as_) -> None:
    page = html.document_fromstring(as_("aigul").send("/en/my/things/new").text)
    assert (
        "What is it? Fill this in" in page.get_element_by_id("problems").text_content()
    )


def test_a_reader_lands_on_the_summary(refused) -> None:
    summary = refused.get_element_by_id("problems")
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary.attrib


def test_the_hint_of_a_group_belongs_to_it(app, as_) -> None:
    path = f"/en/desk/residents/{people.person_id('aigul')}"
    cholpon = as_("cholpon")
    group = html.document_fromstring(cholpon.get(path).text).get_element_by_id("days")
    hint = group.xpath(".//*[@id='days-hint']")[0]
    assert "What was only spoken lasts a week at most" in hint.text
    assert group.get("aria-describedby") == "days-hint"
    answer = cholpon.send(f"{path}/consent").text
    group = html.document_fromstring(answer).get_element_by_id("days")
    assert group.get("aria-describedby") == "days-hint days-error"


@pytest.mark.parametrize(("kind", "said"), [("pdf", "(pdf)"), ("", "This file is not")])
def test_what_a_file_is_is_said_only_if_it_is_known(app, kind, said) -> None:
    with app.test_request_context("/en/"):
        text = explain(PhotoRefused("photo_not_a_photo", kind=kind))
    assert said in text
    assert "?" not in text


def test_too_many_photos_are_too_many_anywhere(app) -> None:
    with app.test_request_context("/en/"):
        text = explain(Invalid("photo_too_many", most=3))
    assert text == "At most 3 photos here."
