"""Reports of faults to Sentry, where ``SENTRY_DSN`` names one: without texts of people, cookies or addresses."""

import logging

from marketplace.config import Settings


def start(settings: Settings) -> bool:
    """Begin to report what is logged as an error; tell whether there is somebody to report to."""
    if not settings.sentry_dsn:
        return False
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration

    # Only what we log ourselves: the library's own integrations would patch Flask and SQLAlchemy and read requests.
    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        include_local_variables=False,
        max_request_body_size="never",
        environment=settings.site_url,
    )
    return True
