"""A start with network settings that cannot be used."""

from pathlib import Path

import pytest

from tests.fakes import InMemorySecrets
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.desk_app import open_desk_app
from wrapup_desk.main.system.profile import Profile


async def test_the_desk_starts_and_names_the_variable_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://ann:pa55word@127.0.0.1:1")
    settings, profile = Settings(region="us-east-1", client_id="c"), Profile.at(tmp_path)

    async with open_desk_app(settings, profile, InMemorySecrets(), print) as core:
        notices = {notice.key: notice.text for notice in core.desk.state.notices}

    # Windows makes no difference between the two ways to write it.
    said = "HTTPS_PROXY names no usable proxy: SOCKS".casefold()
    assert said in notices["network"].casefold()
    assert "pa55word" not in notices["network"]
