package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.ClientKind;
import io.ftpreactive.benchmarks.client.Job;
import io.ftpreactive.testkit.FtpServerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One directory with very many entries. Whether a client holds them all at a time shows with a small heap, as in
 * {@code --files 1000000 --only OURS_EPOLL --jvm -Xmx64m}.
 */
final class Listing implements Scenario {

    private static final double MILLION = 1e6;

    private final int files;

    Listing(Options options) {
        this.files = options.number("--files", 100_000);
    }

    @Override
    public String unit() {
        return "1,000,000 entries";
    }

    /** It reads no entries. */
    @Override
    public boolean isForCurl() {
        return false;
    }

    @Override
    public String base() {
        return ClientKind.OURS_EPOLL.title();
    }

    @Override
    public List<ClientKind> clients() {
        return List.of(ClientKind.OURS_EPOLL, ClientKind.OURS_NIO, ClientKind.COMMONS_NET);
    }

    @Override
    public List<Trial> prepare(FtpServerFixture server, Path directory) throws IOException {
        Path listed = server.makeDirectory("listed");
        for (int i = 0; i < files; i++) {
            Files.createFile(listed.resolve("entry number " + i + ".txt"));
        }
        Job job = new Job(Job.Kind.LIST, server.path("listed"), directory, 1, 1);
        return List.of(new Trial("Listing of %,d files".formatted(files), job, files / MILLION, files));
    }
}
