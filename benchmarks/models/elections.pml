/* Leader election of three servers, message by message: the model that quizgen explores as
 * `exhaustive: elections`, for the model checker spin. TERMS is how many terms there may be.
 *
 * Sections are those of D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm
 * (Extended Version)", 2014. All logs are empty, no server crashes. Each step is one d_step, so that spin's
 * states are those between steps.
 */
#ifndef TERMS
#define TERMS 4
#endif
#define SERVERS 3

#define NOBODY 0 /* votes are numbered from 1 */
#define FOLLOWER 0
#define CANDIDATE 1
#define LEADER 2

/* The network: for each receiver a set of (sender, term), a bit each. */
#define MESSAGE(sender, t) (1 << ((sender) * TERMS + (t) - 1))
#define ALL_TERMS ((1 << TERMS) - 1)
#define FROM_EACH(terms) ((terms) | (terms) << TERMS | (terms) << (2 * TERMS))
#define LATER(t) FROM_EACH((ALL_TERMS << (t)) & ALL_TERMS)
#define IN_TERM(t) FROM_EACH((1 << (t)) >> 1)
#define FROM_VOTERS(set) (((set) & 1) * ALL_TERMS | (((set) >> 1) & 1) * (ALL_TERMS << TERMS) \
                          | (((set) >> 2) & 1) * (ALL_TERMS << (2 * TERMS)))
#define MAJORITY(set) (2 * (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1)) > SERVERS)

byte term[SERVERS];
byte voted_for[SERVERS];
byte role[SERVERS];
byte votes[SERVERS]; /* a candidate's; otherwise empty */
short requests[SERVERS];
short granted[SERVERS];
short refused[SERVERS];

/* An answer can no longer count if it is of an older term, or of this one and no new vote for a candidate. */
inline forget(i) {
  refused[i] = refused[i] & LATER(term[i]);
  granted[i] = granted[i] & (LATER(term[i])
               | (role[i] == CANDIDATE -> IN_TERM(term[i]) & ~FROM_VOTERS(votes[i]) : 0))
}

/* Figure 3, Election Safety. */
inline check() {
  assert(!(role[0] == LEADER && role[1] == LEADER && term[0] == term[1]));
  assert(!(role[0] == LEADER && role[2] == LEADER && term[0] == term[2]));
  assert(!(role[1] == LEADER && role[2] == LEADER && term[1] == term[2]))
}

/* Figure 2, candidates. */
inline time_out(i, one, other) {
  d_step {
    role[i] != LEADER && term[i] < TERMS ->
    term[i]++;
    voted_for[i] = i + 1;
    role[i] = CANDIDATE;
    votes[i] = 1 << i;
    requests[one] = requests[one] | MESSAGE(i, term[i]);
    requests[other] = requests[other] | MESSAGE(i, term[i]);
    forget(i)
  }
}

/* Section 5.1: the receiver of a higher term adopts it and follows. */
inline compare_terms(i, t) {
  if
  :: t > term[i] -> term[i] = t; voted_for[i] = NOBODY; role[i] = FOLLOWER; votes[i] = 0
  :: else
  fi
}

/* RequestVote, receiver. */
inline on_request(i, sender, t) {
  d_step {
    requests[i] & MESSAGE(sender, t) ->
    compare_terms(i, t);
    if
    :: t == term[i] && (voted_for[i] == NOBODY || voted_for[i] == sender + 1) ->
       voted_for[i] = sender + 1;
       granted[sender] = granted[sender] | MESSAGE(i, t)
    :: else -> refused[sender] = refused[sender] | MESSAGE(i, term[i])
    fi;
    forget(i);
    forget(sender)
  }
}

/* A vote: by section 5.1 it is of a later term, or else it counts (see forget). */
inline on_granted(i, sender, t) {
  d_step {
    granted[i] & MESSAGE(sender, t) ->
    if
    :: t > term[i] -> compare_terms(i, t)
    :: else ->
       votes[i] = votes[i] | 1 << sender;
       if
       :: MAJORITY(votes[i]) -> role[i] = LEADER; votes[i] = 0
       :: else
       fi
    fi;
    forget(i);
    check()
  }
}

inline on_refused(i, sender, t) {
  d_step { refused[i] & MESSAGE(sender, t) -> compare_terms(i, t); forget(i) }
}

#define TERM_OF(i, sender, t) \
  :: on_request(i, sender, t) :: on_granted(i, sender, t) :: on_refused(i, sender, t)

#if TERMS == 1
#define LINK(i, sender) TERM_OF(i, sender, 1)
#elif TERMS == 2
#define LINK(i, sender) TERM_OF(i, sender, 1) TERM_OF(i, sender, 2)
#elif TERMS == 3
#define LINK(i, sender) TERM_OF(i, sender, 1) TERM_OF(i, sender, 2) TERM_OF(i, sender, 3)
#else
#define LINK(i, sender) TERM_OF(i, sender, 1) TERM_OF(i, sender, 2) TERM_OF(i, sender, 3) TERM_OF(i, sender, 4)
#endif

active proctype cluster() {
end:
  do
  :: time_out(0, 1, 2) :: time_out(1, 0, 2) :: time_out(2, 0, 1)
  LINK(0, 1) LINK(0, 2) LINK(1, 0) LINK(1, 2) LINK(2, 0) LINK(2, 1)
  od
}
