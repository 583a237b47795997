"""The guard: nothing reaches an address that is not allowed, by whatever name it goes."""

import asyncio
import socket
from collections.abc import Callable

import httpcore
import httpx
import pytest

from aggregator.addresses import parse_opening
from aggregator.config import Config, Fetch, Site
from aggregator.fetch import fetch
from aggregator.model import Fetched, PollState
from aggregator.network import Guard, Refused, _first, open_client, user_agent
from aggregator.transport import Transport
from tests.aggregator.asking import ask, failure
from tests.build import NOW, source
from tests.world.behaviours import FEED, answer, hang, redirect, slowly
from tests.world.clock import run_simulated
from tests.world.server import World, trusting

Resolver = Callable[[str, int], object]


def names(table: dict[str, tuple[str, ...]]) -> tuple[Resolver, list[str]]:
    """A resolver that knows these names, and the list of what it was asked."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        if host not in table:
            raise socket.gaierror(-2, "Name or service not known")
        return table[host]

    return resolve, asked


def test_a_name_is_resolved_once_for_a_connection_and_that_address_is_connected_to() -> None:
    with World({"/f": answer()}) as world:
        resolve, asked = names({"blog.example": ("127.0.0.1",)})
        url = world.url("/f", host="blog.example")
        answered = ask(url, world.config(), client={"resolve": resolve})
    assert isinstance(answered, Fetched)
    assert asked == ["blog.example"]
    assert world.log[0].headers["host"] == f"blog.example:{world.port}"


@pytest.mark.parametrize("url", ["http://xn--a/", ""])
def test_a_name_that_cannot_be_is_an_error_of_the_client_itself(url: str) -> None:
    """A hub's, a callback's, or one that such a one redirects to: httpx lets idna's error out."""
    with World({"/f": redirect("http://xn--a/")}) as world:

        async def main() -> None:
            async with open_client(world.config()) as client:
                with pytest.raises(httpx.InvalidURL):
                    await client.post(url or world.url("/f"))

        asyncio.run(main())


def test_a_rebinding_name_is_judged_at_each_connection() -> None:
    answers = iter([("127.0.0.1",), ("127.0.0.2",), ("169.254.169.254",), ("::1",)])

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return next(answers)

    with World({"/f": answer()}) as world:
        url = world.url("/f", host="rebind.example")
        given = {"client": {"resolve": resolve}}
        assert isinstance(ask(url, world.config(), **given), Fetched)
        errors = [failure(url, world.config(), **given) for _ in range(3)]
    assert [error.kind for error in errors] == ["refused"] * 3
    assert "127.0.0.2 is a loopback address" in str(errors[0])
    assert len(world.log) == 1


def test_of_several_addresses_only_allowed_ones_are_tried() -> None:
    with World({"/f": answer()}) as world:
        mixed = ("10.0.0.1", "127.0.0.2", "127.0.0.1", "::1")
        resolve, _ = names({"blog.example": mixed})
        url = world.url("/f", host="blog.example")
        answered = ask(url, world.config(timeout="2s"), client={"resolve": resolve})
    assert isinstance(answered, Fetched)


