package io.ftpreactive.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.options.PassiveAddress;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's table of curl's options for the second connection: every row is run, as a command and as Java. */
class ReadmeTableTest {

    private static final String HEAD = "| curl | here | Java |";
    private static final Duration LONG = Duration.ofSeconds(20);

    /** The Java column as code; an interface and a host that every machine has stand for those of the examples. */
    private static final Map<String, UnaryOperator<FtpClient>> JAVA = Map.ofEntries(
            entry("client.active()", client -> client.active()),
            entry(
                    "client.active(mode -> mode.address(\"192.168.10.1\"))",
                    client -> client.active(mode -> mode.address("192.168.10.1"))),
            entry("client.active(mode -> mode.address(\"eth0\"))", client -> client.active(mode -> mode.address("lo"))),
            entry(
                    "client.active(mode -> mode.address(\"host.domain\"))",
                    client -> client.active(mode -> mode.address("localhost"))),
            entry(
                    "client.active(mode -> mode.address(\":32000-33000\"))",
                    client -> client.active(mode -> mode.address(":32000-33000"))),
            entry("client.active(mode -> mode.extended(false))", client -> client.active(mode -> mode.extended(false))),
            entry("client.passive()", client -> client.passive()),
            entry(
                    "client.passive(mode -> mode.extended(false))",
                    client -> client.passive(mode -> mode.extended(false))),
            entry(
                    "client.passive(mode -> mode.address(PassiveAddress.SERVER))",
                    client -> client.passive(mode -> mode.address(PassiveAddress.SERVER))));

    /** What the server hears first of the second connection, ports left out, and how the transfer ends. */
    private static final Map<String, String> HEARD = Map.ofEntries(
            entry("-P -", "EPRT |1|127.0.0.1|n|"),
            entry("-P 192.168.10.1", "EPRT |1|192.168.10.1|n|"),
            entry("-P eth0", "EPRT |1|127.0.0.1|n|"),
            entry("-P host.domain", "EPRT |1|127.0.0.1|n|"),
            entry("-P :32000-33000", "EPRT |1|127.0.0.1|n|"),
            entry("--no-eprt", "PORT 127,0,0,1,n"),
            entry("--ftp-pasv", "EPSV"),
            entry("--no-epsv", "PASV"),
            entry("--ftp-skip-pasv-ip", "EPSV, went to the control peer"),
            entry("--no-ftp-skip-pasv-ip", "EPSV, went where the server said"));

    /** One row. */
    record Row(String curl, String java) {

        /** The options as they are written, and what the row leaves unsaid. */
        List<String> options() {
            List<String> options = new ArrayList<>(Arrays.asList(curl.replace("eth0", "lo")
                    .replace("host.domain", "localhost")
                    .split(" ", -1)));
            if (curl.equals("--no-eprt")) {
                options.addAll(List.of("-P", "-"));
            }
            return options;
        }

        boolean isAboutAddress() {
            return curl.endsWith("skip-pasv-ip");
        }
    }

    static List<Row> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("").toAbsolutePath().resolve("../../README.md"));
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(lines.indexOf(HEAD) + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            String[] cells = line.split("\\s*\\|\\s*", -1);
            String curl = cells[1].replaceAll("`([^`]*)`.*", "$1");
            rows.add(new Row(curl, cells[3].replace("`", "")));
        }
        assertThat(rows).extracting(Row::curl).containsExactlyInAnyOrderElementsOf(HEARD.keySet());
        return rows;
    }

    private static void play(FtpScript script, Row row) {
        script.login()
                .on("SIZE", "500 what")
                .on("EPRT", "500 no")
                .on("PORT", "500 no")
                .on("EPSV", "500 no");
        if (row.isAboutAddress()) {
            // Nobody listens at the address that the server names.
            script.expect("EPSV").reply("500 no").expect("PASV").passivePasv("127.0.0.9");
            script.on("RETR", "550 no such file");
        } else {
            script.on("PASV", "500 no");
        }
    }

    private static String heard(Row row, ScriptedFtpServer server) {
        String first = server.commands().stream()
                .filter(command -> command.matches("(EPRT|PORT|EPSV|PASV).*"))
                .findFirst()
                .orElse("nothing")
                .replaceAll("\\|\\d+\\|$", "|n|")
                .replaceAll("(,\\d+){2}$", ",n");
        if (!row.isAboutAddress()) {
            return first;
        }
        boolean connected = server.commands().stream().anyMatch(command -> command.startsWith("RETR"));
        return first + ", went " + (connected ? "to the control peer" : "where the server said");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldDoAsACommandWhatTheRowSays(Row row) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> play(script, row))) {
            List<String> arguments = new ArrayList<>(List.of("get"));
            arguments.addAll(row.options());
            arguments.add("ftp://" + server.host() + ":" + server.port() + "/a");
            Outcome outcome = Outcome.of(arguments.toArray(String[]::new));
            assertThat(heard(row, server)).as(outcome.err()).isEqualTo(HEARD.get(row.curl()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldDoInJavaWhatTheRowSays(Row row) {
        assertThat(JAVA).as("the Java column as code").containsKey(row.java());
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> play(script, row))) {
            FtpClient client = FtpClient.create().host(server.host()).port(server.port());
            Objects.requireNonNull(JAVA.get(row.java()))
                    .apply(client)
                    .connect()
                    .flatMap(session ->
                            session.retrieve("a").then().onErrorComplete().then(session.close()))
                    .block(LONG);
            assertThat(heard(row, server)).isEqualTo(HEARD.get(row.curl()));
        }
    }
}
