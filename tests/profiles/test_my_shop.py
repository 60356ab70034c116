"""What she writes about herself and her shop is shown as she wrote it."""

import re
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.errors import Conflict, Invalid
from marketplace.orders.services import basket, checkout
from marketplace.profiles import queries
from marketplace.profiles.services import shops
from tests import people


def test_her_story_and_techniques_are_shown_in_the_readers_language(
    aigul, as_, client
) -> None:
    felt = str(queries.techniques()[0][0])
    her = as_("aigul")
    answer = her.send(
        "/en/my/shop",
        alias="Ак кийиз",
        story_ky="Кийиз басам.",
        story_ru="Валяю войлок.",
        story_en="",
        techniques=felt,
    )
    assert answer.status_code == 303
    assert "Валяю войлок." in client.words("/ru/shop/ak-kiyiz")
    assert "Кийиз басам." in client.words("/ky/shop/ak-kiyiz")
    assert "Шырдак" in client.words("/ky/shop/ak-kiyiz")
    assert 'lang="ru"' in client.get("/en/shop/ak-kiyiz").get_data(as_text=True)


def test_a_new_name_keeps_the_old_address(aigul, as_, client) -> None:
    as_("aigul").send("/en/my/shop", alias="Көк кийиз", story_ky="x")
    assert "Көк кийиз" in client.words("/ky/shop/ak-kiyiz")


def test_a_name_that_was_too_much_goes_from_the_address_too(aigul, as_, client) -> None:
    her = as_("aigul")
    her.send("/en/my/shop", alias="Көк кийиз", story_ky="x")
    her.send("/en/my/shop/address")
    assert client.get("/ky/shop/ak-kiyiz").status_code == 404
    assert "Көк кийиз" in client.words("/ky/shop/kok-kiyiz")


def test_nobody_takes_the_name_of_another_shop(aigul, as_) -> None:
    answer = as_("farida").send("/en/my/shop", alias="АК Кийиз", story_ky="x")
    assert answer.status_code == 422
    assert "Another shop has this name" in answer.text
    about = {"lab": str(people.lab().id), "craft": "тигүү", "about": "Тигем."}
    asked = as_("elnura").send("/en/apply/about", alias="ак кийиз", **about)
    assert "Another shop has this name" in asked.text
    shops.show_to(aigul[0].id, "hidden")
    hidden = as_("farida").send("/en/my/shop", alias="Ак кийиз", story_ky="x")
    assert hidden.status_code == 303, "the name of a hidden shop is not given away"


def test_two_windows_do_not_undo_each_other(aigul, as_) -> None:
    her = as_("aigul")
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', her.get("/en/my/shop").text)[1]
    fields = {"alias": "Ак кийиз", "seen": seen}
    her.send("/en/my/shop", **fields, story_ky="Биринчи")
    second = her.send("/en/my/shop", **fields, story_ky="Экинчи")
    assert second.status_code == 422
    for kept in ("Биринчи", "Экинчи"):
        assert kept in second.text
    again = re.search(r'name="seen"[^>]*value="(\w+)"', second.text)[1]
    her.send("/en/my/shop", alias="Ак кийиз", seen=again, story_ky="Экинчи")
    assert "Экинчи" in her.words("/ky/my/shop/preview")


def test_while_she_is_away_her_things_are_seen_but_not_bought(
    aigul, as_, client, travel
) -> None:
    today = clock.today()
    as_("aigul").send(
        "/en/my/shop/away",
        away_from=str(today),
        away_to=str(today + timedelta(days=3)),
    )
    assert "Away until" in client.words(f"/en/l/{aigul[1].slug}")
    assert "Away until" in client.words("/en/shop/ak-kiyiz")
    with pytest.raises(Conflict, match="maker_away"):
        basket.add(None, people.variant_of(aigul[1].id))
    travel(days=4)
    assert "Away until" not in client.words(f"/en/l/{aigul[1].slug}"), "back by herself"
    basket.add(None, people.variant_of(aigul[1].id))


def test_who_has_it_in_the_basket_is_told_she_is_away(aigul, client) -> None:
    token = basket.add(None, people.variant_of(aigul[1].id))
    shops.be_away(aigul[0].id, clock.today(), clock.today())
    client.set_cookie("basket", token)
    assert "Away until" in client.words("/en/basket")
    buyer = checkout.Buyer("Бермет", "bermet@lab.test", "ky")
    with pytest.raises(Conflict, match="maker_away"):
        checkout.place(token, buyer, {}, submit_key="k", provider="sandbox")


@pytest.mark.parametrize(
    ("first", "last"), [(0, -1), (-5, -1), (None, 3), (3, None), (5, 3), (0, 400)]
)
def test_days_away_that_make_no_sense_are_refused(aigul, first, last) -> None:
    def day(offset):
        return None if offset is None else clock.today() + timedelta(days=offset)

    with pytest.raises(Invalid, match="away_days"):
        shops.be_away(aigul[0].id, day(first), day(last))


def test_the_ornament_is_hers_and_says_nothing(aigul, client) -> None:
    seed = aigul[0].avatar_seed
    answer = client.get(f"/media/a/{seed}.svg")
    assert answer.mimetype == "image/svg+xml"
    assert client.get("/media/a/0123456789abcdef.svg").status_code == 200, "any is"
    for odd in ("../../etc", "x" * 16, "0123"):
        assert client.get(f"/media/a/{odd}.svg").status_code == 404
