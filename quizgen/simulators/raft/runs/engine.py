"""A running cluster, and what a script can do to it."""

from __future__ import annotations

from collections.abc import Iterable

from quizgen.simulators.raft.protocol.disk import after_loss
from quizgen.simulators.raft.protocol.inputs import ClientWrite, Reachable, Restarted, TakesOffice, office
from quizgen.simulators.raft.protocol.messages import AppendEntries
from quizgen.simulators.raft.protocol.step import step
from quizgen.simulators.raft.runs.loop import EventLoop
from quizgen.simulators.raft.runs.network import Cluster, Network, Transit
from quizgen.simulators.raft.runs.traffic import ELECTION, HEARTBEAT
from quizgen.simulators.raft.scenario.events import Loss
from quizgen.simulators.raft.scenario.settings import OneWay


class Engine(EventLoop):
    """A running cluster, as scripts and experiments handle it. Its time passes in `run_until` only."""

    def leader(self) -> str:
        """Return the live leader of the highest term, or an empty string."""
        return self.availability.leader

    def cluster(self) -> Cluster:
        """Return everything as it is now, as a value."""
        in_flight = (*self.under_way(), *self.kept_back())
        return Cluster(tuple(self.servers.values()), tuple(sorted(self.down)), self.network, in_flight)

    def take_office(self) -> None:
        """Let leaders that are stated do what is left to do of what a new leader does."""
        for name, server in tuple(self.servers.items()):
            if server.role == "leader":
                self._take(name, TakesOffice(), None)

    # --- what happens to the cluster

    def fire_election_timeout(self, name: str) -> None:
        """Make a server's election timer fire now."""
        self._take(name, self._clocks.fired[ELECTION][name], None)

    def client_writes(self, name: str, value: str) -> None:
        """A client sends a write to a server."""
        self._client_arrives(name, ClientWrite(value), None)

    def crash(self, names: Iterable[str]) -> None:
        """Stop servers, all at this moment."""
        for name in names:
            self.recorder.record(self.now, name, "crash", attributes=office(self.servers[name]))
            self.down[name] = None
            self._clocks.stop(name)
        self._connections_changed()

    def restart(self, names: Iterable[str], loses: Loss = "nothing", loses_last: int = 0) -> None:
        """Start servers again that are down, without what their disks lost; see `after_loss`."""
        for name in names:
            del self.down[name]
            old = self.servers[name]
            kept = after_loss(old, loses, loses_last)
            if kept is not old:
                self._replace(name, kept)
                self.history.observe(self.now, old, kept, self.servers, restart=True)
                self.recorder.disk_lost(self.now, old, kept)
            self._take(name, Restarted(), None)
        self._connections_changed()

    def change_network(self, network: Network) -> None:
        """Change which links work. Messages under way on a link that is cut when they would arrive are lost."""
        self.network = network
        self._is_unhindered = network == Network() and not self.settings.hinders
        self._connections_changed()

    def release(self, links: Iterable[OneWay]) -> None:
        """Deliver what links have kept back, now and in the order in which it was sent."""
        self.let_go(sorted(links))
        self.run_until(self.now)

    # --- single messages

    def send_append(self, sender: str, receiver: str) -> bool:
        """Make a leader send AppendEntries to one server now; tell whether it does."""
        old = self.servers[sender]
        new, outputs = step(old, self._clocks.fired[HEARTBEAT][sender], self.rules)
        if new is not old:
            self._replace(sender, new)
        for output in outputs:
            if isinstance(output, AppendEntries) and output.receiver == receiver:
                cause = self.recorder.sent_alone(self.now, self.servers[sender], output)
                self._request(sender, output, cause)
                return True
        return False

    def deliver(self, transit: Transit) -> None:
        """Let a message arrive now that was taken out."""
        self._deliver(transit.message.receiver, transit.message, transit.cause)

    def _connections_changed(self) -> None:
        self._is_calm = self._is_unhindered and not self.down
        for name in self.settings.members:
            if name not in self.down:
                reachable = tuple(
                    other
                    for other in self.settings.members
                    if other == name or (other not in self.down and self.network.connects(name, other))
                )
                self._take(name, Reachable(reachable), None)
        self._look_for_leaders()
