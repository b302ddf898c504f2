package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.Main;
import io.ftpreactive.benchmarks.client.ClientKind;
import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.benchmarks.client.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part.
 *
 * @param name for the command line
 * @param title for tables
 */
record Rival(String name, String title, Start start) {

    /** What all processes of a run have in common. */
    record Settings(Path jdk, Path virtualJdk, List<String> jvmOptions, Duration limit) {}

    /** Makes one ready for a job on a server. */
    interface Start {

        /** Whether it can do this here, on this server. */
        boolean isAble(Job job, Server server, Settings settings) throws IOException;

        /** Starts its process, if it has one between rounds. */
        Contestant start(Server server, Settings settings) throws IOException;
    }

    static final Rival CURL = program("CURL", "curl", Curl::new, Curl::can);
    static final Rival LFTP = program("LFTP", "lftp", Lftp::new, Lftp::can);
    static final Rival RCLONE = program("RCLONE", "rclone", Rclone::new, Rclone::can);
    static final Rival OURS = jvm(ClientKind.OURS);
    static final Rival OURS_BULK = jvm(ClientKind.OURS_BULK);
    static final Rival OURS_BULK_IN_TURN = jvm(ClientKind.OURS_BULK_IN_TURN);
    static final Rival OURS_NIO = jvm(ClientKind.OURS_NIO);
    static final Rival OURS_OPENSSL = jvm(ClientKind.OURS_OPENSSL);
    static final Rival NETTY = jvm(ClientKind.NETTY);
    static final Rival COMMONS_NET = jvm(ClientKind.COMMONS_NET);
    static final Rival COMMONS_NET_64K = jvm(ClientKind.COMMONS_NET_64K);
    static final Rival COMMONS_NET_VIRTUAL = jvm(ClientKind.COMMONS_NET_VIRTUAL);

    /** The names that the command line takes. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of(CURL.name, LFTP.name, RCLONE.name));
        for (ClientKind kind : ClientKind.values()) {
            names.add(kind.name());
        }
        return names;
    }

    private interface Ability {
        boolean can(Job job, Server server);
    }

    private static Rival program(
            String name,
            String title,
            BiFunction<Server, Duration, CommandContestant.Dialect> dialect,
            Ability ability) {
        return new Rival(name, title, new Start() {
            @Override
            public boolean isAble(Job job, Server server, Settings settings) {
                return ability.can(job, server) && Programs.find(title) != null;
            }

            @Override
            public Contestant start(Server server, Settings settings) {
                return new CommandContestant(title, dialect.apply(server, settings.limit()), settings.limit());
            }
        });
    }

    /** A command that is the same in every round, as long as its first file is there. */
    static Rival command(String name, String title, @Nullable Path needed, List<String> words) {
        return new Rival(name, title, new Start() {
            @Override
            public boolean isAble(Job job, Server server, Settings settings) {
                return needed != null && needed.toFile().exists();
            }

            @Override
            public Contestant start(Server server, Settings settings) {
                return new CommandContestant(title, new Fixed(server, words), settings.limit());
            }
        });
    }

    private record Fixed(Server server, List<String> fixed) implements CommandContestant.Dialect {
        @Override
        public List<String> words(Job job) {
            return fixed;
        }

        @Override
        public List<String> lasts(Job job, Path directory) {
            return List.of(Site.url(server, job.remote()));
        }

        @Override
        public boolean isCounting() {
            return false;
        }
    }

    private static Rival jvm(ClientKind kind) {
        return new Rival(kind.name(), kind.title(), new Start() {
            @Override
            public boolean isAble(Job job, Server server, Settings settings) throws IOException {
                return kind.can(job.kind(), server.tls() != null)
                        && kind.isAvailable(Programs.feature(home(kind, settings)));
            }

            @Override
            public Contestant start(Server server, Settings settings) throws IOException {
                List<String> options = new ArrayList<>(List.of("-Xmx1g"));
                settings.jvmOptions().forEach(option -> options.add(option.replace("{}", kind.name())));
                List<String> args = new ArrayList<>(List.of(Main.WORKER, kind.name()));
                args.addAll(server.words());
                Process process = Processes.startJava(home(kind, settings), options, args);
                return new JvmContestant(kind.title(), process, settings.limit());
            }
        });
    }

    private static Path home(ClientKind kind, Settings settings) {
        return kind == ClientKind.COMMONS_NET_VIRTUAL ? settings.virtualJdk() : settings.jdk();
    }

    @Override
    public String toString() {
        return title;
    }
}
