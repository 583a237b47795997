"""Leases: one holder at a time, and nothing kept of what a former holder writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aggregator.hosts import Pacing
from aggregator.store import Lease, LeaseLostError, Store, bucket_at, open_store
from aggregator.store.leases import BUCKETS, bucket_of
from tests import build, stores
from tests.build import NOW, at

store, store_url = stores.store, stores.store_url  # fixtures

LONG, OVER = 600.0, -1.0  # seconds: a lease of the latter is over when it is given
MILL = bucket_at(build.source("mill").url)


def take(store: Store, bucket: int = 7, seconds: float = LONG) -> Lease | None:
    return store.write(lambda write: write.leases.take(bucket, seconds))


def note(store: Store, text: str, under: Lease) -> None:
    store.write(lambda write: write.put_note("said", text), under=under)


def said(store: Store) -> str | None:
    return store.write(lambda write: write.get_note("said"))


def test_a_bucket_has_one_holder(store: Store) -> None:
    assert take(store) == Lease(bucket=7, epoch=1)
    assert take(store) is None
    assert take(store, bucket=8) is not None


def test_a_bucket_that_was_given_back_is_free_at_once(store: Store) -> None:
    first = take(store)
    assert first is not None
    store.write(lambda write: write.leases.give_back(first))
    assert take(store) == Lease(bucket=7, epoch=2)


def test_a_bucket_that_was_left_is_free_when_its_time_is_over_and_says_so(store: Store) -> None:
    take(store, seconds=OVER)
    assert take(store) == Lease(bucket=7, epoch=2, is_left=True)


def test_what_is_written_under_a_lease_that_another_holds_by_now_is_not_kept(store: Store) -> None:
    zombie = take(store, seconds=OVER)
    holder = take(store)
    assert zombie is not None and holder is not None
    note(store, "the holder's", holder)
    with pytest.raises(LeaseLostError):
        note(store, "the zombie's", zombie)
    assert said(store) == "the holder's"
    store.write(lambda write: write.put_note("said", "the zombie's"))  # the control: no lease
    assert said(store) == "the zombie's"


def test_a_lease_that_is_over_and_that_nobody_took_may_be_renewed(store: Store) -> None:
    late = take(store, seconds=OVER)
    assert late is not None
    note(store, "late", late)
    store.write(lambda write: write.leases.renew(late, LONG))
    assert take(store) is None


@pytest.mark.parametrize("act", ["renew", "give_back"])
def test_who_has_lost_a_lease_can_neither_renew_it_nor_give_it_back(store: Store, act: str) -> None:
    zombie = take(store, seconds=OVER)
    take(store)
    given = (zombie, LONG) if act == "renew" else (zombie,)
    with pytest.raises(LeaseLostError):
        store.write(lambda write: getattr(write.leases, act)(*given))
    assert take(store) is None


def test_buckets_are_due_while_nobody_is_at_them(store: Store) -> None:
    weir = bucket_at(build.source("weir").url)
    with store.reading() as read:
        assert set(read.due_buckets(NOW, 9)) == {MILL, weir}
        assert len(read.due_buckets(NOW, 1)) == 1
    take(store, MILL)
    take(store, weir, seconds=OVER)
    with store.reading() as read:
        assert read.due_buckets(NOW, 9) == (weir,)


def test_a_source_is_in_the_bucket_of_the_host_that_is_asked(store: Store) -> None:
    moved = "https://elsewhere.example/feed"
    assert bucket_at(moved) != MILL
    with store.writing() as write:
        state = replace(write.poll_state(build.source().id), url=moved, next_poll=at(hours=-1))
        write.put_poll_state(state)
        assert write.leases.due_in(MILL, NOW, 9) == ()
        assert write.leases.due_in(bucket_at(moved), NOW, 9) == (("mill", moved),)
        write.put_poll_state(replace(state, next_poll=NOW + timedelta(hours=1)))
        assert write.leases.due_in(bucket_at(moved), NOW, 9) == ()


def test_a_hosts_pace_is_handed_on(store: Store) -> None:
    bucket = bucket_of("mill.example")
    pacing = Pacing(full_in=500.0, opens_in=-100.0, every=2.0)
    store.write(lambda write: write.leases.put_pacing("mill.example", pacing))
    slower = replace(pacing, every=4.0)
    store.write(lambda write: write.leases.put_pacing("mill.example", slower))
    found = store.write(lambda write: write.leases.pacings(bucket))
    assert found.keys() == {"mill.example"}
    handed = found["mill.example"]
    assert handed.every == 4.0
    assert 300 < handed.full_in <= 500.0  # the database's clock has gone on
    assert -300 < handed.opens_in <= -100.0
    assert store.write(lambda write: write.leases.pacings((bucket + 1) % BUCKETS)) == {}


class Leasing(RuleBasedStateMachine):
    """Three workers, one bucket: whatever they do, the newest epoch alone may write."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite:///:memory:")
        self.leases: dict[int, Lease] = {}
        self.newest = 0  # epoch
        self.is_held = False
        self.last = ""

    @rule(worker=st.integers(0, 2), is_long=st.booleans())
    def take(self, worker: int, is_long: bool) -> None:
        lease = take(self.store, seconds=LONG if is_long else OVER)
        assert (lease is None) == self.is_held
        if lease is not None:
            assert lease.epoch == self.newest + 1
            self.newest, self.is_held = lease.epoch, is_long
            self.leases[worker] = lease

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), is_long=st.booleans())
    def renew(self, data: st.DataObject, is_long: bool) -> None:
        lease = data.draw(st.sampled_from(sorted(self.leases.values(), key=repr)))
        seconds = LONG if is_long else OVER
        try:
            self.store.write(lambda write: write.leases.renew(lease, seconds))
        except LeaseLostError:
            assert lease.epoch < self.newest
        else:
            assert lease.epoch == self.newest
            self.is_held = is_long

    @precondition(lambda self: self.leases)
    @rule(worker=st.integers(0, 2), text=st.text("ab", min_size=1, max_size=3))
    def write(self, worker: int, text: str) -> None:
        lease = self.leases.get(worker)
        if lease is None:
            return
        try:
            note(self.store, text, lease)
        except LeaseLostError:
            assert lease.epoch < self.newest
        else:
            assert lease.epoch == self.newest
            self.last = text

    @rule(worker=st.integers(0, 2))
    def give_back(self, worker: int) -> None:
        lease = self.leases.pop(worker, None)
        if lease is None:
            return
        try:
            self.store.write(lambda write: write.leases.give_back(lease))
        except LeaseLostError:
            assert lease.epoch < self.newest
        else:
            assert lease.epoch == self.newest
            self.is_held = False

    @invariant()
    def what_stands_is_of_who_held_it(self) -> None:
        assert (said(self.store) or "") == self.last

    def teardown(self) -> None:
        self.store.close()


TestLeasing = Leasing.TestCase
TestLeasing.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
