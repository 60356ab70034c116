"""/my/money: what is hers, what is held and why, covered until she taps."""

from marketplace import clock
from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.rules import timers
from marketplace.orders.services import cases, fulfil
from tests import people
from tests.orders import deals, her_money
from tests.orders.her_money import plain

PAGE = "/en/my/money"


def held() -> dict[str, queries.HeldOrder]:
    """Return what is held for Aigul, by why."""
    view = queries.money_of(people.seller().shop_id)
    return {one.why: one for one in view.waiting}


def test_amounts_are_covered_until_she_taps_and_again_after_ten_minutes(
    app, as_, travel
) -> None:
    deals.completed(people.on_sale(stock=9))
    aigul = as_("aigul")
    body = plain(aigul.get(PAGE).get_data(as_text=True))
    assert "1,350" not in body, "not even in the page's source"
    assert "Yours now" in body
    assert "hidden" in body
    assert aigul.send(f"{PAGE}/show").location.endswith(PAGE)
    assert "1,350 KGS" in plain(aigul.words(PAGE))
    travel(minutes=11)
    assert "1,350" not in aigul.words(PAGE)


def test_she_can_cover_them_again_at_once(app, as_) -> None:
    deals.completed(people.on_sale())
    aigul = as_("aigul")
    aigul.send(f"{PAGE}/show")
    aigul.send(f"{PAGE}/hide")
    assert "1,350" not in aigul.words(PAGE)


def test_who_signs_in_next_in_this_browser_has_to_tap_herself(app, as_) -> None:
    deals.completed(people.on_sale(), people.on_sale("farida", som=800))
    browser = as_("aigul")
    browser.send(f"{PAGE}/show")
    browser.sign_in("farida")
    assert "760" not in browser.words(PAGE)


def test_the_page_has_the_same_parts_covered_and_open(app, as_) -> None:
    import re

    deals.lab_takes("cash")
    deals.completed(people.on_sale(stock=9))
    deals.paid(people.on_sale(title="Башка"))
    aigul = as_("aigul")
    covered = aigul.get(PAGE).get_data(as_text=True)
    aigul.send(f"{PAGE}/show")
    shown = aigul.get(PAGE).get_data(as_text=True)
    for tag in ("h1", "h2", "h3", "li", "table", "tr", "td", "section", "form"):
        found = [len(re.findall(f"<{tag}[ >]", body)) for body in (covered, shown)]
        assert found[0] == found[1], tag


def test_the_choice_of_page_to_go_back_to_leads_nowhere_else(app, as_) -> None:
    aigul = as_("aigul")
    answer = aigul.send(f"{PAGE}/show", page="payouts")
    assert answer.location.endswith("/my/money/payouts")
    answer = aigul.send(f"{PAGE}/show", page="https://evil.example")
    assert answer.location.endswith(PAGE)


def test_each_order_says_what_its_money_waits_for(app) -> None:
    thing, by = people.on_sale(stock=9), people.seller().person_id
    made = deals.paid(thing)
    assert held()["in_progress"].hers == Money(135_000)
    fulfil.make_ready(deals.hers(), deals.order(made).id, by=by)
    assert set(held()) == {"ready"}
    assert held()["ready"].until is None
    deals.send(made)
    one = deals.order(made)
    assert held()["collected"].until == one.since + timers.COMPLETE_AFTER
    cases.open_one(made, one.id, "damaged", "Тешик")
    assert set(held()) == {"case"}
    assert held()["case"].until is None


def test_what_was_sent_is_hers_after_thirty_days_at_the_latest(app) -> None:
    her = people.seller().shop_id
    made = deals.paid(people.on_sale(), deliveries={her: "post"})
    deals.send(made)
    since = deals.order(made).since
    assert held()["sent"].until == since + timers.ARRIVES_AFTER
    assert held()["sent"].hers == Money(150_000), (
        "with the postage, less the Lab's part"
    )


def test_the_timer_does_what_the_page_has_promised(app, travel) -> None:
    from marketplace.orders.services import silence

    made = deals.paid(people.on_sale())
    deals.send(made)
    until = held()["collected"].until
    travel(seconds=(until - clock.now()).total_seconds() - 60)
    silence.run()
    assert deals.payable() == 0
    travel(minutes=2)
    silence.run()
    assert deals.payable() == 135_000


def test_money_on_its_way_back_is_said(app) -> None:
    made = deals.paid(people.on_sale())
    deals.send(made)
    her_money.give_back(deals.order(made).id, 500)
    one = held()["refund"]
    assert one.hers == Money(90_000), "of what is left, less the Lab's part of it"


