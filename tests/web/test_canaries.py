"""Legal names, phones, addresses and e-mails never reach a public page, feed or mail.

Every private value in the database is made recognisable, then everything a stranger can
open is read through, link by link, in every language.
"""

import re
from collections import deque

import pytest
from sqlalchemy import select

from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders.models import Order, Purchase
from marketplace.profiles.models import Application, Consent, Person, Recovery, Shop
from marketplace.profiles.services import deciding, notices, passwords
from marketplace.profiles.services.deciding import Decision
from tests import people
from tests.architecture import matrix
from tests.architecture.walk import make_world

MARK = "Zqcanary"
LINK = re.compile(r'(?:href|src|action|<loc>)="?([^"<> ]+)')
# Whoever holds the secret of an order sees its address: it is hers.
OWN = ("/account", "/my/", "/application", "/apply")  # what is hers alone
OWN += ("/ask/", "/packages/", "/wanted/new")  # forms that know her name
BY_SECRET = ("/o/", "/t/", "/w/", "/sent/", "/sandbox/", "/reset/", "/stop/")
BY_SECRET += ("/account/email/",)


@use_case
def _mark_everything() -> None:
    for number, person in enumerate(db.session.scalars(select(Person))):
        person.name = f"{MARK} {person.name}"
        person.phone = f"+99677700{number:04}"
    for purchase in db.session.scalars(select(Purchase)):
        purchase.name, purchase.phone = f"{MARK} buyer", "+996777009999"
    for order in db.session.scalars(select(Order)):
        order.address = f"{MARK} көчөсү 1"
    for shop in db.session.scalars(select(Shop)):
        shop.tin = f"{MARK} tin"
    for application in db.session.scalars(select(Application)):
        application.note = f"{MARK} note"
    for consent in db.session.scalars(select(Consent)):
        consent.note = f"{MARK} paper"
    for recovery in db.session.scalars(select(Recovery)):
        recovery.known_by, recovery.phone = f"{MARK} known", "+996777008888"


def _canaries() -> list[str]:
    """Return every value that must stay private."""
    rows = db.session.execute(select(Person.name, Person.phone, Person.email)).all()
    values = {value for row in rows for value in row if value}
    numbers = ["99677700", "996 777 00"]  # as they are kept, and as pages write them
    return [MARK, *numbers, *(v for v in values if "@" in v)]


def _found(text: str, canaries: list[str]) -> list[str]:
    return [canary for canary in canaries if canary in text]


@pytest.fixture
def world(app):
    """Return the arguments of each endpoint in a world full of canaries."""
    made = make_world()
    _mark_everything()
    return made


@pytest.mark.parametrize("who", ["nobody", "elnura", "farida"])
def test_a_walk_over_every_link_meets_no_private_word(
    app, client, as_, world, who
) -> None:
    """Signed in, she may meet her own: those canaries are left out."""
    browser = client if who == "nobody" else as_(who)
    own = set()
    if who != "nobody":
        me = people.person(who)
        own = {me.email}
    canaries = [word for word in _canaries() if word not in own]
    start = ["/ky/", "/ru/", "/en/", "/sitemap.xml", "/robots.txt", "/ky/new.atom"]
    start += ["/en/search?q=шырдак", "/ru/labs", "/en/sign-in", "/en/nowhere"]
    start += [
        path
        for method, _endpoint, path in matrix.requests(app, world)
        if method == "GET" and not any(part in path for part in BY_SECRET)
    ]
    waiting, seen, hits = deque(start), set(), {}
    while waiting:
        path = waiting.popleft()
        if path in seen or any(part in path for part in OWN):
            continue
        seen.add(path)
        answer = browser.get(path)
        body = answer.get_data(as_text=True) if "image" not in answer.mimetype else ""
        found = _found(body + str(answer.headers), canaries)
        if found:
            hits[path] = found
        waiting.extend(_links(body))
    assert hits == {}
    assert len(seen) > 60
    print(f"{who}: {len(seen)} addresses, {len(canaries)} canaries, 0 hits")


def _links(body: str) -> list[str]:
    found = []
    for link in LINK.findall(body):
        path = link.replace("&amp;", "&").removeprefix("http://127.0.0.1:8000")
        secret = any(part in path for part in BY_SECRET)
        if path.startswith("/") and not path.startswith("//") and not secret:
            found.append(path)
    return found


def test_no_mail_holds_a_private_word(app, world, doors, work) -> None:
    application = people.apply("elnura", alias="Жел")
    deciding.decide(
        application.id,
        Decision("ask", f"{MARK} words"),
        by=people.person_id("cholpon"),
    )
    passwords.forgot("aigul@lab.test")
    for kind in notices.Kind:
        notices.tell(people.person_id("aigul"), kind, "/account")
    work()
    assert len(doors.mail.sent) >= 8
    addresses = {mail.to for mail in doors.mail.sent}
    assert "aigul@lab.test" in addresses
    for mail in doors.mail.sent:
        text = "\n".join((mail.subject, mail.text, mail.html))
        assert _found(text, _canaries()) == [], mail


def test_the_scan_would_find_one(client, world) -> None:
    """The test can fail: a shop whose alias is somebody's name is met at once."""
    from marketplace.profiles.services import shops

    shops.change(people.seller().shop_id, f"{MARK} Aigul", {}, [])
    assert _found(client.get("/ky/lab/osh").get_data(as_text=True), _canaries())
