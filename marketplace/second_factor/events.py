"""Names of what happens to second factors; the subject is the person."""

TURNED_ON = "person.factor_on"
TURNED_OFF = "person.factor_off"
CODES_RENEWED = "person.recovery_codes_renewed"
RECOVERY_USED = "person.recovery_code_used"
RESET = "person.factor_reset"
