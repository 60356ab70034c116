"""The Lab's money desk, page by page: what is said, and what does not move."""

from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import (
    BankLine,
    CashCount,
    Dispute,
    FeeRule,
    Order,
    Payout,
    Refund,
)
from marketplace.orders.services import cases, fulfil, payouts
from tests import people
from tests.orders import deals
from tests.orders.cards import ask, bought, dispute

MONEY = "/en/desk/money"


@pytest.fixture
def osh(app):
    """Let Osh take cash and transfers."""
    deals.lab_takes("cash", "transfer")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def today() -> str:
    return clock.today().isoformat()


def line(browser, code: str, amount: str = "1500", **more):
    return browser.send(
        f"{MONEY}/transfers/osh",
        booked_on=today(),
        amount=amount,
        text=f"For {code}",
        payer="B",
        number="",
        **more,
    )


def test_a_line_pays_its_order_and_a_known_one_is_said(osh, as_) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code, lira = deals.attempt(made).reference, as_("lira")
    assert line(lira, code).status_code == 303
    assert "An order is paid." in lira.words(f"{MONEY}/transfers/osh")
    again = line(lira, code)
    assert again.status_code == 409 or again.status_code == 422
    assert "written down already" in again.get_data(as_text=True)
    assert f'value="For {code}"' in again.get_data(as_text=True), "nothing is lost"


def test_a_sum_that_is_none_is_said_beside_its_field(osh, as_) -> None:
    answer = line(as_("lira"), "WCL", amount="many")
    assert answer.status_code == 422
    assert "price in digits" in answer.get_data(as_text=True)
    assert db.session.scalars(select(BankLine)).all() == []


def test_money_astray_can_pay_its_order_or_go_back(osh, as_) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    payment = deals.attempt(made)
    payment_id, code, lira = payment.id, payment.reference, as_("lira")
    line(lira, code, "1600")
    page = plain(lira.words(f"{MONEY}/transfers/osh"))
    assert "Asked for: 1,500 KGS" in page
    assert "Transfers 1" in lira.words(MONEY)
    assert lira.send(f"{MONEY}/astray/{payment_id}/allocate").status_code == 303
    assert deals.order(made).state == "in_progress"
    assert lira.send(f"{MONEY}/astray/{payment_id}/back").status_code == 303
    refund = db.session.scalars(select(Refund)).one()
    assert refund.amount_minor == 10_000
    assert as_("meerim").send(f"{MONEY}/refunds/{refund.id}/sent").status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Refund.state)).one() == "done"
    deals.sound()


def test_an_unknown_transfer_is_given_to_its_order_by_the_code(osh, as_) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code, lira = deals.attempt(made).reference, as_("lira")
    line(lira, "nobody")
    row = db.session.scalars(select(BankLine.id)).one()
    lira.send(f"{MONEY}/lines/{row}", code="WCL-0000-0000")
    assert "No order has this code" in lira.words(f"{MONEY}/transfers/osh")
    lira.send(f"{MONEY}/lines/{row}", code=code)
    assert "Pay the order with it" in lira.words(f"{MONEY}/transfers/osh")


