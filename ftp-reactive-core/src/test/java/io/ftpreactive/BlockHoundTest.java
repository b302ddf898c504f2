package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;

/** The tests would hear of a blocking call on an event loop. */
class BlockHoundTest extends ScriptedTest {

    @Test
    void shouldFailABlockingCallOnALoop() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("NOOP", "200 ok"))) {
            FtpSession session = connect(server);
            Throwable error = failure(Throwable.class, session.noop().doOnSuccess(nothing -> {
                try {
                    Thread.sleep(1);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            assertThat(error).isInstanceOf(BlockingOperationError.class);
        }
    }
}
