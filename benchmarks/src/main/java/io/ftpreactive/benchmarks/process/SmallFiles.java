package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.ClientKind;
import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.testkit.FtpServerFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Many small files: what counts is the price of a transfer, not of its bytes. */
final class SmallFiles implements Scenario {

    private static final int KIBIBYTE = 1024;
    private static final double THOUSAND = 1000;

    private final int files;
    private final int kibibytes;

    SmallFiles(Options options) {
        this.kibibytes = options.number("--kb", 4);
        this.files = options.number("--files", 2000);
    }

    @Override
    public String unit() {
        return "1000 files";
    }

    /** The many small steps of a transfer take a JVM some ten thousand files to compile. */
    @Override
    public int warmup() {
        return 6;
    }

    /** Not curl: on loopback some releases sleep a second whenever the reply to EPSV comes quicker than they expect. */
    @Override
    public String base() {
        return ClientKind.COMMONS_NET.title();
    }

    @Override
    public List<ClientKind> clients() {
        return List.of(ClientKind.OURS_EPOLL, ClientKind.OURS_NIO, ClientKind.OURS_OPENSSL, ClientKind.COMMONS_NET);
    }

    @Override
    public List<Trial> prepare(FtpServerFixture server, Path directory) {
        byte[] content = new byte[kibibytes * KIBIBYTE];
        for (int i = 0; i < files; i++) {
            server.write("small%05d".formatted(i), content); // as Job.remote(int) calls them
        }
        return Stream.of(1, 8)
                .map(sessions -> trial(server.path("small"), directory, sessions))
                .toList();
    }

    private Trial trial(String remote, Path directory, int sessions) {
        Job job = new Job(Job.Kind.TO_NOTHING, remote, directory, files, sessions);
        String title = "Download of %d files of %d KiB to nothing, sessions: %d".formatted(files, kibibytes, sessions);
        return new Trial(title, job, files / THOUSAND, (long) files * kibibytes * KIBIBYTE);
    }
}
