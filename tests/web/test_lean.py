"""What is sent of style sheets and scripts: the same, without what only writers read."""

import re
from pathlib import Path

import pytest

from marketplace.web import lean

STATIC = Path(__file__).parents[2] / "marketplace" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
SHEETS = sorted(STATIC.rglob("*.css"))


def test_comments_go_and_rules_stay() -> None:
    sheet = "/* why */\n.a > .b :is(h2, h3) {\n  color: var(--x);\n  margin: calc(1px + 2px) 0\n}\n"
    assert (
        lean.css(sheet)
        == ".a > .b :is(h2, h3){color: var(--x);margin: calc(1px + 2px) 0}"
    )
    script = "// why\nconst a = 1; // stays\n\n  if (a) {\n    b(`${a} //`);\n  }\n"
    assert lean.js(script) == "const a = 1; // stays\nif (a) {\nb(`${a} //`);\n}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_text_of_a_script_runs_over_lines(path) -> None:
    """Such a text would lose its spaces, or a line that looks like a comment."""
    for line in path.read_text("utf-8").splitlines():
        bare = re.sub(r"//.*", "", line)
        assert bare.count("`") % 2 == 0, line
        assert not bare.rstrip().endswith("\\"), line
    assert "/*" not in path.read_text("utf-8"), "lines of comment begin with //"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_text_of_a_sheet_holds_what_is_taken_away(path) -> None:
    for text in re.findall(r'"[^"]*"', path.read_text("utf-8")):
        assert not re.search(r"\s\s|/\*|[{};]", text), text


@pytest.mark.parametrize("path", SHEETS + SCRIPTS, ids=lambda path: path.name)
def test_it_is_the_lean_one_that_is_served(client, path) -> None:
    name = path.relative_to(STATIC)
    served = client.get(f"/static/{name}").get_data(as_text=True)
    assert served == (lean.css if path.suffix == ".css" else lean.js)(
        path.read_text("utf-8")
    )
    assert len(served) < path.stat().st_size
