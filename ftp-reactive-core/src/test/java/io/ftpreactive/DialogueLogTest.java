package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each step of the dialogue is a line of a log that is called so, with the session that it belongs to. */
class DialogueLogTest {

    @Test
    void shouldLogEachStepWithTheSession() throws Exception {
        try (IsolatedClasses classes = IsolatedClasses.without();
                ScriptedFtpServer server =
                        ScriptedFtpServer.start(script -> ScriptedTest.retrieve(script.login(), "a", "bytes"))) {
            @SuppressWarnings("unchecked")
            List<String> lines = (List<String>) classes.call(RecordedLog.class, "run", server.host(), server.port());
            String session = lines.remove(0);
            assertThat(lines).allMatch(line -> line.startsWith("io.ftpreactive.dialogue [" + session + "] "));
            assertThat(lines.stream().map(line -> line.substring(line.indexOf(']') + 2)))
                    .contains("< 220 ready", "> PASS ****", "> RETR a", "< 226 done")
                    .anyMatch(line -> line.matches("\\* data connection: connecting to 127.0.0.1:\\d+"))
                    .anyMatch(line -> line.matches("\\* data connection: connected to 127.0.0.1:\\d+ for RETR a"))
                    .contains("* data connection: ended, 5 bytes");
            assertThat(lines.toString()).doesNotContain("s3cret");
        }
    }
}
