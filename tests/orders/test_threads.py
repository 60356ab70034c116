"""Conversations: who hears what, what is hidden, report, block, delete, files."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from marketplace.errors import Conflict, Invalid, NotFound, TooMany
from marketplace.extensions import db
from marketplace.infra.jobs.models import Job
from marketplace.orders import queries
from marketplace.orders.models import Attachment, Message, Report, Thread
from marketplace.orders.rules.quotes import OfferTerms
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import (
    attachments,
    downloads,
    quotes,
    reports,
    threads,
)
from marketplace.orders.services.threads import Said
from marketplace.profiles.models import Notice
from tests import people
from tests.orders import deals, work

BUYER = Buyer("Бермет", "bermet@mail.test", "en")
CALL = "Чалыңыз 0555 12 34 56"


@pytest.fixture
def talk(app) -> Thread:
    """Return a conversation a guest has begun with Aigul."""
    secret = threads.ask(people.seller().shop_id, BUYER, Said("Саламатсызбы"))
    return db.session.query(Thread).filter_by(secret=secret).one()


def answer(talk: Thread, text: str = "Саламат") -> None:
    her = people.seller()
    threads.say_as_seller(her.shop_id, talk.id, Said(text, by=her.person_id))


def listed(shop_id):
    """Return the last words of the only conversation in her list."""
    [row] = queries.shop_threads(shop_id).rows
    return row.said


def letters() -> list[str]:
    rows = db.session.query(Job).filter_by(kind="mail.send")
    return [row.payload["text"] for row in rows if "/t/" in row.payload["text"]]


def notices() -> int:
    return (
        db.session.query(Notice)
        .filter_by(person_id=people.person_id("aigul"), kind="orders.message")
        .count()
    )


def test_each_side_is_told_once_until_it_has_looked_and_never_what(talk) -> None:
    assert notices() == 1
    threads.say_as_buyer(talk.secret, Said("Жооп күтөм"))
    assert notices() == 1
    answer(talk, "Кызыл түстө бар")
    answer(talk, "Көк да бар")
    assert len(letters()) == 1
    assert "Кызыл" not in letters()[0]
    threads.seen_by_buyer(talk.secret)
    answer(talk, "Дагы бир суроо")
    assert len(letters()) == 2
    threads.say_as_buyer(talk.secret, Said("Рахмат"))
    assert notices() == 2, "she has answered meanwhile, so she had read"


def test_contacts_are_hidden_from_the_other_side_and_never_lost(talk) -> None:
    threads.say_as_buyer(talk.secret, Said(CALL))
    hers = queries.thread_of_shop(people.seller().shop_id, talk.id).lines[-1]
    assert (hers.text, hers.covered) == ("Чалыңыз •••", True)
    mine = queries.thread_by(talk.secret).lines[-1]
    assert (mine.text, mine.covered) == (CALL, True)


def test_contacts_are_shown_once_the_order_is_paid(app) -> None:
    listing = work.service(questions=())
    purchase_id = work.order(listing)
    order = deals.order(purchase_id)
    talk = work.thread(order.id)
    threads.say_as_buyer(talk.secret, Said(CALL))
    shop_id = people.seller().shop_id
    assert "0555" not in queries.thread_of_shop(shop_id, talk.id).lines[-1].text
    deals.press(purchase_id)
    assert queries.thread_of_shop(shop_id, talk.id).lines[-1].text == CALL


def test_an_order_of_things_has_one_conversation_both_can_begin(app) -> None:
    purchase_id = deals.paid(people.on_sale(stock=3))
    order = deals.order(purchase_id)
    secret = threads.talk_as_buyer(purchase_id, order.id)
    key = threads.talk_as_seller(people.seller().shop_id, order.id)
    assert threads.secret_of(key) == secret
    threads.say_as_buyer(secret, Said(CALL))
    seen = queries.thread_of_shop(people.seller().shop_id, key).lines[-1].text
    assert seen == CALL, "it is paid"
    with pytest.raises(NotFound):
        threads.talk_as_seller(people.seller("farida").shop_id, order.id)
    unpaid = deals.buy(people.on_sale(title="Башка", stock=3))
    with pytest.raises(Conflict):
        threads.talk_as_buyer(unpaid, deals.order(unpaid).id)


def test_contacts_in_offers_are_hidden_like_those_in_words(app) -> None:
    her = people.seller()
    quote = quotes.ask(her.shop_id, BUYER, Said(f"Логотип. {CALL}"))
    terms = OfferTerms(f"Жасайм. {CALL}", 500_000, 9)
    quotes.offer(her.shop_id, quote.id, terms, by=her.person_id)
    secret = threads.secret_of(quote.thread_id)
    (theirs,) = queries.thread_by(secret).quotes
    (hers,) = queries.thread_of_shop(her.shop_id, quote.thread_id).quotes
    for view in (theirs, hers):
        assert "0555" not in view.text + view.last.text
    board = queries.board(her.shop_id, "waiting")
    assert "0555" not in board.quotes[0].text


def test_a_list_says_what_was_said_last_without_contacts(talk) -> None:
    shop_id = people.seller().shop_id
    assert listed(shop_id).text == "Саламатсызбы"
    answer(talk, CALL)
    assert (listed(shop_id).who, listed(shop_id).text) == ("seller", CALL)
    threads.say_as_buyer(talk.secret, Said(CALL))
    assert "0555" not in listed(shop_id).text
    threads.drop_as_seller(shop_id, talk.id)
    threads.say_as_buyer(talk.secret, Said("Дагы бир нерсе"))
    assert listed(shop_id).text == "Дагы бир нерсе"


def test_what_is_read_is_known_for_each_side(talk) -> None:
    shop_id = people.seller().shop_id
    assert queries.thread_of_shop(shop_id, talk.id).unread
    assert queries.unread_of(shop_id) == 1
    threads.seen_by_seller(shop_id, talk.id)
    assert queries.unread_of(shop_id) == 0
    answer(talk)
    assert queries.thread_by(talk.secret).unread
    threads.seen_by_buyer(talk.secret)
    assert not queries.thread_by(talk.secret).unread


def test_deleting_is_for_oneself_alone(talk) -> None:
    answer(talk)
    threads.drop_as_buyer(talk.secret)
    assert queries.thread_by(talk.secret).lines == []
    shop_id = people.seller().shop_id
    assert len(queries.thread_of_shop(shop_id, talk.id).lines) == 2
    threads.drop_as_seller(shop_id, talk.id)
    assert queries.shop_threads(shop_id).rows == []
    threads.say_as_buyer(talk.secret, Said("Дагы бир нерсе"))
    assert len(queries.shop_threads(shop_id).rows) == 1
    assert len(queries.thread_of_shop(shop_id, talk.id).lines) == 1


def test_a_report_freezes_it_for_both_until_the_lab_has_decided(talk) -> None:
    her, cholpon = people.seller(), people.person_id("cholpon")
    reports.report_as_seller(her.shop_id, talk.id, by=her.person_id)
    reports.report_as_seller(her.shop_id, talk.id, by=her.person_id)
    for say in (
        lambda: threads.say_as_buyer(talk.secret, Said("Алло")),
        lambda: answer(talk),
    ):
        with pytest.raises(Conflict) as error:
            say()
        assert error.value.code == "thread_frozen"
    (found,) = db.session.query(Report).all()
    osh, other = deals.labs("osh"), deals.labs("jalal-abad")
    with pytest.raises(NotFound):
        reports.decide(other, found.id, "reopen", "Болду", by=cholpon)
    with pytest.raises(Invalid):
        reports.decide(osh, found.id, "reopen", " ", by=cholpon)
    reports.decide(osh, found.id, "reopen", "Сылык жазыңыз", by=cholpon)
    answer(talk)
    said = [line.text for line in queries.thread_by(talk.secret).lines]
    assert "Сылык жазыңыз" in said


def test_what_was_not_reported_no_lab_reads(talk) -> None:
    with pytest.raises(NotFound):
        reports.read(deals.labs("osh"), talk.id, by=people.person_id("cholpon"))
    with pytest.raises(NotFound):
        queries.thread_for_lab(deals.labs("osh"), talk.id)


def test_who_is_blocked_cannot_begin_anew_under_the_same_contact(talk) -> None:
    her = people.seller()
    reports.block_as_seller(her.shop_id, talk.id)
    with pytest.raises(Conflict):
        threads.say_as_buyer(talk.secret, Said("Алло"))
    with pytest.raises(Conflict):
        threads.ask(her.shop_id, BUYER, Said("Дагы мен"))
    with pytest.raises(Conflict):
        work.order(work.service(), buyer=BUYER)
    assert threads.ask(people.seller("farida").shop_id, BUYER, Said("Салам"))
    reports.block_as_seller(her.shop_id, talk.id, on=False)
    threads.say_as_buyer(talk.secret, Said("Рахмат"))


def test_a_buyer_can_close_her_ear_too_and_only_she_opens_it(talk) -> None:
    reports.block_as_buyer(talk.secret)
    with pytest.raises(Conflict):
        answer(talk)
    with pytest.raises(Conflict):
        reports.block_as_seller(people.seller().shop_id, talk.id, on=False)
    reports.block_as_buyer(talk.secret, on=False)
    answer(talk)


def test_nobody_writes_for_ever(talk) -> None:
    for number in range(30):
        threads.say_as_buyer(talk.secret, Said(f"{number}"))
    with pytest.raises(TooMany):
        threads.say_as_buyer(talk.secret, Said("дагы"))


# Files


def picture(kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.effect_noise((700, 500), 40).convert("RGB").save(file, kind)
    return file.getvalue()


def packed(**files: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GOOD = {
    "brief.pdf": PDF,
    "notes.txt": "Кызыл, көк".encode(),
    "work.zip": packed(logo__svg=b"<svg/>", logo__png=b"x"),
    "voice.mp3": b"ID3\x04\x00rest",
}
REFUSED = {
    "a page": ("index.html", b"<!doctype html><script>1</script>", "files_kind"),
    "a page called a text": ("a.txt", b"<html><body>hi", "files_double"),
    "a program": ("a.exe", b"MZ\x90\x00", "files_kind"),
    "a page called a pdf": ("a.pdf", b"<html>%PDF-1.7", "files_kind"),
    "a pdf that is a page": ("a.pdf", b"%PDF-1.7\n<script>1</script>\n%%EOF", "files_double"),
    "a pdf that is an archive": ("a.pdf", PDF + packed(a__exe=b"MZ"), "files_double"),
    "an archive behind a sound": ("a.mp3", b"ID3" + packed(a__txt=b"x"), "files_double"),
    "an archive with a head": ("a.zip", b"GIF89a" + packed(a__txt=b"x"), "files_double"),
    "an archive with a program": ("a.zip", packed(a__exe=b"MZ"), "files_archive"),
    "an archive in an archive": ("a.zip", packed(a__zip=packed(b__txt=b"")), "files_archive"),
    "a path out of the archive": ("a.zip", packed(**{"../a__txt": b""}), "files_archive"),
    "a document with macros": (
        "a.docx",
        packed(**{"word/document__xml": b"", "word/vbaProject__bin": b""}),
        "files_kind",
    ),
    "nothing": ("a.pdf", b"", "files_empty"),
    "no picture": ("a.png", b"\x89PNG\r\n\x1a\nno", None),
}  # fmt: skip


def taken(name: str, data: bytes):
    return attachments.take_in("here", [(BytesIO(data), name)])


@pytest.mark.parametrize("name", GOOD)
def test_what_people_need_can_be_sent(app, name) -> None:
    (one,) = taken(name, GOOD[name])
    assert (one.name, one.size) == (name, len(GOOD[name]))


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_file_of_its_kind_or_two_at_once_is_refused(app, what) -> None:
    name, data, code = REFUSED[what]
    with pytest.raises(Invalid) as error:
        taken(name, data)
    assert code is None or error.value.code == code


def test_a_picture_is_made_anew_and_nothing_else_of_its_file_survives(
    app, doors
) -> None:
    (one,) = taken("photo.png", picture() + packed(evil__exe=b"MZ-evil"))
    assert (one.name, one.kind) == ("photo.jpg", "jpg")
    stored = doors.storage.get(one.key)
    assert stored.startswith(b"\xff\xd8\xff")
    assert b"evil" not in stored
    assert doors.storage.get(attachments.small_key(one.key)).startswith(b"RIFF")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([("big.pdf", PDF + b"0" * (40 * 2**20))], "has more than 20 MB"),
        ([("a.html", b"<html></html>")], "cannot be sent"),
        ([("a.pdf", PDF + packed(a__exe=b"MZ"))], "holds something else"),
        ([(f"{n}.txt", b"x") for n in range(50)], "At most 10 files"),
    ],
)
def test_a_refused_file_is_said_clearly_and_the_words_stay(
    talk, client, files, says
) -> None:
    answer = client.post(
        f"/en/t/{talk.secret}",
        data={
            "csrf_token": client.token(),
            "text": "Узун, кылдат жазылган сөз",
            "files": [(BytesIO(data), name) for name, data in files],
        },
        content_type="multipart/form-data",
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code in {413, 422}
    assert says in page
    assert "Узун, кылдат жазылган сөз" in page
    assert db.session.query(Message).count() == 1


def test_files_are_only_to_download_under_an_address_that_ends(
    talk, client, travel
) -> None:
    client.post(
        f"/en/t/{talk.secret}",
        data={
            "csrf_token": client.token(),
            "text": "",
            "files": [(BytesIO(PDF), "brief.pdf"), (BytesIO(picture()), "a.png")],
        },
        content_type="multipart/form-data",
    )
    from marketplace.orders.views.sent_files import token_of

    pdf, photo = db.session.query(Attachment).order_by(Attachment.position)
    address = f"/sent/{token_of(pdf.id)}"
    nobody = client.application.test_client()
    got = nobody.get(address)
    assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.mimetype == "application/octet-stream"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in got.headers
    small = nobody.get(f"/sent/{token_of(photo.id, small=True)}")
    assert small.mimetype == "image/webp"
    assert nobody.get(f"{address}x").status_code == 404
    travel(hours=1, minutes=1)
    assert nobody.get(address).status_code == 404


def test_files_of_no_message_are_swept_and_those_of_one_stay(
    talk, doors, travel
) -> None:
    (loose,) = taken("brief.pdf", PDF)
    sent = taken("a.png", picture())
    threads.say_as_buyer(talk.secret, Said("", sent))
    travel(hours=25)
    said = downloads.sweep()
    assert [line for line in said if loose.key in line]
    keys = {key for key, _at in doors.storage.walk()}
    assert {sent[0].key, attachments.small_key(sent[0].key)} <= keys
    assert loose.key not in keys
