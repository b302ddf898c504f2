package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest extends ScriptedTest {

    /** Of the bytes "abc", FIPS 180-2 and RFC 1321. */
    private static final String SHA_256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";

    @Test
    void shouldAskByHashAndChooseTheAlgorithmOnce() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("HASH SHA-1*;SHA-256;MD5")
                .expect("OPTS HASH SHA-256")
                .reply("200 ok")
                .expect("HASH a b")
                .reply("213 SHA-256 0-2 " + SHA_256 + " a b")
                .expect("HASH c")
                .reply("213 SHA-256 0-2 " + SHA_256 + " c")
                .expect("OPTS HASH MD5")
                .reply("200 ok")
                .expect("HASH c")
                .reply("213 MD5 0-2 " + MD5 + " c"))) {
            FtpSession session = connect(server);
            Checksum expected = new Checksum(ChecksumAlgorithm.SHA_256, SHA_256);
            assertThat(get(session.checksum("a b", ChecksumAlgorithm.SHA_256))).isEqualTo(expected);
            assertThat(get(session.checksum("c", ChecksumAlgorithm.SHA_256))).isEqualTo(expected);
            assertThat(get(session.checksum("c", ChecksumAlgorithm.MD5)).hex()).isEqualTo(MD5);
        }
    }

    @Test
    void shouldNameAFileThatIsCalledAsAnOption() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("HASH SHA-256*")
                .expect("OPTS HASH SHA-256")
                .reply("200 ok")
                .expect("HASH ./-a")
                .reply("213 SHA-256 0-2 " + SHA_256 + " ./-a")
                .expect("XMD5 ./~")
                .reply("250 " + MD5))) {
            FtpSession session = connect(server);
            assertThat(get(session.checksum("-a", ChecksumAlgorithm.SHA_256)).hex())
                    .isEqualTo(SHA_256);
            assertThat(get(session.checksum("~", ChecksumAlgorithm.MD5)).hex()).isEqualTo(MD5);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MD5|XMD5|250 " + MD5,
                "MD5|XMD5|250 900150983CD24FB0D6963F7D28E17F72",
                "MD5|XMD5|250 \"a\" " + MD5,
                "MD5|XMD5|213 MD5=" + MD5,
                "SHA_256|XSHA256|250 " + SHA_256,
                "CRC32|XCRC|250 352441C2"
            })
    void shouldAskByTheCommandsBeforeHash(ChecksumAlgorithm algorithm, String command, String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login(command).expect(command + " a").reply(reply))) {
            Checksum checksum = get(client(server).checksum("a", algorithm));
            assertThat(reply).containsIgnoringCase(checksum.hex());
            assertThat(checksum.hex()).hasSizeGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void shouldAddTheZerosThatAServerLeavesOut() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("XCRC").expect("XCRC a").reply("250 aae4aae"))) {
            assertThat(get(client(server).checksum("a", ChecksumAlgorithm.CRC32)))
                    .isEqualTo(new Checksum(ChecksumAlgorithm.CRC32, "0AAE4AAE"));
        }
    }

    @Test
    void shouldTakeThatCommandFirstWhichIsListedAndTryTheOther() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MD5")
                .expect("MD5 a")
                .reply("251 a " + MD5)
                .expect("XSHA1 a")
                .reply("500 what?")
                .expect("XSHA a")
                .reply("250 a9993e364706816aba3e25717850c26c9cd0d89d"))) {
            FtpSession session = connect(server);
            assertThat(get(session.checksum("a", ChecksumAlgorithm.MD5)).hex()).isEqualTo(MD5);
            assertThat(get(session.checksum("a", ChecksumAlgorithm.SHA_1)).hex())
                    .startsWith("a9993e36");
        }
    }

    @Test
    void shouldNotTakeANameForAChecksum() {
        String name = "0123456789abcdef0123456789abcdef";
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("MD5").expect("MD5 " + name).reply("251 " + name + " " + MD5))) {
            assertThat(get(client(server).checksum(name, ChecksumAlgorithm.MD5)).hex())
                    .isEqualTo(MD5);
        }
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("HASH MD5*")
                .expect("OPTS HASH MD5")
                .reply("200 ok")
                .expect("HASH " + name)
                .reply("213 MD5 0-2 " + MD5 + " " + name))) {
            assertThat(get(client(server).checksum(name, ChecksumAlgorithm.MD5)).hex())
                    .isEqualTo(MD5);
        }
    }

    private static FtpScript hash(FtpScript script, String reply) {
        return script.login("HASH MD5*")
                .expect("OPTS HASH MD5")
                .reply("200 ok")
                .expect("HASH /d/a")
                .reply(reply);
    }

    /** With the last byte and with the one behind it, in the ways in which servers name the file. */
    @ParameterizedTest
    @CsvSource({"0-2,3", "0-3,3", "0-0,0", "0--1,0"})
    void shouldTakeTheChecksumOfTheWholeFile(String part, long size) {
        for (String name : List.of("/d/a", "\"/d/a\"", "a", "A", "/home/d/a", "b \u00e4", "")) {
            try (ScriptedFtpServer server =
                    ScriptedFtpServer.start(script -> hash(script, "213 MD5 " + part + " " + MD5 + " " + name)
                            .expect("SIZE /d/a")
                            .reply("213 " + size))) {
                assertThat(get(client(server).checksum("/d/a", ChecksumAlgorithm.MD5))
                                .hex())
                        .isEqualTo(MD5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0-2,5", "0-9,3", "0-0,2"})
    void shouldRefuseTheChecksumOfAPart(String part, long size) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> hash(script, "213 MD5 " + part + " " + MD5 + " /d/a")
                        .expect("SIZE /d/a")
                        .reply("213 " + size))) {
            assertThat(failure(FtpProtocolException.class, client(server).checksum("/d/a", ChecksumAlgorithm.MD5)))
                    .hasMessageContaining("a part of the file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-2 " + MD5 + " /d/a", "0-2 " + MD5 + " /d/b", "0-2 " + MD5 + " x y"})
    void shouldRefuseTheChecksumOfSomethingElse(String told) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> hash(script, "213 MD5 " + told))) {
            failure(FtpProtocolException.class, client(server).checksum("/d/a", ChecksumAlgorithm.MD5));
        }
    }

    @Test
    void shouldFailWhereTheServerComputesNone() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("SIZE").expect("XSHA512 a").reply("502 what?"))) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).checksum("a", ChecksumAlgorithm.SHA_512));
            assertThat(error.command()).isEqualTo("XSHA512 a");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 done",
                "250 900150983cd24fb0",
                "250 900150983cd24fb0d6963f7d28e17f72ff",
                "250 00150983cd24fb0d6963f7d28e17f72"
            })
    void shouldFailOnAReplyWithoutAChecksum(String reply) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login("XMD5").expect("XMD5 a").reply(reply))) {
            failure(FtpProtocolException.class, client(server).checksum("a", ChecksumAlgorithm.MD5));
        }
    }

    @Test
    void shouldCompareNumbersAndRefuseWhatIsNone() {
        assertThat(new Checksum(ChecksumAlgorithm.CRC32, "AB"))
                .isEqualTo(new Checksum(ChecksumAlgorithm.CRC32, "00ab"));
        for (String none : new String[] {"", "0x12", "123456789"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Checksum(ChecksumAlgorithm.CRC32, none));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Checksum(ChecksumAlgorithm.MD5, MD5.substring(1)));
    }
}
