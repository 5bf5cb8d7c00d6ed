"""The Celery application at the broker of the settings; Celery is imported nowhere else."""

from typing import Any

from feedback.config import SettingsError

JOB, MAIL = "hark.job", "hark.mail"
"""The two messages: this job waits (its workspace and id), and mail is waiting."""
PATIENCE_SECONDS = 1.0
MISSING = (
    "Hark did not start: HARK_CELERY_BROKER is set, but Celery is not installed. "
    "Run `uv sync --extra celery` or `pip install 'hark[celery]'`."
)


def celery_at(broker: str, **options: object) -> Any:
    """Make the Celery application, or stop with a sentence that says what is missing."""
    try:
        from celery import Celery

        if broker.startswith("redis"):
            import redis  # noqa: F401 - found missing now, not at the first message
    except ImportError:
        raise SettingsError(MISSING) from None
    celery = Celery(
        "hark",
        broker=broker,
        set_as_current=False,
        task_default_queue="hark",
        task_ignore_result=True,
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        **options,
    )
    celery.conf.broker_connection_max_retries = None  # for ever; given above it would be ignored
    return celery


def quick_celery_at(broker: str) -> Any:
    """Make one for a request, which never waits for a broker that is away."""
    redis = {"socket_connect_timeout": PATIENCE_SECONDS, "socket_timeout": PATIENCE_SECONDS}
    once = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
    return celery_at(
        broker,
        task_publish_retry=False,
        broker_connection_timeout=PATIENCE_SECONDS,
        broker_transport_options=once | (redis if broker.startswith("redis") else {}),
    )
