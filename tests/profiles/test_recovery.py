"""An account back in person: two coordinators, 72 hours, stoppable everywhere."""

import re

import pytest

from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from marketplace.extensions import db
from marketplace.permissions import Role
from marketplace.profiles import queries
from marketplace.profiles.models import Recovery
from marketplace.profiles.services import (
    accounts,
    contacts,
    recovery,
    staff,
    two_step,
)
from tests import people

NEW = "0700 12 34 56"


def start(name: str = "aigul", by: str = "cholpon", **more):
    """Let a coordinator begin."""
    return recovery.start(
        people.person_id(name),
        NEW,
        "Эки жылдан бери тааныйм",
        by=people.person_id(by),
        **more,
    )


@pytest.fixture
def confirmed(app):
    """Return a recovery of Aigul's account that two have confirmed."""
    begun = start()
    return recovery.confirm(begun.id, by=people.person_id("meerim"))


def test_the_whole_way(app, as_, client, travel) -> None:
    her = people.person_id("aigul")
    cholpon, meerim = as_("cholpon"), as_("meerim")
    cholpon.send(f"/en/desk/residents/{her}/recovery", contact=NEW, known_by="Тааныйм")
    begun = queries.recovery_of(her)
    own = cholpon.send(f"/en/desk/recovery/{begun.id}/confirm")
    assert own.status_code == 303
    assert db.session.get_one(Recovery, begun.id).state == "started", "not the same"
    meerim.send(f"/en/desk/recovery/{begun.id}/confirm")
    early = meerim.send(f"/en/desk/recovery/{begun.id}/code")
    assert early.status_code == 303
    travel(hours=72, seconds=1)
    page = as_("meerim").send(f"/en/desk/recovery/{begun.id}/code")
    code = re.search(r'<code class="code">([a-z0-9-]{14})</code>', page.text)[1]
    lost = as_("aigul")
    answer = client.send(
        "/en/recover", contact=NEW, code=code.upper(), password="seven blue foxes"
    )
    assert answer.location == "/en/sign-in"
    accounts.sign_in(contact=NEW, password="seven blue foxes")
    assert lost.get("/en/account").status_code == 303, "every session is over"
    with pytest.raises(Invalid):
        accounts.sign_in(contact="aigul@lab.test", password=people.PASSWORD)
    again = client.send(
        "/en/recover", contact=NEW, code=code, password="eight red wolves"
    )
    assert again.status_code == 422, "a code works once"


def test_the_code_is_worth_nothing_to_who_has_another_contact(
    confirmed, client, travel
) -> None:
    travel(hours=73)
    code = recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    answer = client.send(
        "/en/recover", contact="bermet@lab.test", code=code, password="seven blue foxes"
    )
    assert answer.status_code == 422
    assert "does not fit" in answer.text


def test_guessing_the_code_has_an_end(confirmed, travel) -> None:
    travel(hours=73)
    recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    for number in range(5):
        with pytest.raises(Invalid, match="recover_failed"):
            recovery.finish(NEW, f"aaaa-bbbb-cc{number:02}", "seven blue foxes")
    with pytest.raises(TooMany):
        recovery.finish(NEW, "aaaa-bbbb-cccc", "seven blue foxes")


def test_the_same_person_is_never_both(app) -> None:
    begun = start()
    for name in ("cholpon", "aigul"):
        with pytest.raises(NotAllowed, match="second_person"):
            recovery.confirm(begun.id, by=people.person_id(name))


def test_a_coordinator_of_another_lab_cannot(app, as_) -> None:
    her = people.person_id("aigul")
    begun = start()
    dinara = as_("dinara")
    answer = dinara.send(
        f"/en/desk/residents/{her}/recovery", contact=NEW, known_by="x"
    )
    assert answer.status_code == 404
    for action in ("confirm", "cancel", "code"):
        path = f"/en/desk/recovery/{begun.id}/{action}"
        assert dinara.send(path).status_code == 404


def test_she_is_told_on_every_channel_twice(app, doors, work, as_) -> None:
    begun = start()
    recovery.confirm(begun.id, by=people.person_id("meerim"))
    work()
    to_her = [mail for mail in doors.mail.sent if mail.to == "aigul@lab.test"]
    assert sum("/stop/" in mail.text for mail in to_her) == 2
    assert "72 hours" in as_("aigul").words("/en/account/notices")


def test_she_stops_it_by_the_link_without_a_password(
    confirmed, doors, work, client
) -> None:
    work()
    link = re.search(r"/ky/stop/\S+", doors.mail.sent[-1].text)[0]
    assert client.get(link).status_code == 200
    assert db.session.get_one(Recovery, confirmed.id).state == "confirmed", "by a post"
    client.send(link)
    assert db.session.get_one(Recovery, confirmed.id).state == "cancelled"


def test_she_stops_it_on_her_page(confirmed, as_) -> None:
    aigul = as_("aigul")
    assert "This was not me" in aigul.words("/en/account/recovery")
    aigul.send("/en/account/recovery/stop")
    assert db.session.get_one(Recovery, confirmed.id).state == "cancelled"


def test_what_was_stopped_gives_no_code(confirmed, travel) -> None:
    recovery.cancel(confirmed.id, by=people.person_id("aigul"))
    travel(hours=73)
    with pytest.raises(Conflict, match="too_early"):
        recovery.make_code(confirmed.id, by=people.person_id("cholpon"))


