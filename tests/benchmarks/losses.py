"""Damages the database and its log in every way, and counts codes lost without a word."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.adapters.sqlite_store.damages import (
    WAITING,
    Damage,
    Scene,
    after,
    all_damages,
    flips,
    make_scene,
)


async def _tried(scene: Scene, damages: Mapping[str, Damage], root: Path) -> dict[str, int]:
    """Return how many damages, of how many codes each was found, told and lost in silence."""
    counts = {"damages": len(damages), "waiting": WAITING * len(damages), "whole": 0,
              "put_back_and_told": 0, "silent": 0}  # fmt: skip
    for number, (name, damage) in enumerate(damages.items()):
        with tempfile.TemporaryDirectory(dir=root) as place:
            outcome = await after(scene, damage, Path(place) / f"{number}")
        counts["whole"] += outcome.whole
        counts["put_back_and_told"] += outcome.told
        counts["silent"] += len(outcome.silent)
        if outcome.silent:
            print(f"LOST in silence: {name}: {', '.join(outcome.silent)}", flush=True)
    return counts


async def _all(bits: int, seed: int, *, as_json: bool) -> int:
    silent = 0
    with tempfile.TemporaryDirectory(prefix="wrapup-desk-") as folder:
        for carried_over in (0, 12):
            root = Path(folder) / f"{carried_over}"
            scene = await make_scene(root / "scene", carried_over)
            for kind, damages in (
                ("every damage", all_damages(scene)),
                ("flipped bits", flips(scene, bits, seed)),
            ):
                counts = await _tried(scene, damages, root)
                silent += counts["silent"]
                where = f"{WAITING - carried_over} of {WAITING} codes in the log only"
                if as_json:
                    print(json.dumps({"kind": kind, "where": where, **counts}), flush=True)
                else:
                    print(f"{kind}, {where}: {counts}", flush=True)
    return 1 if silent else 0


def main(arguments: list[str] | None = None) -> int:
    """Try every damage and many flipped bits; 1 if a code was lost without a word."""
    parser = argparse.ArgumentParser(prog="dev.py bench losses", description=__doc__)
    parser.add_argument(
        "--bits", type=int, default=500, help="flipped bits, in each of two scenes"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    return asyncio.run(_all(options.bits, options.seed, as_json=options.json))


if __name__ == "__main__":
    raise SystemExit(main())
