"""Switches for every answer the public contract leaves open, with the likeliest as default."""

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass
class Capabilities:
    """What this contact centre does where no document says it.

    A number is the HTTP status it answers with (202 = accepted). Change one with
    `--set name=value` or `POST /simulator/capabilities`.
    """

    # --- writing a code -------------------------------------------------------------
    code_while_alerting: int = 400
    code_while_connected: int = 202
    code_after_complete: int = 202
    # An unknown code id, and a code of the organisation that is not on the leg's queue
    unknown_code: int = 400
    code_of_another_queue: int = 202
    # Someone else's participant: a supervisor with the permission, any other user
    supervisor_write: int = 403
    another_agents_write: int = 403
    # Write A with a client-credentials token (write B on calls is always 400 not.a.user)
    client_credentials_write: int = 400
    # Write C on behalf of another user; 404 was seen on its sibling
    write_c: int = 404
    # A longer note is refused with its code
    longest_note: int = 10_000
    provisional_stored: bool = True
    # A code that is not provisional, saved in after-call work, frees the agent
    code_ends_acw: bool = True
    # A code saved while connected leaves no after-call work to do
    code_while_connected_skips_acw: bool = False
    # Discretionary after-call work refuses the agent's Complete without a code
    mandatory_complete_needs_code: bool = True
    # Literal put on a leg that was completed without a code; empty for none
    skipped_code: str = ""
    # The code of the voice call alone counts, instead of the participant's (the default)
    communication_based_acw: bool = False
    # Who barges in has after-call work like the agent of the leg
    barge_owes_code: bool = False
    # Who gets an interaction back after a transfer is the participant they were, with another
    # communication; else a new participant
    transfer_back_is_session: bool = False
    # Way A at all: organisations with after-call work at participant level may refuse it
    write_a: int = 202
    # --- reading --------------------------------------------------------------------
    # GET .../wrapup of a leg without a code
    absent_wrapup: int = 404
    active_list_has_acw: bool = True
    active_list_has_parked: bool = True
    ended_conversation: int = 200
    # GET /conversations/settings
    settings_answer: int = 200
    # Comma-separated ids or names of users who were deleted since
    deleted_users: str = ""
    # --- rights ---------------------------------------------------------------------
    # comma-separated permissions no user has, and the scopes a user's token carries (empty: all)
    denied_permissions: str = ""
    granted_scopes: str = ""
    # Seconds by which the Date header is ahead of the clock of whoever runs this
    date_ahead_s: int = 0
    # --- the line ---------------------------------------------------------------------
    # from 202 to the change, and from the change to its event
    apply_delay_ms: int = 15
    event_delay_ms: int = 15
    # added to the former, a new draw of the seed for each write; whether those of one leg keep their
    # order all the same, or may change places
    apply_jitter_ms: int = 0
    apply_seed: int = 1
    apply_in_order: bool = True
    # 202 means that the code will be put on the leg; else it is said and never done
    accepted_takes_effect: bool = True
    requests_per_minute: int = 300
    # without a request for so long a user's token ends; 0: never
    idle_timeout_seconds: int = 0
    channels_per_user: int = 20
    topics_per_channel: int = 1000
    # Observed oddities of events: `terminated` as the last state, `additionalProperties: {}`
    # keys, ids of codes in capital letters
    quirks: bool = False

    def set(self, name: str, value: object) -> None:
        """Change one switch; *value* may be text.

        Raises:
            ValueError: No such switch, or the value is not of its type.
        """
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        if name not in kinds:
            raise ValueError(f"No capability {name!r}. Known: {', '.join(sorted(kinds))}.")
        setattr(self, name, _converted(name, value, kinds[name]))

    def update(self, values: Mapping[str, object]) -> None:
        """Change several switches at once."""
        for name, value in values.items():
            self.set(name, value)

    def listed(self, name: str) -> frozenset[str]:
        """The entries of a switch that is a comma-separated list."""
        entries = (entry.strip() for entry in str(getattr(self, name)).split(","))
        return frozenset(entry for entry in entries if entry)

    def as_json(self) -> dict[str, int | bool | str]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _converted(name: str, value: object, kind: type) -> int | bool | str:
    text = str(value).strip()
    if kind is bool:
        if text.lower() not in {"true", "false", "1", "0", "yes", "no"}:
            raise ValueError(f"Capability {name!r} is true or false, not {text!r}.")
        return text.lower() in {"true", "1", "yes"}
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"Capability {name!r} is a whole number, not {text!r}.") from None
    return text