def test_a_statement_says_what_became_of_each_line(osh, as_) -> None:
    made = deals.buy(people.on_sale(), way="transfer")
    code = deals.attempt(made).reference
    table = f"date;amount;purpose\n{today()};1500;{code}\n{today()};7;x\nsoon;1;y\n"
    answer = as_("lira").send(
        f"{MONEY}/transfers/osh/statement", file=(BytesIO(table.encode()), "s.csv")
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Paid an order" in text
    assert "Look at the day" in text
    bad = as_("lira").send(
        f"{MONEY}/transfers/osh/statement", file=(BytesIO(b"a;b\n1;2\n"), "s.csv")
    )
    assert bad.status_code == 422
    assert "date; amount; purpose" in bad.get_data(as_text=True)


def test_another_lab_sees_and_touches_nothing(osh, as_) -> None:
    made = deals.paid(people.on_sale(som=9000))
    ask(made, 6000)
    refund = db.session.scalars(select(Refund.id)).one()
    dinara = as_("dinara")
    assert dinara.get(f"{MONEY}/transfers/osh").status_code == 404
    assert dinara.get(f"{MONEY}/cash/osh").status_code == 404
    assert dinara.send(f"{MONEY}/refunds/{refund}/approve").status_code == 404
    assert "6,000" not in plain(dinara.words(f"{MONEY}/refunds"))


def test_a_refund_above_the_limit_waits_for_a_second_person(osh, as_) -> None:
    made = deals.paid(people.on_sale(som=9000))
    ask(made, 6000)
    refund = db.session.scalars(select(Refund.id)).one()
    cholpon = as_("cholpon")
    page = cholpon.words(f"{MONEY}/refunds")
    assert "A second coordinator does this." in page
    as_("meerim").send(f"{MONEY}/refunds/{refund}/deny", note="")
    assert "Waits for a second person" in cholpon.words(f"{MONEY}/refunds")
    as_("meerim").send(f"{MONEY}/refunds/{refund}/deny", note="No reason")
    assert "All done" in cholpon.words(f"{MONEY}/refunds")
    assert deals.held(deals.order(made)) == 900_000


def test_cash_is_counted_and_a_difference_explained(osh, as_) -> None:
    made = deals.buy(people.on_sale(), way="cash_lab")
    order = deals.order(made)
    key, code, lira = order.id, order.pickup_code, as_("lira")
    refused = lira.send(f"/en/desk/orders/{key}/collect", code=code)
    assert "take the money there" in refused.get_data(as_text=True)
    lira.send(f"/en/desk/orders/{key}/collect", code=code, cash="1")
    assert deals.order(made).state == "completed"
    form = {"counted": "1490", "banked": "1000", "note": ""}
    assert lira.send(f"{MONEY}/cash/osh", **form).status_code == 422
    assert lira.send(f"{MONEY}/cash/osh", **{**form, "note": "?"}).status_code == 303
    assert db.session.scalars(select(CashCount.banked_minor)).one() == 100_000
    assert "490 KGS" in plain(lira.words(f"{MONEY}/cash/osh"))


def test_a_locked_code_is_made_anew_and_a_lost_one_gone_without(osh, as_) -> None:
    made = deals.paid(people.on_sale())
    key, cholpon = deals.order(made).id, as_("cholpon")
    for _ in range(5):
        cholpon.send(f"/en/desk/orders/{key}/collect", code="x")
    assert "the Lab makes a new one" in cholpon.words(f"/en/desk/orders/{key}")
    cholpon.send(f"/en/desk/orders/{key}/new-code")
    assert deals.order(made).pickup_tries == 0
    cholpon.send(f"/en/desk/orders/{key}/without-code", note="Phone is broken")
    assert deals.order(made).state == "collected"
    assert "Phone is broken" in cholpon.words(f"/en/desk/orders/{key}")


def test_every_step_of_a_maker_has_its_twin(osh, as_) -> None:
    shop = people.seller().shop_id
    made = deals.paid(people.on_sale(), deliveries={shop: "post"})
    key, cholpon = deals.order(made).id, as_("cholpon")
    assert cholpon.send(f"/en/desk/orders/{key}/ready").status_code == 303
    cholpon.send(f"/en/desk/orders/{key}/send", tracking="KG1")
    assert (deals.order(made).state, deals.order(made).tracking) == ("sent", "KG1")
    again = cholpon.send(f"/en/desk/orders/{key}/send", tracking="KG1")
    assert again.status_code == 409
    assert as_("lira").send(f"/en/desk/orders/{key}/ready").status_code == 403
    assert cholpon.get(f"/en/desk/orders/{key}/post-receipt").status_code == 404


def test_a_case_is_read_answered_and_decided(osh, as_) -> None:
    made = deals.paid(people.on_sale())
    case_id = cases.open_one(made, deals.send(made), "damaged", "A hole").id
    cholpon = as_("cholpon")
    assert "It is damaged" in cholpon.words("/en/desk/cases")
    cholpon.send(f"/en/desk/cases/{case_id}/answer", text="We look at it")
    assert "We look at it" in cholpon.words(f"/en/desk/cases/{case_id}")
    form = {"decision": "refund_part", "amount": "x", "note": "So"}
    bad = cholpon.send(f"/en/desk/cases/{case_id}", **form)
    assert bad.status_code == 422
    assert ">\nSo</textarea>" in bad.get_data(as_text=True).replace("\r", "")
    too_much = cholpon.send(f"/en/desk/cases/{case_id}", **{**form, "amount": "9999"})
    assert "at most 1,500" in plain(too_much.get_data(as_text=True))
    assert cholpon.send(f"/en/desk/cases/{case_id}", **{**form, "amount": "100"})
    assert "Decided: Give a part back" in as_("aigul").words(
        f"/en/my/orders/{deals.order(made).id}"
    )


def test_who_sells_there_does_not_decide_her_own_case(osh, as_) -> None:
    from marketplace.permissions import Role
    from marketplace.profiles.services import staff

    made = deals.paid(people.on_sale())
    case_id = cases.open_one(made, deals.send(made), "damaged", "A hole").id
    aigul = people.person_id("aigul")
    staff.grant(aigul, Role.COORDINATOR, people.lab().id)
    form = {"decision": "release", "amount": "", "note": "Mine"}
    answer = as_("aigul").send(f"/en/desk/cases/{case_id}", **form)
    assert "Another coordinator" in answer.get_data(as_text=True)
    assert deals.payable() == 0


def test_a_lost_dispute_is_blamed_by_two_on_its_page(bank, as_) -> None:
    made = bought(bank, people.on_sale())
    fulfil.confirm(made, deals.send(made))
    dispute(bank, made, "lost")
    row = db.session.scalars(select(Dispute.id)).one()
    as_("cholpon").send(f"{MONEY}/disputes/{row}")
    assert "Somebody has proposed it" in as_("meerim").words(f"{MONEY}/disputes")
    as_("meerim").send(f"{MONEY}/disputes/{row}")
    assert "The maker bears it." in as_("cholpon").words(f"{MONEY}/disputes")
    assert "Makers who owe money" in as_("cholpon").words(MONEY)
    as_("cholpon").send(f"{MONEY}/debts/{people.seller().shop_id}", note="Grace")
    assert deals.payable() == 0


def test_payouts_walk_their_pages(osh, as_) -> None:
    deals.completed(people.on_sale())
    her = people.seller()
    payouts.set_details(her.shop_id, "bank", "=MBank 1234", by=her.person_id)
    lira, meerim = as_("lira"), as_("meerim")
    run = lira.send(f"{MONEY}/payouts", lab="osh").location
    assert "another person approves it" in lira.words(run)
    again = lira.send(f"{MONEY}/payouts", lab="osh")
    assert again.location.endswith("/payouts")
    assert "Nobody can be paid now" in lira.words(f"{MONEY}/payouts")
    assert meerim.send(f"{run}/approve").status_code == 303
    table = meerim.get(f"{run}/list.csv").get_data(as_text=True)
    assert "'=MBank 1234" in table, "no spreadsheet runs it"
    assert "1350.00" in table
    payout = db.session.scalars(select(Payout.id)).one()
    meerim.send(f"{MONEY}/payout/{payout}/paid", proof="")
    assert "add the signed receipt" in meerim.words(run)
    meerim.send(f"{MONEY}/payout/{payout}/paid", proof="77")
    assert deals.payable() == 0
    assert meerim.get(f"{MONEY}/payout/{payout}/receipt").status_code == 404
    assert "1 line" in meerim.words(run)


def test_a_payout_that_came_back_is_noted_with_words(osh, as_) -> None:
    deals.completed(people.on_sale())
    her = people.seller()
    payouts.set_details(her.shop_id, "cash", "", by=her.person_id)
    run = as_("lira").send(f"{MONEY}/payouts", lab="osh").location
    as_("meerim").send(f"{run}/approve")
    payout = db.session.scalars(select(Payout.id)).one()
    as_("lira").send(f"{MONEY}/payout/{payout}/failed", note="Closed")
    assert deals.payable() == 135_000
    as_("lira").send(f"{run}/cancel")
    deals.sound()


def test_a_fee_rule_counts_from_its_day_on_and_the_book_is_shown(app, as_) -> None:
    gulnara = as_("gulnara")
    form = {
        "valid_from": today(),
        "lab": str(people.lab().id),
        "category": "",
        "fee": "2.5",
        "fixed": "10",
        "least": "",
        "most": "",
    }
    assert gulnara.send(f"{MONEY}/fees", **form).status_code == 303
    assert gulnara.send(f"{MONEY}/fees", **{**form, "fee": "80"}).status_code == 422
    early = gulnara.send(f"{MONEY}/fees", **{**form, "valid_from": "2020-01-01"})
    assert "old sales stay" in early.get_data(as_text=True)
    assert db.session.scalars(select(FeeRule.bps)).one() == 250
    deals.completed(people.on_sale(som=1000))
    assert db.session.scalars(select(Order.fee_minor)).one() == 3_500
    assert "Every rule holds." in gulnara.words(f"{MONEY}/book")
    assert "2.5 %" in plain(gulnara.words(f"{MONEY}/fees"))
