"""Labs, what they ask, how they answer, who does what: forms, not code."""

import pytest
from sqlalchemy import select

from marketplace.cli import labs as commands
from marketplace.extensions import db
from marketplace.permissions import Role
from marketplace.profiles import queries
from marketplace.profiles.models import AuditEvent, Lab, RoleGrant
from tests import people

LOCALES = ("ky", "ru", "en")


def lab_fields(**more) -> dict[str, str]:
    """Return a filled-in form of a Lab."""
    texts = {
        f"{part}_{locale}": f"{part} {locale}"
        for part in ("name", "region", "address", "hours", "about")
        for locale in LOCALES
    }
    return {**texts, "delivery": "180", "languages": "uz", **more}


def words(**more) -> dict[str, str]:
    """Return a filled-in form of an item or answer."""
    texts = {f"{part}_{code}": part for part in ("title", "text") for code in LOCALES}
    return {**texts, "active": "y", **more}


def test_a_new_lab_is_a_form_and_can_take_applications_at_once(app, as_) -> None:
    nazira = as_("nazira")
    answer = nazira.send(
        "/en/desk/labs/new", **lab_fields(slug="at-bashy", fee="7.5", open="y")
    )
    assert answer.location == "/en/desk/labs/at-bashy"
    assert "name ru" in nazira.words("/ru/lab/at-bashy")
    assert "Ўзбекча" in nazira.words("/ru/lab/at-bashy")
    lab = db.session.scalars(select(Lab).where(Lab.slug == "at-bashy")).one()
    assert (lab.fee_bps, lab.delivery_minor) == (750, 18_000)
    assert people.apply("bermet", lab_id=lab.id).state == "submitted"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "At Bashy"}, "Small Latin letters"),
        ({"slug": "osh"}, "There is a Lab with this address"),
        ({"slug": "new"}, "Small Latin letters"),
        ({"phone": "call us"}, "Write a phone number"),
        ({"email": "no"}, "Write an e-mail address"),
        ({"name_ky": ""}, "Fill this in"),
        ({"fee": "90"}, "Take a part from 0 to 50"),
        ({"fee": "x"}, "Take a part from 0 to 50"),
        ({"fee": "2.555"}, "Take a part from 0 to 50"),
        ({"delivery": "dear"}, "Write the price in digits"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_is_kept(app, as_, change, said) -> None:
    fields = {**lab_fields(slug="at-bashy", fee="5", open="y"), **change}
    answer = as_("nazira").send("/en/desk/labs/new", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="name ru"' in answer.text


def test_a_coordinator_changes_her_lab_but_not_its_fee(app, as_) -> None:
    cholpon = as_("cholpon")
    page = cholpon.get("/en/desk/labs/osh").text
    assert 'name="fee"' not in page
    cholpon.send("/en/desk/labs/osh", **lab_fields(fee="0"))
    lab = people.lab()
    assert (lab.fee_bps, lab.delivery_minor) == (1000, 18_000)
    assert "hours ky" in cholpon.words("/ky/lab/osh")
    assert cholpon.get("/en/desk/labs/jalal-abad").status_code == 404


def test_two_who_change_a_lab_at_once_do_not_undo_each_other(app, as_) -> None:
    import re

    path = "/en/desk/labs/osh"
    cholpon, meerim = as_("cholpon"), as_("meerim")
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', cholpon.get(path).text)[1]
    meerim.send(path, **lab_fields(hours_ky="9-17", seen=seen))
    refused = cholpon.send(path, **lab_fields(about_ky="Жаңы", seen=seen))
    assert refused.status_code == 422
    assert "Somebody has changed this meanwhile" in refused.text
    assert "Жаңы" in refused.text, "her words are not lost"
    again = re.search(r'name="seen"[^>]*value="(\w+)"', refused.text)[1]
    assert cholpon.send(path, **lab_fields(about_ky="Жаңы", seen=again)).location


def test_the_log_says_what_of_a_lab_has_changed(app, as_) -> None:
    as_("cholpon").send("/en/desk/labs/osh", **lab_fields(hours_ky="9-17"))
    as_("cholpon").send("/en/desk/labs/osh/account", details="Банк 123")
    gulnara = as_("gulnara")
    assert "hours_ky: 10–18 → 9-17" in gulnara.words("/en/desk/log?kind=lab.changed")
    assert "Банк 123" in gulnara.words("/en/desk/log?kind=lab.account_changed")


def test_a_lab_that_closes_takes_no_applications_and_stays_readable(
    app, as_, client
) -> None:
    as_("nazira").send("/en/desk/labs/osh", **lab_fields(fee="10"))
    assert people.lab().state == "closed"
    assert "takes no applications" in client.words("/en/lab/osh")
    page = as_("elnura").get("/en/apply/about").text
    assert str(people.lab().id) not in page


def test_a_requirement_is_added_changed_and_switched_off_by_form(app, as_) -> None:
    cholpon = as_("cholpon")
    cholpon.send("/en/desk/labs/osh/asks/new", **words(kind="text", required="y"))
    item = queries.checklist_items(people.lab().id)[-1]
    assert (item.kind, item.required) == ("text", True)
    path = f"/en/desk/labs/osh/asks/{item.id}"
    assert 'value="title"' in cholpon.get(path).text
    off = {**words(kind="text"), "active": ""}
    cholpon.send(path, **off)
    application = people.apply("bermet")
    titles = [
        row.title for row in queries.checklist_of(application.id, application.lab_id)
    ]
    assert "title" not in titles


def test_a_title_is_needed_in_all_three_languages(app, as_) -> None:
    answer = as_("cholpon").send(
        "/en/desk/labs/osh/asks/new", **{**words(kind="text"), "title_ru": ""}
    )
    assert answer.status_code == 422


def test_a_ready_answer_of_the_lab_can_be_chosen_and_changed(app, as_) -> None:
    cholpon = as_("cholpon")
    fields = {**words(decision="ask"), "title_en": "Bring it along"}
    cholpon.send("/en/desk/labs/osh/answers/new", **fields)
    application = people.apply("bermet")
    page = cholpon.get(f"/en/desk/applications/{application.id}").text
    assert "Bring it along" in page
    reply = next(r for r in queries.replies(people.lab().id) if r.lab_id).id
    off = {**fields, "active": ""}
    cholpon.send(f"/en/desk/labs/osh/answers/{reply}", **off)
    page = cholpon.get(f"/en/desk/applications/{application.id}").text
    assert "Bring it along" not in page


def test_the_networks_answers_are_not_a_labs_to_change(app, as_) -> None:
    common = next(r for r in queries.replies(people.lab().id) if r.lab_id is None).id
    path = f"/en/desk/labs/osh/answers/{common}"
    assert as_("cholpon").get(path).status_code == 404
    assert as_("cholpon").send(path, **words(decision="ask")).status_code == 404
    nazira = as_("nazira")
    changed = {**words(decision=""), "title_en": "For everybody"}
    assert nazira.get(path).status_code == 200
    assert nazira.send(path, **{**changed, "decision": "ask"}).status_code == 303
    assert "For everybody" in as_("cholpon").words("/en/desk/labs/osh/answers")


def test_a_lab_is_added_by_command(app, tmp_path) -> None:
    run = app.test_cli_runner()
    file = tmp_path / "lab.toml"
    file.write_text(run.invoke(commands.example).output, "utf-8")
    done = run.invoke(commands.add, ["at-bashy", "--file", str(file)])
    assert done.exit_code == 0, done.output
    assert "at-bashy" in run.invoke(commands.show).output
    again = run.invoke(commands.add, ["at-bashy", "--file", str(file)])
    assert again.exit_code == 1
    assert "lab_taken" in again.output
    file.write_text("not toml [", "utf-8")
    broken = run.invoke(commands.add, ["other", "--file", str(file)])
    assert broken.exit_code == 1


# --- who does what ---------------------------------------------------------------


def _roles(name: str) -> set[str]:
    rows = db.session.scalars(
        select(RoleGrant.role).where(RoleGrant.person_id == people.person_id(name))
    )
    return set(rows)


def test_the_network_lead_names_coordinators_and_takes_it_back(app, as_) -> None:
    elnura = as_("elnura")
    nazira = as_("nazira")
    fields = {"contact": "elnura@lab.test", "role": "coordinator", "lab": "osh"}
    nazira.send("/en/desk/staff", **fields)
    assert _roles("elnura") == {"coordinator"}
    assert elnura.get("/en/account").status_code == 303, "she signs in anew"
    grant = db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id == people.person_id("elnura"))
    ).one()
    nazira.send(f"/en/desk/staff/{grant}/revoke")
    assert _roles("elnura") == set()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"contact": "who@lab.test"}, "Nobody has an account"),
        ({"role": "admin", "lab": ""}, "Choose one of the list"),
        ({"lab": ""}, "Choose a Lab for this role"),
        ({"contact": "nazira@lab.test"}, "Another person changes"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_in_words(app, as_, fields, said) -> None:
    good = {"contact": "elnura@lab.test", "role": "coordinator", "lab": "osh"}
    answer = as_("nazira").send("/en/desk/staff", **{**good, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert _roles("elnura") == set()


def test_the_network_lead_takes_nothing_from_the_admin(app, as_) -> None:
    grant = db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.role == Role.ADMIN.value)
    ).one()
    as_("nazira").send(f"/en/desk/staff/{grant}/revoke")
    assert _roles("gulnara") == {"admin"}


def test_giving_a_role_asks_for_the_password_again(app, as_, travel) -> None:
    nazira = as_("nazira")
    travel(minutes=11)
    fields = {"contact": "elnura@lab.test", "role": "coordinator", "lab": "osh"}
    asked = nazira.send("/en/desk/staff", **fields)
    assert asked.status_code == 307
    assert asked.location == "/en/account/confirm/form?next=/en/desk/staff"
    page = nazira.send(asked.location, **fields).text
    assert 'name="contact" value="elnura@lab.test"' in page, "nothing is lost"
    carried = {**fields, "then": "/en/desk/staff"}
    wrong = nazira.send("/en/account/confirm", **carried, confirmed="not mine")
    assert 'name="role" value="coordinator"' in wrong.text
    assert _roles("elnura") == set()
    sent_on = nazira.send("/en/account/confirm", **carried, confirmed=people.PASSWORD)
    assert (sent_on.status_code, sent_on.location) == (307, "/en/desk/staff")
    nazira.send(sent_on.location, **carried)
    assert _roles("elnura") == {"coordinator"}


def test_a_link_cannot_make_a_form_be_sent(app, as_) -> None:
    answer = as_("aigul").send(
        "/en/account/confirm?next=/en/account/close", confirmed=people.PASSWORD
    )
    assert answer.status_code == 303, "only a form she has sent herself is sent on"


def test_no_password_goes_along_with_a_form_that_waits(app, as_) -> None:
    page = as_("aigul").send(
        "/en/account/confirm/form?next=/en/account/password", password="four loud yaks"
    )
    assert "four loud yaks" not in page.text


# --- suspend, block -------------------------------------------------------


def test_a_shop_is_closed_for_now_with_a_reason_and_her_sessions_end(app, as_) -> None:
    her, aigul = people.person_id("aigul"), as_("aigul")
    path = f"/en/desk/residents/{her}"
    refused = as_("cholpon").send(f"{path}/suspend", reason=" ")
    assert refused.status_code == 422
    as_("cholpon").send(f"{path}/suspend", reason="Сүйлөшөлү")
    assert people.shop("aigul").state == "suspended"
    assert aigul.get("/en/account").status_code == 303
    as_("cholpon").send(f"{path}/reopen")
    assert people.shop("aigul").state == "active"
    again = as_("cholpon").send(f"{path}/reopen")
    assert again.status_code == 303, "said in words, nothing changes"


def test_only_the_admin_blocks_an_account(app, as_) -> None:
    her, aigul = people.person_id("aigul"), as_("aigul")
    path = f"/en/desk/residents/{her}"
    assert as_("cholpon").send(f"{path}/block", reason="x").status_code == 403
    empty = as_("gulnara").send(f"{path}/block").text
    assert 'id="block-reason-error"' in empty, "said in its own form, not in another"
    as_("gulnara").send(f"{path}/block", **{"block-reason": "Алдоо"})
    assert aigul.get("/en/account").status_code == 303
    assert "Blocked" in as_("gulnara").words(path)
    assert people.shop("aigul").state == "suspended", "nobody could answer its orders"
    as_("gulnara").send(f"{path}/unblock")
    assert as_("aigul").get("/en/account").status_code == 200


# --- the log ---------------------------------------------------------------------


def test_the_admin_searches_the_log_and_that_is_logged(app, as_) -> None:
    as_("cholpon").get(f"/en/desk/residents/{people.person_id('aigul')}")
    gulnara = as_("gulnara")
    words_ = gulnara.words("/en/desk/log?kind=read.card")
    assert "Looked at name and contact" in words_
    assert "Cholpon" in words_
    assert "Opened a shop" not in words_.split("Number")[-1]
    assert "Cholpon" in gulnara.words("/en/desk/log?contact=cholpon@lab.test")
    assert "Nothing like that" in gulnara.words("/en/desk/log?contact=who@lab.test")
    assert "Nothing like that" in gulnara.words("/en/desk/log?first=2031-01-01")
    for day in ("0001-01-01", "9999-12-31"):
        assert "Choose a day" in gulnara.words(f"/en/desk/log?first={day}&last={day}")
    assert gulnara.get("/en/desk/log?first=yesterday").status_code == 200
    kinds = db.session.scalars(select(AuditEvent.kind)).all()
    assert kinds.count("read.log") >= 4


def test_the_log_is_read_page_by_page(app, as_) -> None:
    from marketplace.profiles.rules import Event
    from marketplace.profiles.services import audit

    for number in range(60):
        audit.record(Event.LAB_CHANGED, number=number)
    gulnara = as_("gulnara")
    first = gulnara.get("/en/desk/log?kind=lab.changed").text
    assert "Show more" in first
    import re

    following = re.search(r'href="(/en/desk/log\?before=\d+[^"]*)"', first)[1]
    second = gulnara.words(following.replace("&amp;", "&"))
    assert "number: 9" in second
    assert "number: 59" not in second


def test_the_log_as_a_table_runs_no_formula(app, as_) -> None:
    from marketplace.profiles.services import contacts

    contacts.rename(people.person_id("aigul"), "=HYPERLINK(1)", "ky")
    as_("cholpon").get(f"/en/desk/residents/{people.person_id('aigul')}")
    answer = as_("gulnara").get("/en/desk/log.csv?kind=read.card")
    assert answer.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in answer.text
    assert ",=HYPERLINK" not in answer.text
