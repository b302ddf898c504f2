package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.netty.ByteBufFlux;

/** Whoever has no Micrometer on the class path misses nothing but measurements. */
class WithoutMicrometerTest {

    private static IsolatedClasses withoutMicrometer() {
        return IsolatedClasses.without("micrometer", "context-propagation");
    }

    @Test
    void shouldReflectOverTheClient() throws Exception {
        try (IsolatedClasses classes = withoutMicrometer()) {
            assertThatThrownBy(() -> classes.load("io.micrometer.observation.Observation"))
                    .isInstanceOf(ClassNotFoundException.class);
            for (String name : List.of("FtpClient", "FtpSession", "FtpSessionProvider", "FtpClientConfig")) {
                Class<?> type = classes.load("io.ftpreactive." + name);
                assertThat(type.getMethods()).isNotEmpty();
                assertThat(type.getDeclaredFields()).isNotNull();
                assertThat(type.getClassLoader()).isNotSameAs(getClass().getClassLoader());
            }
        }
    }

    @Test
    void shouldTransferAFile() throws Exception {
        try (IsolatedClasses classes = withoutMicrometer();
                ScriptedFtpServer server =
                        ScriptedFtpServer.start(script -> ScriptedTest.retrieve(script.login(), "a", "bytes"))) {
            assertThat(classes.call(Download.class, "run", server.host(), server.port()))
                    .isEqualTo("bytes, 5 bytes in 1 transfer");
        }
    }

    /** What a user may do; loaded by the loader without Micrometer. */
    public static final class Download {

        private Download() {}

        /** Downloads a file with listeners of all kinds, and a context. */
        public static String run(String host, int port) {
            StringBuilder told = new StringBuilder();
            int[] transfers = {0};
            FtpSessionProvider pool = FtpSessionProvider.create(1);
            String text = ByteBufFlux.fromInbound(FtpClient.create(pool)
                            .host(host)
                            .port(port)
                            .observation(operation -> outcome -> {})
                            .doOnDialogueEvent(event -> told.append(event.text().length()))
                            .doOnTransfer(result -> transfers[0]++)
                            .retrieve("a")
                            .contextWrite(context -> context.put("key", "value")))
                    .asString()
                    .reduce("", String::concat)
                    .block(Duration.ofSeconds(20));
            pool.disposeLater().block(Duration.ofSeconds(20));
            return text + ", " + String.valueOf(text).length() + " bytes in " + transfers[0] + " transfer";
        }
    }
}
