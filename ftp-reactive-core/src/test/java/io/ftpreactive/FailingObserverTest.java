package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpObserver.Observed;
import io.ftpreactive.result.FtpOutcome;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.util.context.ContextView;

/** Who measures must not be in the way, whatever he throws. */
class FailingObserverTest extends ScriptedTest {

    @Test
    void shouldTransferAllTheSame() {
        AtomicInteger heard = new AtomicInteger();
        FtpObserver failing = operation -> new Observed() {
            @Override
            public void ended(FtpOutcome outcome) {
                heard.incrementAndGet();
                throw new IllegalStateException("ended");
            }

            @Override
            public ContextView context(ContextView outer) {
                throw new IllegalStateException("context");
            }
        };
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("EPSV")
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("226 done"))) {
            FtpClient client = client(server).observation(failing).observation(operation -> {
                throw new IllegalStateException("begun");
            });
            assertThat(get(client.retrieve("a").aggregate().asString())).isEqualTo("bytes");
            assertThat(heard).hasPositiveValue();
        }
    }
}
