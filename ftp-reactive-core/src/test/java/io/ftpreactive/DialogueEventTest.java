package io.ftpreactive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.result.DialogueEvent;
import io.ftpreactive.result.DialogueEvent.Connection;
import io.ftpreactive.result.DialogueEvent.Kind;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who listens to the dialogue hears what was said on which session, in answer to what, and for whom. */
class DialogueEventTest extends ScriptedTest {

    private final List<DialogueEvent> heard = new CopyOnWriteArrayList<>();

    private Stream<DialogueEvent> heard(Kind kind) {
        return heard.stream().filter(event -> event.kind() == kind);
    }

    private DialogueEvent answer(String command) {
        return heard(Kind.REPLY)
                .filter(event ->
                        event.command() != null && event.command().toString().equals(command))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void shouldHearTheTextOfASuccess() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("RNFR a")
                .reply("350 go on")
                .expect("RNTO b")
                .reply("250-renamed", " a to b", "250 as asked")
                .expect("DELE b")
                .reply("250 b is in the bin"))) {
            FtpClient client = client(server).doOnDialogueEvent(heard::add);
            client.rename("a", "b").block(LONG);
            client.delete("b").block(LONG);
        }
        DialogueEvent renamed = answer("RNTO b");
        assertThat(renamed.connection()).isEqualTo(Connection.CONTROL);
        assertThat(requireNonNull(renamed.reply()).lines()).containsExactly("250-renamed", " a to b", "250 as asked");
        assertThat(renamed.lines()).containsExactly("< 250-renamed", "<  a to b", "< 250 as asked");
        assertThat(answer("DELE b").text()).isEqualTo("< 250 b is in the bin");
        assertThat(heard(Kind.COMMAND).map(DialogueEvent::text)).contains("> RNFR a", "> RNTO b", "> DELE b");
    }

    @Test
    void shouldMaskTheLoginAndPairItsReplies() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            connect(client(server).doOnDialogueEvent(heard::add)).close().block(LONG);
        }
        assertThat(answer("PASS ****").text()).isEqualTo("< 230 logged in");
        assertThat(heard.get(0).text()).isEqualTo("< 220 ready");
        assertThat(heard.get(0).command()).isNull();
        assertThat(heard.toString()).doesNotContain("s3cret");
        assertThat(heard)
                .noneMatch(event -> event.command() != null
                        && "s3cret".equals(event.command().argument()));
    }

    @Test
    void shouldTellSessionsApart() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> script.login().on("NOOP", "200 ok"))) {
            FtpClient client = client(server).doOnDialogueEvent(heard::add);
            FtpSession one = connect(client);
            FtpSession other = connect(client);
            heard.clear();
            one.noop().block(LONG);
            String first = heard.get(0).session();
            other.noop().block(LONG);
            String second = heard.get(heard.size() - 1).session();
            assertThat(first).isNotEqualTo(second);
            assertThat(one.toString()).startsWith("FtpSession(" + first + ", joe@");
            assertThat(other.toString()).contains(second);
            one.close().then(other.close()).block(LONG);
            assertThat(one.toString()).contains(", closed");
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void shouldTieDataConnectionsToTheirSession(DataMode mode) {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login();
            mode.begin(script, "RETR a").sendData("bytes").closeData().reply("226 done");
        })) {
            FtpClient client =
                    mode.set(client(server)).doOnDialogueEvent(heard::add).doOnDialogue(lines::add);
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
        assertThat(heard.stream().map(DialogueEvent::session))
                .containsOnly(heard.get(0).session());
        List<DialogueEvent> notes = heard(Kind.NOTE).toList();
        assertThat(notes).allMatch(event -> event.connection() == Connection.DATA);
        assertThat(notes.stream().map(DialogueEvent::text))
                .anyMatch(text -> text.matches("\\* data connection: connected to 127.0.0.1:\\d+ for RETR a"))
                .contains("* data connection: ended, 5 bytes");
        if (mode == DataMode.PASSIVE) {
            assertThat(notes.get(0).text()).matches("\\* data connection: connecting to 127.0.0.1:\\d+");
            assertThat(notes.get(0).command()).isEqualTo(FtpCommand.retr("a"));
        }
        assertThat(lines).noneMatch(line -> line.startsWith("*"));
    }

    @Test
    void shouldTellHowADataConnectionEnds() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            DataMode.PASSIVE
                    .begin(script.login(), "RETR a")
                    .sendData("by")
                    .resetData()
                    .reply("426 no");
            DataMode.PASSIVE
                    .begin(script, "RETR b")
                    .sendData("bytes")
                    .expect("ABOR")
                    .reply("426 aborted", "226 done")
                    .expect("NOOP")
                    .reply("200 ok")
                    .expect("NOOP")
                    .reply("200 ok");
        })) {
            FtpSession session = connect(client(server).doOnDialogueEvent(heard::add));
            failure(FtpTransferException.class, session.retrieve("a"));
            assertThat(text(session.retrieve("b").take(1))).isEqualTo("bytes");
            session.noop().block(LONG);
        }
        assertThat(heard(Kind.NOTE).map(DialogueEvent::text))
                .anyMatch(text -> text.startsWith("* data connection: broken off after "))
                .contains("* data connection: given up after 5 bytes");
    }

    @Test
    void shouldPairTheReplyToANoopDuringATransfer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .expect("NOOP")
                .reply("200 still here")
                .sendData("bytes")
                .closeData()
                .reply("226 done"))) {
            FtpClient client =
                    client(server).doOnDialogueEvent(heard::add).transferOptions(options -> options.keepAlive(SHORT));
            assertThat(text(client.retrieve("a"))).isEqualTo("bytes");
        }
        assertThat(answer("NOOP").text()).isEqualTo("< 200 still here");
        assertThat(answer("RETR a").text()).isEqualTo("< 226 done");
    }

    @Test
    void shouldHearTheContextOfTheCallerOnASessionThatAnotherHasOpened() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            FtpScript after = script.login();
            after.expect("SIZE a").reply("213 7").expect("DELE b").reply("550 no");
            retrieve(after, "c", "bytes");
        })) {
            FtpClient client = client(server).doOnDialogueEvent(heard::add);
            client.size("a")
                    .contextWrite(context -> context.put("caller", "one"))
                    .block(LONG);
            failure(FtpReplyException.class, client.delete("b").contextWrite(context -> context.put("caller", "two")));
            text(client.retrieve("c").contextWrite(context -> context.put("caller", "three")));
        }
        assertThat(callers("> USER joe")).containsExactly("one");
        assertThat(callers("< 220 ready")).containsExactly("one");
        assertThat(callers("> SIZE a")).containsExactly("one");
        assertThat(callers("> DELE b")).containsExactly("two");
        assertThat(callers("< 550 no")).containsExactly("two");
        assertThat(callers("> RETR c")).containsExactly("three");
        assertThat(callers("< 226 done")).containsExactly("three");
        assertThat(callers("* data connection: ended, 5 bytes")).containsExactly("three");
    }

    private List<String> callers(String text) {
        return heard.stream()
                .filter(event -> event.text().equals(text))
                .map(event -> event.context().getOrDefault("caller", "nobody"))
                .map(String::valueOf)
                .toList();
    }
}
