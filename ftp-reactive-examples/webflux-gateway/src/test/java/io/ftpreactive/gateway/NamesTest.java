package io.ftpreactive.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is shown can be asked for. */
class NamesTest {

    /** U+DCFF stands for the byte FF in a listing that is no UTF-8. */
    @ParameterizedTest
    @ValueSource(strings = {"caf\uDCE9", "\uDCFF", "\uD83D", "~", " ~ ", "..", "a\nb", "a/b", ""})
    void shouldNotTakeForANameWhatNoUrlCanName(String name) {
        assertThat(RemotePath.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"café", "\uD83D\uDE00", "~a", "a~", "~~", "...a"})
    void shouldTakeForANameWhatAUrlCanName(String name) {
        assertThat(RemotePath.isName(name)).isTrue();
        assertThat(RemotePath.decode(UriUtils.encode(name, StandardCharsets.UTF_8))
                        .names())
                .containsExactly(name);
    }

    @Test
    void shouldNotListWhatIsNoUtf8() throws Exception {
        byte[] lines = "type=file; caf\u00e9\r\ntype=file; good\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (ScriptedFtpServer scripted = ScriptedFtpServer.start(script -> script.login("MLST")
                        .expect("EPSV")
                        .passive()
                        .expect("MLSD")
                        .reply("150 here")
                        .acceptData()
                        .sendData(lines)
                        .closeData()
                        .reply("226 done"));
                TestGateway another =
                        TestGateway.start("ftp.clients.a.url=ftp://" + scripted.host() + ":" + scripted.port())) {
            JsonNode json = JsonMapper.shared().readTree(another.get("/files/").body());

            assertThat(json.get("entries")
                            .valueStream()
                            .map(entry -> entry.get("name").asString()))
                    .containsExactly("good");
        }
    }
}
