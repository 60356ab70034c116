"""Take everything along, and close the account so that the books stay."""

import json

import pytest
from sqlalchemy import select, text

from marketplace import ledger
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.orders.models import OrderLine
from marketplace.permissions import Role, Scope
from marketplace.profiles.models import Person, RoleGrant, Shop
from marketplace.profiles.services import (
    accounts,
    audit,
    closing,
    contacts,
    helping,
    recovery,
    staff,
)
from tests import people
from tests.orders.test_one_sale import bought, pay


@pytest.fixture
def aigul(app):
    """Give Aigul a phone, a thing on sale and a story; return her id."""
    her = people.person_id("aigul")
    contacts.change_phone(her, "0555 98 76 54")
    people.on_sale(title="Кызыл шырдак")
    return her


def test_the_file_holds_everything_and_no_secret_of_ours(aigul, as_) -> None:
    answer = as_("aigul").send("/en/account/export")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    data = json.loads(answer.get_data(as_text=True))
    assert data["account"]["phone"] == "+996555987654"
    assert data["things"][0]["texts"][0]["title"] == "Кызыл шырдак"
    assert {"sessions", "applications", "shops", "consents", "notices", "log"} <= set(
        data
    )
    body = answer.get_data(as_text=True)
    for secret in ("password_hash", "token_hash", "argon2"):
        assert secret not in body


def test_her_buyers_names_and_addresses_are_not_hers_to_take(aigul) -> None:
    pay(bought(people.on_sale(title="Калпак")))
    body = json.dumps(closing.export(aigul), ensure_ascii=False, default=str)
    assert "Калпак" in body
    assert "Чүй 1" not in body
    assert "buyer@" not in body
    assert "pickup_code" not in body, (
        "with it she could take the parcel for handed over"
    )


def test_closing_needs_a_tick_and_a_fresh_password(aigul, as_, travel) -> None:
    her = as_("aigul", own_phone=True)
    her.send("/en/account/close")
    assert db.session.get_one(Person, aigul).closed_at is None
    travel(minutes=11)
    assert "confirm" in her.send("/en/account/close", sure="1").location
    assert db.session.get_one(Person, aigul).closed_at is None


def test_what_is_still_open_is_said_before_she_ticks_with_a_way_to_it(
    aigul, as_
) -> None:
    from marketplace.orders.models import Order
    from marketplace.orders.services import fulfil

    her = as_("aigul")
    assert "You have no open orders" in her.words("/en/account/close")
    assert "You have no" not in as_("bermet").words("/en/account/close")
    purchase_id = bought(people.on_sale(title="Калпак"))
    pay(purchase_id)
    her.send("/en/account/close", sure="1")
    page = her.get("/en/account/close").text
    assert "There are open orders or money for you" in page
    assert 'class="button" href="/en/my/orders"' in page
    assert 'name="sure"' not in page
    order = db.session.scalars(select(Order)).one()
    fulfil.hand_over(fulfil.Keeper(people.seller().shop_id), order.id, by=aigul)
    fulfil.confirm(purchase_id, order.id)
    page = her.get("/en/account/close").text
    assert 'class="button" href="/en/my/orders"' not in page
    assert 'class="button" href="/en/my/money"' in page


def test_after_closing_nothing_personal_is_left(aigul, as_, work, travel) -> None:
    her = as_("aigul")
    answer = her.send("/en/account/close", sure="1")
    assert answer.location == "/en/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert her.get("/en/account").status_code == 303
    person = db.session.get_one(Person, aigul)
    assert (person.name, person.phone, person.email) == ("removed", None, None)
    travel(minutes=11)
    work()
    assert _canaries("Aigul", "+996555987654", "aigul@lab.test", "Кийиз басам") == []


def _canaries(*words: str) -> list[str]:
    """Return the tables that still hold one of these words."""
    found = []
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            rows = connection.execute(text(f"SELECT * FROM {table.name}"))
            dump = "\n".join(str(tuple(row)) for row in rows)
            found += [f"{table.name}: {word}" for word in words if word in dump]
    return found


def test_her_shop_and_things_disappear_with_their_links(aigul, client) -> None:
    slug = people.shop("aigul").slug
    closing.close(aigul)
    assert client.get(f"/ky/shop/{slug}").status_code == 404
    assert "Кызыл шырдак" not in client.words("/ky/")
    shop = db.session.scalars(select(Shop).where(Shop.person_id == aigul)).one()
    assert (shop.alias, shop.state) == ("removed", "closed")