def test_an_address_that_does_not_answer_leaves_the_turn_to_the_next() -> None:
    with World({"/f": answer()}) as world:
        resolve, _ = names({"blog.example": ("127.0.0.3", "127.0.0.1")})
        config = world.config(allow_networks=("127.0.0.3",))
        url = world.url("/f", host="blog.example")
        assert isinstance(ask(url, config, client={"resolve": resolve}), Fetched)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("unknown.example", "the name unknown.example cannot be resolved"),
        ("empty.example", "the name empty.example has no address"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_plain_error(host: str, words: str) -> None:
    resolve, _ = names({"empty.example": ()})
    error = failure(f"http://{host}/f", Config(), client={"resolve": resolve})
    assert (error.kind, str(error)) == ("fetch", f"http://{host}/f: {words}")


def test_a_resolver_that_hangs_ends_at_the_deadline() -> None:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        await asyncio.sleep(60)
        return ()

    config = Config(fetch=Fetch(timeout="0.2s"))
    error = failure("http://slow.example/f", config, client={"resolve": resolve})
    assert str(error) == "http://slow.example/f: no whole answer within 0.2 s"


def test_the_peer_is_judged_again_after_connecting() -> None:
    """Whatever stands between the judged address and the socket, who answers is what counts."""

    class Peer(httpcore.AsyncNetworkStream):
        closed = False

        def get_extra_info(self, info: str) -> object:
            return ("127.0.0.1", 80)

        async def aclose(self) -> None:
            Peer.closed = True

    class Elsewhere(httpcore.AsyncNetworkBackend):
        async def connect_tcp(self, host: str, port: int, **_: object) -> Peer:
            return Peer()

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("8.8.8.8",)

    guard = Guard((), resolve, Elsewhere())
    with pytest.raises(Refused, match=r"127\.0\.0\.1 is a loopback address"):
        asyncio.run(guard.connect_tcp("blog.example", 80))
    assert Peer.closed
    guard.close()


def test_a_connection_that_is_not_made_in_time_is_given_up() -> None:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        await asyncio.sleep(60)
        return ()

    async def main() -> float:
        guard = Guard((), resolve)
        await guard.sleep(2.0)
        with pytest.raises(httpcore.ConnectTimeout):
            await guard.connect_tcp("slow.example", 80, timeout=3.0)
        guard.close()
        return asyncio.get_running_loop().time()

    assert run_simulated(main()) == 5.0


def test_sockets_in_the_file_system_are_refused() -> None:
    guard = Guard((parse_opening("127.0.0.0/8"),))
    with pytest.raises(Refused):
        asyncio.run(guard.connect_unix_socket("/run/docker.sock"))
    guard.close()


def test_the_name_is_what_a_certificate_is_checked_against() -> None:
    with World({"/f": answer()}, tls=True) as world:
        resolve, _ = names({"blog.example": ("127.0.0.1",), "other.example": ("127.0.0.1",)})
        client = {"resolve": resolve, "ssl_context": trusting()}
        good = ask(world.url("/f", host="blog.example"), world.config(), client=client)
        bad = failure(world.url("/f", host="other.example"), world.config(), client=client)
        strange = failure(
            world.url("/f", host="blog.example"), world.config(), client={"resolve": resolve}
        )
    assert isinstance(good, Fetched)
    assert "certificate not accepted, hostname mismatch" in str(bad)
    assert "certificate not accepted" in str(strange)
    assert len(world.log) == 1


def test_a_secure_world_does_not_lead_to_an_open_one() -> None:
    with World({"/f": answer()}) as plain, World({}, tls=True) as world:
        world.routes["/f"] = redirect(plain.url("/f"))
        resolve, _ = names({"blog.example": ("127.0.0.1",)})
        client = {"resolve": resolve, "ssl_context": trusting()}
        error = failure(world.url("/f", host="blog.example"), world.config(), client=client)
    assert (error.kind, plain.log) == ("refused", [])


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with World({"/f": answer()}) as world, World({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        assert isinstance(ask(world.url("/f"), world.config()), Fetched)
    assert proxy.log == []


def test_the_client_itself_follows_nothing_and_keeps_no_cookies() -> None:
    """For those who use it without `fetch`: hubs and callbacks."""

    async def main(world: World) -> tuple[httpx.Response, int]:
        async with open_client(world.config()) as client:
            moved = await client.post(world.url("/cb"), content=b"x")
            with pytest.raises(Refused):
                await client.get("http://127.0.0.1:1/")
            with pytest.raises(httpx.ConnectError):
                await client.get("http://no-such-name.invalid/")
            return moved, len(client.cookies)

    with World({"/cb": redirect("/g", 307, set_cookie="a=1")}) as world:
        moved, cookies = asyncio.run(main(world))
    assert (moved.status_code, cookies, len(world.log)) == (307, 0, 1)
    assert world.log[0].headers["user-agent"].startswith("Feedmill/")


@pytest.mark.parametrize(("idle", "connections"), [(600.0, 1), (0.0, 3)])
def test_connections_are_used_again_and_closed_when_idle(idle: float, connections: int) -> None:
    async def main(world: World) -> None:
        guard = Guard((parse_opening("127.0.0.1"),))
        transport = Transport(guard, trusting(), on_close=guard.close, idle=idle)
        async with httpx.AsyncClient(transport=transport) as client:
            for _ in range(3):
                await client.get(world.url("/f"))

    with World({"/f": answer()}) as world:
        asyncio.run(main(world))
    assert len({one.connection for one in world.log}) == connections


def test_a_thousand_hosts_leave_no_thousand_connections() -> None:
    """Those that have been idle are closed with the next request, whichever it is."""
    hosts = {f"h{n}.example": ("127.0.0.1",) for n in range(60)}
    resolve, _ = names(hosts)

    async def main(world: World) -> None:
        guard = Guard((parse_opening("127.0.0.1"),), resolve)
        transport = Transport(guard, trusting(), on_close=guard.close, idle=0.02)
        async with httpx.AsyncClient(transport=transport) as client:
            for host in hosts:
                await client.get(world.url("/f", host=host))
            await asyncio.sleep(0.05)
            await client.get(world.url("/f", host="h0.example"))
            while world.open > 1:  # noqa: ASYNC110 - the server's threads are to notice
                await asyncio.sleep(0.01)

    with World({"/f": answer()}) as world:
        asyncio.run(asyncio.wait_for(main(world), 60))
    assert len(world.log) == 61


def test_a_slow_host_does_not_hold_up_another() -> None:
    async def main(world: World) -> list[bool]:
        config = world.config(timeout="60s")
        one, two = source(url=world.url("/hang")), source(url=world.url("/f"))
        async with open_client(config, ssl_context=trusting()) as client:
            slow = [
                asyncio.create_task(
                    fetch(client, one, PollState(source=one.id, url=one.url), config, NOW)
                )
                for _ in range(3)
            ]
            await asyncio.sleep(0.05)
            await fetch(client, two, PollState(source=two.id, url=two.url), config, NOW)
            waiting = [not task.done() for task in slow]
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
            return waiting

    with World({"/hang": hang(), "/f": answer()}) as world:
        assert asyncio.run(main(world)) == [True, True, True]


def test_a_cancelled_fetch_closes_its_connection_and_the_next_one_works() -> None:
    async def main(world: World) -> None:
        config = world.config()
        slow, quick = source(url=world.url("/slow")), source(url=world.url("/f"))
        async with open_client(config, ssl_context=trusting()) as client:
            for _ in range(6):  # more than there are connections to one origin
                task = asyncio.create_task(
                    fetch(client, slow, PollState(source=slow.id, url=slow.url), config, NOW)
                )
                await asyncio.sleep(0.02)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            answered = await fetch(
                client, quick, PollState(source=quick.id, url=quick.url), config, NOW
            )
            assert isinstance(answered, Fetched)
            assert answered.body == FEED

    with World({"/slow": slowly(answer(), 3), "/f": answer()}) as world:
        asyncio.run(main(world))


# ---- the race between addresses ----------------------------------------------------------------


class Line(httpcore.AsyncNetworkStream):
    def __init__(self) -> None:
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True


def attempt(line: Line, *, takes: float, fails: bool = False):
    async def connect() -> Line:
        await asyncio.sleep(takes)
        if fails:
            raise httpcore.ConnectError(f"after {takes}")
        return line

    return connect()


def race(*attempts) -> tuple[Line, float]:
    async def main() -> tuple[Line, float]:
        line = await _first(list(attempts))
        return line, asyncio.get_running_loop().time()

    return run_simulated(main())


def test_a_dead_first_address_costs_a_quarter_of_a_second() -> None:
    dead, good = Line(), Line()
    line, took = race(attempt(dead, takes=99), attempt(good, takes=0.1))
    assert line is good
    assert took == pytest.approx(0.35)


def test_a_refusal_lets_the_next_start_at_once() -> None:
    good = Line()
    line, took = race(attempt(Line(), takes=0.01, fails=True), attempt(good, takes=0.1))
    assert line is good
    assert took == pytest.approx(0.11)


def test_those_that_need_not_start_do_not() -> None:
    good, never = Line(), attempt(Line(), takes=0)
    line, _ = race(attempt(good, takes=0.1), never)
    assert line is good
    with pytest.raises(RuntimeError, match="cannot reuse"):
        never.send(None)


def test_the_one_that_comes_second_is_closed() -> None:
    one, two = Line(), Line()
    line, _ = race(attempt(one, takes=0.3), attempt(two, takes=0.05))
    assert {line, one if line is two else two} == {one, two}
    assert line.closed is False
    assert (one if line is two else two).closed


def test_when_all_fail_the_first_says_why() -> None:
    with pytest.raises(httpcore.ConnectError, match=r"after 0\.5"):
        race(
            attempt(Line(), takes=0.5, fails=True),
            attempt(Line(), takes=0.1, fails=True),
            attempt(Line(), takes=0.1, fails=True),
        )


# ---- the name we go by -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "subscribers", "comment"),
    [
        (Site(url="https://p.example", contact="mailto:a@p.example"), 0,
         "(+https://p.example; mailto:a@p.example)"),
        (Site(url="https://p.example"), 1, "(+https://p.example; 1 subscriber)"),
        (Site(url="http://127.0.0.1:8080", contact="mailto:a@p.example"), 2,
         "(+mailto:a@p.example; 2 subscribers)"),
        (Site(url="http://localhost", contact="a@p.example"), 0, "(+a@p.example)"),
        (Site(), 0, "(+http://127.0.0.1:8080)"),
        (Site(url="https://p.example", contact="Añn (ops)\r\nX: y"), 0,
         "(+https://p.example; An opsX: y)"),
    ],
)  # fmt: skip
def test_the_user_agent_names_the_site_its_contact_and_its_subscribers(
    site: Site, subscribers: int, comment: str
) -> None:
    agent = user_agent(Config(site=site), subscribers)
    assert agent.startswith("Feedmill/")
    assert agent.endswith(f" {comment}")
