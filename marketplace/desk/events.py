"""Names of what operators do at the desk."""

DELIVERY_RETRIED = "delivery.retried"
MAIL_RETRIED = "mail.retried"
