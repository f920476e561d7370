/* Asks libraft, a Raft in C that is not ours, how a cluster behaves.
 *
 * Each line of the input is a question, and is answered with a line of one number:
 *
 *   survives N CRASHED             do the servers that have not crashed elect a leader and commit an entry? 1 or 0
 *   elected N VOTERS               does S1 win within its first campaign if only so many servers can answer it, itself
 *                                  included? 1 or 0
 *   wins CANDIDATE TERM LOG ...    does that server win its first campaign? All are in TERM, with the logs given; 1 or 0
 *   returns N                      S1 returns in term 1 to servers in term 5, of which none leads, and alone campaigns:
 *                                  in which term does it win?
 *
 * CRASHED is a bit set, S1 the lowest bit. A log is written as the terms of its entries, one digit each, "112". The
 * first entry of each log, of term 1, is the cluster's configuration: libraft keeps it there.
 *
 * The servers are libraft's fixture: real servers of the library, with network, disks and clocks in memory.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <raft.h>
#include <raft/fixture.h>

enum {
    NEVER = 100000000,   /* milliseconds; the election timeout of a server that is not to campaign */
    SOON = 1000,         /* the election timeout of the one that is */
    ONE_CAMPAIGN = 1900, /* a campaign has begun and its answers are in; the next one has not begun */
    LONG = 60000,        /* many campaigns */
};

/* --- a state machine that ignores what it is told */

static int fsm_apply(struct raft_fsm *fsm, const struct raft_buffer *command, void **result) {
    (void)fsm;
    (void)command;
    *result = NULL;
    return 0;
}

static int fsm_snapshot(struct raft_fsm *fsm, struct raft_buffer *buffers[], unsigned *n) {
    (void)fsm;
    (void)buffers;
    (void)n;
    abort(); /* no log here is long enough */
}

static int fsm_restore(struct raft_fsm *fsm, struct raft_buffer *buffer) {
    (void)fsm;
    (void)buffer;
    abort();
}

static struct raft_fsm machine = {.version = 1, .apply = fsm_apply, .snapshot = fsm_snapshot, .restore = fsm_restore};

/* --- a cluster */

static void check(int status) {
    if (status != 0) {
        fprintf(stderr, "libraft: %s\n", raft_strerror(status));
        exit(1);
    }
}

static struct raft_buffer command(void) {
    struct raft_buffer buffer = {.base = raft_malloc(8), .len = 8};
    assert(buffer.base != NULL);
    memset(buffer.base, 0, buffer.len);
    return buffer;
}

/* Make a cluster of members that have their configuration as their first entry, and do not run yet. */
static struct raft_fixture *cluster(unsigned n) {
    struct raft_fixture *f = calloc(1, sizeof *f); /* the library counts on zeros */
    struct raft_configuration members;
    assert(f != NULL);
    check(raft_fixture_initialize(f));
    for (unsigned i = 0; i < n; i++) {
        check(raft_fixture_grow(f, &machine));
    }
    check(raft_fixture_configuration(f, n, &members));
    check(raft_fixture_bootstrap(f, &members));
    raft_configuration_close(&members);
    return f;
}

static void end(struct raft_fixture *f) {
    raft_fixture_close(f);
    free(f);
}

/* Start all servers; only `candidate` will ever campaign. */
static void start_with_one_candidate(struct raft_fixture *f, unsigned candidate) {
    for (unsigned i = 0; i < f->n; i++) {
        raft_fixture_set_randomized_election_timeout(f, i, i == candidate ? SOON : NEVER);
    }
    check(raft_fixture_start(f));
}

static bool leads(struct raft_fixture *f, unsigned i) { return raft_state(raft_fixture_get(f, i)) == RAFT_LEADER; }

static unsigned leader(struct raft_fixture *f) {
    for (unsigned i = 0; i < f->n; i++) {
        if (raft_fixture_alive(f, i) && leads(f, i)) {
            return i;
        }
    }
    return f->n;
}

