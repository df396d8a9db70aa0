"""The few words that the platform says by itself: message ids, for the dispatcher to say in a language."""

YES, NO = "yes", "no"
SKIP = "Skip"
CANCEL = "Cancel"
CANCELLED = "Cancelled. Nothing was changed."
CONFIRM = "Yes, it is me"
WHO_ASKS = "I cannot see who asks. An admin presses the button, and I go on."
WAITS = "The answer waits for you in our private chat."
OPEN_CHAT = "Open the chat"
BEGIN = "Begin, or go on where we were."
RUN_A_GROUP = "Run a group"
ADD_TO_GROUP = "Add me to a group"
PICK_A_GROUP = "Pick the group below. If I am not in it yet, add me first."
SEND_A_FILE = "Send it as a file."

ALL = (
    *(YES, NO, SKIP, CANCEL, CANCELLED, CONFIRM, WHO_ASKS, WAITS, OPEN_CHAT),
    *(BEGIN, RUN_A_GROUP, ADD_TO_GROUP, PICK_A_GROUP, SEND_A_FILE),
)
