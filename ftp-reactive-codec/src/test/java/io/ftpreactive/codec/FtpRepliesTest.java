package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpRepliesTest {

    private static void assertRefused(Function<FtpReply, ?> reader, String line) {
        FtpReply reply = FtpReply.of(line);
        assertThatExceptionOfType(FtpCodecException.class)
                .isThrownBy(() -> reader.apply(reply))
                .withMessageStartingWith("Not a ")
                .withMessageContaining(line.substring(0, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "229 Entering Extended Passive Mode (|||6446|),6446",
        "229 Extended Passive Mode OK (!!!6446!),6446",
        "229 Passive... (|||65535|).,65535",
        "229 |||1|,1",
        "229 (###21#) ready,21"
    })
    void shouldReadExtendedPassivePortWithAnyDelimiter(String line, int port) {
        assertThat(FtpReplies.extendedPassivePort(FtpReply.of(line))).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "229 Entering Extended Passive Mode",
                "229 (|||0|)",
                "229 (|||65536|)",
                "229 (|||99999999999999999999|)",
                "229 (|||-1|)",
                "229 (|||6446)",
                "229 (|6446|)",
                "229 (||!6446|)",
                "229 (|||\u0661|)",
                "229 (11165531)",
                "227 (|||6446|)"
            })
    void shouldRefuseRepliesWithoutUsablePort(String line) {
        assertRefused(FtpReplies::extendedPassivePort, line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "257 \"/\" is cwd>/",
                "257 \"/home/joe\">/home/joe",
                "257 \"/a\"\"b\" created>/a\"b",
                "257 \"\"\"\"\"\">\"\"",
                "257 \"/say \"\"hi\"\"\" ok>/say \"hi\"",
                "257 Current directory is \"/a b\".>/a b",
                "257 \"/pub/\"q\"\" is your current location>/pub/\"q\"",
                "257 \"/a\"b\" is your current location>/a\"b",
                "257 \"/a\"created>/a",
                "257 \"/\u00e9\udcff\">/\u00e9\udcff"
            })
    void shouldReadPathBetweenQuotes(String line, String path) {
        assertThat(FtpReplies.quotedPath(FtpReply.of(line))).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "257 /home",
                "257 \"/home",
                "257 \"/home\"\"",
                "257 \"",
                "257 \"\"",
                "257 \"\" is the current directory",
                "257",
                "257 \"a\rb\"",
                "257 \"a\u0000\"",
                "257 \"a\u001b[2J\"",
                "250 \"/home\""
            })
    void shouldRefuseRepliesWithoutPathInQuotes(String line) {
        assertRefused(FtpReplies::quotedPath, line);
    }

    @ParameterizedTest
    @CsvSource({
        "213 0,0",
        "213 1234,1234",
        "'213  1234 ',1234",
        "213 9223372036854775807,9223372036854775807",
        "213 size is 5000000000,5000000000"
    })
    void shouldReadSize(String line, long size) {
        assertThat(FtpReplies.size(FtpReply.of(line))).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "213",
                "213 ",
                "213 x",
                "213 -1",
                "213 1x",
                "213 x1",
                "213 9223372036854775808",
                "213 99999999999999999999999",
                "213 \u0661",
                "200 1234"
            })
    void shouldRefuseRepliesWithoutSize(String line) {
        assertRefused(FtpReplies::size, line);
    }

    @ParameterizedTest
    @CsvSource({
        "213 20240229123456,2024-02-29T12:34:56Z",
        "213 19991231235959.5,1999-12-31T23:59:59.5Z",
        "213 20240229123456 UTC,2024-02-29T12:34:56Z"
    })
    void shouldReadTimeOfModification(String line, Instant time) {
        assertThat(FtpReplies.modified(FtpReply.of(line))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"213", "213 x", "213 2024", "213 20241301000000", "250 20240229123456"})
    void shouldRefuseRepliesWithoutTime(String line) {
        assertRefused(FtpReplies::modified, line);
    }

    @ParameterizedTest
    @CsvSource({
        // vsftpd, ProFTPD, one with TLS words behind it, one without a space
        "150 Opening BINARY mode data connection for a.txt (1234 bytes).,1234",
        "150 Opening BINARY mode data connection for a.txt (1234 bytes),1234",
        "150 Opening BINARY mode data connection for a.txt (1 byte).,1",
        "150 Opening BINARY mode data connection for a.txt (1234 bytes) using SSL/TLS.,1234",
        "125 Opening ASCII mode data connection for a.txt(5000000000 Bytes).,5000000000",
        "150 Opening data connection for x (99 bytes) (1234 bytes).,1234"
    })
    void shouldReadExactSizeHint(String line, long size) {
        assertThat(FtpReplies.sizeHint(FtpReply.of(line))).hasValue(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "150 Accepted data connection",
                "150 1234.5 kbytes to download",
                "150 Opening data connection for x (1.5 bytes).",
                "150 Opening data connection for x (12 kbytes).",
                "150 Opening data connection for x (99 bytes).txt",
                "150 Opening data connection for \"x (99 bytes)\"",
                "150 Opening data connection for x (99999999999999999999 bytes).",
                "150 Opening data connection for x (9223372036854775808 bytes).",
                "226 Done (1234 bytes)."
            })
    void shouldFindNoSizeHintWhereNoExactCountEndsTheLine(String line) {
        assertThat(FtpReplies.sizeHint(FtpReply.of(line))).isEqualTo(OptionalLong.empty());
    }

    @Test
    void shouldLookForSizeHintInEveryLine() {
        assertThat(FtpReplies.sizeHint(FtpReply.of("150-Opening x (12 bytes).", "150 Go")))
                .hasValue(12);
        assertThat(FtpReplies.sizeHint(FtpReply.of("150-Accepted data connection", "150 1.2 kbytes to download")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "150 FILE: a.1,a.1",
                "125 FILE: a b,a b",
                "150 file:a,a",
                "`150 FILE:  a `,` a `",
                "150 FILE: a).,a).",
                "226 FILE: a,a",
                "250 FILE: a,a",
                "226 Transfer complete (unique file name: a b),a b",
                "226 Transfer complete. (Unique file name: a.1),a.1",
                "226 Transfer complete (unique file name:a.1).,a.1",
                "226 Transfer complete (unique file name: a(1)).,a(1)",
                "226 Transfer complete; unique file name: a.1,a.1",
                "226 Transfer complete; unique name: 'a (1)'.,a (1)",
                "226 Transfer complete (filename=\"a b\"),a b",
                "226 Transfer complete. FILE: a.1,a.1",
                "226 Transfer complete (FILE: a.1),a.1",
                "150 Opening BINARY mode data connection (unique file name: a),a"
            })
    void shouldReadUniqueName(String line, String name) {
        assertThat(FtpReplies.uniqueName(FtpReply.of(line))).isEqualTo(name);
    }

    @Test
    void shouldReadTheUniqueNameInAnyLineOfTheReply() {
        FtpReply reply = FtpReply.of("150-FILE: pureftpd.6b02f669.4f.0000", "150 Accepted data connection");
        assertThat(FtpReplies.uniqueName(reply)).isEqualTo("pureftpd.6b02f669.4f.0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "150 Ok to send data",
                "150 FILE:",
                "'150 FILE: '",
                "226 Transfer complete",
                "226 (unique file name: )",
                "226 Profile: a",
                "331 FILE: a",
                "150"
            })
    void shouldFindNoUniqueName(String line) {
        assertThat(FtpReplies.uniqueName(FtpReply.of(line.replace("'", "")))).isNull();
    }

    @Test
    void shouldReadHostileTextsInLinearTime() {
        String evil = "1,".repeat(30_000) + " (".repeat(1000) + "|||999999".repeat(1000) + "\"".repeat(999);
        assertRefused(HostPort::ofPassive, "227 " + evil);
        assertRefused(FtpReplies::extendedPassivePort, "229 " + evil);
        assertRefused(FtpReplies::size, "213 " + evil + " ".repeat(60_000) + "x");
        assertThat(FtpReplies.uniqueName(FtpReply.of("226 " + "(unique ".repeat(9000) + " FILE ".repeat(9000))))
                .isNull();
        assertThat(FtpReplies.sizeHint(FtpReply.of("150 " + evil + "(1 bytes)" + " ".repeat(60_000) + "x")))
                .isEmpty();
    }
}
