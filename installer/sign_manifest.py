"""Makes a publisher's key, and signs the manifest that announces a version."""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from nacl.signing import SigningKey

from wrapup_desk.adapters.system_clock import SystemClock


def main(arguments: list[str]) -> int:
    """Make a key, or print a signed manifest."""
    options = _parser().parse_args(arguments)
    if options.new_key:
        print(new_key(options.key_file))
        return 0
    key = SigningKey(base64.b64decode(options.key_file.read_text(encoding="ascii")))
    print(signed_manifest(key, options.version, SystemClock().now(), options.page))
    return 0


def new_key(path: Path) -> str:
    """Write a new private key to *path*, for this user only, and return its public half.

    Raises:
        FileExistsError: a key is never overwritten.
    """
    key = SigningKey.generate()
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(bytes(key)))
    return base64.b64encode(bytes(key.verify_key)).decode()


def signed_manifest(key: SigningKey, version: str, published_at: datetime, page: str) -> str:
    """Return the document for the update address, as `update_manifest.py` reads it."""
    at = published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps({"version": version, "published_at": at, "page": page})
    signature = base64.b64encode(key.sign(text.encode()).signature).decode()
    return json.dumps({"manifest": text, "signature": signature}, indent=1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sign_manifest.py", description=__doc__)
    parser.add_argument("key_file", type=Path)
    parser.add_argument("version", nargs="?", default="")
    parser.add_argument("page", nargs="?", default="", help="an https address that tells more")
    parser.add_argument(
        "--new-key", action="store_true", help="make the key, print its public half"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
