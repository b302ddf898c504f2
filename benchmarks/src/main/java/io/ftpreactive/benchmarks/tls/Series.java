package io.ftpreactive.benchmarks.tls;

import io.ftpreactive.testkit.Lack;
import io.ftpreactive.testkit.TlsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Transfers of one client with one version of TLS on one server.
 *
 * @param transferLimit of each transfer
 * @param limit of a login with all its transfers: what was well until then counts as well, with the number reached
 */
record Series(TlsClient client, String version, TlsServer server, Duration transferLimit, Duration limit) {

    private static final String OK = "ok";

    /** One login, and a verdict on it. */
    String run(Load load, int transfers) {
        return run(load, transfers, "matrix-stored");
    }

    private String run(Load load, int transfers, String upload) {
        long end = System.nanoTime() + limit.toNanos();
        try (Link link = client.open(server, version, transferLimit)) {
            for (int index = 0; index < transfers; index++) {
                if (System.nanoTime() > end) {
                    return verdict(link) + " (" + index + " in time)";
                }
                try {
                    load.run(index, link, server, upload);
                } catch (Exception e) {
                    return "fail #%d %s".formatted(index + 1, link.explain(e));
                }
            }
            return verdict(link);
        } catch (Exception e) {
            return "no login: " + e.getClass().getSimpleName();
        }
    }

    /** Where the server demands it, its consent says as much as the client. */
    private String verdict(Link link) {
        if (link.isResumed()) {
            return OK;
        }
        return server.lacks(Lack.TLS_RESUMPTION) ? "ok, not resumed" : "ok, NOT RESUMED";
    }

    /** Several logins at the same time: their common verdict, or the first that is another than ok. */
    String runInParallel(int sessions, int transfers) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                String upload = "matrix-stored-" + i;
                running.add(threads.submit(() -> run(Load.MIXED, transfers, upload)));
            }
            return common(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String common(List<Future<String>> running) throws InterruptedException {
        List<String> verdicts = new ArrayList<>();
        for (Future<String> session : running) {
            try {
                verdicts.add(session.get());
            } catch (ExecutionException e) {
                verdicts.add("fail: " + e.getCause());
            }
        }
        long failed =
                verdicts.stream().filter(verdict -> !verdict.startsWith(OK)).count();
        String first = verdicts.stream()
                .filter(verdict -> failed == 0 || !verdict.startsWith(OK))
                .findFirst()
                .orElse("");
        return failed == 0 ? first : first + " (%d of %d)".formatted(failed, verdicts.size());
    }
}
