"""The network as a value."""

from __future__ import annotations

from quizgen.simulators.raft.protocol.state import Server
from quizgen.simulators.raft.runs.network import Cluster, Network

MEMBERS = ("S1", "S2", "S3", "S4")


def test_a_partition_cuts_between_groups_and_leaves_the_unnamed_alone() -> None:
    """Otherwise a script's partition is another than the one on the card."""
    network = Network().partitioned(MEMBERS, {"a": ("S1", "S2"), "b": ("S3",)})
    assert network.connects("S1", "S2")
    assert not any(network.passes(one, "S3") or network.passes("S3", one) for one in ("S1", "S2", "S4"))
    assert not any(network.passes("S4", other) or network.passes(other, "S4") for other in ("S1", "S2", "S3"))


def test_a_partition_replaces_the_one_before() -> None:
    """Otherwise a script that moves the cut ends with every server alone."""
    network = Network().partitioned(MEMBERS, {"a": ("S1",), "b": ("S2", "S3", "S4")})
    network = network.partitioned(MEMBERS, {"a": ("S1", "S2", "S3", "S4")})
    assert network.connects("S1", "S4")


def test_a_drop_is_one_way_and_heal_ends_everything_but_holds() -> None:
    """Otherwise a one-way cut is a partition, or a message that is held for later is lost by healing."""
    network = Network().with_dropped(("S1", "S2")).delayed(("S1", "S3"), 7).with_held([("S3", "S1")], held=True)
    assert not network.passes("S1", "S2")
    assert network.passes("S2", "S1")
    assert not network.connects("S2", "S1")
    assert (network.delay(("S1", "S3")), network.delay(("S3", "S1"))) == (7, 0)
    assert network.healed() == Network(held=frozenset({("S3", "S1")}))
    assert network.healed().with_held([("S3", "S1")], held=False) == Network()


def test_isolation_adds_to_other_cuts() -> None:
    """Otherwise isolating a second server brings the first back."""
    network = Network().isolated(MEMBERS, "S1").isolated(MEMBERS, "S2")
    assert not network.connects("S1", "S3")
    assert not network.connects("S2", "S3")
    assert network.connects("S3", "S4")


def test_a_cluster_is_a_hashable_value_that_knows_its_live_servers() -> None:
    """Otherwise states cannot be kept in a set, and no search over them is possible."""

    def cluster() -> Cluster:
        servers = tuple(Server(name=name, members=MEMBERS, reachable=MEMBERS) for name in MEMBERS)
        return Cluster(servers, ("S2",), Network().isolated(MEMBERS, "S1"), ())

    one = cluster()
    assert len({one, cluster()}) == 1
    assert [server.name for server in one.live] == ["S1", "S3", "S4"]
