"""Style sheets and scripts without what only their writers read.

Comments are a tenth of what a phone would fetch. This is no minifier: it takes away whole
lines of comment and the space around lines, nothing a browser could read otherwise. So a
string or a template may not run over several lines (tests/web/test_lean.py looks).
"""

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};]) ?")


def css(text: str) -> str:
    """Return a style sheet on one line, without comments."""
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", text))).strip()


def js(text: str) -> str:
    """Return a script without lines of comment, indentation and empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


OF_KIND = {"text/css": css, "text/javascript": js}
