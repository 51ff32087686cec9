<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>ui</name>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>Address of the sign-in page</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>Copy the address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>No browser? Copy the address, and open it in one on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>Copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Select a suggestion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Enter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Send the selected code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Search all codes of this queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Write a note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Undo, or choose another code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to another interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to the one whose time runs out first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Esc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Stop automatic sending; leave a field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>My day: what I coded, what waits, what failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Show these keys</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/card</name>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ringing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Held</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>After-call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Saved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Submitting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Coded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Too late</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Missed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Needs fix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/collapsed_suggestion.py" />
            <source>sends in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s of after-call work left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/header.py" />
            <source>Dismiss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>The note is sent with the number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Leave it out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Looks like a payment card: left out when sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Keep it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Tell your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>“{text}”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Unknown customer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>inbound call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound email</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>callback</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>email</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>video call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>social post</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>co-browsing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>screen share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>web chat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>ringing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>parked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>on hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>not answered in time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>no code needed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>monitoring</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coaching</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>barged in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>1 failed attempt</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{count} failed attempts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with its call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with a consult</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Chosen before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>One of your recent codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>like {what}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>close in meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{queue} queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>one of your recent codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Predicted by Genesys Copilot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Proposed by your backend</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>suggested, not sent: you chose otherwise {n} times</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>used once today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>used {count} times today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{percent} likely</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Selected, not sent: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Proposed by your backend: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Predicted by Genesys Copilot: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Leading: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Loading the codes of this queue …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>This time without suggestions, to measure how good they are</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No code chosen yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Listening … no clear suggestion yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No clear suggestion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sends {code} in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends the first code with {left} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends {code} with {left} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits automatically in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits {code} automatically in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Kept. Only you send it now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Held. Nothing is sent automatically.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded before the end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after hang-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after it ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by the guard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, automatically</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, from your backend</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before a code was set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before {code} was set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{code} is no longer a code of this queue. Choose another.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>no reason was given</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Genesys refused {code}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Another code was chosen in Genesys; it is kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You chose {code} in Genesys; it is kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your supervisor sees it in the list of codes to fix.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your choice is saved on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You can change it until you complete.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys ({span} left).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, waiting for confirmation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, submitting …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, not confirmed yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submitting …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending … {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved. Sending in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC. {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, will be sent automatically</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Add a note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Note for the wrap-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Load the codes again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Search {count} codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Choose a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Submit “{code}”</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/day</name>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>My day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search queue, code, note or conversation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search my day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What I handled today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Names of customers are shown while their card is open, and never kept. Enter on an interaction with a card goes to it: there the code can be changed as long as Genesys allows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>State</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>On its way</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Another code since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Coded in Genesys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Refused: choose again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Too late: tell your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>No code: tell your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Nothing handled yet today.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>{coded} of {all} coded, {suggested} as suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>usually {seconds} s after the end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>{count} on the way to Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>{count} without a code in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Genesys said: {reason}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/desk</name>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>{customer}: {count} seconds left to choose a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/edge_bars.py" />
            <source>{count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/edge_bars.py" />
            <source>{first}, and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Menu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Fix wrap-up codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Check this installation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Practise for a minute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>About WrapUp Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Sign out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>End the demo and sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>WrapUp Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>On queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Off queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Not responding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signed out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signing in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>connecting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>offline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>sign-in ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>An interaction still needs its code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} interactions still need their codes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>A code you selected is not sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>A code is still on its way.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} codes are still on their way.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>It stays here, because codes are open. Quit ends it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{what} Quit all the same?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose goes out by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. Your codes are saved ({count}) and will be sent automatically.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose is saved and will be sent automatically.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again; nothing is lost.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your codes are saved ({count}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Region</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Client ID</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Paste it here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Try the demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Simulated customers call you. Nothing leaves this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Sign in in your browser</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Your browser is open. Come back here when you are done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>No browser could be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Open this address in a browser on this computer. Come back here when you are done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Sign in to Genesys Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Your browser opens; this program never sees your password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Your Genesys administrator gives you both. You enter them once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>A client ID looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; this one does not. Copy it whole, without quotation marks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing leaves this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} waiting to send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing coded yet today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{coded} of {handled} coded today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} as suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>Show WrapUp Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>An interaction needs a wrap-up code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>WrapUp Desk: {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>not connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>a code is due</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{count} codes are due</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{what}, {count} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your last results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Connecting to Genesys Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your interactions appear here in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Waiting for your next interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Suggestions appear here as soon as you answer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/window.py" />
            <source>Interactions</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/dialogs</name>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>WrapUp Desk {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Uses Qt and PySide6 {version} under the GNU LGPL version 3. You may replace its library files for your own, and debug the program for that. Licence texts are in the program's folder; the source is at download.qt.io and code.qt.io.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Suggests a wrap-up code and submits it before you complete.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Typeface: Inter (SIL Open Font License 1.1). Icons: Lucide (ISC).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Not a product of Genesys. Genesys Cloud is a trademark of its owner.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>WrapUp Desk help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For agents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For supervisors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>Troubleshooting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Appearance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Same as system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Colours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Text size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Window and keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Stay above other windows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Notify me when a code is due</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Single-key shortcuts 1 2 3 / N Z R</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Send what I selected before after-call work runs out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Genesys Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Save the connection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Set by your administrator</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/shortcuts_overview.py" />
            <source>Single-key shortcuts work outside text fields; you can turn them off in the settings.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/doctor</name>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Check again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Checking …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>warning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>wrong</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>not checked</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/palette</name>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Favourites</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Used today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>All codes of this queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>favourite</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Search codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Codes of this queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Enter selects · Ctrl+Enter sends · Ctrl+D favourite · Esc closes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>No code of this queue matches “{text}”.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/practice</name>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Practice</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Start again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Skip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>A call has ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>WrapUp Desk suggests its wrap-up code; you send it before you click Done in Genesys. Press 2 to select the second suggestion, then Enter to send it. All of this is made up.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>In earnest you now click Done in Genesys. Until then you can change it: press Z.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Choose another one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Press 1, then Enter. With N you write a note to go with it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>That is all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>1, 2 or 3 and Enter; Z changes it; ? shows all keys in the agent's window.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Choose another code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Open in Genesys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy the conversation's id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Not in the list with these filters: it can only be looked at.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Choose an interaction to see what was said and what happened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Change to “</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Code now: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Note: {note}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Excel workbook (*.xlsx)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Export</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Import</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>CSV files (*.csv)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What was said and what happened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>Reading what was said …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What happened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>the conversation began</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>answered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>hung up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent completed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>time to wrap up ran out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent decided for {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{word}, reported by the agent’s desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} decided: {before} → {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} took it back: {before} → {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>tried by way {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>correction: {word}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code came too late</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent’s desk: “{code}” was refused.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent’s desk: “{code}” came too late.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>New problems do not appear automatically: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>The search stopped early; what was found is kept. {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>change codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>read what was said</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>This account may not {what}. Missing in Genesys: {permissions}. Ask your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>do all of this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source> or </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Review of the sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Unsure</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>End the review</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong, no better code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>All {total} of the sample are reviewed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{done} of {total} reviewed. Is the code right?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Drawn at random from {count} interactions with a code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Of all {count} codes, {share} are wrong ({interval}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{right} right, {wrong} wrong, {unsure} unsure.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>95 of 100 times between {low} and {high}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>Review a random sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} at random</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each who chose the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>This week's seed is {seed}: who draws again gets the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Signing in …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Sign in to fix wrap-up codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Back to the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Reports</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>No code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Skipped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Default code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Deleted code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Doubted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Not delivered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Kept here only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Accepted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Changed, checked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Left alone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Taken back here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Genesys' official record did not change. The right code, {code}, is kept in the corrections ledger only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>It is also written as attributes of the conversation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by a supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the agent's desk itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the organisation's own rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>{name} and {count} more</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair/changes</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Reading what was said: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Looking at {done} of {total} rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>{count} selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Suggest codes for {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>One code for all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Apply suggestions to {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>You can look, but not change codes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Space selects a row, Ctrl+A selects all.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Close the result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result of each row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Each row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Go on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Customer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>New code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>What Genesys answered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Changing codes: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Stopping; what is out is seen to its end: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Not finished</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Record unchanged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Nothing changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>{person} is changing it to {code}; nothing was written.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Another supervisor's</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>What will change, and what not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (optional)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note to go with each code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Then</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Undo {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Change {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (required)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (optional)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (required)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a reason: it goes into the audit trail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a note: it goes with each code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Genesys may refuse to change an ended interaction. Then its official record stays as it is, and the right code is kept in the corrections ledger.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>no code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>skipped: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>any</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Code now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>name or id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Medium</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Number called</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Flow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Attribute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Its value</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rule lists</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Some of what would change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change many by rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules look at everything the search found, not only what the table shows. Of several that fit, the first counts. A CSV file names the columns from and to, and where wanted queue, dnis, flow, attribute, value, media.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Name of this list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Import CSV</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Export CSV</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Add rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Preview</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>For example</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>any code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>No.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Where</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Fits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Keep</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>New list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>medium</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>called</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>flow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>is set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 row will change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} rows will change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>By the rules “{name}”:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 is skipped: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are skipped: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} cannot be undone later: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>Of the last {total} corrections Genesys refused {count}: {answer}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} minutes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} hours.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has no code chosen or suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have no code chosen or suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has this code already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have this code already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is live or in after-call work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are live or in after-call work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of a queue that does not have the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of queues that do not have the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is being corrected already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are being corrected already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of an outbound campaign, left out by the settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of outbound campaigns, left out by the settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had no code before, and Genesys cannot take a code away</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was changed again since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were changed again since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was never changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were never changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is kept here only, Genesys refused this change already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are kept here only, Genesys refused these changes already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had a code that was deleted since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 was left to another supervisor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left to another supervisor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 changed in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} changed in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 is kept here only: Genesys refused, its record did not change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are kept here only: Genesys refused, its record did not change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 was left alone: changed by someone else, or right already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left alone: changed by someone else, or right already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 was cancelled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were cancelled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 was taken back in the ledger; Genesys never had it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were taken back in the ledger; Genesys never had them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 was accepted, but does not show yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were accepted, but do not show yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 was sent; what came of it is not known yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were sent; what came of them is not known yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>1 is still to do.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are still to do.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair/reports</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{queue} misses most: {count} of {of} without an agent's code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} of {of} interactions ended without an agent's code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>supervisors chose {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the agents' desks by themselves {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the organisation's own rules {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Of the codes on record, {parts}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Without a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Time to code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Half within {median} s, nine in ten within {p90} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>&gt; {seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{first}–{last} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Suggested code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No suggestions to hold against codes yet: suggest some first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Agent and suggestion agreed on {count} of {of} interactions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Chosen instead</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No code was chosen against a suggestion.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>What was suggested, and what the agent chose instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Every active code was used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} active codes were never used: {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Nothing to count yet: search a time range first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Audit trail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Check the trail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Export the trail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Kept in: {place}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Each entry seals all before it; a check shows any tampering.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>All {count} entries are there and unchanged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Unbroken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Write this down to prove it later: {anchor}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>The trail was tampered with or damaged: {problem}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Broken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Without a code, by queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Without a code, by day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>From hang-up to code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Suggested against chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Codes taken for each other</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Use of codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Agents beside their queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Without a code, by week</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>The list of codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the charts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Merge codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Look at {count} merges as rules</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Their queues' mean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Timed out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Corrected later</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Wrong in the sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Taken for each other most</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Conversations to talk about</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Clearly more without a code than their queues: {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Nobody differs from their queues by more than chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} with fewer than {least} interactions: nothing is said.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{share}, usual {usual}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>only {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{seconds} s, usual {usual} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Week from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Search several weeks to see where the team is going.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Fewer codes are missing than in the first week.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>More codes are missing than in the first week.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No change from the first week to the last but chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Never used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Used by one agent only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>In a confused pair</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named like another</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>“Other” chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Finding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>And</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Times</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No two codes are proposed to be merged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} codes could be merged into another, as the numbers say.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Merge: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Taken for each other</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named alike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>One agent only</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair/table</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>This account cannot search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Search again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search was stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a time range to search.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Others may, with fewer filters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Clear the filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interaction fits the filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a longer time range.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interactions in this time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Codes can still be wrong: “Suggest codes” reads what was said.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Nothing to fix: every interaction has a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>1 row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{count} rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{rows}, {count} new</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Changes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching: {count} found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>First day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Last day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Search these days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>From</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>To</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>d MMM yyyy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Yesterday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 7 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 30 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 90 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Time range</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Agents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All agents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Problems</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Every problem</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Search customer, agent, queue, code or conversation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Ended: {days}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Or choose the days on which they ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Also those with a good code ({count})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>coded by the agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>timed out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>agreed with the suggestion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>kept here only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Problem</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Correction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Copilot predicted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>not selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>new, {rest}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>{code}, chosen by you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Agent’s: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>{count} more filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>1 more filter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>More filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Division</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Team</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>With a note or tags</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Without</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Clear these filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Callback</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Chat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>E-mail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Social</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Co-browsing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Screen share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view.py" />
            <source>Interactions to fix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Saved views</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Forget</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Save this view as …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Name of this view; Enter saves it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Sort by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Undo a change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} undone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} changed</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/widgets</name>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/menu_chip.py" />
            <source>Type to find</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bars.py" />
            <source>Copy details for support</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bars.py" />
            <source>Open settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bars.py" />
            <source>Open the log folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/progress_line.py" />
            <source>Stop</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
