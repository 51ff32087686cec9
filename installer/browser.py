"""Plays the browser of the acceptance: follows a sign-in address to its end as one agent."""

from __future__ import annotations

import sys
import urllib.parse
import urllib.request


def main(arguments: list[str]) -> int:
    """Sign in: browser.py EMAIL ADDRESS. Runs under the Windows Python of the build."""
    email, address = arguments
    hint = urllib.parse.quote(email)
    # The simulator and the program's listener are both on this machine: no proxy between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{address}&login_hint={hint}", timeout=30) as page:
        page.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