def test_she_can_forbid_it_for_ever(app, as_) -> None:
    as_("aigul").send("/en/account/recovery/lock", locked="1")
    with pytest.raises(NotAllowed, match="recovery_locked"):
        start()
    as_("aigul").send("/en/account/recovery/lock", locked="0")
    start()


def test_for_staff_it_takes_two_of_the_network(app) -> None:
    staff.grant(people.person_id("aigul"), Role.COORDINATOR, people.lab().id)
    with pytest.raises(NotAllowed, match="recovery_staff"):
        start()
    start(by="nazira", staff_too=True)


def test_to_forbid_it_stops_what_is_under_way(confirmed, travel, as_) -> None:
    travel(hours=73)
    code = recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    as_("aigul").send("/en/account/recovery/lock", locked="1")
    assert db.session.get_one(Recovery, confirmed.id).state == "cancelled"
    with pytest.raises(Invalid, match="recover_failed"):
        recovery.finish(NEW, code, "seven blue foxes")


def test_staff_by_the_network_at_every_step(app, travel) -> None:
    begun = start()
    her, meerim = people.person_id("aigul"), people.person_id("meerim")
    staff.grant(her, Role.COORDINATOR, people.lab().id)
    with pytest.raises(NotAllowed, match="recovery_staff"):
        recovery.confirm(begun.id, by=meerim)
    recovery.confirm(begun.id, by=people.person_id("nazira"), staff_too=True)
    travel(hours=73)
    with pytest.raises(NotAllowed, match="recovery_staff"):
        recovery.make_code(begun.id, by=meerim)
    recovery.make_code(begun.id, by=people.person_id("gulnara"), staff_too=True)


def test_a_blocked_account_is_not_taken_over(confirmed, travel) -> None:
    travel(hours=73)
    code = recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    gulnara = people.person_id("gulnara")
    staff.block(people.person_id("aigul"), by=gulnara, reason="Чоочун")
    with pytest.raises(NotFound):
        recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    with pytest.raises(Invalid, match="recover_failed"):
        recovery.finish(NEW, code, "seven blue foxes")


@pytest.mark.parametrize("second", [True, False])
def test_what_nobody_uses_is_over_after_a_week(app, travel, work, second) -> None:
    begun = start()
    if second:
        recovery.confirm(begun.id, by=people.person_id("meerim"))
        travel(hours=73)
    travel(days=6)
    work()
    assert db.session.get_one(Recovery, begun.id).state != "cancelled"
    travel(days=1, hours=2)
    work()
    found = db.session.get_one(Recovery, begun.id)
    assert (found.state, found.phone) == ("cancelled", None)
    start()


def test_a_contact_that_is_taken_meanwhile_loses_nothing(confirmed, travel) -> None:
    travel(hours=73)
    code = recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    contacts.change_phone(people.person_id("bermet"), NEW)
    with pytest.raises(Conflict, match="recovery_contact"):
        recovery.finish(NEW, code, "seven blue foxes")
    assert people.person("aigul").phone is None
    contacts.change_phone(people.person_id("bermet"), "0555 12 34 56")
    recovery.finish(NEW, code, "seven blue foxes")


def test_two_accounts_do_not_wait_for_one_contact(app) -> None:
    start()
    with pytest.raises(Conflict, match="recovery_contact"):
        start("jamilya")


def test_the_second_sees_what_she_confirms(app, as_) -> None:
    her = people.person_id("aigul")
    start()
    first, second = (
        as_(n).get(f"/en/desk/residents/{her}") for n in ("cholpon", "meerim")
    )
    assert "+996 700 123 456" in second.text
    assert "Cholpon" in second.text
    assert "I confirm" in second.text
    assert "I confirm" not in first.text, "whoever began it cannot"


def test_one_at_a_time_and_a_contact_that_is_free(app) -> None:
    start()
    with pytest.raises(Conflict, match="recovery_open"):
        start()
    with pytest.raises(Conflict, match="recovery_contact"):
        recovery.start(
            people.person_id("indira"),
            "bermet@lab.test",
            "x",
            by=people.person_id("cholpon"),
        )


def test_the_old_code_app_is_gone_with_the_old_phone(confirmed, travel) -> None:
    from tests.profiles.test_two_step import code_of

    her = people.person_id("aigul")
    two_step.begin(her)
    two_step.finish(her, code_of("aigul"))
    travel(hours=73)
    code = recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    recovery.finish(NEW, code, "seven blue foxes")
    assert two_step.factor_of(her) is None


def test_a_weak_password_keeps_the_code_good(confirmed, travel) -> None:
    travel(hours=73)
    code = recovery.make_code(confirmed.id, by=people.person_id("cholpon"))
    with pytest.raises(Invalid, match="password_weak"):
        recovery.finish(NEW, code, "12345678")
    recovery.finish(NEW, code, "seven blue foxes")


def test_deleting_the_news_does_not_hide_it_from_her(confirmed, as_) -> None:
    aigul = as_("aigul")
    aigul.send("/en/account/notices/delete")
    for path in ("/en/account", "/en/account/notices"):
        assert 'href="/en/account/recovery"' in aigul.get(path).text
    recovery.cancel(confirmed.id, by=people.person_id("aigul"))
    assert 'href="/en/account/recovery"' not in aigul.get("/en/account").text
