"""`python -m tests.scale.launch ADDRESS MODE COMMAND...`: feedmill, with hosts of our own.

Names that end in .test are the loopback address given: so that they are strangers, to whom all
manners apply. MODE "careless" is the negative control: leases are given to everyone who asks.
"""

import socket
import sys

from aggregator.__main__ import main
from aggregator.rounds import Hold
from aggregator.store.leases import Lease, Leases


def resolve_to(address: str) -> None:
    real = socket.getaddrinfo

    def getaddrinfo(host, *given, **named):
        return real(address if str(host).endswith(".test") else host, *given, **named)

    socket.getaddrinfo = getaddrinfo


def be_careless() -> None:
    Leases.take = lambda _, number, seconds: Lease(bucket=number, epoch=0)
    Leases.renew = Leases.confirm = Leases.give_back = lambda *_: None
    Leases.pacings = lambda *_: {}
    Hold.check = lambda _: None


if __name__ == "__main__":
    _, address, mode, *command = sys.argv
    resolve_to(address)
    if mode == "careless":
        be_careless()
    sys.argv = ["feedmill", *command]
    main()
