package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.testkit.TlsServer;
import java.io.IOException;
import java.util.List;

/** What is transferred over and over on one login. */
enum Load {
    DOWNLOADS("RETR/LIST/empty"),
    UPLOADS("STOR"),
    MIXED("mixed");

    private static final byte[] UPLOADED = new byte[200_000];
    private static final byte[] DOWNLOADED = new byte[3_000_000];

    private final String title;

    Load(String title) {
        this.title = title;
    }

    private enum Step {
        LIST,
        LARGE,
        EMPTY,
        STORE
    }

    String title() {
        return title;
    }

    private List<Step> steps() {
        return switch (this) {
            case DOWNLOADS -> List.of(Step.LARGE, Step.LIST, Step.EMPTY);
            case UPLOADS -> List.of(Step.STORE);
            case MIXED -> List.of(Step.LIST, Step.LARGE, Step.STORE, Step.EMPTY);
        };
    }

    /** Puts the files on a server that all loads download. */
    static void prepare(TlsServer server) {
        server.write("matrix-large", DOWNLOADED);
        server.write("matrix-empty", new byte[0]);
    }

    /** Does the step whose turn it is. */
    void run(int index, Link link, TlsServer server, String upload) throws Exception {
        List<Step> steps = steps();
        switch (steps.get(index % steps.size())) {
            case LIST -> link.list(server.path(""));
            case LARGE -> expect(DOWNLOADED.length, link.retrieve(server.path("matrix-large")));
            case EMPTY -> expect(0, link.retrieve(server.path("matrix-empty")));
            case STORE -> link.store(server.path(upload), UPLOADED);
        }
    }

    private static void expect(long bytes, long came) throws IOException {
        if (bytes != came) {
            throw new IOException("of " + bytes + " bytes only " + came + " came");
        }
    }
}