static bool has_leader(struct raft_fixture *f, void *unused) {
    (void)unused;
    return leader(f) < f->n;
}

static void ignore(struct raft_apply *request, int status, void *result) {
    (void)request;
    (void)status;
    (void)result;
}

/* --- the questions */

static int survives(unsigned n, unsigned crashed) {
    struct raft_fixture *f = cluster(n);
    struct raft_apply *request = malloc(sizeof *request); /* outlives the cluster, which may still refer to it */
    bool survived = false;
    check(raft_fixture_start(f));
    for (unsigned i = 0; i < n; i++) {
        if (crashed >> i & 1) {
            raft_fixture_kill(f, i);
        }
    }
    if (raft_fixture_step_until(f, has_leader, NULL, LONG)) {
        unsigned first = leader(f);
        struct raft_buffer buffer = command();
        check(raft_apply(raft_fixture_get(f, first), request, &buffer, 1, ignore));
        survived = raft_fixture_step_until_applied(f, first, request->index, LONG);
    }
    end(f);
    free(request);
    return survived;
}

static int elected(unsigned n, unsigned voters) {
    struct raft_fixture *f = cluster(n);
    bool won;
    start_with_one_candidate(f, 0);
    for (unsigned i = voters; i < n; i++) {
        raft_fixture_disconnect(f, 0, i);
        raft_fixture_disconnect(f, i, 0);
    }
    raft_fixture_step_until_elapsed(f, ONE_CAMPAIGN);
    won = leads(f, 0);
    end(f);
    return won;
}

static int wins(unsigned candidate, raft_term term, unsigned n, char *logs[]) {
    struct raft_fixture *f = cluster(n);
    bool won;
    for (unsigned i = 0; i < n; i++) {
        assert(logs[i][0] == '1');
        for (const char *entry = logs[i] + 1; *entry != '\0'; entry++) {
            struct raft_entry added = {.term = (raft_term)(*entry - '0'), .type = RAFT_COMMAND, .buf = command()};
            raft_fixture_add_entry(f, i, &added);
        }
        raft_fixture_set_term(f, i, term);
    }
    start_with_one_candidate(f, candidate);
    raft_fixture_step_until_elapsed(f, ONE_CAMPAIGN);
    won = leads(f, candidate);
    end(f);
    return won;
}

static raft_term returns(unsigned n) {
    struct raft_fixture *f = cluster(n);
    raft_term won = 0;
    for (unsigned i = 1; i < n; i++) {
        raft_fixture_set_term(f, i, 5);
    }
    start_with_one_candidate(f, 0);
    if (raft_fixture_step_until(f, has_leader, NULL, LONG)) {
        won = raft_fixture_get(f, leader(f))->current_term;
    }
    end(f);
    return won;
}

static unsigned number(const char *word) {
    assert(word != NULL);
    return (unsigned)strtoul(word, NULL, 10);
}

int main(void) {
    char line[256];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *word[16] = {NULL};
        unsigned n = 0;
        for (char *next = strtok(line, " \n"); next != NULL && n < 16; next = strtok(NULL, " \n")) {
            word[n++] = next;
        }
        assert(n >= 2);
        if (strcmp(word[0], "survives") == 0) {
            printf("%d\n", survives(number(word[1]), number(word[2])));
        } else if (strcmp(word[0], "elected") == 0) {
            printf("%d\n", elected(number(word[1]), number(word[2])));
        } else if (strcmp(word[0], "wins") == 0) {
            printf("%d\n", wins(number(word[1]) - 1, number(word[2]), n - 3, word + 3));
        } else if (strcmp(word[0], "returns") == 0) {
            printf("%llu\n", returns(number(word[1])));
        } else {
            fprintf(stderr, "unknown question: %s\n", word[0]);
            return 1;
        }
    }
    return 0;
}
