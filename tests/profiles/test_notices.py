"""Told in her inbox always, outside it as she wishes, never a word too many."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html
from sqlalchemy import select

from marketplace import clock
from marketplace.errors import Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.jobs import Job
from marketplace.profiles import queries
from marketplace.profiles.models import Notice
from marketplace.profiles.rules import notices as rules
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import notices
from marketplace.web import notice_words
from tests import people


@pytest.fixture
def aigul(app):
    """Return Aigul's id, her inbox empty."""
    her = people.person_id("aigul")
    notices.forget(her)
    return her


def tell(her, kind: Kind = Kind.ORDER_NEW) -> None:
    notices.tell(her, kind, "/my/orders")


def test_every_kind_has_words_and_every_group_a_name() -> None:
    assert set(notice_words.TEXTS) == {kind.value for kind in Kind}
    groups = {kind.group.value for kind in Kind} - {"account"}
    assert set(notice_words.GROUPS) == groups


def test_a_letter_says_that_there_is_something_not_what(aigul, doors, work) -> None:
    tell(aigul)
    work()
    (mail,) = doors.mail.sent
    assert mail.subject == "Сизге кабар бар"
    assert "order" not in (mail.text + mail.html).lower()
    assert "буйрутма" not in mail.text.lower()


def test_about_the_safety_of_the_account_the_letter_says_it(aigul, doors, work) -> None:
    tell(aigul, Kind.PASSWORD_CHANGED)
    work()
    (mail,) = doors.mail.sent
    assert notice_words.TEXTS["account.password_changed"] is not None
    assert len(mail.text) > 100


def test_she_opens_reads_and_deletes_one_by_one(aigul, as_) -> None:
    tell(aigul)
    tell(aigul, Kind.THING_ANSWERED)
    her = as_("aigul")
    assert her.words("/en/account/notices").count("new") >= 2
    first = queries.inbox(aigul).rows[0].id
    assert her.send(f"/en/account/notices/{first}/open").location == "/en/my/orders"
    her.send(f"/en/account/notices/{first}/delete")
    assert len(queries.inbox(aigul).rows) == 1
    her.send("/en/account/notices/read")
    assert queries.inbox(aigul).rows[0].read_at is not None
    page = html.document_fromstring(her.get("/en/account/notices").text)
    assert page.xpath("//details//form[contains(@action, '/notices/delete')]")
    her.send("/en/account/notices/delete")
    assert queries.inbox(aigul).rows == []


def test_nobody_opens_or_deletes_anothers(aigul) -> None:
    tell(aigul)
    notice = queries.inbox(aigul).rows[0].id
    for action in (notices.mark_read, notices.forget):
        with pytest.raises(NotFound):
            action(people.person_id("bermet"), notice)


def test_the_number_of_new_ones_is_on_every_page(aigul, as_) -> None:
    tell(aigul)
    body = as_("aigul").get("/en/").get_data(as_text=True)
    assert '<b class="count">1' in body


def _waiting() -> list[Job]:
    """Return the letters on their way to Aigul."""
    rows = db.session.scalars(select(Job).where(Job.kind == "mail.send"))
    return [job for job in rows if job.payload["to"] == "aigul@lab.test"]


def test_at_night_a_letter_waits_till_morning(aigul) -> None:
    notices.wish(aigul, {}, 21, 8)
    night = datetime(2027, 11, 24, 17, 30, tzinfo=UTC)  # 23:30 in Bishkek
    with clock.pretend(night):
        tell(aigul)
        tell(aigul, Kind.PASSWORD_CHANGED)
    quiet, urgent = sorted(_waiting(), key=lambda job: job.run_at, reverse=True)
    quiet_at, urgent_at = (j.run_at.replace(microsecond=0) for j in (quiet, urgent))
    assert quiet_at == datetime(2027, 11, 25, 2, 0, tzinfo=UTC)
    assert urgent_at == night


@pytest.mark.parametrize(
    ("hour", "hours"),
    [(8, 0), (20, 0), (21, 11), (23, 9), (0, 8), (7, 1)],
)
def test_quiet_hours_end_on_time(hour, hours) -> None:
    now = datetime(2027, 11, 24, hour, tzinfo=rules.BISHKEK)
    assert rules.wait(Kind.ORDER_NEW, now, 21, 8) == timedelta(hours=hours)


