---------------------------- MODULE RaftElections ----------------------------
(***************************************************************************)
(* Leader election in Raft, message by message: sections 5.1, 5.2 and      *)
(* 5.4.1 of D. Ongaro and J. Ousterhout, "In Search of an Understandable   *)
(* Consensus Algorithm (Extended Version)", 2014, called "the paper".      *)
(*                                                                         *)
(* A message stays in the network when it is delivered, so it may arrive   *)
(* late, more than once, or never. Only what can no longer count is        *)
(* forgotten. Logs are as they were at the start: nothing is replicated.   *)
(*                                                                         *)
(* The specification was written from a description of the model in prose, *)
(* not from quizgen's code: that both count the same states is the point.  *)
(***************************************************************************)
EXTENDS FiniteSets, Naturals, TLC

CONSTANTS
    Server,         \* the members
    None,           \* in the place of a server: nobody
    MaxTerm,        \* nobody campaigns in a higher term
    MaxRestarts,    \* crashes followed by a restart, in the whole cluster
    Down,           \* those that are down at the start, for as long as they like
    Start,          \* server -> its term, vote, last index and term
    VoteSurvives,   \* TRUE in Raft: votedFor is on disk (figure 2, state)
    ComparesLogs    \* TRUE in Raft: a voter refuses an older log (5.4.1)

VARIABLES
    currentTerm,    \* latest term a server has seen
    votedFor,       \* for whom it voted in that term
    role,           \* follower, candidate or leader
    votes,          \* whose votes a candidate has; empty for the others
    network,        \* messages that can be delivered
    up,             \* whether a server runs
    restarts        \* how many crashes there were

vars == <<currentTerm, votedFor, role, votes, network, up, restarts>>

------------------------------------------------------------------------------
\* What a configuration can put for Start.

Empty == [term |-> 0, vote |-> None, lastTerm |-> 0, lastIndex |-> 0]

\* A cluster that never ran.
Fresh == [s \in Server |-> Empty]

------------------------------------------------------------------------------
\* Messages.

Request(from, to, term) ==
    [type |-> "RequestVote", from |-> from, to |-> to, term |-> term]

Reply(from, to, term, granted) ==
    [type |-> "RequestVoteReply", from |-> from, to |-> to, term |-> term, granted |-> granted]

\* Can this message still count? A request always can. An answer cannot if it
\* is of an older term, or of this term and no new vote for a candidate.
Counts(m) ==
    \/ m.type = "RequestVote"
    \/ m.term > currentTerm'[m.to]
    \/ /\ m.term = currentTerm'[m.to]
       /\ m.granted
       /\ role'[m.to] = "candidate"
       /\ m.from \notin votes'[m.to]

\* Send, and forget what the step has made useless: the last conjunct of a step.
Send(messages) == network' = {m \in network \cup messages : Counts(m)}

------------------------------------------------------------------------------
IsQuorum(servers) == 2 * Cardinality(servers) > Cardinality(Server)

\* Section 5.4.1: the later last term, or the same term and at least the index.
IsUpToDate(candidate, voter) ==
    \/ ~ComparesLogs
    \/ Start[candidate].lastTerm > Start[voter].lastTerm
    \/ /\ Start[candidate].lastTerm = Start[voter].lastTerm
       /\ Start[candidate].lastIndex >= Start[voter].lastIndex

\* RequestVote, receiver, rule 2 (figure 2); `vote` is what is left of the
\* receiver's vote after it has compared terms.
Grants(voter, candidate, vote) ==
    /\ vote \in {None, candidate}
    /\ IsUpToDate(candidate, voter)

Init ==
    /\ currentTerm = [s \in Server |-> Start[s].term]
    /\ votedFor = [s \in Server |-> Start[s].vote]
    /\ role = [s \in Server |-> "follower"]
    /\ votes = [s \in Server |-> {}]
    /\ network = {}
    /\ up = [s \in Server |-> s \notin Down]
    /\ restarts = 0

------------------------------------------------------------------------------
\* Steps.

\* Figure 2, candidates: raise the term, vote for itself, ask all the others.
\* The only server of a cluster has won (section 5.2).
TimeOut(i) ==
    /\ up[i]
    /\ role[i] # "leader"
    /\ currentTerm[i] < MaxTerm
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ votedFor' = [votedFor EXCEPT ![i] = i]
    /\ role' = [role EXCEPT ![i] = IF IsQuorum({i}) THEN "leader" ELSE "candidate"]
    /\ votes' = [votes EXCEPT ![i] = IF IsQuorum({i}) THEN {} ELSE {i}]
    /\ Send({Request(i, j, currentTerm[i] + 1) : j \in Server \ {i}})
    /\ UNCHANGED <<up, restarts>>

\* Section 5.1: the receiver of a higher term adopts it and follows.
AdoptTerm(i, term) ==
    /\ currentTerm' = [currentTerm EXCEPT ![i] = term]
    /\ role' = [role EXCEPT ![i] = "follower"]
    /\ votes' = [votes EXCEPT ![i] = {}]

\* RequestVote, receiver, rule 1: an older term is refused.
RefuseStaleRequest(m) ==
    /\ m.type = "RequestVote"
    /\ m.term < currentTerm[m.to]
    /\ UNCHANGED <<currentTerm, votedFor, role, votes, up, restarts>>
    /\ Send({Reply(m.to, m.from, currentTerm[m.to], FALSE)})

\* RequestVote, receiver, rule 2, in a term that the receiver did not know.
AnswerRequestOfNewTerm(m) ==
    LET granted == Grants(m.to, m.from, None) IN
    /\ m.type = "RequestVote"
    /\ m.term > currentTerm[m.to]
    /\ AdoptTerm(m.to, m.term)
    /\ votedFor' = [votedFor EXCEPT ![m.to] = IF granted THEN m.from ELSE None]
    /\ UNCHANGED <<up, restarts>>
    /\ Send({Reply(m.to, m.from, m.term, granted)})

\* RequestVote, receiver, rule 2, in the receiver's own term.
AnswerRequest(m) ==
    LET granted == Grants(m.to, m.from, votedFor[m.to]) IN
    /\ m.type = "RequestVote"
    /\ m.term = currentTerm[m.to]
    /\ votedFor' = [votedFor EXCEPT ![m.to] = IF granted THEN m.from ELSE @]
    /\ UNCHANGED <<currentTerm, role, votes, up, restarts>>
    /\ Send({Reply(m.to, m.from, m.term, granted)})

\* Section 5.1 again: an answer that carries a higher term deposes.
LearnTermFromReply(m) ==
    /\ m.type = "RequestVoteReply"
    /\ m.term > currentTerm[m.to]
    /\ AdoptTerm(m.to, m.term)
    /\ votedFor' = [votedFor EXCEPT ![m.to] = None]
    /\ UNCHANGED <<up, restarts>>
    /\ Send({})

\* Figure 2, candidates: with votes from a majority, become leader.
CountVote(m) ==
    LET collected == votes[m.to] \cup {m.from} IN
    /\ m.type = "RequestVoteReply"
    /\ m.term = currentTerm[m.to]
    /\ m.granted
    /\ role[m.to] = "candidate"
    /\ role' = [role EXCEPT ![m.to] = IF IsQuorum(collected) THEN "leader" ELSE @]
    /\ votes' = [votes EXCEPT ![m.to] = IF IsQuorum(collected) THEN {} ELSE collected]
    /\ UNCHANGED <<currentTerm, votedFor, up, restarts>>
    /\ Send({})

Deliver ==
    \E m \in network :
        /\ up[m.to]
        /\ \/ RefuseStaleRequest(m)
           \/ AnswerRequestOfNewTerm(m)
           \/ AnswerRequest(m)
           \/ LearnTermFromReply(m)
           \/ CountVote(m)

\* Figure 2, state: term, vote and log survive a crash, nothing else does.
Restart(i) ==
    /\ up[i]
    /\ restarts < MaxRestarts
    /\ restarts' = restarts + 1
    /\ role' = [role EXCEPT ![i] = "follower"]
    /\ votes' = [votes EXCEPT ![i] = {}]
    /\ votedFor' = [votedFor EXCEPT ![i] = IF VoteSurvives THEN @ ELSE None]
    /\ UNCHANGED <<currentTerm, up>>
    /\ Send({})

\* A server that was down at the start may come back. That is no new crash.
ComeBack(i) ==
    /\ ~up[i]
    /\ up' = [up EXCEPT ![i] = TRUE]
    /\ votedFor' = [votedFor EXCEPT ![i] = IF VoteSurvives THEN @ ELSE None]
    /\ UNCHANGED <<currentTerm, role, votes, restarts>>
    /\ Send({})

Next ==
    \/ \E i \in Server : TimeOut(i)
    \/ Deliver
    \/ \E i \in Server : Restart(i) \/ ComeBack(i)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
\* What must hold in every state that can be reached.

Terms == 0..MaxTerm

Messages ==
    {Request(i, j, t) : i \in Server, j \in Server, t \in Terms}
        \cup {Reply(i, j, t, g) : i \in Server, j \in Server, t \in Terms, g \in BOOLEAN}

TypeOK ==
    /\ currentTerm \in [Server -> Terms]
    /\ votedFor \in [Server -> Server \cup {None}]
    /\ role \in [Server -> {"follower", "candidate", "leader"}]
    /\ votes \in [Server -> SUBSET Server]
    /\ network \subseteq Messages
    /\ up \in [Server -> BOOLEAN]
    /\ restarts \in 0..MaxRestarts

\* Figure 3: at most one leader in a term.
ElectionSafety ==
    \A i, j \in Server :
        (role[i] = "leader" /\ role[j] = "leader" /\ currentTerm[i] = currentTerm[j]) => i = j

\* Candidates and leaders have spent their vote on themselves (section 5.2).
CandidatesVoteForThemselves ==
    \A i \in Server : role[i] # "follower" => votedFor[i] = i

\* A candidate has its own vote and no majority; the others keep none.
VotesAreNormal ==
    \A i \in Server :
        IF role[i] = "candidate" THEN i \in votes[i] /\ ~IsQuorum(votes[i]) ELSE votes[i] = {}

\* Nobody asks in the name of a term that it has not reached.
RequestsAreHonest ==
    \A m \in network : m.type = "RequestVote" => m.term <= currentTerm[m.from]

------------------------------------------------------------------------------
\* States that differ in the names of servers only.
Renamings == Permutations(Server)
==============================================================================
