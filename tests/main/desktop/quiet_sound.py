"""Makes resources/sounds/due.wav: `python -m tests.main.desktop.quiet_sound`; nobody recorded or bought it."""

from __future__ import annotations

import io
import math
import struct
import wave
from pathlib import Path

PLACE = Path(__file__).parents[3] / "resources" / "sounds" / "due.wav"
RATE_HZ = 22_050
# A fourth upwards, soft: each begins and ends in silence, at a sixteenth of full loudness (-24 dB).
TONES = ((587.33, 0.16), (783.99, 0.24))
PEAK = 0.0625
RISE_S = 0.012


def samples() -> list[float]:
    """Return the sound, each sample from -1 to 1."""
    found = []
    for hertz, seconds in TONES:
        for index in range(round(seconds * RATE_HZ)):
            at_s = index / RATE_HZ
            rise = min(1.0, at_s / RISE_S)
            fall = 0.5 + 0.5 * math.cos(math.pi * at_s / seconds)
            found.append(PEAK * rise * fall * math.sin(2 * math.pi * hertz * at_s))
    return found


def wav() -> bytes:
    """Return the file: one channel, 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE_HZ)
        writer.writeframes(b"".join(struct.pack("<h", round(each * 32767)) for each in samples()))
    return file.getvalue()


if __name__ == "__main__":
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_bytes(wav())
