"""Reviews on pages: for strangers, for who sells, for her Lab."""

import re

import pytest

from marketplace.catalog.models import Review
from marketplace.catalog.services import ratings, reviews
from marketplace.extensions import db
from tests import people


def state_of(review_id) -> tuple[str, str]:
    db.session.rollback()
    row = db.session.get_one(Review, review_id)
    return row.state, row.answer


@pytest.fixture
def said(live):
    """Return the id of a review of Aigul's thing."""
    return people.reviewed(live, 4, "Түсү сонун!").id


def test_pages_kept_in_memory_change_when_a_review_opens(
    client, live, travel, work
) -> None:
    paths = (f"/en/l/{live.slug}", "/en/shop/ak-kiyiz", "/en/c/felt")
    people.reviewed(live, 4, "Түсү сонун!", waits=14)
    before = [_bare(client.get(path).text) for path in paths]
    assert [_bare(client.get(path).text) for path in paths] == before
    assert not any("★" in page for page in before)
    travel(days=14, minutes=1)
    work()
    after = [client.get(path).text for path in paths]
    assert "Түсү сонун!" in after[0]
    assert all("★ 4.0" in page for page in after)
    assert "1 review" in after[1]


def _bare(page: str) -> str:
    """A page without the token of its form, which says at which second it was given."""
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", page)


def test_an_answer_stands_under_its_review(as_, client, live, said) -> None:
    aigul = as_("aigul")
    assert "Түсү сонун!" in aigul.words("/en/my/reviews")
    client.get(f"/en/l/{live.slug}")
    sent = aigul.send(f"/en/my/reviews/{said}/answer", text="Рахмат <b>сизге</b>")
    assert sent.location.endswith("/en/my/reviews")
    words = client.words(f"/en/l/{live.slug}")
    assert "Түсү сонун!" in words
    assert "Ак кийиз answers: Рахмат <b>сизге</b>" in words
    assert "Correct my answer" in aigul.words("/en/my/reviews")


def test_an_answer_that_is_too_long_stays_in_its_form(as_, said) -> None:
    long = "х" * 1001
    answer = as_("aigul").send(f"/en/my/reviews/{said}/answer", text=long)
    assert answer.status_code == 422
    assert long in answer.text
    assert "at most 1000 letters" in answer.text
    assert state_of(said) == ("shown", "")


def test_one_tap_reports_it_and_the_lab_sees_it_first(as_, live, said) -> None:
    people.reviewed(live, 5, "Эң жаңысы")
    aigul, cholpon = as_("aigul"), as_("cholpon")
    assert aigul.send(f"/en/my/reviews/{said}/report").status_code == 303
    assert "Reported. Your Lab looks at it." in aigul.words("/en/my/reviews")
    words = cholpon.words("/en/desk/reviews")
    assert words.index("Түсү сонун!") < words.index("Эң жаңысы")
    assert cholpon.send(f"/en/desk/reviews/{said}/keep").status_code == 303
    assert "it stays" in aigul.words("/en/my/reviews")


def test_the_lab_hides_it_for_a_reason_and_shows_it_again(
    as_, client, live, said
) -> None:
    cholpon, aigul = as_("cholpon"), as_("aigul")
    path = f"/en/desk/reviews/{said}"
    assert cholpon.send(f"{path}/hide").status_code == 422
    assert "Түсү сонун!" in client.words(f"/en/l/{live.slug}")
    assert cholpon.send(f"{path}/hide", text="Кемсинтет").status_code == 303
    assert "Түсү сонун!" not in client.words(f"/en/l/{live.slug}")
    assert "Your Lab says: Кемсинтет" in aigul.words("/en/my/reviews")
    assert aigul.send(f"/en/my/reviews/{said}/answer", text="Х").status_code == 409
    assert cholpon.send(f"{path}/show").status_code == 303
    assert "Түсү сонун!" in client.words(f"/en/l/{live.slug}")


def test_another_lab_finds_nothing_there(as_, said) -> None:
    dinara = as_("dinara")
    assert "Түсү сонун!" not in dinara.words("/en/desk/reviews")
    for what in ("hide", "show", "keep"):
        gone = dinara.send(f"/en/desk/reviews/{said}/{what}", text="Х")
        assert gone.status_code == 404
    assert state_of(said) == ("shown", "")


def test_long_lists_are_turned_page_by_page(as_, live) -> None:
    for number in range(30):
        people.reviewed(live, 5, f"Сөз-{number}.")
    for browser, path in (
        (as_("aigul"), "/en/my/reviews"),
        (as_("cholpon"), "/en/desk/reviews"),
    ):
        page = browser.get(path)
        assert "Сөз-29." in page.text
        assert "Сөз-5." not in page.text
        more = page.text.partition('rel="next" href="')[2].partition('"')[0]
        assert "Сөз-5." in browser.words(more.replace("&amp;", "&"))


def test_her_words_go_with_her_account_the_buyers_stay(live) -> None:
    from marketplace.catalog.services import leaving

    review, her = people.reviewed(live), people.seller()
    reviews.answer(her.shop_id, review.id, "Рахмат!", by=her.person_id)
    assert [one["answer"] for one in leaving.answers_of(her.person_id)] == ["Рахмат!"]
    leaving.put_away(her.person_id)
    assert state_of(review.id) == ("shown", "")


def test_a_hidden_shop_has_no_rating_page_either(client, live, said) -> None:
    from marketplace.profiles.services import shops

    ratings.recount()
    assert "★ 4.0" in client.words("/en/shop/ak-kiyiz")
    shops.show_to(people.seller().shop_id, "hidden")
    assert client.get("/en/shop/ak-kiyiz").status_code == 404
