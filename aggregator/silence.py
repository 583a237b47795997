"""How soon either end of a connection to PostgreSQL gives up another that has fallen silent.

Pure: settings. A network that is cut without a word ends no connection; a lock that was held
through it would be held for hours.
"""

from typing import Any

APPLICATION = "feedmill"  # the name under which the store is at work
CLIENT: dict[str, Any] = {  # of libpq
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
SERVER: dict[str, str] = {
    # between two statements of a transaction
    "idle_in_transaction_session_timeout": "10s",
    # in the midst of several that are sent at once: it waits for the rest, and is not idle
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    # when it has answered some of them: nothing is probed while an answer is not acknowledged
    "tcp_user_timeout": "10s",
    # when it waits for a lock it does not look at the network; else one after another of those
    # who were cut off would be given the lock, and each be waited for
    "client_connection_check_interval": "5s",
}
"""What the server is told by whoever begins a transaction, or a connection that leads to it
straight: a pooler knows no sessions."""


def telling(settings: dict[str, str] = SERVER, *, session: bool = False) -> str:
    """The select list that tells the server, for this transaction or for the whole session."""
    local = "false" if session else "true"
    return ", ".join(f"set_config('{name}', '{to}', {local})" for name, to in settings.items())