def test_a_bank_that_asks_the_money_back_is_said(app) -> None:
    from tests.orders.test_turnover import _dispute

    made = deals.paid(people.on_sale())
    _dispute(made, "open")
    assert set(held()) == {"dispute"}


def test_cash_at_the_hand_over_is_expected_but_not_held(app, as_) -> None:
    deals.lab_takes("cash", "cod")
    deals.buy(people.on_sale(), way="cash_lab")
    deals.buy(people.on_sale(title="Башка"), way="cod")
    assert set(held()) == {"cash_lab", "cash_maker"}
    assert queries.money_of(people.seller().shop_id).held == Money(0)
    words = as_("aigul").words(PAGE)
    assert "Paid in cash at the Lab" in words
    assert "You take the cash yourself" in words


def test_what_is_not_paid_is_not_there(app) -> None:
    deals.buy(people.on_sale())
    assert held() == {}


def test_what_she_owes_is_said_once_of_every_kind(app, as_) -> None:
    from tests.orders.test_statements import _cod

    deals.lab_takes("cod")
    _cod(people.on_sale(stock=9), None)
    made = deals.completed(people.on_sale(title="Башка", som=100))
    her_money.give_back(deals.order(made).id, 100)
    view = queries.money_of(people.seller().shop_id)
    assert deals.has(f"recv:{people.seller().shop_id}") == 6_000
    assert (view.payable, view.owes) == (Money(0), Money(6_000 + 9_000))
    aigul = as_("aigul")
    aigul.send(f"{PAGE}/show")
    words = plain(aigul.words(PAGE))
    assert "You owe the Lab" in words
    assert "150 KGS" in words
    assert "Nobody asks you for cash" in words


def test_a_payout_on_its_way_is_neither_hers_now_nor_lost(app) -> None:
    her_money.details()
    deals.completed(people.on_sale())
    her_money.sent()
    view = queries.money_of(people.seller().shop_id)
    assert (view.payable, view.on_its_way) == (Money(0), Money(135_000))


def test_where_her_money_goes_is_asked_rests_and_is_said(app, as_, travel) -> None:
    aigul = as_("aigul")
    assert "Nobody knows yet where" in aigul.words(PAGE)
    her_money.details("bank", "KG 1234 5678 9999")
    words = aigul.words(PAGE)
    assert "•••• 9999" in words
    assert "1234" not in words
    assert "is used from" not in words, "the first ones count at once"
    travel(minutes=1)
    her_money.details("wallet", "0555 00 11 22")
    assert "is used from" in aigul.words(PAGE)
    travel(hours=73)
    assert "is used from" not in as_("aigul").words(PAGE)


def test_every_line_is_there_once_in_pages_of_thirty(app, as_, monkeypatch) -> None:
    from marketplace.orders.queries import account

    monkeypatch.setattr(account, "PAGE", 3)
    for number in range(7):
        deals.completed(people.on_sale(title=f"Шырдак {number}", som=100 + number))
    aigul = as_("aigul")
    aigul.send(f"{PAGE}/show")
    import re

    seen, path = [], PAGE
    for _ in range(3):
        body = aigul.get(path).get_data(as_text=True)
        seen += re.findall(r"<b>\+([\d.]+) KGS", plain(body))
        found = re.search(r'rel="next" href="[^"]*after=([^"]+)"', body)
        after = found[1] if found else ""
        path = f"{PAGE}?after={after}"
    assert len(seen) == len(set(seen)) == 7
    assert after == ""
    assert aigul.get(f"{PAGE}?after=nonsense").status_code == 200


def test_a_line_links_to_its_order_and_a_payout_to_its_receipt(app, as_) -> None:
    her_money.details()
    made = deals.completed(people.on_sale())
    payout_id = her_money.paid_out().id
    order_id = deals.order(made).id
    body = as_("aigul").get(PAGE).get_data(as_text=True)
    assert f'href="/en/my/orders/{order_id}"' in body
    assert f'href="/en/my/money/payouts/{payout_id}"' in body


def test_no_page_of_hers_asks_more_with_more_lines(app, as_) -> None:
    from tests.architecture.test_query_counts import Counter

    her_money.details()
    thing = people.on_sale(stock=40)
    month, aigul = her_money.month(), as_("aigul")
    paths = (PAGE, f"{PAGE}/statements/{month}", f"{PAGE}/payouts")
    asked = []
    for _ in range(2):
        for _ in range(3):
            deals.completed(thing)
            deals.paid(thing)
            her_money.paid_out()
        counted = []
        for path in paths:
            aigul.get(path)
            with Counter() as counter:
                aigul.get(path)
            counted.append(len(counter.statements))
        asked.append(counted)
    assert asked[0] == asked[1]
