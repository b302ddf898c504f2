package io.ftpreactive.result;

import java.util.Objects;

/**
 * The sessions of one server and login in a pool, at one moment.
 *
 * @param pool the name of the pool
 * @param server host and control port
 * @param user who is logged in
 * @param active sessions that are lent
 * @param idle sessions that wait to be lent
 * @param opening sessions that are being opened
 * @param pending callers that wait for a session
 * @param limit how many sessions there may be: the pool's limit, or less after the server refused one
 */
public record SessionPoolMetrics(
        String pool, String server, String user, int active, int idle, int opening, int pending, int limit) {

    /**
     * Creates it.
     *
     * @param pool the name of the pool
     * @param server host and control port
     * @param user who is logged in
     * @param active sessions that are lent
     * @param idle sessions that wait to be lent
     * @param opening sessions that are being opened
     * @param pending callers that wait for a session
     * @param limit how many sessions there may be: the pool's limit, or less after the server refused one
     */
    public SessionPoolMetrics {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(user, "user");
    }
}
