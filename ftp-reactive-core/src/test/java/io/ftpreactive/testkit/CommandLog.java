package io.ftpreactive.testkit;

import java.util.List;
import java.util.function.Supplier;

/**
 * A server of its own that keeps a log of the commands it gets.
 *
 * @param commands those until now
 */
public record CommandLog(FtpServerFixture server, Supplier<List<String>> commands) {

    @Override
    public String toString() {
        return server.name();
    }
}
