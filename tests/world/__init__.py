"""A world to poll: small servers on loopback, one behaviour a path, and a log of what was asked.

    with World({"/feed": answer(FEED, etag='"1"'), "/drip": drip(FEED)}) as world:
        ... fetch world.url("/feed") with world.config() ...
        assert world.log[0].headers["if-none-match"] == '"1"'

`server` listens, `behaviours` are what a path may do, `clock` runs an event loop in simulated time.
"""
