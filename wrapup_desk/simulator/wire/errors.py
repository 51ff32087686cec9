"""Error answers in the shape and with the codes the public API documents."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

# Code → (status, message); messages with {placeholders} get their parameters from the raiser.
# Sources: the last official swagger that listed error codes, and models/error_body.py.
CODES: dict[str, tuple[int, str]] = {
    "bad.request": (400, "The request could not be understood by the server."),
    "invalid.value": (400, "Value [{value}] is not valid for field type [{field}]."),
    "not.a.user": (
        400,
        "This request requires a user context. Client credentials cannot be used for requests "
        "to this resource.",
    ),
    "conversation.error.wrapup.code.required": (
        400,
        "Wrapup code is a required field and cannot be empty.",
    ),
    "conversation.error.wrapup.cannot.skip": (400, "Wrapup cannot be skipped."),
    "conversation.error.participant.no.active.conversations": (
        400,
        "The participant has no active conversations.",
    ),
    "conversation.error.call.disconnected": (400, "The call is disconnected."),
    "notification.invalid.topic": (400, "The topic [{topic}] is invalid."),
    "notification.subscription.too.many.subscriptions": (
        400,
        "The channel may have at most [{limit}] subscriptions.",
    ),
    "authentication.required": (401, "No authentication bearer token specified."),
    "bad.credentials": (401, "Invalid login credentials."),
    "missing.permissions": (403, "Unable to perform the requested action. Missing permissions."),
    "missing.any.permissions": (
        403,
        "Unable to perform the requested action. You must have at least one of the following "
        "permissions assigned: {permissions}",
    ),
    "not.authorized": (403, "You are not authorized to perform the requested action."),
    "conversation.error.forbidden.not.active.participant": (
        403,
        "The user is not an active participant in the conversation.",
    ),
    "not.found": (404, "The requested resource was not found."),
    "conversation.error.not.conversation.participant": (
        404,
        "User is not a participant in the conversation.",
    ),
    "conversation.error.conversation.not.found": (404, "Conversation not found."),
    # No 409 is documented on any conversation path; "conflict" names what a gateway would say
    "conflict": (409, "The request conflicts with the state of the resource."),
    "gone": (410, "The resource is gone."),
    "unsupported.media.type": (415, "The content type of the request is not supported."),
    "too.many.requests": (
        429,
        "Rate limit exceeded the maximum [{limit}] requests within [{period}] seconds",
    ),
    "internal.server.error": (500, "The server encountered an unexpected condition."),
    "bad.gateway": (502, "Bad gateway."),
    "service.unavailable": (503, "Service Unavailable - The server is currently unavailable."),
    "request.timeout": (504, "The request timed out."),
}

_BY_STATUS = {
    400: "bad.request",
    401: "bad.credentials",
    403: "not.authorized",
    404: "not.found",
    409: "conflict",
    410: "gone",
    415: "unsupported.media.type",
    429: "too.many.requests",
    500: "internal.server.error",
    502: "bad.gateway",
    503: "service.unavailable",
    504: "request.timeout",
}


@dataclass(eq=False)
class ApiError(Exception):
    """A refusal that becomes an `ErrorBody` on the wire."""

    code: str
    params: dict[str, str] = field(default_factory=dict)
    retry_after_seconds: int | None = None
    status_override: int | None = None
    limit: dict[str, Any] | None = None
    message: str | None = None

    @property
    def status(self) -> int:
        return self.status_override or CODES[self.code][0]

    def body(self, correlation_id: str) -> dict[str, Any]:
        """The JSON of models/error_body.py; unset fields are absent."""
        template = self.message or CODES[self.code][1]
        body: dict[str, Any] = {
            "message": _filled(template, self.params),
            "code": self.code,
            "status": self.status,
            "messageWithParams": template,
            "messageParams": self.params,
            "contextId": correlation_id,
            "details": [],
            "errors": [],
        }
        if self.limit is not None:
            body["limit"] = self.limit
        return body


def error_of_status(status: int) -> ApiError:
    """The generic refusal for a status a switch or a fault asks for."""
    code = _BY_STATUS.get(status)
    if code is None:
        return ApiError("internal.server.error", status_override=status)
    return ApiError(code)


def missing_permissions(permissions: tuple[str, ...]) -> ApiError:
    """The 403 for a user who has none of *permissions*."""
    listed = ", ".join(permissions)
    return ApiError("missing.any.permissions", {"permissions": f"[{listed}]"})


def new_correlation_id() -> str:
    """An id as the `ININ-Correlation-Id` header carries it."""
    return str(uuid4())


def _filled(template: str, params: dict[str, str]) -> str:
    for name, value in params.items():
        template = template.replace("{" + name + "}", value)
    return template
