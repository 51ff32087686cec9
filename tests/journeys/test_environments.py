"""The desk starts and codes arrive in every environment of the table."""

import pytest

from tests.benchmarks.environments import ENVIRONMENTS, main


@pytest.mark.slow
def test_no_code_is_lost_in_any_environment_and_no_password_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(ENVIRONMENTS) >= 30

    assert main(["--short"]) == 0

    told = capsys.readouterr().out
    assert "HTTPS_PROXY names no usable proxy: SOCKS" in told
    assert "pa55word" not in told
