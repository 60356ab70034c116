"""Photos as they arrive with the form: the good stay, the bad are named in words."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from marketplace.catalog.models import Category, Listing, Photo
from marketplace.extensions import db
from tests.pages import text_of


def jpeg(width=1200, height=900, colour="#9e2a2b", **more) -> bytes:
    image = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(image)
    for step in range(0, width, 16):
        draw.line((step, 0, width - step, height), "#30251f", 2)
    out = BytesIO()
    image.save(out, "JPEG", quality=92, **more)
    return out.getvalue()


def phone_photo() -> bytes:
    """12 megapixels on its side, with a position and a secret."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "SECRET-EXIF"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (40.0, 31.0, 47.0)
    return jpeg(4000, 3000, exif=exif, comment=b"SECRET-COMMENT")


def bomb() -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD = {
    "truncated": (lambda: jpeg()[:20_000], 422),
    "pdf": (lambda: b"%PDF-1.7\n" + b"0" * 5000, 422),
    "svg": (lambda: SVG, 422),
    "bomb": (bomb, 422),
    "40 MB": (lambda: jpeg() + b"\0" * (40 * 1024 * 1024), 413),
}


def form(*files: bytes, **more) -> dict:
    category = db.session.scalars(
        select(Category.id).where(Category.slug == "shyrdak")
    ).one()
    return {
        "language": "ky",
        "title": "Кызыл шырдак",
        "price": "1500",
        "stock": "2",
        "category": str(category),
        "description": "Таза жүн.",
        "photos": [(BytesIO(data), f"{n}.jpg") for n, data in enumerate(files)],
        **more,
    }


def test_a_phone_photo_comes_out_upright_small_and_without_a_trace(
    app, as_, doors
) -> None:
    answer = as_("aigul").send("/ky/my/things/new", **form(phone_photo(), jpeg()))
    assert answer.status_code == 303
    first, second = db.session.scalars(select(Photo).order_by(Photo.position)).all()
    assert first.width < first.height, "it stands upright"
    assert second.width > second.height
    for photo in (first, second):
        assert {file[1] for file in photo.files} == {"webp", "jpg"}
        for width, ext, size in photo.files:
            data = doors.storage.get(f"{photo.key}/{width}.{ext}")
            assert len(data) == size
            assert not any(word in data for word in (b"SECRET", b"Exif", b"GPS"))
            assert Image.open(BytesIO(data)).size[0] == width


def test_the_worker_adds_avif_and_the_pictures_are_served(
    app, as_, doors, work, client
) -> None:
    as_("aigul").send("/ky/my/things/new", **form(jpeg()))
    work()
    photo = db.session.scalars(select(Photo)).one()
    assert "avif" in {file[1] for file in photo.files}
    width, ext, _size = next(file for file in photo.files if file[1] == "avif")
    path = f"/media/{photo.key}/{width}.{ext}"
    assert client.get(path).status_code == 404, "not on sale yet"
    answer = as_("aigul").get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/avif")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_master_is_never_served(app, as_, doors, client) -> None:
    as_("aigul").send("/ky/my/things/new", **form(jpeg()))
    photo = db.session.scalars(select(Photo)).one()
    name = photo.key.rsplit("/", 1)[-1]
    assert doors.storage.exists(f"m/{name}.jpg")
    for path in (f"/media/m/{name}.jpg", f"/media/p/../m/{name}.jpg"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_named_and_nothing_is_lost(app, as_, language, kind) -> None:
    make, status = BAD[kind]
    aigul = as_("aigul")
    answer = aigul.send(f"/{language}/my/things/new", **form(make(), jpeg()))
    body = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert 'value="Кызыл шырдак"' in body
    assert body.count('name="photo_ids"') == 1, "the good photo is kept"
    assert "0.jpg:" in text_of(body)
    assert db.session.scalars(select(Listing)).all() == []


def test_each_kind_of_bad_file_has_words_of_its_own(app, as_) -> None:
    aigul = as_("aigul")
    said = {}
    for language in ("ky", "ru", "en"):
        for kind, (make, _status) in BAD.items():
            page = aigul.send(f"/{language}/my/things/new", **form(make()))
            error = page.get_data(as_text=True).split('class="error">')[1]
            said[language, kind] = error.split("</p>")[0]
    assert len(set(said.values())) == len(said), said


def test_the_photo_kept_is_part_of_the_thing_once_the_form_is_right(app, as_) -> None:
    aigul = as_("aigul")
    body = aigul.send("/en/my/things/new", **form(jpeg(), title="")).get_data(True)
    kept = body.split('name="photo_ids" value="')[1].split('"')[0]
    answer = aigul.send("/en/my/things/new", **form(photo_ids=kept))
    assert answer.status_code == 303
    photo = db.session.scalars(select(Photo)).one()
    assert (str(photo.id), photo.alt) == (kept, "Кызыл шырдак")
    assert photo.listing_id is not None


def test_nobody_takes_another_shops_photo(app, as_) -> None:
    body = as_("aigul").send("/en/my/things/new", **form(jpeg(), title=""))
    kept = body.get_data(True).split('name="photo_ids" value="')[1].split('"')[0]
    as_("farida").send("/en/my/things/new", **form(photo_ids=kept))
    assert db.session.scalars(select(Photo.listing_id)).one() is None


def test_the_same_photo_twice_shares_its_files(app, as_, work) -> None:
    aigul = as_("aigul")
    aigul.send("/en/my/things/new", **form(jpeg()))
    work()
    aigul.send("/en/my/things/new", **form(jpeg()))
    first, second = db.session.scalars(select(Photo)).all()
    assert first.key == second.key
    assert first.files == second.files
