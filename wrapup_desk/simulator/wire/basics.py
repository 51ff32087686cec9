"""Small pieces every JSON answer shares: times, absent fields, paged listings, references."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]

DEFAULT_PAGE_SIZE = 25


def iso(moment: datetime | None) -> str | None:
    """A time as Genesys writes it: UTC with milliseconds and a Z."""
    if moment is None:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def epoch_ms(moment: datetime) -> int:
    """A time in whole milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def without_absent(fields: Json) -> Json:
    """Drop what is None: unset fields are absent on the wire."""
    return {name: value for name, value in fields.items() if value is not None}


def page(entities: Sequence[Json], path: str, query: Mapping[str, str]) -> Json:
    """One page of a listing, with the links the public API gives.

    Raises:
        ValueError: `pageSize` or `pageNumber` is not a positive number.
    """
    size = _positive(query.get("pageSize"), DEFAULT_PAGE_SIZE)
    number = _positive(query.get("pageNumber"), 1)
    count = max(1, math.ceil(len(entities) / size))

    def uri(wanted: int) -> str:
        kept = {name: value for name, value in query.items() if name != "pageNumber"}
        return f"{path}?{urlencode({**kept, 'pageSize': size, 'pageNumber': wanted})}"

    return without_absent(
        {
            "entities": list(entities[(number - 1) * size : number * size]),
            "pageSize": size,
            "pageNumber": number,
            "total": len(entities),
            "pageCount": count,
            "firstUri": uri(1),
            "lastUri": uri(count),
            "selfUri": uri(number),
            "nextUri": uri(number + 1) if number < count else None,
            "previousUri": uri(number - 1) if number > 1 else None,
        }
    )


def whole_listing(entities: Sequence[Json], path: str) -> Json:
    """A listing that is never cut into pages."""
    return page(entities, path, {"pageSize": str(max(1, len(entities)))})


def _positive(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
