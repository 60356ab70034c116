"""Dividing money, choosing fees, checking codes: held for any numbers, not a few."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from marketplace.errors import Conflict, Invalid
from marketplace.orders.rules import codes, fees
from marketplace.orders.rules.amounts import (
    Parts,
    Sale,
    check_refund,
    divided,
    left,
    part_of,
    taken_back,
)

SUMS = st.integers(0, 10**9)
DAY = date(2026, 3, 1)


@st.composite
def sales(draw) -> Sale:
    items = draw(st.integers(1, 10**8))
    fee = draw(st.integers(0, items))
    return Sale(items, draw(st.integers(0, 10**6)), fee, courier=draw(st.booleans()))


def amounts(draw: st.DrawFn, total: int) -> Sequence[int]:
    """Return sums that together are a total."""
    cuts = draw(st.lists(st.integers(1, max(total - 1, 1)), max_size=6, unique=True))
    edges = [0, *sorted(cut for cut in cuts if cut < total), total]
    return [end - begin for begin, end in pairwise(edges)]


@given(SUMS, st.lists(st.integers(0, 10**7), min_size=1, max_size=9))
def test_what_is_divided_adds_up_and_is_within_one_of_its_part(total, weights) -> None:
    parts = divided(total, dict(enumerate(weights)))
    assert sum(parts.values()) == total
    whole = sum(weights)
    assume(whole)
    for at, weight in enumerate(weights):
        assert abs(parts[at] * whole - total * weight) < whole


@given(SUMS, st.integers(1, 9))
def test_with_nothing_to_go_by_the_first_gets_everything(total, count) -> None:
    parts = divided(total, dict.fromkeys(range(count), 0))
    assert list(parts.values()) == [total] + [0] * (count - 1)


@given(sales(), st.data())
def test_what_is_left_of_a_sale_adds_up_and_is_never_negative(sale, data) -> None:
    back = data.draw(st.integers(0, sale.total))
    parts = left(sale, back)
    assert parts.total == sale.total - back
    assert min(parts.fee, parts.courier, parts.seller) >= 0
    assert parts.fee <= sale.fee


@given(sales())
def test_before_anything_goes_back_fee_and_courier_are_whole(sale) -> None:
    parts = left(sale, 0)
    assert parts.fee == sale.fee
    assert parts.courier == (sale.delivery if sale.courier else 0)
    assert left(sale, sale.total) == Parts(0, 0, 0)


@given(sales(), st.data())
def test_refunds_in_any_parts_return_exactly_everybodys_part(sale, data) -> None:
    now = whole = left(sale, 0)
    for amount in data.draw(st.composite(amounts)(sale.total)):
        taken = taken_back(sale, now, amount)
        assert taken.total == amount
        assert min(taken.fee, taken.courier, taken.seller) >= 0
        now -= taken
        assert now == left(sale, sale.total - now.total)
    assert whole.total == sale.total
    assert now == Parts(0, 0, 0)


@given(sales(), st.data())
def test_a_refund_that_failed_leaves_nobody_with_less_than_nothing(sale, data) -> None:
    """One of several comes back to whom it was taken from; the rest still closes."""
    now, taken = left(sale, 0), []
    for amount in data.draw(st.composite(amounts)(sale.total)):
        taken.append(taken_back(sale, now, amount))
        now -= taken[-1]
    failed = data.draw(st.sampled_from(taken))
    now -= Parts(-failed.fee, -failed.courier, -failed.seller)
    for amount in data.draw(st.composite(amounts)(failed.total)):
        again = taken_back(sale, now, amount)
        assert again.total == amount
        now -= again
        assert min(now.fee, now.courier, now.seller) >= 0
        assert min(again.fee, again.courier, again.seller) >= 0
    assert now == Parts(0, 0, 0)


@given(sales(), st.data())
def test_only_what_is_left_can_be_given_back(sale, data) -> None:
    before = data.draw(st.integers(0, sale.total))
    rest = sale.total - before
    for amount in {0, -1, rest + 1}:
        with pytest.raises(Conflict, match="refund_range"):
            check_refund(sale, before, amount)
    if rest:
        check_refund(sale, before, rest)
        check_refund(sale, before, 1)


@given(st.integers(0, 10**9), st.integers(1, 10**8), st.data())
def test_parts_of_another_currency_close_exactly(charged, total, data) -> None:
    done = back = 0
    for amount in data.draw(st.composite(amounts)(total)):
        part = part_of(charged, done, amount, total)
        assert 0 <= part <= charged
        back, done = back + part, done + amount
    assert back == charged


# codes

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def body_of(code: str) -> str:
    return code.removeprefix("WCL").replace("-", "")


def test_no_letter_of_a_code_looks_like_another() -> None:
    assert set("01IOL").isdisjoint(LETTERS)
    seen = {
        letter for at in range(500) for letter in body_of(codes.transfer_code(f"{at}"))
    }
    assert seen == set(LETTERS)


@pytest.mark.parametrize("key", [f"payment-{at}" for at in range(40)])
def test_every_wrong_letter_and_every_swap_of_neighbours_is_seen(key) -> None:
    whole = body_of(codes.transfer_code(key))
    assert codes.transfer_code_in(f"WCL{whole}") == codes.transfer_code(key)
    for at, right in enumerate(whole):
        for letter in LETTERS:
            if letter != right:
                wrong = whole[:at] + letter + whole[at + 1 :]
                assert codes.transfer_code_in(f"WCL{wrong}") is None
    for at in range(len(whole) - 1):
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        if swapped != whole:
            assert codes.transfer_code_in(f"WCL{swapped}") is None


@given(st.text(max_size=30), st.text(max_size=30), st.uuids())
def test_a_code_is_found_in_whatever_a_bank_writes_around_it(
    before, after, key
) -> None:
    code = codes.transfer_code(f"{key}")
    assume("WCL" not in re.sub(r"[^A-Z]", "", before.upper()))
    typed = code.lower().replace("-", " ")
    assert codes.transfer_code_in(f"{before} {typed} {after}") == code


def test_a_code_is_the_same_for_a_key_and_another_for_another() -> None:
    made = {codes.transfer_code(f"payment-{at}") for at in range(2000)}
    assert len(made) == 2000
    assert codes.transfer_code("payment-1") == codes.transfer_code("payment-1")
    assert all(re.fullmatch(r"WCL-[2-9A-Z]{4}-[2-9A-Z]{4}", code) for code in made)


# fees


@st.composite
def rules(draw) -> fees.Rule:
    least = draw(st.integers(0, 10**5))
    most = draw(st.one_of(st.just(0), st.integers(max(least, 1), 10**6)))
    return fees.Rule(
        DAY + timedelta(days=draw(st.integers(-9, 9))),
        draw(st.integers(0, fees.MAX_BPS)),
        draw(st.sampled_from([None, "osh", "jalal"])),
        draw(st.sampled_from([None, "felt", "shyrdak", "art"])),
        draw(st.integers(0, 10**5)),
        least,
        most,
    )


@given(rules(), st.integers(1, 10**8))
@example(fees.Rule(DAY, 1000, most=100), 10**6)
@example(fees.Rule(DAY, 0, least=500), 100)
def test_a_fee_is_its_part_within_its_limits_and_never_more_than_the_line(
    rule, line
) -> None:
    fee = rule.checked().of(line)
    plain = (line * rule.bps + 5000) // 10_000 + rule.fixed
    wanted = max(plain, rule.least)
    wanted = min(wanted, rule.most) if rule.most else wanted
    assert fee == min(wanted, line)


def test_a_rule_of_nothing_takes_nothing() -> None:
    assert fees.Rule(DAY, 0, most=100).of(10**6) == 0


@given(st.lists(rules(), max_size=8))
def test_the_most_exact_rule_counts_and_of_those_the_newest(some) -> None:
    here, above = "osh", frozenset({"shyrdak", "felt"})
    found = fees.chosen(some, here, above, DAY)
    fitting = [
        one
        for one in some
        if one.valid_from <= DAY
        and one.lab in {None, "osh"}
        and one.category in {None, "shyrdak", "felt"}
    ]
    assert (found is None) == (not fitting)
    for other in fitting:
        assert found is not None
        mine = (found.lab is not None, found.category is not None, found.valid_from)
        assert mine >= (
            other.lab is not None,
            other.category is not None,
            other.valid_from,
        )


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (fees.Rule(DAY, -1), "lab_fee"),
        (fees.Rule(DAY, 5001), "lab_fee"),
        (fees.Rule(DAY, 0, fixed=-1), "fee_limits"),
        (fees.Rule(DAY, 0, least=5, most=4), "fee_limits"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(rule, code) -> None:
    with pytest.raises(Invalid, match=code):
        rule.checked()
