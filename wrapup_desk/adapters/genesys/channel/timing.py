"""How long each step of a channel may take: the figures of Genesys' own streaming client."""

from __future__ import annotations

from wrapup_desk.application.base.backoff import Backoff
from wrapup_desk.domain.language.texts import mark

CONNECT_TIMEOUT_S = 15.0
# No step of opening the stream may take longer, whatever its own time-outs say.
STEP_TIMEOUT_S = 45.0
SILENCE_IS_DEATH_S = 35.0
PING_EVERY_S = 14.0
MISSED_PINGS_ARE_DEATH = 2
# After a change of the network the answer to one ping is waited for, and not for long.
DOUBT_ENDS_AFTER_S = 3.0
FIRST_BACK_OFF_S = 2.0
LONGEST_BACK_OFF_S = 90.0
BACKOFF = Backoff(FIRST_BACK_OFF_S, LONGEST_BACK_OFF_S, least_share=0.0)
# A connection that held this long was a good one: the next back-off starts small again.
GOOD_AFTER_S = 30.0
MOST_TOPICS = 1000
MOST_USES_OF_A_CHANNEL = 10
# Genesys serves so many channels of one person at once; a further one pushes the oldest out. A
# channel that goes once may have ended by itself; two so soon are pushed out by another program.
PUSHED_OUT_WITHIN_S = 900.0
PUSHED_OUT = mark(
    "Another WrapUp Desk of yours, or another program with your sign-in, takes the live news away."
)
# A channel whose socket opens but never gets live is not worth a third try.
MOST_VAIN_OPENINGS = 2
SUBSCRIBE_REPLY_TIMEOUT_S = 10.0
# Topics no longer wanted cost nothing but their place, so they are dropped together, later.
DROP_TOPICS_AFTER_S = 30.0
RETRY_PUT_AFTER_S = 5.0
# An event that cannot be read is made up for by a read over REST: soon, but a burst of them, or
# a conversation that can be read in neither way, costs one read in so many seconds.
REREAD_AFTER_S = 0.3
REREAD_EVERY_S = 5.0
# Channels live 24 hours; subscribing again extends that.
RENEW_AFTER_S = 12 * 3600.0
