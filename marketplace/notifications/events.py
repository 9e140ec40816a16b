"""Names of what happens to a person's choices about mail."""

MAIL_STOPPED = "person.mail_stopped"
MAIL_RESUMED = "person.mail_resumed"
