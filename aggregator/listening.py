"""Answering over HTTP until a signal comes: the socket and uvicorn, whose signals are ours."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp

from .config import Config
from .errors import ConfigError

log = structlog.get_logger()


async def serve(app: ASGIApp, config: Config) -> None:
    """Answer at [server] host and port until SIGINT or SIGTERM; ConfigError when that is taken."""
    listening = _listen(config.server.host, config.server.port)
    address = f"http://{config.server.host}:{listening.getsockname()[1]}"
    log.info("serving", address=address, site=config.site.url)
    server = _Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=5,
            lifespan="off",
        )
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    with listening:
        await server.serve(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn raises the signal that stopped it once more, which would end us before we have
    tidied up: signals are ours."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Finish what is being answered, then end; a second time: end at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything starts, so that a taken port is one clear line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"server: {host}:{port}: {error.strerror} (choose another [server] port)"
        ) from error
    return listening
