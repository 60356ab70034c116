"""Who may open what: every address × every method × nine roles, and strangers' ids."""

import os

import pytest

from marketplace.permissions import Access, Permission, Scope
from marketplace.web import access
from tests import pages
from tests.architecture import matrix
from tests.architecture.fingerprints import fingerprint
from tests.architecture.walk import make_world
from tests.snapshots import Snapshot

# Whom a foreign id is tried as: each owns something of the same kind elsewhere.
STRANGERS = ("elnura", "farida", "dinara")
# Their address holds a secret instead of an owner: who has it may open it.
BY_SECRET = (
    "orders.",
    "sent.",
    "profiles.reset",
    "profiles.take_email",
    "profiles.stop",
)
# A rule of the use case refuses it to some: staff cannot do without a code.
RULED = {"profiles.two_step_off", "catalog.start_from"}  # a suspended shop adds nothing
# Names of the catalogue are all Labs': whoever may edit them may edit every one.
SHARED = ("word_", "section_", "term", "collection_", "wanted_")
# Their address names a month or a wish, no owner: each sees her own.
NO_OWNER = {"orders.my_amounts", "orders.my_statement", "orders.my_statement_csv"}
NO_OWNER |= {"coordinator.impact_csv"}  # «months» or «labs»: of the reader's own Labs
# What is wanted in public is for every maker to answer.
NO_OWNER |= {"orders.wanted_ask", "orders.wanted_offer"}


@pytest.fixture
def world(app):
    """Return the arguments of each endpoint in a world where all is Aigul's or Osh's."""
    return make_world()


@pytest.fixture
def browsers(app, client, as_, world):
    """Return a browser, a form token and the cookies of each role."""
    opened = {}
    for role, name in matrix.ROLES.items():
        browser = as_(name) if name else client
        page = browser.get("/en/sign-in").get_data(as_text=True)
        opened[role] = browser, pages.csrf_of(page), dict(browser._cookies)
    return opened


def test_every_cell_of_the_matrix_is_as_declared(app, world, browsers) -> None:
    lines = [matrix.HEAD, *matrix.table(app, browsers, world, Snapshot(app))]
    if os.environ.get("WRITE_MATRIX"):
        matrix.FILE.write_text("\n".join(lines) + "\n", "utf-8")
    declared = matrix.FILE.read_text("utf-8").splitlines()
    assert lines == declared, "decide on purpose, then run with WRITE_MATRIX=1"


def test_the_declared_cells_follow_from_what_each_view_says(app) -> None:
    """The file is no snapshot of whatever happens: the marks of the views rule it."""
    found = matrix.cells_of(matrix.FILE.read_text("utf-8").splitlines()[1:])
    for (method, endpoint, role), cell in found.items():
        who = access.declared(app, endpoint)
        said = f"{method} {endpoint} {role}: {cell}"
        assert cell[0] != "5", said
        if who is Access.PUBLIC:
            assert cell not in {"403"}, said
        elif role == "anonymous":
            assert cell == "in", said
        elif isinstance(who, Permission):
            staff = {"osh", "jalal", "admin"} if _of_lab(who) else {"admin"}
            assert (cell == "403") is (role not in staff), said
        else:
            assert isinstance(who, Scope | Access), said
            assert cell != "403" or endpoint in RULED, said


def _of_lab(permission: Permission) -> bool:
    from marketplace.permissions import ALLOWED, Role

    return permission in ALLOWED[Role.COORDINATOR]


def test_every_form_without_a_csrf_token_is_refused(app, world, browsers) -> None:
    taken = {
        (endpoint, role): code
        for method, endpoint, path in matrix.requests(app, world)
        for role, (browser, *_) in browsers.items()
        if method != "GET"
        and endpoint != "profiles.leave_quickly"  # must work when all else is over
        and (code := matrix.ask(browser, "forged", method, path).status_code) != 400
    }
    assert taken == {}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_foreign_id_is_never_there_and_nothing_changes(app, as_, world, who) -> None:
    browser = as_(who)
    token = pages.csrf_of(browser.get("/en/sign-in").get_data(as_text=True))
    tried = 0
    for method, endpoint, path in matrix.requests(app, world):
        declared = access.declared(app, endpoint)
        if declared is Access.PUBLIC or not world.get(endpoint):
            continue
        if endpoint in NO_OWNER:
            continue
        if who == "dinara" and endpoint.removeprefix("coordinator.").startswith(SHARED):
            continue
        before = fingerprint()
        form = {
            "csrf_token": token,
            "decision": "publish",
            "note": "x",
            "action": "pause",
        }
        data = {} if method == "GET" else {"data": form}
        answer = browser.open(path, method=method, **data)
        no_staff = isinstance(declared, Permission) and (
            who != "dinara" or not _of_lab(declared)
        )
        assert answer.status_code == (403 if no_staff else 404), (endpoint, path)
        assert fingerprint() == before, endpoint
        tried += 1
    assert tried >= 13


def test_an_address_by_secret_answers_like_a_name_that_never_existed(
    app, client, world
) -> None:
    for _method, endpoint, path in matrix.requests(app, world):
        if endpoint == "orders.purchase":
            wrong = client.get(path[:-1] + ("a" if path[-1] != "a" else "b"))
            assert wrong.status_code == 404
