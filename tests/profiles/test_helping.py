"""Acting for a resident: only with her consent, within it, and she sees everything."""

import pytest
from lxml import html
from sqlalchemy import select

from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.permissions import Scope
from marketplace.profiles import queries
from marketplace.profiles.models import AuditEvent, SignInSession, Transition
from marketplace.profiles.services import helping
from tests import pages, people
from tests.architecture import matrix
from tests.architecture.walk import make_world

ALL = list(Scope)


def agree(*scopes: Scope, days: int = 7, name: str = "aigul"):
    """Let somebody agree, by herself."""
    her = people.person_id(name)
    return helping.give(her, scopes or ALL, how="herself", days=days, by=her)


@pytest.fixture
def acting(app, as_):
    """Return Cholpon's browser while she acts for Aigul, who has agreed to all."""
    consent = agree().id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    return cholpon


def test_she_agrees_on_her_page_and_takes_it_back(app, as_) -> None:
    aigul = as_("aigul")
    answer = aigul.send("/en/account/help", scopes="things", days="7")
    assert answer.status_code == 303
    words = aigul.words("/en/account/help")
    assert "Write and change things" in words
    consent = helping.of_person(people.person_id("aigul"))[0]
    aigul.send(f"/en/account/help/{consent.id}/end")
    assert helping.of_person(people.person_id("aigul")) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"days": "7"}, "Choose at least one thing"),
        ({"scopes": "things"}, "Choose an answer"),
        ({"scopes": "things", "days": "999"}, "Choose one of the list"),
        ({"scopes": "money", "days": "7"}, ""),
    ],
)
def test_an_agreement_names_what_and_how_long(app, as_, fields, said) -> None:
    answer = as_("aigul").send("/en/account/help", **fields)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_what_the_lab_writes_down_is_told_to_her_at_once(app, as_) -> None:
    her = people.person_id("aigul")
    answer = as_("cholpon").send(
        f"/en/desk/residents/{her}/consent",
        scopes="things",
        how="paper",
        days="30",
        note="Кагаз столдо",
    )
    assert answer.status_code == 303
    assert "written down that it may help" in as_("aigul").words("/en/account/notices")


@pytest.mark.parametrize(
    ("how", "days", "note", "code"),
    [
        ("spoken", 30, "Айгүл", "consent_days"),
        ("paper", 90, "x", "consent_days"),
        ("paper", 7, " ", "consent_note"),
    ],
)
def test_the_lab_cannot_write_down_more_than_allowed(
    app, how, days, note, code
) -> None:
    with pytest.raises(Invalid, match=code):
        helping.give(
            people.person_id("aigul"),
            ALL,
            how=how,
            days=days,
            by=people.person_id("cholpon"),
            note=note,
        )


def test_nobody_agrees_in_anothers_name(app) -> None:
    with pytest.raises(NotAllowed):
        helping.give(
            people.person_id("aigul"),
            ALL,
            how="herself",
            days=7,
            by=people.person_id("cholpon"),
        )


def test_every_page_says_for_whom_she_acts_until_she_stops(acting) -> None:
    for path in ("/en/", "/en/my/things", "/en/account", "/en/my/shop"):
        body = acting.get(path).get_data(as_text=True)
        assert "You act for: Aigul" in body, path
    acting.send("/en/account/help/stop")
    assert "You act for" not in acting.get("/en/").get_data(as_text=True)
    assert acting.get("/en/desk").status_code == 200


@pytest.mark.parametrize("scope", ALL)
def test_a_helper_is_shown_only_the_pages_agreed_to(app, as_, scope) -> None:
    consent = agree(scope).id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    page = html.document_fromstring(cholpon.get("/en/account").text)
    links = page.xpath("//nav[@class='tabs']//a/@href | //main//a/@href")
    assert links, "there is something she may do"
    assert {cholpon.get(link).status_code for link in links} <= {200}


def test_who_has_no_shop_is_helped_with_none(app, as_) -> None:
    consent = agree(Scope.SHOP, name="indira").id
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{consent}")
    assert "needs a shop, and she has none yet" in cholpon.words("/en/account")


