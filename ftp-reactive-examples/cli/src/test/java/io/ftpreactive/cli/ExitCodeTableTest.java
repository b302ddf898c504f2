package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpScript;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says and a command makes of it: the exit code, and what is said of it. */
class ExitCodeTableTest extends WireTest {

    /** One row; the command's words stand apart by blanks. */
    record Row(int code, String command, FtpScript.Author script, String said) {

        @Override
        public String toString() {
            return code + ": " + command + ", " + said;
        }
    }

    private static Row row(int code, String command, String said, FtpScript.Author script) {
        return new Row(code, command, script, said);
    }

    static List<Row> rows() {
        return List.of(
                row(
                        9,
                        "put --ftp-method singlecwd - URLd/a",
                        "CWD d was refused: 550 none",
                        script -> login(script)
                                .expect("PWD")
                                .reply("257 \"/\"")
                                .expect("CWD d")
                                .reply("550 none")),
                row(
                        13,
                        "get --no-epsv URLa",
                        "PASV was answered by 502 no",
                        script -> login(script).expect("PASV").reply("502 no")),
                row(
                        15,
                        "get --no-epsv --no-ftp-skip-pasv-ip URLa",
                        "0.0.0.0",
                        script -> login(script).expect("PASV").passivePasv("0.0.0.0")),
                row(
                        18,
                        "get URLa",
                        "announced 9 bytes",
                        script -> retrieve(script.login().expect("SIZE a").reply("213 9"), "a")),
                row(
                        19,
                        "get URLa",
                        "RETR a was refused: 450 busy",
                        script -> login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("RETR a")
                                .reply("450 busy")),
                row(
                        21,
                        "rm URLa",
                        "DELE a was refused: 550 no",
                        script -> login(script).expect("DELE a").reply("550 no")),
                row(
                        21,
                        "get -Q -NOOP URLa",
                        "NOOP was refused: 500 no",
                        script -> retrieve(login(script), "a").expect("NOOP").reply("500 no")),
                row(
                        23,
                        "get -o /no/such/directory/a URLa",
                        "/no/such/directory",
                        script -> login(script)
                                .on("ABOR", "226 ok")
                                .on("NOOP", "200 here")
                                .expect("EPSV")
                                .passive()
                                .expect("RETR a")
                                .reply("150 coming")
                                .acceptData()
                                .sendData("bytes")
                                .closeData()
                                .reply("226 done")),
                row(
                        25,
                        "put -a - URLa",
                        "APPE a was refused: 550 no",
                        script -> login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("APPE a")
                                .reply("550 no")),
                row(
                        28,
                        "get -Q NOOP URLa",
                        "421 bye",
                        script -> login(script).expect("NOOP").reply("421 bye").closeControl()),
                row(
                        31,
                        "get -r 2-3 URLa",
                        "REST 2 was refused: 502 no",
                        script -> login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("REST 2")
                                .reply("502 no")),
                row(
                        67,
                        "get URLa",
                        "USER anonymous was refused: 530 no",
                        script -> script.reply("220 ready")
                                .expect("USER anonymous")
                                .reply("530 no")
                                .expectClose()),
                row(
                        70,
                        "get URLa",
                        "552 full",
                        script -> login(script)
                                .expect("EPSV")
                                .passive()
                                .expect("RETR a")
                                .reply("150 coming")
                                .acceptData()
                                .sendData("by")
                                .closeData()
                                .reply("552 full")),
                row(
                        78,
                        "get URLa",
                        "RETR a was refused: 550 none",
                        script -> script.login()
                                .expect("SIZE a")
                                .reply("550 none")
                                .expect("EPSV")
                                .passive()
                                .expect("RETR a")
                                .reply("550 none")),
                row(
                        78,
                        "get -I URLa",
                        "SIZE a was refused: 550 none",
                        script -> script.login()
                                .expect("MDTM a")
                                .reply("550 none")
                                .expect("SIZE a")
                                .reply("550 none")),
                row(
                        84,
                        "get --ftp-pret URLa",
                        "PRET RETR a was answered by 500 what",
                        script -> login(script).expect("PRET RETR a").reply("500 what")),
                row(
                        84,
                        "put --ftp-pret - URLa",
                        "PRET STOR a was answered by 202 no",
                        script -> login(script).expect("PRET STOR a").reply("202 no")),
                row(
                        0,
                        "get --ftp-pret URLa",
                        "5 bytes",
                        script -> retrieve(login(script).expect("PRET RETR a").reply("200 ok"), "a")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldEndWithTheCodeAndSayWhatTheServerSaidToWhat(Row row) {
        Outcome outcome = run(row.script(), row.command().split(" ", -1));

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(row.code());
        assertThat(outcome.err()).contains(row.said());
        if (row.code() != 0) {
            assertThat(outcome.err())
                    .contains("ftp-reactive: (" + row.code() + ") ")
                    .doesNotContain("\tat ");
        }
    }
}
