package io.ftpreactive.gateway;

import static io.ftpreactive.gateway.TestGateway.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class LoadTest {

    private static final int MIB = 1 << 20;
    private static final int READERS = 64;
    private static final int LARGE = 64 * MIB;
    private static final byte[] SMALL = bytes(100_000);

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.write(folder.resolve("large.bin"), bytes(LARGE));
        Files.write(folder.resolve("small.bin"), SMALL);
        gateway = TestGateway.of(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Without backpressure, 4 GiB would wait for them. */
    @Test
    void shouldServeSlowReadersInLittleMemoryAndGetTheirSessionsBackWhenTheyVanish() throws Exception {
        long before = directMemory();
        List<Socket> readers = new ArrayList<>();
        long most = 0;
        for (int i = 0; i < READERS; i++) {
            readers.add(gateway.raw("GET /files/large.bin HTTP/1.1", "Connection: close"));
        }
        for (int round = 0; round < 40; round++) {
            for (Socket reader : readers) {
                read(reader.getInputStream(), 64 << 10);
                most = Math.max(most, directMemory() - before);
            }
        }
        System.out.println("[gateway] " + READERS + " slow readers: at most " + most / MIB + " MiB of direct memory");
        assertThat(gateway.activeSessions()).isEqualTo(READERS);

        for (Socket reader : readers) {
            reader.close();
        }

        await().until(() -> gateway.activeSessions() == 0);
        assertThat(most).isLessThan(400L * MIB);
        assertThat(gateway.get("/files/small.bin").body()).isEqualTo(SMALL);
        assertThat(gateway.idleSessions()).isPositive();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static void read(InputStream in, int count) throws IOException {
        assertThat(in.readNBytes(count)).hasSize(count);
    }

    @Test
    void shouldServeTwoHundredDownloadsAtATime() {
        ConnectionProvider connections = ConnectionProvider.create("load", 200);
        HttpClient client = HttpClient.create(connections)
                .baseUrl(gateway.uri("").toString())
                .headers(headers -> headers.set("Authorization", TestGateway.basic()));

        List<byte[]> bodies = Flux.range(0, 200)
                .flatMap(
                        i -> client.get()
                                .uri("/files/small.bin")
                                .responseSingle((response, body) -> body.asByteArray()),
                        200)
                .collectList()
                .block();

        assertThat(bodies).hasSize(200).allSatisfy(body -> assertThat(body).isEqualTo(SMALL));
        connections.disposeLater().block();
        await().until(() -> gateway.activeSessions() == 0);
    }
}
