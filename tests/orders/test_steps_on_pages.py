"""An order on its pages: the buyer's, the maker's, step by step."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.rules import Mode, VariantPart
from marketplace.extensions import db
from marketplace.infra.payments import ProviderAwayError
from marketplace.orders.models import Case, Order, Purchase, Refund
from marketplace.orders.services import payments, silence
from tests import people
from tests.catalog.test_photos_of_a_form import jpeg
from tests.orders import deals
from tests.orders.test_pages import check_out, fill_basket


def to_order(days: int = 5) -> object:
    """Put something on sale that is made for each buyer."""
    unit = VariantPart((), 150_000, mode=Mode.MADE_TO_ORDER, lead_days=days, weekly=5)
    return people.on_sale(content=people.draft(variants=(unit,)))


def page(made) -> str:
    return f"/en/o/{deals.secret(made)}"


def test_made_to_order_is_accepted_with_a_day(app, as_, client) -> None:
    made = deals.paid(to_order())
    order = deals.order(made)
    assert order.state == "awaiting_acceptance"
    aigul, where = as_("aigul"), f"/en/my/orders/{order.id}"
    early = aigul.send(f"{where}/accept", ready_on="2020-01-01")
    assert early.status_code == 422
    assert "from today on" in early.get_data(as_text=True)
    odd = aigul.send(f"{where}/accept", ready_on="soon")
    assert odd.status_code == 422
    day = (clock.today() + timedelta(days=3)).isoformat()
    assert aigul.send(f"{where}/accept", ready_on=day).status_code == 303
    assert deals.order(made).state == "in_progress"
    assert "Cancel this order" not in client.words(page(made)), "she is at work"


def test_a_later_day_lets_the_buyer_step_back(app, as_, client) -> None:
    made = deals.paid(to_order())
    order = deals.order(made)
    order_id = order.id
    day = (clock.today() + timedelta(days=60)).isoformat()
    as_("aigul").send(f"/en/my/orders/{order_id}/accept", ready_on=day)
    answer = client.send(f"{page(made)}/orders/{order_id}/cancel")
    assert answer.status_code == 303
    payments.reconcile()
    assert "Back to you: 1,500" in client.words(page(made)).replace("\u00a0", " ")
    assert deals.order(made).state == "cancelled"
    deals.sound()


def test_a_maker_who_is_silent_is_asked_by_the_lab_then_the_buyer_is_paid_back(
    app, travel, as_
) -> None:
    made = deals.paid(to_order())
    travel(days=5, minutes=1)
    silence.run()
    assert deals.order(made).state == "awaiting_acceptance"
    assert deals.order(made).nudged_at is not None
    assert "waits for the Lab" in as_("cholpon").words("/en/account/notices")
    travel(days=4)
    silence.run()
    assert deals.order(made).state == "cancelled"
    assert db.session.scalars(select(Refund.reason)).one() == "no_answer"
    deals.sound()


def test_a_refusal_needs_words_and_they_stay(app, as_) -> None:
    made = deals.paid(people.on_sale())
    aigul, where = as_("aigul"), f"/en/my/orders/{deals.order(made).id}"
    assert aigul.send(f"{where}/refuse", note=" ").status_code == 422
    assert aigul.send(f"{where}/refuse", note="No wool").status_code == 303
    assert "No wool" in aigul.words(where)
    assert aigul.send(f"{where}/ready").status_code == 409


def test_a_parcel_is_sent_with_a_photo_of_the_receipt(app, as_, client) -> None:
    shop = people.seller().shop_id
    made = deals.paid(people.on_sale(), deliveries={shop: "post"})
    aigul, where = as_("aigul"), f"/en/my/orders/{deals.order(made).id}"
    assert "Packing list" in aigul.words(f"{where}/packing-list")
    assert aigul.get(f"{where}/post-receipt").status_code == 404
    answer = aigul.send(
        f"{where}/send", tracking="RR1KG", receipt=(BytesIO(jpeg()), "r.jpg")
    )
    assert answer.status_code == 303
    sent = aigul.get(f"{where}/post-receipt")
    assert (sent.status_code, sent.mimetype) == (200, "image/webp")
    assert "RR1KG" in client.words(page(made))


def test_a_code_said_to_the_maker_ends_the_hand_over(app, as_, client) -> None:
    made = deals.paid(people.on_sale())
    order = deals.order(made)
    order_id, code = order.id, order.pickup_code
    assert code in client.words(page(made))
    assert code not in as_("aigul").words(f"/en/my/orders/{order_id}")
    aigul, where = as_("aigul"), f"/en/my/orders/{order_id}"
    assert aigul.send(f"{where}/collect", code="no").status_code == 422
    assert aigul.send(f"{where}/collect", code=code).status_code == 303
    assert deals.order(made).state == "delivered"


def test_what_has_arrived_completes_after_two_weeks(app, travel) -> None:
    made = deals.paid(people.on_sale())
    deals.send(made)
    travel(days=13)
    silence.run()
    assert deals.order(made).state == "collected"
    travel(days=2)
    silence.run()
    assert (deals.order(made).state, deals.payable()) == ("completed", 135_000)


def test_what_was_sent_is_asked_about_and_completes_after_a_month(
    app, travel, doors, work
) -> None:
    shop = people.seller().shop_id
    made = deals.paid(people.on_sale(), deliveries={shop: "post"})
    deals.send(made)
    travel(days=21, minutes=1)
    silence.run()
    work()
    assert any("Has it come?" in letter.text for letter in doors.mail.sent)
    assert deals.order(made).state == "sent"
    travel(days=10)
    silence.run()
    assert deals.order(made).state == "completed"


def test_a_complaint_keeps_its_words_when_something_is_missing(app, client) -> None:
    made = deals.paid(people.on_sale())
    order_id = deals.send(made)
    where = f"{page(made)}/orders/{order_id}/case"
    bad = client.send(where, reason="", text="It has a hole")
    assert bad.status_code == 422
    assert "It has a hole</textarea>" in bad.get_data(as_text=True)
    assert client.send(where, reason="damaged", text="It has a hole").status_code == 303
    twice = client.send(where, reason="damaged", text="Again")
    assert "open question" in twice.get_data(as_text=True)
    case_id = db.session.scalars(select(Case.id)).one()
    client.send(f"{page(made)}/cases/{case_id}", text="And another one")
    assert "And another one" in client.words(page(made))
    client.send(f"{page(made)}/cases/{case_id}", settled="1")
    assert db.session.scalars(select(Case.state)).one() == "closed"


def test_the_maker_answers_a_complaint_on_her_page(app, as_, client) -> None:
    from marketplace.orders.services import cases

    made = deals.paid(people.on_sale())
    order_id = deals.send(made)
    cases.open_one(made, order_id, "late", "Where is it?")
    aigul, where = as_("aigul"), f"/en/my/orders/{order_id}"
    assert "Where is it?" in aigul.words(where)
    assert aigul.send(f"{where}/answer", text="").status_code == 422
    aigul.send(f"{where}/answer", text="On its way")
    assert "On its way" in client.words(page(made))


def test_an_unpaid_purchase_can_be_left(app, client) -> None:
    from marketplace.catalog.models import Variant

    made = deals.buy(people.on_sale(stock=1))
    assert client.send(f"{page(made)}/cancel").status_code == 303
    assert "This order is cancelled." in client.words(page(made))
    assert db.session.scalars(select(Variant.stock)).one() == 1


def test_a_transfer_says_where_to_pay_and_what_to_write(app, client) -> None:
    deals.lab_takes("transfer", account="MBank 0555\nCholpon")
    fill_basket(client, people.on_sale())
    answer = check_out(client, way="transfer")
    words = client.words(answer.location)
    assert "MBank 0555" in words
    assert "WCL-" in words
    assert "Write this as the purpose" in words


def test_a_way_the_lab_does_not_take_is_refused_in_words(app, client) -> None:
    deals.lab_takes("transfer")
    fill_basket(client, people.on_sale())
    answer = check_out(client, way="cash_lab")
    assert answer.status_code == 422
    assert "does not fit" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Order)).all() == []


def test_while_the_card_service_is_away_the_order_waits_with_other_ways(
    app, client, bank
) -> None:
    deals.lab_takes("transfer")
    fill_basket(client, people.on_sale())
    bank.away = True
    answer = check_out(client, way="scripted")
    assert answer.status_code == 303
    words = client.words(answer.location)
    assert "card service does not answer" in words
    assert "Pay in another way" in words
    assert client.send(f"{answer.location}/pay", way="transfer").status_code == 303
    assert "WCL-" in client.words(answer.location)


def test_what_the_card_service_will_not_take_leaves_the_other_ways(
    app, client, bank
) -> None:
    deals.lab_takes("transfer")
    fill_basket(client, people.on_sale())
    bank.refuses = True
    where = check_out(client, way="scripted").location
    words = client.words(where)
    assert "did not go through" in words
    assert "Pay in another way" in words
    payments.resume()
    payments.reconcile()
    client.send(f"{where}/pay", way="transfer")
    assert "WCL-" in client.words(where)


def test_coming_back_while_the_card_service_is_away_breaks_nothing(
    app, client, bank
) -> None:
    made = deals.buy(people.on_sale(), way="scripted")
    bank.away = True
    answer = client.get(f"{page(made)}/return")
    assert answer.status_code == 303
    assert "We go on asking" in client.words(page(made))
    with pytest.raises(ProviderAwayError):
        payments.sync(deals.attempt(made).id)


def test_a_receipt_is_no_fiscal_one_in_three_languages(app, client) -> None:
    made = deals.paid(people.on_sale())
    secret = deals.secret(made)
    for language, words in (
        ("en", "not a fiscal receipt"),
        ("ru", "не фискальный чек"),
        ("ky", "фискалдык чек эмес"),
    ):
        assert words in client.words(f"/{language}/o/{secret}/receipt")


def test_who_is_signed_in_finds_what_she_bought_and_nobody_else_does(app, as_) -> None:
    bermet = as_("bermet")
    fill_basket(bermet, people.on_sale(title="Боз шырдак"))
    check_out(bermet)
    number = db.session.scalars(select(Purchase.number)).one()
    words = bermet.words("/en/account/orders")
    assert number in words
    assert "Боз шырдак" in words, "a code alone reminds nobody of what it was"
    assert "Nothing bought yet" in as_("elnura").words("/en/account/orders")
