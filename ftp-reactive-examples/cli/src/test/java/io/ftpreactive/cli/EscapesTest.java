package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapesTest {

    @Test
    void shouldLeaveHarmlessTextAlone() {
        String text = "a b \u00e4 \ud83d\ude00";

        assertThat(Escapes.visible(text)).isSameAs(text);
    }

    @Test
    void shouldShowControlCharacters() {
        assertThat(Escapes.visible("a\u001b[31m\r\n\u009b")).isEqualTo("a\\x1b[31m\\x0d\\x0a\\x9b");
    }

    @Test
    void shouldShowBytesThatAreNotUtf8() {
        assertThat(Escapes.visible("a\udcff")).isEqualTo("a\\xff");
    }

    @Test
    void shouldShowMarksThatTurnTheDirectionOfWriting() {
        assertThat(Escapes.visible("a\u202egpj.exe")).isEqualTo("a\\u+202egpj.exe");
    }

    @Test
    void shouldKeepLinesApart() {
        assertThat(Escapes.visibleLines("211-a\n b\u001b\n211 c")).isEqualTo("211-a\n b\\x1b\n211 c");
    }
}
