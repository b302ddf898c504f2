package io.ftpreactive.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.testkit.ApacheFtp;
import io.ftpreactive.testkit.DemandingFtpsServer;
import io.ftpreactive.testkit.DemandingFtpsServer.Refusal;
import io.ftpreactive.testkit.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The README's code does what the README says, on a server that was not written for it. */
class TourTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] REPORT = "a,b\n1,2\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);

    private static @Nullable ApacheFtp server;

    private static ApacheFtp server() {
        return Objects.requireNonNull(server);
    }

    @BeforeAll
    static void start() throws IOException {
        ApacheFtp started = ApacheFtp.start();
        server = started;
        Path root = started.root();
        Files.createDirectories(root.resolve("inbox"));
        Files.createDirectories(root.resolve("reports/2024/01"));
        Files.write(root.resolve("reports/today.csv"), REPORT);
        Files.write(root.resolve("reports/empty.csv"), new byte[0]);
        Files.write(root.resolve("reports/2024/01/old.csv"), new byte[1]);
    }

    @AfterAll
    static void stop() {
        server().stop();
    }

    private static Tour tour() {
        return new Tour(client());
    }

    private static FtpClient client() {
        return Tour.client()
                .host(server().host())
                .port(server().port())
                .credentials(server().user(), server().password());
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LONG));
    }

    private static List<String> all(Flux<String> flux) {
        return get(flux.collectList());
    }

    @Test
    void shouldDownload(@TempDir Path folder) {
        assertThat(get(tour().download(folder)).bytes()).isEqualTo(REPORT.length);
        assertThat(folder.resolve("today.csv")).hasBinaryContent(REPORT);
    }

    @Test
    void shouldUploadAndReadItOnOneSession() {
        assertThat(get(tour().upload()).bytes()).isEqualTo(8893);
        List<String> read = all(tour().session());
        assertThat(read).contains("lines.txt", "0");
        assertThat(String.join("", read)).contains("line 1\n").endsWith("line 1000\n");
    }

    @Test
    void shouldListFilesAndTrees() {
        assertThat(all(tour().listing()))
                .startsWith("today.csv")
                .contains("reports/2024", "reports/2024/01")
                .doesNotContain("empty.csv", "reports/2024/01/old.csv");
    }

    @Test
    void shouldDownloadATree(@TempDir Path folder) {
        assertThat(tour().bulk(folder).collectList().block(LONG))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.failure()).isNull());
        assertThat(folder.resolve("today.csv")).hasBinaryContent(REPORT);
    }

    @Test
    void shouldMirrorATree(@TempDir Path folder) {
        assertThat(tour().mirror(folder).collectList().block(LONG))
                .isNotEmpty()
                .allSatisfy(done -> assertThat(done.failure()).isNull());
        assertThat(folder.resolve("today.csv")).hasBinaryContent(REPORT);
    }

    @Test
    void shouldTransferInActiveMode() {
        List<FtpClient> clients = get(tour().active().collectList());
        for (FtpClient client : clients) {
            assertThat(get(client.retrieve("reports/today.csv").aggregate().asByteArray()))
                    .isEqualTo(REPORT);
        }
    }

    @Test
    void shouldTellErrors(@TempDir Path folder) {
        assertThat(get(tour().errors(folder)).bytes()).isEqualTo(REPORT.length);
    }

    @Test
    void shouldDownloadWithARetry(@TempDir Path folder) {
        assertThat(get(tour().retry(folder)).bytes()).isEqualTo(REPORT.length);
        assertThat(folder.resolve("today.csv")).hasBinaryContent(REPORT);
    }

    @Test
    void shouldCancel() {
        assertThat(all(tour().cancel())).hasSize(10).containsOnly("a,b", "1,2");
    }

    @Test
    void shouldTransferFromServerToServer() {
        assertThat(get(tour().backpressure())).isEqualTo(REPORT.length);
        assertThat(server().root().resolve("inbox/copy.csv")).hasBinaryContent(REPORT);
    }

    @Test
    void shouldResumeTlsSessions() {
        try (DemandingFtpsServer demanding = DemandingFtpsServer.start(Refusal.DROPPING)) {
            FtpClient plain = Tour.client().host(demanding.host()).port(demanding.port());
            assertThat(get(new Tour(plain).tls(TestCertificate.ca()))).isTrue();
            assertThat(demanding.files()).containsOnlyKeys("today.csv");
        }
    }
}
