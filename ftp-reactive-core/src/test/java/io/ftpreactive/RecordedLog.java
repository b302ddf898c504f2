package io.ftpreactive;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/** What the client logs at DEBUG. Loggers are made once: this is run in classes of its own. */
public final class RecordedLog {

    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    private RecordedLog() {}

    private static Logger logger(String name) {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == boolean.class) {
                        return true;
                    }
                    if (method.getName().equals("debug") && name.startsWith("io.ftpreactive.")) {
                        LINES.add(name + " " + text(arguments));
                    }
                    return method.getReturnType() == String.class ? name : null;
                });
    }

    private static String text(@Nullable Object[] arguments) {
        String text = String.valueOf(arguments[0]);
        if (arguments.length > 1 && arguments[1] instanceof Object[] values) {
            for (Object value : values) {
                text = text.replaceFirst("\\{}", Matcher.quoteReplacement(String.valueOf(value)));
            }
        }
        return text;
    }

    /** Downloads a file; returns the id of the session, and what was logged. */
    public static List<String> run(String host, int port) {
        Loggers.useCustomLoggers(RecordedLog::logger);
        FtpSession session = Objects.requireNonNull(FtpClient.create()
                .host(host)
                .port(port)
                .credentials("joe", "s3cret")
                .connect()
                .block(Duration.ofSeconds(20)));
        session.retrieve("a").then().block(Duration.ofSeconds(20));
        session.close().block(Duration.ofSeconds(20));
        String id = session.toString().replaceAll("FtpSession\\((\\w+),.*", "$1");
        LINES.add(0, id);
        return LINES;
    }
}
