from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 400
KINDS = {".py", ".html", ".css", ".js"}


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("marketplace", "templates", "tests", "tools")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in KINDS
        and (lines := path.read_text("utf-8").count("\n")) > LIMIT
    }
    assert not long, f"split these: {long}"


def test_a_view_is_short() -> None:
    import ast

    long = {}
    for path in (ROOT / "marketplace").rglob("views*/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 25:
                    long[f"{path.name}:{node.name}"] = lines
    assert not long, f"views of more than 25 lines: {long}"