def test_she_sees_what_was_done_and_is_told(acting, as_) -> None:
    acting.send("/en/my/shop/visibility", visibility="hidden")
    acting.send("/en/account/help/stop")
    aigul = as_("aigul")
    assert "Your Lab has acted for you" in aigul.words("/en/account/notices")
    words = aigul.words("/en/account/helped")
    assert "Changed who sees the shop" in words
    assert "Cholpon" in words


def test_every_row_carries_both_names(acting) -> None:
    acting.send("/en/my/shop/visibility", visibility="hidden")
    listing = people.on_sale()
    acting.send(f"/en/my/things/{listing.id}/switch", action="pause")
    cholpon, aigul = people.person_id("cholpon"), people.person_id("aigul")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "shop.visibility")
    ).one()
    step = db.session.scalars(
        select(Transition).where(Transition.to_state == "paused")
    ).one()
    for row in (event, step):
        assert (row.actor_id, row.on_behalf_of_id) == (cholpon, aigul)


def test_she_is_told_though_it_was_only_a_look(acting, as_) -> None:
    acting.get("/en/my/things")
    acting.send("/en/account/help/stop")
    aigul = as_("aigul")
    assert "Your Lab has acted for you" in aigul.words("/en/account/notices")
    words = aigul.words("/en/account/helped")
    assert words.index("Stopped") < words.index("Opened a page while")
    assert "Began to act" in words
    assert "Cholpon: Opened a page" in aigul.words("/en/account/privacy")


def test_what_was_refused_is_no_look(app, as_) -> None:
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{agree(Scope.THINGS).id}")
    cholpon.get("/en/my/shop")
    looked = select(AuditEvent).where(AuditEvent.kind == "read.helping")
    assert db.session.scalars(looked).all() == []


def test_what_is_logged_names_the_agreement(acting) -> None:
    acting.send("/en/my/shop/visibility", visibility="hidden")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "shop.visibility")
    ).one()
    assert event.details["consent"] == str(_newest_consent())


def test_who_goes_on_to_help_another_tells_the_first(acting) -> None:
    other = agree(name="indira").id
    held = db.session.scalars(
        select(SignInSession.id).where(SignInSession.consent_id.is_not(None))
    ).one()
    helping.begin(held, other, by=people.person_id("cholpon"))
    kinds = [row.kind for row in queries.inbox(people.person_id("aigul")).rows]
    assert kinds.count("help.done") == 1


def test_a_session_that_rests_too_long_tells_her_too(acting, travel, work) -> None:
    acting.send("/en/my/shop/visibility", visibility="hidden")
    travel(hours=2)
    work()
    kinds = [row.kind for row in queries.inbox(people.person_id("aigul")).rows]
    assert "help.done" in kinds


def test_what_she_takes_back_ends_with_the_next_tap(acting) -> None:
    consent = helping.of_person(people.person_id("aigul"))[0].id
    helping.withdraw(people.person_id("aigul"), consent)
    answer = acting.send("/en/my/shop/visibility", visibility="hidden")
    assert answer.status_code == 404, "she is herself again: no shop of her own"
    assert people.shop("aigul").visibility == "public"
    assert "You act for" not in acting.get("/en/").get_data(as_text=True)


def test_an_agreement_that_is_over_ends_it_too(app, as_, travel) -> None:
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{agree(days=1).id}")
    for _ in range(2):
        travel(minutes=25)
        assert cholpon.get("/en/my/things").status_code == 200
    travel(days=1)
    with pytest.raises(NotFound):
        helping.begin(
            people.person_id("aigul"), _consent(), by=people.person_id("cholpon")
        )


def _consent():
    from marketplace.profiles.models import Consent

    return db.session.scalars(select(Consent.id)).first()


def test_only_what_she_has_agreed_to_opens(app, as_) -> None:
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/help/{agree(Scope.THINGS).id}")
    assert cholpon.get("/en/my/things").status_code == 200
    for path in ("/en/my/orders", "/en/my/shop", "/en/application"):
        assert cholpon.get(path).status_code == 403, path


