"""Names of what happens in conversations."""

MESSAGE_SENT = "conversation.message"
