package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of the JDK's flight recorder has commands and transfers, without secrets, if it wants them. */
class FlightRecordingTest extends ScriptedTest {

    private static final String COMMAND = "io.ftpreactive.Command";
    private static final String TRANSFER = "io.ftpreactive.Transfer";

    @TempDir
    Path folder = Path.of("");

    private void downloads(Recording recording) {
        recording.start();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            FtpScript after = retrieve(script.login(), "a", "bytes");
            after.expect("EPSV").passive().expect("RETR b").reply("550 no");
        })) {
            FtpClient client = client(server);
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
            failure(Exception.class, client.retrieve("b"));
        }
        recording.stop();
    }

    private List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.ftpreactive."))
                .toList();
    }

    private static RecordedEvent find(List<RecordedEvent> events, String type, String path) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type) && path.equals(event.getString("path")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRecordCommandsAndTransfers() throws IOException {
        try (Recording recording = new Recording()) {
            downloads(recording);
            List<RecordedEvent> events = events(recording);
            RecordedEvent transfer = find(events, TRANSFER, "a");
            assertThat(transfer.getString("verb")).isEqualTo("RETR");
            assertThat(transfer.getString("direction")).isEqualTo("DOWNLOAD");
            assertThat(transfer.getLong("bytes")).isEqualTo(5);
            assertThat(transfer.getInt("replyCode")).isEqualTo(226);
            assertThat(transfer.getString("outcome")).isEqualTo("2yz");
            assertThat(transfer.getBoolean("tls")).isFalse();
            assertThat(transfer.getString("session")).isNotBlank();
            assertThat(transfer.getDuration()).isPositive();
            RecordedEvent command = find(events, COMMAND, "b");
            assertThat(command.getString("session")).isEqualTo(transfer.getString("session"));
            assertThat(command.getInt("replyCode")).isEqualTo(550);
            assertThat(find(events, TRANSFER, "b").getString("outcome")).isEqualTo("5yz");
            assertThat(events.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void shouldRecordNothingThatIsNotWanted() throws IOException {
        try (Recording recording = new Recording()) {
            recording.disable(COMMAND);
            recording.disable(TRANSFER);
            downloads(recording);
            assertThat(events(recording)).isEmpty();
        }
    }
}