def test_quiet_hours_within_a_day_work_too() -> None:
    noon = datetime(2027, 11, 24, 12, 30, tzinfo=rules.BISHKEK)
    assert rules.wait(Kind.ORDER_NEW, noon, 12, 14) == timedelta(hours=1.5)
    assert rules.wait(Kind.ORDER_NEW, noon, 13, 14) == timedelta(0)


def test_what_she_switches_off_still_is_in_the_inbox(aigul, doors, work) -> None:
    notices.wish(aigul, {"orders.email": "off"}, 0, 0)
    tell(aigul)
    work()
    assert doors.mail.sent == []
    assert len(queries.inbox(aigul).rows) == 1


def test_the_safety_of_the_account_cannot_be_switched_off(aigul, doors, work) -> None:
    notices.wish(aigul, {"account.email": "off"}, 0, 0)
    tell(aigul, Kind.PASSWORD_CHANGED)
    work()
    assert len(doors.mail.sent) == 1


def test_after_three_letters_a_day_the_rest_comes_in_one(aigul, doors, work) -> None:
    morning = datetime(2027, 11, 24, 3, 10, tzinfo=UTC)  # 9:10 in Bishkek
    with clock.pretend(morning + timedelta(hours=1)):
        notices.send_summaries()  # of the others
        for _ in range(5):
            tell(aigul)
        assert len(_waiting()) == 3
        assert notices.send_summaries() == 0, "it waits for nine o'clock"
    with clock.pretend(morning + timedelta(days=1)):
        assert notices.send_summaries() >= 1
        assert notices.send_summaries() == 0, "once"
        work()
    hers = [mail for mail in doors.mail.sent if mail.to == "aigul@lab.test"]
    assert len(hers) == 4
    assert "2" in hers[-1].text


def test_a_summary_that_was_missed_at_nine_goes_out_when_it_can(aigul) -> None:
    notices.wish(aigul, {"orders.email": "digest"}, 0, 0)
    evening = datetime(2027, 11, 24, 14, 0, tzinfo=UTC)  # 20:00 in Bishkek
    with clock.pretend(evening):
        notices.send_summaries()  # of the others
        tell(aigul)
    with clock.pretend(evening + timedelta(hours=12, minutes=30)):
        assert notices.send_summaries() == 0, "half past eight"
    with clock.pretend(evening + timedelta(hours=19)):
        assert notices.send_summaries() >= 1, "the machine was off till three"


def test_letters_about_her_safety_use_up_none_of_the_three(aigul) -> None:
    for _ in range(4):
        tell(aigul, Kind.PASSWORD_CHANGED)
    tell(aigul)
    assert len(_waiting()) == 5


def test_who_has_only_a_phone_reads_it_here(app, doors, work) -> None:
    from marketplace.profiles.services import accounts

    person = accounts.sign_up(
        name="N", contact="0700 11 22 33", password="seven blue foxes", language="ky"
    )
    tell(person.id)
    work()
    assert doors.mail.sent == []
    assert len(queries.inbox(person.id).rows) == 1


def test_her_wishes_are_kept_by_the_form(aigul, as_) -> None:
    her = as_("aigul")
    modes = {"shop": "digest", "orders": "off", "help": "now", "desk": "digest"}
    answer = her.send(
        "/en/account/notices/settings", **modes, quiet_from="22", quiet_to="7"
    )
    assert answer.status_code == 303
    kept = notices.settings_of(aigul)
    assert (kept.quiet_from, kept.quiet_to) == (22, 7)
    assert kept.modes["orders.email"] == "off"
    with pytest.raises(Invalid):
        notices.wish(aigul, {"orders.email": "shout"}, 0, 0)


def test_a_notice_is_never_about_a_name_or_a_sum(app) -> None:
    import re

    for text in map(str, notice_words.TEXTS.values()):
        assert not re.search(r"%\(|\d+ (som|сом)", text)
    assert db.session.query(Notice).count() >= 0


def test_old_news_are_on_further_pages(aigul, as_) -> None:
    import re

    tell(aigul, Kind.TWO_STEP_ON)
    for _ in range(30):
        tell(aigul)
    her = as_("aigul")
    page = her.get("/en/account/notices").text
    following = re.search(r'href="(/en/account/notices\?after=[^"]+)"', page)[1]
    assert "asks for a code" in her.words(following)
    assert "asks for a code" not in her.words("/en/account/notices")
