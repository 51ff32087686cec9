"""Gives analytics' rows the shapes Genesys was seen to send; what they say stays the same."""

from random import Random

from wrapup_desk.simulator.wire.basics import Json


def untidied(row: Json, choice: Random) -> Json:
    """Return *row* out of order, in other letter case, without ends that are implied."""
    for participant in row["participants"]:
        for session in participant["sessions"]:
            segments = session.get("segments", [])
            for segment in segments:
                _untidy_segment(segment, choice)
            if "conversationEnd" in row and choice.random() < 0.5:
                _leave_out_the_last_end(segments, row["conversationEnd"])
            choice.shuffle(segments)
    choice.shuffle(row["participants"])
    return row


def older_copy(row: Json) -> Json:
    """Return *row* as it was before its codes were saved."""
    participants = [
        {**one, "sessions": [_uncoded(session) for session in one["sessions"]]}
        for one in row["participants"]
    ]
    return {**row, "participants": participants}


def _uncoded(session: Json) -> Json:
    segments = [
        {name: value for name, value in one.items() if name != "wrapUpCode"}
        for one in session.get("segments", [])
    ]
    return {**session, "segments": segments}


def _untidy_segment(segment: Json, choice: Random) -> None:
    if "wrapUpCode" in segment:
        spell = choice.choice((str.lower, str.upper))
        segment["wrapUpCode"] = spell(segment["wrapUpCode"])
    elif segment["segmentType"] == "wrapup":
        segment["wrapUpCode"] = " "
    if "queueId" in segment and choice.random() < 0.3:
        segment["queueId"] = segment["queueId"].upper()


def _leave_out_the_last_end(segments: list[Json], over_at: str) -> None:
    """Leave out the end of talk that lasted as long as the conversation."""
    for segment in segments:
        if segment["segmentType"] == "interact" and segment.get("segmentEnd") == over_at:
            del segment["segmentEnd"]
