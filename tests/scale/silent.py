"""`python -m tests.scale.silent ADDRESS LOCK SITUATION SETTING`: a writer that falls silent.

It begins a transaction as the store does, but for one SETTING ("" for none), takes an advisory
LOCK in it, says so, and does nothing more: between two statements, or amid several sent at once, or
before one of those is answered (once it gets lock -1), or while it waits for lock 0.
"""

import sys
import time

import psycopg

from aggregator.silence import APPLICATION, SERVER, telling


def fall_silent(address: str, lock: int, situation: str, setting: str) -> None:
    settings = {name: to for name, to in SERVER.items() if not name.startswith(setting or "-")}
    connection = psycopg.connect(address, prepare_threshold=None, application_name=APPLICATION)
    connection.execute(f"SELECT {telling(settings)}, pg_advisory_xact_lock({lock})".encode())
    match situation:
        case "between":
            pass
        case "amid":
            _send(connection, b"SELECT 1")
            connection.pgconn.get_result()
        case "answered":
            _send(connection, b"SELECT pg_advisory_xact_lock_shared(-1)")
        case "waiting":
            _send(connection, b"SELECT pg_advisory_xact_lock(0)")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(600)


def _send(connection: psycopg.Connection, statement: bytes) -> None:
    """As `executemany` does: more is to come, so nothing tells the server to take stock."""
    connection.pgconn.enter_pipeline_mode()
    connection.pgconn.send_query_params(statement, None)
    connection.pgconn.send_flush_request()
    connection.pgconn.flush()


if __name__ == "__main__":
    fall_silent(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