def test_the_books_and_the_log_stay_whole(aigul, as_) -> None:
    from marketplace.orders.models import Order, Purchase
    from marketplace.orders.services import fulfil

    sold = people.on_sale("farida", title="Калпак")
    purchase_id = bought(sold)
    pay(purchase_id)
    order = db.session.scalars(select(Order)).one()
    farida = people.seller("farida")
    with pytest.raises(Conflict, match="open_orders"):
        closing.close(farida.person_id)
    fulfil.hand_over(fulfil.Keeper(farida.shop_id), order.id, by=farida.person_id)
    fulfil.confirm(db.session.get_one(Purchase, purchase_id).id, order.id)
    with pytest.raises(Conflict, match="open_orders"):
        closing.close(farida.person_id)  # there is money for her
    closing.close(aigul)
    assert ledger.problems() == []
    assert audit.problems() == []
    assert db.session.scalars(select(OrderLine.title)).all() == ["Калпак"]


def test_a_closed_account_signs_nobody_in_and_its_contact_is_free(aigul) -> None:
    closing.close(aigul)
    with pytest.raises(Invalid, match="sign_in_failed"):
        accounts.sign_in(contact="aigul@lab.test", password=people.PASSWORD)
    accounts.sign_up(
        name="New", contact="aigul@lab.test", password="seven blue foxes", language="ky"
    )


def test_an_open_application_is_taken_back(app) -> None:
    her = people.person_id("indira")
    closing.close(her)
    from marketplace.profiles.models import Application

    row = db.session.scalars(
        select(Application).where(Application.person_id == her)
    ).one()
    assert (row.state, row.alias) == ("withdrawn", "")


def test_a_picture_is_deleted_when_nothing_shows_it_any_more(
    aigul, doors, work, travel
) -> None:
    import dataclasses

    from marketplace.catalog.services import photos

    only = dataclasses.replace(people.PICTURE, key="p/cc/only")
    shared = dataclasses.replace(people.PICTURE, key="p/cc/shared")
    for picture in (only, shared):
        doors.storage.put(f"{picture.key}/360.webp", b"x")
        photos.remember(people.seller().shop_id, picture)
    photos.remember(people.seller("farida").shop_id, shared)
    closing.close(aigul)
    travel(minutes=11)
    work()
    kept = {
        name: doors.storage.exists(f"p/cc/{name}/360.webp")
        for name in ("only", "shared")
    }
    assert kept == {"only": False, "shared": True}


def test_the_last_admin_can_neither_leave_nor_be_dismissed(app) -> None:
    gulnara = people.person_id("gulnara")
    with pytest.raises(Conflict, match="last_admin"):
        closing.close(gulnara)
    staff.grant(people.person_id("elnura"), Role.ADMIN)
    staff.block(people.person_id("elnura"), by=gulnara, reason="x")
    with pytest.raises(Conflict, match="last_admin"):
        closing.close(gulnara)
    staff.unblock(people.person_id("elnura"), by=gulnara)
    closing.close(gulnara)
    last = db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.role == Role.ADMIN.value)
    ).one()
    with pytest.raises(Conflict, match="last_admin"):
        staff.revoke(last, by=people.person_id("nazira"), allowed=list(Role))


def test_what_her_lab_wrote_of_her_goes_too(aigul, doors, work) -> None:
    cholpon = people.person_id("cholpon")
    helping.give(
        aigul, [Scope.THINGS], how="paper", days=7, by=cholpon, note="Кара папкада"
    )
    recovery.start(aigul, "0700 55 44 33", "Апасын тааныйм", by=cholpon)
    closing.close(aigul)
    assert _canaries("Кара папкада", "+996700554433", "Апасын тааныйм") == []
    work()
    assert [mail for mail in doors.mail.sent if mail.to == "aigul@lab.test"] == []


def test_the_file_does_not_say_where_others_were(aigul, as_) -> None:
    as_("cholpon").get(f"/en/desk/residents/{aigul}")
    as_("aigul").send("/en/account/name", name="Aigul", language="ky")
    log = closing.export(aigul)["log"]
    theirs = [row for row in log if row["kind"] == "read.card"]
    assert [(row["address"], row["device"]) for row in theirs] == [("", "")]
    own = [row for row in log if row["kind"] == "account.name_changed"]
    assert own[0]["address"]
