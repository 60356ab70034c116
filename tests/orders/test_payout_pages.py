"""Where her money goes, what was paid out, receipts – for her and nobody else."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.extensions import db
from marketplace.orders.models import PayoutDetails
from marketplace.permissions import Scope
from marketplace.profiles.services import helping
from tests import people
from tests.orders import deals, her_money
from tests.orders.her_money import plain

PAGE = "/en/my/money/payouts"


def test_she_says_where_her_money_goes_and_looks_twice(app, as_) -> None:
    aigul = as_("aigul")
    wish = {"method": "bank", "text": "KG 1234 5678 9999"}
    answer = aigul.send(PAGE, **wish)
    assert answer.status_code == 422
    assert "Look at every digit" in answer.get_data(as_text=True)
    assert db.session.scalars(select(PayoutDetails)).all() == []
    assert aigul.send(PAGE, **wish, sure="y").status_code == 303
    words = aigul.words(PAGE)
    assert "To a bank account: •••• 9999" in words
    assert "1234" not in words


def test_cash_needs_no_digits(app, as_) -> None:
    aigul = as_("aigul")
    assert aigul.send(PAGE, method="cash").status_code == 303
    assert "In cash at the Lab" in aigul.words(PAGE)


def test_what_cannot_be_is_refused_and_kept(app, as_) -> None:
    aigul = as_("aigul")
    answer = aigul.send(PAGE, method="wallet", text="12", sure="y")
    assert answer.status_code == 422
    assert 'value="12"' in answer.get_data(as_text=True)
    assert aigul.send(PAGE, method="gold", sure="y").status_code == 422


def test_new_details_rest_and_the_old_ones_count_meanwhile(app, as_, travel) -> None:
    her_money.details("bank", "KG 1111 2222 3333")
    travel(minutes=1)
    her_money.details("wallet", "0555 00 77 88")
    words = as_("aigul").words(PAGE)
    assert "•••• 7788" in words
    assert "is used from" in words
    assert "Until then it goes as before: To a bank account •••• 3333" in words
    travel(hours=72)
    words = as_("aigul").words(PAGE)
    assert "is used from" not in words
    assert "3333" not in words


def test_a_change_asks_for_the_password_first(app, as_, travel) -> None:
    aigul = as_("aigul", own_phone=True)
    travel(minutes=11)
    answer = aigul.send(PAGE, method="cash")
    assert answer.status_code == 307
    assert "confirm" in answer.location
    assert db.session.scalars(select(PayoutDetails)).all() == []


@pytest.fixture
def paid(app):
    """Return the id of a payout in cash that she has signed for."""
    from marketplace.orders.services import papers
    from tests.infra.media.samples import jpeg

    her_money.details()
    deals.completed(people.on_sale())
    key = papers.take_in(people.person_id("lira"), BytesIO(jpeg()))
    return her_money.paid_out(proof="17/26", receipt=key).id


def test_a_payout_has_a_receipt_with_all_that_it_pays(app, as_, paid) -> None:
    aigul = as_("aigul")
    covered = aigul.words(PAGE)
    assert "1,350" not in covered
    aigul.send("/en/my/money/show", page="payouts")
    assert "1,350 KGS" in plain(aigul.words(PAGE))
    words = plain(aigul.words(f"{PAGE}/{paid}"))
    for part in ("Payout receipt", "Aigul", "1,350 KGS", "In cash", "17/26", "A sale"):
        assert part in words
    assert "signature" in words
    assert "not a fiscal document" in words


def test_the_photo_of_the_receipt_is_hers_alone(app, as_, paid) -> None:
    photo = f"{PAGE}/{paid}/photo"
    answer = as_("aigul").get(photo)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "no-store"
    assert as_("farida").get(photo).status_code == 404
    assert as_("farida").get(f"{PAGE}/{paid}").status_code == 404


def test_a_payment_by_bank_needs_no_signature_and_has_no_photo(app, as_) -> None:
    her_money.details("bank", "KG 1234 5678 9999")
    deals.completed(people.on_sale())
    payout_id = her_money.paid_out(proof="B-77").id
    aigul = as_("aigul")
    words = aigul.words(f"{PAGE}/{payout_id}")
    assert "B-77" in words
    assert "signature" not in words
    assert aigul.get(f"{PAGE}/{payout_id}/photo").status_code == 404


def test_what_is_only_drawn_up_is_the_labs_own_affair(app, as_) -> None:
    from marketplace.orders.queries import payout_run

    her_money.details()
    deals.completed(people.on_sale())
    run_id = her_money.drawn_up()
    (row,) = payout_run(None, run_id).rows
    aigul = as_("aigul")
    assert aigul.get(f"{PAGE}/{row.id}").status_code == 404
    assert aigul.get(f"{PAGE}/{row.id}/photo").status_code == 404
    assert "Nothing has been paid out yet" in aigul.words(PAGE)


def test_nobody_who_helps_her_reaches_any_of_it(app, as_, paid) -> None:
    aigul = people.person_id("aigul")
    consent = helping.give(aigul, list(Scope), how="herself", days=7, by=aigul).id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    assert "You act for" in cholpon.words("/en/my/orders")
    month = her_money.month()
    statements = "/en/my/money/statements"
    for path in (
        "/en/my/money",
        statements,
        f"{statements}/{month}",
        f"{statements}/{month}.csv",
        PAGE,
        f"{PAGE}/{paid}",
        f"{PAGE}/{paid}/photo",
    ):
        assert cholpon.get(path).status_code == 403, path
    for path in ("/en/my/money/show", PAGE):
        assert cholpon.send(path, method="cash").status_code == 403, path


def test_the_lab_prints_receipts_to_sign_for_cash_only(app, as_) -> None:
    from marketplace.orders.services import payouts

    her_money.details()
    deals.completed(people.on_sale())
    run_id = her_money.drawn_up()
    path = f"/en/desk/money/payouts/{run_id}"
    lira = as_("lira")
    assert "Print receipts" not in lira.words(path), "it is only drawn up"
    payouts.approve(deals.labs(), run_id, by=people.person_id("meerim"))
    assert "Print receipts to sign" in lira.words(path)
    words = plain(lira.words(f"{path}/receipts"))
    for part in ("Aigul", "Ак кийиз", "1,350 KGS", "signature", "A sale"):
        assert part in words
    assert as_("dinara").get(f"{path}/receipts").status_code == 404
    assert as_("aigul").get(f"{path}/receipts").status_code == 403


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "not a fiscal receipt"),
        ("ru", "не фискальный чек"),
        ("ky", "фискалдык чек эмес"),
    ],
)
def test_a_buyers_receipt_says_that_it_is_not_fiscal(
    app, client, language, words
) -> None:
    made = deals.paid(people.on_sale())
    body = client.get(f"/{language}/o/{deals.secret(made)}/receipt")
    assert words in body.get_data(as_text=True)
    assert 'class="narrow paper receipt"' in body.get_data(as_text=True)
    assert "css/money.css" in body.get_data(as_text=True)
