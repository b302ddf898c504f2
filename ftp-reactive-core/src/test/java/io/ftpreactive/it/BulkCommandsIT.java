package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.result.BulkResult;
import io.ftpreactive.testkit.CommandLog;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.RealServers;
import io.ftpreactive.testkit.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** What a server hears of a bulk download: nothing but what each file needs. */
class BulkCommandsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int FILES = 100;

    /** A session's capabilities are found out with its first files. */
    private static final int KNOWN_AFTER = 2;

    private static String path(int file) {
        return "commands/f%03d".formatted(file);
    }

    private static void download(FtpServerFixture server, int port, Path folder) throws IOException {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            server.write(path(i), Bytes.random(i));
            files.add(server.path(path(i)));
        }
        FtpClient client =
                FtpClient.create().host(server.host()).port(port).credentials(server.user(), server.password());
        List<BulkResult> results = Objects.requireNonNull(client.bulk()
                .sessions(1)
                .download(Flux.fromIterable(files), folder)
                .collectList()
                .block(LONG));
        assertThat(results)
                .hasSize(FILES)
                .allSatisfy(result -> assertThat(result.failure()).isNull());
    }

    /** Servers that tell a file's size in their reply to RETR. */
    private static final String TRANSFERS = transfers("EPSV RETR");

    /** Of others the size is asked for, and some want to know first what a data connection is for. */
    private static final String MOST = transfers("(SIZE )?(PRET )?EPSV RETR");

    private static String transfers(String further) {
        return "RETR( %s){%d}".formatted(further, FILES - KNOWN_AFTER - 1);
    }

    @Test
    void shouldSendNoMoreThanTransfersByTheServersOwnLogs(@TempDir Path folder) throws IOException {
        for (CommandLog log : RealServers.startLogging()) {
            try {
                download(log.server(), log.server().port(), folder.resolve(log.toString()));
                assertThat(verbs(log.commands().get())).as(log.toString()).matches(TRANSFERS);
            } finally {
                log.server().stop();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ftpreactive.testkit.RealServers#available")
    void shouldSendNoMoreThanTransfers(FtpServerFixture server, @TempDir Path folder) throws IOException {
        try (Recorder recorder = Recorder.before(server)) {
            download(server, recorder.port(), folder);
            boolean telling =
                    server.name().startsWith("vsftpd") || server.name().equals("proftpd");
            assertThat(verbs(recorder.commands())).matches(telling ? TRANSFERS : MOST);
        }
    }

    /** The commands from the RETR of the first file of which all was known to the last RETR, without paths. */
    private static String verbs(List<String> commands) {
        StringBuilder verbs = new StringBuilder();
        int end = 0;
        for (String command : commands) {
            String verb = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            boolean transfer = verb.equals("RETR");
            if (verbs.length() > 0 || (transfer && command.endsWith(path(KNOWN_AFTER)))) {
                verbs.append(verbs.length() > 0 ? " " : "").append(verb);
            }
            end = transfer ? verbs.length() : end;
        }
        return verbs.substring(0, end);
    }
}
