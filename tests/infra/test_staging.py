"""Uploads on their way may be taken by somebody else at any moment."""

import uuid

from marketplace.infra.staging import Staging


def test_a_part_that_is_taken_while_we_look_is_not_there(tmp_path) -> None:
    staging, owner, name = Staging(tmp_path), uuid.uuid4(), uuid.uuid4()
    part = staging.begin(owner, name, 10)
    part.path.unlink()
    part.path.symlink_to(tmp_path / "taken")  # listed, and gone when asked about
    assert staging.part(owner, name) is None
    assert list(staging.walk()) == []
