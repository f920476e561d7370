------------------------------- MODULE RaftLogs -------------------------------
(***************************************************************************)
(* Replication and commitment in Raft, in shared steps: a campaign, or an  *)
(* exchange between a leader and one follower, is a single step in which   *)
(* any servers may take part, and there are no messages. Sections are      *)
(* those of D. Ongaro and J. Ousterhout, "In Search of an Understandable   *)
(* Consensus Algorithm (Extended Version)", 2014, called "the paper". The  *)
(* manner of such steps follows W. Schultz, I. Dardik and S. Tripakis,     *)
(* "Formal Verification of a Distributed Dynamic Reconfiguration Protocol",*)
(* 2022.                                                                   *)
(*                                                                         *)
(* An entry is no more than the term of the leader that created it: a term *)
(* has one leader, which appends one entry at an index. Of a server's vote *)
(* only this matters: it is spent in the server's own term. Either the     *)
(* server has voted or campaigned, or the term has a leader already.       *)
(*                                                                         *)
(* The specification was written from a description of the model in prose, *)
(* not from quizgen's code: that both count the same states is the point.  *)
(***************************************************************************)
EXTENDS FiniteSets, Naturals, Sequences, TLC

CONSTANTS
    Server,               \* the members
    MaxTerm,              \* nobody campaigns in a higher term
    MaxEntries,           \* no leader writes to a log that has so many
    MaxRestarts,          \* crashes followed by a restart, in the whole cluster
    Down,                 \* those that are down at the start, for as long as they like
    ComparesLogs,         \* TRUE in Raft: a voter refuses an older log (5.4.1)
    OnlyCountsOwnTerm     \* TRUE in Raft: older entries are not counted (5.4.2)

VARIABLES
    currentTerm,    \* latest term a server has seen
    role,           \* follower or leader; candidates do not outlive their step
    log,            \* the terms of its entries
    committed,      \* history: what was committed, and in which term
    up,             \* whether a server runs
    restarts        \* how many crashes there were

vars == <<currentTerm, role, log, committed, up, restarts>>

------------------------------------------------------------------------------
IsQuorum(servers) == 2 * Cardinality(servers) > Cardinality(Server)

Max(numbers) == CHOOSE n \in numbers : \A m \in numbers : m <= n

LastTerm(entries) == IF entries = <<>> THEN 0 ELSE entries[Len(entries)]

\* How many entries two logs share, from the first on.
CommonPrefix(one, other) ==
    Max({n \in 0..Len(one) : n <= Len(other) /\ \A m \in 1..n : one[m] = other[m]})

\* Section 5.4.1: the later last term, or the same term and at least the length.
IsUpToDate(candidate, voter) ==
    \/ ~ComparesLogs
    \/ LastTerm(log[candidate]) > LastTerm(log[voter])
    \/ /\ LastTerm(log[candidate]) = LastTerm(log[voter])
       /\ Len(log[candidate]) >= Len(log[voter])

Init ==
    /\ currentTerm = [s \in Server |-> 0]
    /\ role = [s \in Server |-> "follower"]
    /\ log = [s \in Server |-> <<>>]
    /\ committed = <<>>
    /\ up = [s \in Server |-> s \notin Down]
    /\ restarts = 0

------------------------------------------------------------------------------
\* Steps.

\* Sections 5.2 and 5.4.1: a campaign that is won. It reaches some servers, all
\* of a lower term: one of a higher term would depose the candidate, and one of
\* its term has no vote left. All that it reaches adopt the term; those grant
\* their vote whose log is no newer.
Lead(i, reached) ==
    LET term == currentTerm[i] + 1 IN
    /\ \A s \in reached \cup {i} : up[s]
    /\ role[i] = "follower"
    /\ currentTerm[i] < MaxTerm
    /\ \A j \in reached : currentTerm[j] < term
    /\ IsQuorum({i} \cup {j \in reached : IsUpToDate(i, j)})
    /\ currentTerm' = [s \in Server |-> IF s \in reached \cup {i} THEN term ELSE currentTerm[s]]
    /\ role' = [s \in Server |->
            IF s = i THEN "leader" ELSE IF s \in reached THEN "follower" ELSE role[s]]
    /\ UNCHANGED <<log, committed, up, restarts>>

\* Figure 2, leaders: append what a client sends, with the current term.
Write(i) ==
    /\ role[i] = "leader"
    /\ Len(log[i]) < MaxEntries
    /\ log' = [log EXCEPT ![i] = Append(@, currentTerm[i])]
    /\ UNCHANGED <<currentTerm, role, committed, up, restarts>>

\* Section 5.1: the answer to a leader of an older term deposes it.
Depose(i, j) ==
    /\ up[j]
    /\ role[i] = "leader"
    /\ currentTerm[j] > currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = currentTerm[j]]
    /\ role' = [role EXCEPT ![i] = "follower"]
    /\ UNCHANGED <<log, committed, up, restarts>>

\* AppendEntries, receiver, rules 3 and 4: delete what conflicts and all that
\* follows it, then append what is new. `known` is the receiver's log.
Stored(known, previous, entries) ==
    LET Conflicts(n) == previous + n <= Len(known) /\ known[previous + n] # entries[n]
        agreeing == IF \E n \in 1..Len(entries) : Conflicts(n)
                    THEN SubSeq(known, 1, previous + CHOOSE n \in 0..(Len(entries) - 1) :
                            Conflicts(n + 1) /\ \A m \in 1..n : ~Conflicts(m))
                    ELSE known
        have == Len(agreeing) - previous
    IN  IF have >= Len(entries) THEN agreeing
        ELSE agreeing \o SubSeq(entries, have + 1, Len(entries))

\* Section 5.3: a leader sends entries previous+1 to last, after an entry on
\* which both agree (rule 2); the follower takes them, and its answer is lost.
Replicate(i, j) ==
    /\ up[j]
    /\ role[i] = "leader"
    /\ currentTerm[j] <= currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![j] = currentTerm[i]]
    /\ role' = [role EXCEPT ![j] = "follower"]
    /\ \E previous \in 0..CommonPrefix(log[i], log[j]) : \E last \in previous..Len(log[i]) :
        log' = [log EXCEPT ![j] = Stored(@, previous, SubSeq(log[i], previous + 1, last))]
    /\ UNCHANGED <<committed, up, restarts>>

\* Figure 2, leaders, last rule: up to which index the leader may commit, if all
\* servers of its term have told it what they share with it; 0 if nowhere.
CommitIndex(i) ==
    LET holders(n) == {j \in Server : up[j] /\ currentTerm[j] = currentTerm[i] /\ CommonPrefix(log[i], log[j]) >= n}
    IN  Max({0} \cup {n \in 1..Len(log[i]) :
            /\ OnlyCountsOwnTerm => log[i][n] = currentTerm[i]
            /\ IsQuorum(holders(n))})

\* Sections 5.3 and 5.4.2: the entry and all before it are committed.
Commit(i) ==
    LET known == Len(committed)
        new == CommitIndex(i)
    IN
    /\ role[i] = "leader"
    /\ new > known
    /\ committed' = committed \o [n \in 1..(new - known) |->
            [term |-> log[i][known + n], in |-> currentTerm[i]]]
    /\ UNCHANGED <<currentTerm, role, log, up, restarts>>

\* Figure 2, state: term, vote and log survive a crash. Only a leader has
\* anything to lose that this model knows of.
Restart(i) ==
    /\ role[i] = "leader"
    /\ restarts < MaxRestarts
    /\ restarts' = restarts + 1
    /\ role' = [role EXCEPT ![i] = "follower"]
    /\ UNCHANGED <<currentTerm, log, committed, up>>

\* A server that was down at the start may come back. That is no new crash.
ComeBack(i) ==
    /\ ~up[i]
    /\ up' = [up EXCEPT ![i] = TRUE]
    /\ UNCHANGED <<currentTerm, role, log, committed, restarts>>

Next ==
    \E i \in Server :
        \/ \E reached \in SUBSET (Server \ {i}) : Lead(i, reached)
        \/ Write(i)
        \/ Commit(i)
        \/ Restart(i)
        \/ ComeBack(i)
        \/ \E j \in Server \ {i} :
            \/ Depose(i, j)
            \/ Replicate(i, j)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
\* What must hold in every state that can be reached: figure 3 of the paper.

Terms == 0..MaxTerm

TypeOK ==
    /\ currentTerm \in [Server -> Terms]
    /\ role \in [Server -> {"follower", "leader"}]
    /\ \A s \in Server : Len(log[s]) <= MaxEntries /\ \A n \in 1..Len(log[s]) : log[s][n] \in Terms
    /\ \A n \in 1..Len(committed) : committed[n] \in [term : Terms, in : Terms]
    /\ restarts \in 0..MaxRestarts

Leaders == {s \in Server : role[s] = "leader"}

\* At most one leader in a term.
ElectionSafety ==
    \A i, j \in Leaders : currentTerm[i] = currentTerm[j] => i = j

\* Two logs with an entry of the same index and term agree on all before it.
LogMatching ==
    \A i, j \in Server : \A n \in 1..Len(log[i]) :
        (n <= Len(log[j]) /\ log[i][n] = log[j][n]) => \A m \in 1..n : log[i][m] = log[j][m]

\* What was committed in a term is in the log of the leader of any later term.
LeaderCompleteness ==
    \A i \in Leaders : \A n \in 1..Len(committed) :
        committed[n].in < currentTerm[i] => (n <= Len(log[i]) /\ log[i][n] = committed[n].term)

\* No leader may commit another entry where one was committed before.
StateMachineSafety ==
    \A i \in Leaders : \A n \in 1..Len(committed) :
        n <= CommitIndex(i) => log[i][n] = committed[n].term

\* An entry's term is never higher than that of the server that has it, and
\* terms do not decrease along a log (sections 5.1 and 5.3).
TermsGrow ==
    \A s \in Server : \A n \in 1..Len(log[s]) :
        /\ log[s][n] <= currentTerm[s]
        /\ n > 1 => log[s][n - 1] <= log[s][n]

\* What is committed stays on a majority.
CommittedIsOnMajority ==
    \A n \in 1..Len(committed) :
        IsQuorum({s \in Server : Len(log[s]) >= n /\ log[s][n] = committed[n].term})

------------------------------------------------------------------------------
\* States that differ in the names of servers only.
Renamings == Permutations(Server)
==============================================================================
