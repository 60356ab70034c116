"""The sprite holds the icons pages use, and nothing else."""

import re

from tools import icons


def test_every_icon_of_a_template_is_in_the_sprite_and_no_other() -> None:
    names = icons.used()
    drawn = icons.sprite(names)
    assert re.findall(r'<symbol id="([^"]+)"', drawn) == names
    assert len(names) >= 7
    assert "ns0" not in drawn
    assert drawn.count("<path") >= len(names)


def test_the_sprite_that_is_served_is_the_one_of_these_templates() -> None:
    served = icons.ROOT / "marketplace/static/img/icons.svg"
    assert served.read_text("utf-8") == icons.sprite(icons.used()), "run `make`"
