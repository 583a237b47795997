"""Logging: one line a poll and a delivery, key=value, on standard error; set up by commands."""

import logging
import sys

import structlog


def log_to_stderr(least: int = logging.INFO) -> None:
    """Feedmill's own lines as key=value; of the libraries' only warnings and worse."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(message)s")
    # that a heartbeat fell due while the one before it was looking is no news: it looks for all
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(least),
        processors=[
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            _without_none,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        # asked for at each line: a stream kept from now may be closed by then
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _without_none(
    _: object, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return {key: value for key, value in event.items() if value is not None}
