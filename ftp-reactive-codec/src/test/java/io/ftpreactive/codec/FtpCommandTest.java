package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpCommandTest {

    private static final Instant TIME = Instant.parse("2024-02-29T12:34:56.789Z");

    static Stream<Arguments> factories() {
        return Stream.of(
                Arguments.of(FtpCommand.user("joe"), "USER joe"),
                Arguments.of(FtpCommand.retr("a b"), "RETR a b"),
                Arguments.of(FtpCommand.stor("a"), "STOR a"),
                Arguments.of(FtpCommand.appe("a"), "APPE a"),
                Arguments.of(FtpCommand.stou(), "STOU"),
                Arguments.of(FtpCommand.rest(5_000_000_000L), "REST 5000000000"),
                Arguments.of(FtpCommand.list(null), "LIST"),
                Arguments.of(FtpCommand.list("a"), "LIST a"),
                Arguments.of(FtpCommand.nlst(null), "NLST"),
                Arguments.of(FtpCommand.mlsd(null), "MLSD"),
                Arguments.of(FtpCommand.mlsd("a"), "MLSD a"),
                Arguments.of(FtpCommand.mlst(null), "MLST"),
                Arguments.of(FtpCommand.size("a"), "SIZE a"),
                Arguments.of(FtpCommand.mdtm("a"), "MDTM a"),
                Arguments.of(FtpCommand.mfmt(TIME, "a b"), "MFMT 20240229123456 a b"),
                Arguments.of(FtpCommand.cwd("a"), "CWD a"),
                Arguments.of(FtpCommand.pwd(), "PWD"),
                Arguments.of(FtpCommand.mkd("a"), "MKD a"),
                Arguments.of(FtpCommand.rmd("a"), "RMD a"),
                Arguments.of(FtpCommand.dele("a"), "DELE a"),
                Arguments.of(FtpCommand.rnfr("a"), "RNFR a"),
                Arguments.of(FtpCommand.rnto("a"), "RNTO a"),
                Arguments.of(FtpCommand.type("I"), "TYPE I"),
                Arguments.of(FtpCommand.feat(), "FEAT"),
                Arguments.of(FtpCommand.opts("UTF8 ON"), "OPTS UTF8 ON"),
                Arguments.of(FtpCommand.epsv(), "EPSV"),
                Arguments.of(FtpCommand.pasv(), "PASV"),
                Arguments.of(FtpCommand.abor(), "ABOR"),
                Arguments.of(FtpCommand.noop(), "NOOP"),
                Arguments.of(FtpCommand.quit(), "QUIT"),
                Arguments.of(FtpCommand.site("CHMOD 644 x"), "SITE CHMOD 644 x"),
                Arguments.of(FtpCommand.syst(), "SYST"),
                Arguments.of(FtpCommand.allo(0), "ALLO 0"),
                Arguments.of(FtpCommand.of("xsha256", "a"), "XSHA256 a"));
    }

    @ParameterizedTest
    @MethodSource("factories")
    void shouldShowWhatGoesOnTheWire(FtpCommand command, String line) {
        assertThat(command).hasToString(line).isEqualTo(FtpCommand.parse(line));
    }

    static Stream<Arguments> pathFactories() {
        return Stream.of(
                Arguments.of("RETR", (Function<String, FtpCommand>) FtpCommand::retr),
                Arguments.of("STOR", (Function<String, FtpCommand>) FtpCommand::stor),
                Arguments.of("APPE", (Function<String, FtpCommand>) FtpCommand::appe),
                Arguments.of("LIST", (Function<String, FtpCommand>) FtpCommand::list),
                Arguments.of("NLST", (Function<String, FtpCommand>) FtpCommand::nlst),
                Arguments.of("MLSD", (Function<String, FtpCommand>) FtpCommand::mlsd),
                Arguments.of("MLST", (Function<String, FtpCommand>) FtpCommand::mlst),
                Arguments.of("SIZE", (Function<String, FtpCommand>) FtpCommand::size),
                Arguments.of("MDTM", (Function<String, FtpCommand>) FtpCommand::mdtm),
                Arguments.of("MFMT 20240229123456", (Function<String, FtpCommand>) path -> FtpCommand.mfmt(TIME, path)),
                Arguments.of("CWD", (Function<String, FtpCommand>) FtpCommand::cwd),
                Arguments.of("MKD", (Function<String, FtpCommand>) FtpCommand::mkd),
                Arguments.of("RMD", (Function<String, FtpCommand>) FtpCommand::rmd),
                Arguments.of("DELE", (Function<String, FtpCommand>) FtpCommand::dele),
                Arguments.of("RNFR", (Function<String, FtpCommand>) FtpCommand::rnfr),
                Arguments.of("RNTO", (Function<String, FtpCommand>) FtpCommand::rnto));
    }

    @ParameterizedTest
    @MethodSource("pathFactories")
    void shouldNameNoPathThatServersReadAsSomethingElse(String verb, Function<String, FtpCommand> factory) {
        for (String path : new String[] {"-la", "-", "~", "~joe/a", " a", "\ta"}) {
            assertThat(factory.apply(path)).hasToString(verb + " ./" + path);
        }
        for (String path : new String[] {"/-la", "/~", "a/~", "a -b", "./-la", ".", "a b", "[ab]", "*"}) {
            assertThat(factory.apply(path)).hasToString(verb + " " + path);
        }
    }

    @Test
    void shouldSayWhatIsMeantAsItIs() {
        assertThat(FtpCommand.of("LIST", "-la")).hasToString("LIST -la");
        assertThat(FtpCommand.parse("CWD ~")).hasToString("CWD ~");
        assertThat(FtpCommand.pathArgument("")).isEmpty();
    }

    @Test
    void shouldMaskPasswordAndAccount() {
        assertThat(FtpCommand.pass("secret")).hasToString("PASS ****");
        assertThat(FtpCommand.acct("secret")).hasToString("ACCT ****");
        assertThat(FtpCommand.parse("pass secret")).hasToString("PASS ****");
        assertThat(FtpCommand.pass("")).hasToString("PASS ****");
        assertThat(FtpCommand.pass("secret").argument()).isEqualTo("secret");
    }

    @Test
    void shouldSplitRawLineAtFirstSpace() {
        assertThat(FtpCommand.parse("site  CHMOD 644 x")).isEqualTo(FtpCommand.of("SITE", " CHMOD 644 x"));
        assertThat(FtpCommand.parse("NOOP")).isEqualTo(FtpCommand.noop());
        assertThat(FtpCommand.parse("CWD ")).isEqualTo(FtpCommand.of("CWD", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "A B", "A-B", "NOOP\r", "NO\0OP", "N\u00d6\u00d6P", "m\u0131st", "\u00df", "A\u0660"})
    void shouldRefuseVerbsOfOtherThanAsciiLettersAndDigits(String verb) {
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.of(verb));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\r\nDELE x", "a\r\n"})
    void shouldRefuseLineEndsAndNulInArguments(String argument) {
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.of("X", argument));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.retr(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.user(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.list(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.site(argument));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.mfmt(TIME, argument));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.parse("SITE " + argument));
    }

    @Test
    void shouldNotEchoRefusedPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpCommand.pass("secret\r\n"))
                .withMessage("The argument of PASS contains CR, LF or NUL at index 6");
    }

    @Test
    void shouldRefuseEmptyPathsAndNegativeNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.dele(""));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.list(""));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.mfmt(TIME, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.rest(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.allo(-1));
    }

    @Test
    void shouldNameIpv4Address() {
        assertThat(FtpCommand.eprt(address(1024, 192, 0, 2, 255))).hasToString("EPRT |1|192.0.2.255|1024|");
        assertThat(FtpCommand.port(address(1024, 192, 0, 2, 255))).hasToString("PORT 192,0,2,255,4,0");
        assertThat(FtpCommand.port(address(65535, 10, 0, 0, 1))).hasToString("PORT 10,0,0,1,255,255");
    }

    @Test
    void shouldNameIpv6AddressWithoutScope() throws UnknownHostException {
        byte[] linkLocal = {(byte) 0xFE, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        InetAddress host = Inet6Address.getByAddress(null, linkLocal, 3);
        assertThat(host.getHostAddress()).contains("%");

        assertThat(FtpCommand.eprt(new InetSocketAddress(host, 6446))).hasToString("EPRT |2|fe80:0:0:0:0:0:0:1|6446|");
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.port(new InetSocketAddress(host, 6446)));
    }

    @Test
    void shouldRefuseAddressesNobodyCanConnectTo() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("host", 1);

        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.eprt(unresolved));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.port(unresolved));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpCommand.eprt(address(0, 10, 0, 0, 1)));
    }

    private static InetSocketAddress address(int port, int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