def test_money_sign_in_and_approvals_are_out_of_reach(acting) -> None:
    """Every address that only she herself may open, and every page of the desk."""
    from marketplace.permissions import Access, Permission
    from marketplace.web import access

    token = acting.token()
    app = acting.application
    tried = 0
    for method, endpoint, path in matrix.requests(app, make_world()):
        who = access.declared(app, endpoint)
        if who is not Access.HERSELF and not isinstance(who, Permission):
            continue
        answer = matrix.ask(acting, token, method, path)
        assert answer.status_code == 403, (method, endpoint)
        tried += 1
    assert tried > 60
    assert acting.get("/en/my/money").status_code == 403


def test_a_coordinator_of_another_lab_cannot(app, as_) -> None:
    consent = agree().id
    dinara = as_("dinara")
    assert dinara.send(f"/en/desk/help/{consent}").status_code == 404
    assert "You act for" not in dinara.get("/en/").get_data(as_text=True)


def test_who_loses_her_role_acts_no_more(acting) -> None:
    from marketplace.permissions import Role
    from marketplace.profiles.models import RoleGrant
    from marketplace.profiles.services import staff

    grant = db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id == people.person_id("cholpon"))
    ).one()
    staff.revoke(grant, by=people.person_id("gulnara"), allowed=list(Role))
    assert acting.get("/en/my/things").status_code == 303, "signed out"


def test_every_form_a_helper_may_send_leaves_both_names(acting) -> None:
    """Whatever a scope opens writes at least one row with actor and on_behalf_of."""
    from marketplace.web import access
    from tests.snapshots import Snapshot

    app, world = acting.application, make_world()
    acting.send(f"/en/desk/help/{_newest_consent()}")
    fields = {
        "catalog.switch_thing": {"action": "archive"},
        "profiles.my_shop_visibility": {"visibility": "lab"},
        "profiles.my_shop_post": {"alias": "Жаңы"},
        "catalog.busy_thing": {"free": "1"},
        "orders.my_quote_step": {"note": "Болбойт"},
        "catalog.my_review_answer": {"text": "Рахмат!"},
        "catalog.stock_of": {"seen": "8", "step": "less"},
    }
    snapshot = Snapshot(app)
    wrote = set()
    for method, endpoint, path in matrix.requests(app, world):
        who = access.declared(app, endpoint)
        if method == "GET" or not isinstance(who, Scope):
            continue
        before = _stamped()
        answer = acting.send(path, **fields.get(endpoint, {}))
        taken = answer.location != "/en/application"  # or: the Lab has it in hand
        if answer.status_code == 303 and taken:
            assert _stamped() > before, endpoint
            wrote.add(endpoint)
            snapshot.restore()
    assert {
        "catalog.switch_thing",
        "catalog.my_review_answer",
        "catalog.my_review_report",
        "orders.order_step",
        "orders.order_handed_over",
        "profiles.my_shop_visibility",
        "profiles.my_shop_post",
        "profiles.my_shop_link",
        "profiles.my_shop_away",
    } <= wrote


def _newest_consent():
    return helping.of_person(people.person_id("aigul"))[0].id


def _stamped() -> int:
    from sqlalchemy import func

    return sum(
        db.session.scalar(
            select(func.count()).where(table.on_behalf_of_id.is_not(None))
        )
        for table in (AuditEvent, Transition)
    )


def test_the_card_of_a_resident_is_logged_and_she_sees_who_looked(app, as_) -> None:
    her = people.person_id("aigul")
    assert "Aigul" in as_("cholpon").words(f"/en/desk/residents/{her}")
    words = as_("aigul").words("/en/account/privacy")
    assert "Cholpon: Looked at name and contact" in words


def test_the_list_of_residents_shows_no_names_and_no_contacts(app, as_) -> None:
    body = as_("cholpon").get("/en/desk/residents").get_data(as_text=True)
    main = pages.text_of(body)
    assert "Ак кийиз" in main
    assert "Aigul" not in main
    assert "@lab.test" not in main
    assert "Тумар" not in main, "of another Lab"
    assert "Ак кийиз" not in as_("cholpon").words("/en/desk/residents?q=Саймачы")
