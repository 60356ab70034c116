"""Name, phone, e-mail: changed by her alone, and told to the old address."""

import re
import uuid

import pytest

from marketplace.errors import Conflict, Invalid, TooMany
from marketplace.profiles.services import accounts, contacts, leaving, passwords, staff
from tests import people
from tests.profiles.test_signing_in import events


def test_her_name_and_language_change(app, as_) -> None:
    aigul = as_("aigul")
    answer = aigul.send("/ky/account/name", name="Айгүл С.", language="ru")
    assert answer.location == "/ru/account/contact"
    assert (people.person("aigul").name, people.person("aigul").language) == (
        "Айгүл С.",
        "ru",
    )


def test_a_new_phone_signs_her_in(app, as_) -> None:
    as_("aigul").send("/en/account/phone", phone="0555 12 34 56")
    assert people.person("aigul").phone == "+996555123456"
    accounts.sign_in(contact="555123456", password=people.PASSWORD)


def test_the_last_way_to_reach_her_cannot_be_dropped(app) -> None:
    accounts.sign_up(
        name="N", contact="0700 11 22 33", password="seven blue foxes", language="ky"
    )
    person = accounts.by_contact("+996700112233", None)
    with pytest.raises(Invalid, match="contact_last"):
        contacts.change_phone(person.id, "")
    contacts.change_phone(people.person_id("aigul"), "0555 12 34 56")
    contacts.change_phone(people.person_id("aigul"), "")
    assert people.person("aigul").phone is None


def test_a_phone_belongs_to_one_account(app) -> None:
    contacts.change_phone(people.person_id("aigul"), "0555 12 34 56")
    with pytest.raises(Conflict, match="phone_taken"):
        contacts.change_phone(people.person_id("bermet"), "+996 555 12 34 56")


def test_a_new_address_is_hers_when_she_opens_the_link(app, as_, doors, work) -> None:
    aigul = as_("aigul")
    aigul.send("/ky/account/email", email="Gul@Lab.test")
    work()
    told, mail = sorted(doors.mail.sent, key=lambda mail: mail.to)
    assert told.to == "aigul@lab.test", "the old address hears before anything changes"
    assert mail.to == "gul@lab.test"
    assert people.person("aigul"), "still the old one"
    link = re.search(r"/ky/account/email/\S+", mail.text)[0]
    aigul.get(link)
    assert people.person("aigul"), "a mail program that opens links changes nothing"
    aigul.send(link)
    work()
    assert accounts.by_contact(None, "gul@lab.test").name == "Aigul"
    assert doors.mail.sent[-1].to == "aigul@lab.test", "the old address is told"
    assert aigul.get(link).status_code == 422, "once"


def test_an_address_that_is_taken_is_answered_the_same(app, as_, doors, work) -> None:
    bodies = set()
    for address in ("bermet@lab.test", "free@lab.test"):
        answer = as_("aigul").send("/en/account/email", email=address)
        bodies.add((answer.status_code, answer.location))
    work()
    assert len(bodies) == 1
    to_others = {mail.to for mail in doors.mail.sent} - {"aigul@lab.test"}
    assert to_others == {"free@lab.test"}


@pytest.mark.parametrize("how", ["password", "block", "others"])
def test_a_link_a_thief_has_asked_for_dies_when_she_acts(
    app, as_, doors, work, how
) -> None:
    her = people.person_id("aigul")
    contacts.ask_email(her, "thief@lab.test")
    work()
    (mail,) = [mail for mail in doors.mail.sent if mail.to == "thief@lab.test"]
    token = re.search(r"/account/email/(\S+)", mail.text)[1]
    if how == "password":
        passwords.change(her, "four loud marmots", session=uuid.uuid4())
    elif how == "block":
        staff.block(her, by=people.person_id("gulnara"), reason="Чоочун кирди")
    else:
        leaving.end_others(her, uuid.uuid4())
    with pytest.raises(Invalid, match="email_over"):
        contacts.take_email(token)


def test_no_phone_is_tried_more_than_five_times_a_day(app) -> None:
    for number in range(5):
        contacts.change_phone(people.person_id("aigul"), f"0555 12 34 5{number}")
    with pytest.raises(TooMany):
        contacts.change_phone(people.person_id("aigul"), "0555 12 34 59")


def test_no_address_is_asked_for_more_than_five_times_a_day(app) -> None:
    for number in range(5):
        contacts.ask_email(people.person_id("aigul"), f"{number}@lab.test")
    with pytest.raises(TooMany):
        contacts.ask_email(people.person_id("aigul"), "6@lab.test")


def test_the_log_keeps_half_of_a_contact(app) -> None:
    from sqlalchemy import select

    from marketplace.extensions import db
    from marketplace.profiles.models import AuditEvent

    contacts.change_phone(people.person_id("aigul"), "0555 12 34 56")
    row = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "account.phone_changed")
    ).one()
    assert row.details == {"before": "", "after": "+996 ··· 56"}
    assert events("account.phone_changed") == 1


def test_what_is_wrong_is_said_beside_the_field_and_kept(app, as_) -> None:
    answer = as_("aigul").send("/en/account/phone", phone="12")
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="phone-error"' in body
    assert 'value="12"' in body
