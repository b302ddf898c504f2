package io.ftpreactive.internal.data;

/** Whom or what a transfer waits for. */
enum WaitState {

    /** The user has no demand, or the source no bytes. */
    USER,

    /** A rate limit has made a pause. */
    LIMIT,

    /** The server is to send or to take bytes: its silence is idle time. */
    SERVER,

    /** All bytes have moved: what is missing is the final reply, which has a clock of its own. */
    REPLY
}
