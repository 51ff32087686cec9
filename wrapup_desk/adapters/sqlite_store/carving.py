"""Finds whole rows in the raw bytes of a database and of the write-ahead log beside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.adapters.base.sqlite_file import parts_of
from wrapup_desk.adapters.sqlite_store.rows import (
    CHECKSUM_BYTES,
    ROW_BEGINS,
    RowDamaged,
    decode,
)
from wrapup_desk.domain.submission import Submission

# How far from its beginning the end of a row is looked for, and among how many closing braces.
_LONGEST_ON_PAGE = 16_384
_MOST_BRACES = 64
# A note has at most 100,000 signs, which JSON may write as six bytes each.
_LONGEST_ROW = 1_000_000

# The layout of an SQLite file (sqlite.org/fileformat2.html).
_PAGE_SIZES = tuple(2**power for power in range(9, 17))
_USUAL_PAGE_SIZE = 4096
_LOG_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24
_TABLE_LEAF = 0x0D
_LEAF_HEADER_BYTES = 8
_NUMBER_BYTES = 4
_VARINT_BYTES = 9


def carved(path: Path) -> list[Submission]:
    """Return every whole row in the file and its log, whatever damage lies around it.

    Frames of the log count even if their checksum is wrong, or the commit after them is missing:
    each row has a checksum of its own. Unfinished rows come first: of two traces of one revision
    the unfinished is taken, because it will be read back.
    """
    return _sorted(_rows_in(_Parts.read(path)))


def carved_from_log(path: Path) -> list[Submission]:
    """Return every whole row in the write-ahead log alone."""
    return _sorted(_rows_in(_Parts.read(path), only_log=True))


def _sorted(rows: Iterator[Submission]) -> list[Submission]:
    return sorted(rows, key=lambda each: each.state.is_final)


@dataclass(slots=True)
class _Parts:
    """The bytes of a database and its log, cut into pages.

    Attributes:
        frames: page number → where in the log versions of that page begin, in order.
    """

    file: bytes
    log: bytes
    page_bytes: int
    frames: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> _Parts:
        file, log, _ = (_content(part) for part in parts_of(path))
        parts = cls(file, log, _page_bytes(file, log))
        step = _FRAME_HEADER_BYTES + parts.page_bytes
        for begin in range(_LOG_HEADER_BYTES, len(log) - _FRAME_HEADER_BYTES, step):
            number = int.from_bytes(log[begin : begin + _NUMBER_BYTES])
            parts.frames.setdefault(number, []).append(begin + _FRAME_HEADER_BYTES)
        return parts

    def page_around(self, data: bytes, offset: int) -> tuple[int, bytes]:
        """Return where the page that *offset* lies in begins, and the page."""
        if data is self.log:
            step = _FRAME_HEADER_BYTES + self.page_bytes
            begin = (offset - _LOG_HEADER_BYTES) // step * step
            begin += _LOG_HEADER_BYTES + _FRAME_HEADER_BYTES
        else:
            begin = offset // self.page_bytes * self.page_bytes
        return begin, data[begin : begin + self.page_bytes]

    def versions(self, number: int, near: int) -> Iterator[bytes]:
        """Yield what page *number* held, first what was written to the log closest to *near*."""
        begins = self.frames.get(number, [])
        for begin in sorted(begins, key=lambda begin: abs(begin - near))[:2]:
            yield self.log[begin : begin + self.page_bytes]
        begin = (number - 1) * self.page_bytes
        if 0 <= begin < len(self.file):
            yield self.file[begin : begin + self.page_bytes]


def _rows_in(parts: _Parts, *, only_log: bool = False) -> Iterator[Submission]:
    for data in (parts.log,) if only_log else (parts.file, parts.log):
        for found in re.finditer(re.escape(ROW_BEGINS), data):
            row = _row_at(data, found.start()) or _long_row_at(parts, data, found.start())
            if row is not None:
                yield row


def _row_at(data: bytes, begin: int) -> Submission | None:
    """Return the row whose content begins there, if it lies in one piece.

    Content and checksum are the last two columns, so they lie side by side; where a page's head
    is damaged they are still there.
    """
    window = data[begin : begin + _LONGEST_ON_PAGE]
    braces = [brace.end() for brace in re.finditer(rb"\}", window)]
    for end in braces[:_MOST_BRACES]:
        with suppress(RowDamaged):
            return decode(window[:end], window[end : end + CHECKSUM_BYTES])
    return None


def _long_row_at(parts: _Parts, data: bytes, begin: int) -> Submission | None:
    """Return the row whose content begins there and goes on on other pages."""
    page_begin, page = parts.page_around(data, begin)
    offset = begin - page_begin
    cell = _cell_around(page, offset)
    if cell is None:
        return None
    payload_bytes, payload_at = cell
    local_bytes = _local_bytes(payload_bytes, parts.page_bytes)
    if not local_bytes < payload_bytes <= _LONGEST_ROW or offset < payload_at:
        return None
    payload = bytearray(page[payload_at : payload_at + local_bytes])
    number_at = payload_at + local_bytes
    following = int.from_bytes(page[number_at : number_at + _NUMBER_BYTES])
    near = page_begin if data is parts.log else 0
    if not _gather(parts, payload, payload_bytes, following, near):
        return None
    content = bytes(payload[offset - payload_at : payload_bytes - CHECKSUM_BYTES])
    with suppress(RowDamaged):
        return decode(content, bytes(payload[payload_bytes - CHECKSUM_BYTES : payload_bytes]))
    return None


def _gather(parts: _Parts, payload: bytearray, wanted: int, number: int, near: int) -> bool:
    """Add the pages of a chain to *payload*, until it has the wanted length."""
    while len(payload) < wanted:
        page = next(parts.versions(number, near), b"")
        if len(page) <= _NUMBER_BYTES:
            return False
        payload += page[_NUMBER_BYTES:]
        number = int.from_bytes(page[:_NUMBER_BYTES])
    return True


def _cell_around(page: bytes, offset: int) -> tuple[int, int] | None:
    """Return the length of the payload around *offset* of a table's leaf, and where it begins."""
    if len(page) < _LEAF_HEADER_BYTES or page[0] != _TABLE_LEAF:
        return None
    count = int.from_bytes(page[3:5])
    pointers = page[_LEAF_HEADER_BYTES : _LEAF_HEADER_BYTES + 2 * count]
    begins = sorted(int.from_bytes(pointers[at : at + 2]) for at in range(0, len(pointers), 2))
    place = bisect_right(begins, offset)
    if place == 0:
        return None
    payload_bytes, after = _varint(page, begins[place - 1])
    _, payload_at = _varint(page, after)  # the row's id
    return payload_bytes, payload_at


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the number written there, and where it ends."""
    value = 0
    for place, byte in enumerate(page[at : at + _VARINT_BYTES]):
        if place == _VARINT_BYTES - 1:
            return (value << 8) | byte, at + _VARINT_BYTES
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + place + 1
    return value, at + _VARINT_BYTES


def _local_bytes(payload_bytes: int, page_bytes: int) -> int:
    """Return how much of a payload lies on the leaf itself; the format's own rule."""
    most = page_bytes - 35
    if payload_bytes <= most:
        return payload_bytes
    least = (page_bytes - 12) * 32 // 255 - 23
    wished = least + (payload_bytes - least) % (page_bytes - 4)
    return wished if wished <= most else least


def _page_bytes(file: bytes, log: bytes) -> int:
    """Return the size of a page by whichever header is still right."""
    of_file = int.from_bytes(file[16:18])
    for size in (65_536 if of_file == 1 else of_file, int.from_bytes(log[8:12])):
        if size in _PAGE_SIZES:
            return size
    return _USUAL_PAGE_SIZE


def _content(part: Path) -> bytes:
    try:
        return read_regular(part)
    except FileNotFoundError:
        return b""
