----------------------------- MODULE RaftMembers -----------------------------
(***************************************************************************)
(* Changes of a cluster's members in Raft: single servers (section 4.1 of  *)
(* D. Ongaro, "Consensus: Bridging Theory and Practice", 2014), joint      *)
(* consensus (section 4.3), and at once, which is wrong (figure 10 of the  *)
(* paper). The steps are shared ones without messages, as in RaftLogs.     *)
(*                                                                         *)
(* A configuration is a set of sets of servers, each of which needs a      *)
(* majority: one set, or two while a change is joint. An entry that        *)
(* changes nothing has the configuration {}.                               *)
(***************************************************************************)
EXTENDS FiniteSets, Naturals, Sequences

CONSTANTS
    Server,           \* all that are members before or after
    Before,           \* the members at the start
    To,               \* the members to change to
    By,               \* "single", "joint" or "at_once"
    OwnEntryFirst,    \* TRUE: with an entry of its own term committed (2015)
    MaxTerm,
    MaxEntries

VARIABLES currentTerm, role, log, committed

vars == <<currentTerm, role, log, committed>>

------------------------------------------------------------------------------
Max(numbers) == CHOOSE n \in numbers : \A m \in numbers : m <= n

LastTerm(entries) == IF entries = <<>> THEN 0 ELSE entries[Len(entries)].term

CommonPrefix(one, other) ==
    Max({n \in 0..Len(one) : n <= Len(other) /\ \A m \in 1..n : one[m] = other[m]})

IsUpToDate(candidate, voter) ==
    \/ LastTerm(log[candidate]) > LastTerm(log[voter])
    \/ /\ LastTerm(log[candidate]) = LastTerm(log[voter])
       /\ Len(log[candidate]) >= Len(log[voter])

\* The index of the latest configuration in a server's log, 0 if none is there.
Latest(i) == Max({0} \cup {n \in 1..Len(log[i]) : log[i][n].config # {}})

Config(i) == IF Latest(i) = 0 THEN {Before} ELSE log[i][Latest(i)].config

IsQuorum(servers, config) ==
    \A members \in config : 2 * Cardinality(servers \cap members) > Cardinality(members)

\* The highest index that a leader finds on a quorum, of its own term; or 0.
Counted(i) ==
    Max({0} \cup {n \in 1..Len(log[i]) :
        /\ log[i][n].term = currentTerm[i]
        /\ IsQuorum({s \in Server : /\ currentTerm[s] = currentTerm[i]
                                    /\ CommonPrefix(log[s], log[i]) >= n}, Config(i))})

Init ==
    /\ currentTerm = [s \in Server |-> 0]
    /\ role = [s \in Server |-> "follower"]
    /\ log = [s \in Server |-> <<>>]
    /\ committed = {}

------------------------------------------------------------------------------
Lead(i, reached) ==
    LET term == currentTerm[i] + 1 IN
    /\ role[i] = "follower"
    /\ term <= MaxTerm
    /\ i \in UNION Config(i)
    /\ \A j \in reached : currentTerm[j] < term
    /\ IsQuorum({i} \cup {j \in reached : IsUpToDate(i, j)}, Config(i))
    /\ currentTerm' = [s \in Server |-> IF s \in reached \cup {i} THEN term ELSE currentTerm[s]]
    /\ role' = [s \in Server |->
                    IF s = i THEN "leader" ELSE IF s \in reached THEN "follower" ELSE role[s]]
    /\ UNCHANGED <<log, committed>>

\* A follower whose log agrees up to the last entry sent keeps what is behind it.
Replicate(i, j, last) ==
    /\ role[i] = "leader"
    /\ j \in UNION Config(i)
    /\ currentTerm[j] <= currentTerm[i]
    /\ last >= CommonPrefix(log[i], log[j])
    /\ currentTerm' = [currentTerm EXCEPT ![j] = currentTerm[i]]
    /\ role' = [role EXCEPT ![j] = "follower"]
    /\ log' = IF last = CommonPrefix(log[i], log[j])
              THEN log
              ELSE [log EXCEPT ![j] = SubSeq(log[i], 1, last)]
    /\ UNCHANGED committed

Commit(i) ==
    /\ role[i] = "leader"
    /\ Counted(i) > 0
    /\ committed' = committed \cup {<<n, log[i][n]>> : n \in 1..Counted(i)}
    /\ UNCHANGED <<currentTerm, role, log>>

Write(i, config) ==
    /\ role[i] = "leader"
    /\ Len(log[i]) < MaxEntries
    /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], config |-> config])]
    /\ UNCHANGED <<currentTerm, role, committed>>

\* Who was changed last: one server of the only set of members.
OneChanged(members) ==
    {members \cup {s} : s \in To \ members} \cup {members \ {s} : s \in members \ To}

Configs(i) ==
    CASE By = "at_once" -> IF Config(i) = {To} THEN {} ELSE {{To}}
      [] By = "joint" ->
            IF Counted(i) < Latest(i) \/ Config(i) = {To} THEN {}
            ELSE IF Cardinality(Config(i)) > 1 THEN {{To}} ELSE {Config(i) \cup {To}}
      [] By = "single" ->
            IF Counted(i) < Latest(i) \/ (OwnEntryFirst /\ Counted(i) = 0) THEN {}
            ELSE {{members} : members \in UNION {OneChanged(one) : one \in Config(i)}}

Next ==
    \E i \in Server :
        \/ \E reached \in SUBSET (Server \ {i}) : Lead(i, reached)
        \/ \E j \in Server \ {i} : \E last \in 0..Len(log[i]) : Replicate(i, j, last)
        \/ Commit(i)
        \/ \E config \in {{}} \cup Configs(i) : Write(i, config)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
ElectionSafety ==
    \A i, j \in Server :
        role[i] = "leader" /\ role[j] = "leader" /\ currentTerm[i] = currentTerm[j] => i = j

StateMachineSafety ==
    \A one, other \in committed : one[1] = other[1] => one = other

LogMatching ==
    \A i, j \in Server : \A n \in 1..Len(log[i]) :
        n <= Len(log[j]) /\ log[i][n].term = log[j][n].term =>
            CommonPrefix(log[i], log[j]) >= n
===============================================================================
