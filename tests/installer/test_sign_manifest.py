"""What the publisher signs is what the program believes."""

import base64
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from installer.sign_manifest import new_key, signed_manifest
from wrapup_desk.adapters.update_manifest import believe, verify_key

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_signed_manifest_is_believed_with_the_printed_key(tmp_path: Path) -> None:
    public = new_key(tmp_path / "publisher.key")
    private = SigningKey(base64.b64decode((tmp_path / "publisher.key").read_bytes()))

    document = signed_manifest(private, "1.4.0", NOON, "https://intranet.test/desk")
    release = believe(document.encode(), verify_key(public))

    assert (release.version, release.published_at) == ("1.4.0", NOON)
    assert release.page == "https://intranet.test/desk"


def test_a_key_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "publisher.key"
    new_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        new_key(path)
