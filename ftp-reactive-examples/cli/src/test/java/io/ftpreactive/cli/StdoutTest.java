package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StdoutTest {

    @Test
    void shouldEndWith23AndOneLineWhenNobodyReadsAnyMore() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .on("SIZE", "500 what")
                .on("ABOR", "226 aborted")
                .on("NOOP", "200 here")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendData("bytes")
                .expectStarting("ABOR")
                .reply("226 aborted"))) {
            assertThat(run(server, new Broken(), err)).isEqualTo(23);
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("ftp-reactive: (23) Could not write to standard output: Broken pipe\n");
    }

    @Test
    void shouldNeverWriteOnAnEventLoop() {
        Watched out = new Watched();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .on("SIZE", "500 what")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 coming")
                .acceptData()
                .sendZeros(200_000)
                .closeData()
                .reply("226 done"))) {
            assertThat(run(server, out, new ByteArrayOutputStream())).isZero();
        }
        assertThat(out.written).hasValue(200_000);
        assertThat(out.threads).isNotEmpty().allMatch(name -> name.startsWith("boundedElastic"));
    }

    private static int run(ScriptedFtpServer server, OutputStream out, OutputStream err) {
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        Streams streams = new Streams(InputStream.nullInputStream(), out, messages, false, false);
        return Main.run(streams, "get", "ftp://" + server.host() + ":" + server.port() + "/a");
    }

    private static final class Broken extends OutputStream {

        @Override
        public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    private static final class Watched extends OutputStream {

        final Set<String> threads = ConcurrentHashMap.newKeySet();
        final AtomicInteger written = new AtomicInteger();

        @Override
        public void write(int octet) {
            threads.add(Thread.currentThread().getName());
            written.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            threads.add(Thread.currentThread().getName());
            written.addAndGet(length);
        }
    }
}
