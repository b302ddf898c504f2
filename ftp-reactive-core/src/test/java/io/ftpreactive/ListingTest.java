package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.codec.listing.DateOrder;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.ListingParser;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ListingTest extends ScriptedTest {

    private static final String MLSD = "type=cdir; .\r\ntype=file;size=5;modify=20240102030405; a b\r\ntype=dir; d\r\n";
    private static final String LIST =
            "total 2\r\n-rw-r--r-- 1 ftp ftp 5 Jan 02 2024 a b\r\ndrwxr-xr-x 2 ftp ftp 0 Jan 02 2024 d\r\n";

    private static FtpScript refuses(FtpScript script, String command, String refusal) {
        return script.expect("EPSV").passive().expect(command).reply(refusal);
    }

    private static List<String> names(FtpOperations ftp, String path) {
        return get(ftp.list(path).map(FtpEntry::name).collectList());
    }

    @Test
    void shouldAskWithMlsdWhereItIsListed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST type*;size*;modify*;"), "MLSD dir", MLSD);
            listing(script, "MLSD", MLSD);
        })) {
            FtpSession session = connect(server);
            List<FtpEntry> entries = get(session.list("dir").collectList());
            assertThat(entries).hasSize(2);
            assertThat(entries.get(0).name()).isEqualTo("a b");
            assertThat(entries.get(0).size()).hasValue(5);
            assertThat(entries.get(0).modified()).isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
            assertThat(entries.get(1).isDirectory()).isTrue();
            assertThat(names(session, "")).containsExactly("a b", "d");
        }
    }

    @Test
    void shouldAskWithListWhereFeatDoesNotNameMlst() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> listing(script.login("SIZE"), "LIST dir", LIST))) {
            assertThat(names(client(server), "dir")).containsExactly("a b", "d");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void shouldAskWithListFromThenOnWhenMlsdIsUnknown(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            refuses(script.login("MLST"), "MLSD dir", code + " what?");
            listing(script, "LIST dir", LIST);
            listing(script, "LIST dir", LIST);
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "dir")).containsExactly("a b", "d");
            assertThat(names(session, "dir")).containsExactly("a b", "d");
        }
    }

    @Test
    void shouldTryMlsdWhereThereIsNoFeat() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> listing(
                script.reply("230 in")
                        .expect("FEAT")
                        .reply("500 what?")
                        .expect("TYPE I")
                        .reply("200 ok"),
                "MLSD",
                MLSD))) {
            assertThat(names(client(server), "")).containsExactly("a b", "d");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {550, 501, 450, 530})
    void shouldNotAskAgainWithListWhenTheDirectoryIsRefused(int code) {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> refuses(script.login("MLST"), "MLSD dir", code + " no"))) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).list("dir"));
            assertThat(error.command()).isEqualTo("MLSD dir");
            assertThat(error.reply().code()).isEqualTo(code);
        }
    }

    @Test
    void shouldKeepUnreadableLines() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> listing(script.login("SIZE"), "LIST", "?? what is this ??\r\n" + LIST))) {
            List<FtpEntry> entries = get(client(server).list("").collectList());
            assertThat(entries).extracting(FtpEntry::type).contains(FtpEntryType.UNPARSED, FtpEntryType.FILE);
        }
    }

    @Test
    void shouldFailAndAbortOnALineLongerThan64KiB() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE")
                .expect("EPSV")
                .passive()
                .expect("LIST")
                .reply("150 here")
                .acceptData()
                .sendData("x".repeat(70_000))
                .expect("ABOR")
                .reply("426 gone")
                .expect("NOOP")
                .reply("226 aborted", "200 ok")
                .expect("SIZE a")
                .reply("213 5"))) {
            FtpSession session = connect(server);
            FtpProtocolException error = failure(FtpProtocolException.class, session.list(""));
            assertThat(error).hasMessageContaining("65536");
            assertThat(session.size("a").block(LONG)).isEqualTo(5);
        }
    }

    @Test
    void shouldGiveTheLastLineWithoutAnEndAndNoneOfAnEmptyDirectory() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login(), "NLST", "a\r\nb");
            listing(script, "NLST empty", "");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD empty").reply("250 ok");
            script.expect("CWD /").reply("250 ok");
        })) {
            FtpSession session = connect(server);
            assertThat(session.names("").collectList().block(LONG)).containsExactly("a", "b");
            assertThat(session.names("empty").collectList().block(LONG)).isEmpty();
        }
    }

    @Test
    void shouldNotCompleteATruncatedListing() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("NLST")
                .reply("150 here")
                .acceptData()
                .sendData("a\r\nb")
                .closeData()
                .reply("426 gone"))) {
            failure(FtpException.class, client(server).names(""));
        }
    }

    @Test
    void shouldGiveNamesWithBackpressure() {
        try (ScriptedFtpServer server =
                ScriptedFtpServer.start(script -> listing(script.login(), "NLST", "a\r\nb\r\nc\r\n"))) {
            StepVerifier.create(client(server).names(""), 1)
                    .expectNext("a")
                    .thenRequest(1)
                    .expectNext("b")
                    .thenRequest(1)
                    .expectNext("c")
                    .thenRequest(1)
                    .expectComplete()
                    .verify(LONG);
        }
    }

    @Test
    void shouldGiveANameThatIsNotUtf8BackAsTheSameBytes() {
        byte[] name = {'a', (byte) 0xE4, (byte) 0xFF};
        byte[] dele = {'D', 'E', 'L', 'E', ' ', 'a', (byte) 0xE4, (byte) 0xFF};
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("EPSV")
                .passive()
                .expect("NLST")
                .reply("150 here")
                .acceptData()
                .sendData(name)
                .closeData()
                .reply("226 done")
                .expectRaw(dele)
                .reply("250 gone"))) {
            FtpSession session = connect(server);
            session.names("").concatMap(session::delete, 0).blockLast(LONG);
        }
    }

    @Test
    void shouldAskForOneEntryByMlst() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MLST a b")
                .reply("250-Listing", " type=file;size=5;modify=20240102030405; /x/a b", "250 End"))) {
            FtpEntry entry = get(client(server).entry("a b"));
            assertThat(entry.isFile()).isTrue();
            assertThat(entry.size()).hasValue(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 nothing", "250-Listing", "200 \"x\""})
    void shouldAskBySizeWhereTheAnswerToMlstIsUnreadable(String answer) {
        String[] lines = answer.equals("250-Listing")
                ? new String[] {"250-Listing", "no facts here", "250 End"}
                : new String[] {answer};
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MLST a")
                .reply(lines)
                .expect("SIZE a")
                .reply("213 5")
                .expect("MDTM a")
                .reply("213 20240102030405")
                .expect("MLST d")
                .reply(lines)
                .expect("SIZE d")
                .reply("550 no file")
                .expect("PWD")
                .reply("257 \"/\"")
                .expect("CWD d")
                .reply("250 ok")
                .expect("CWD /")
                .reply("250 ok"))) {
            FtpSession session = connect(server);
            assertThat(get(session.entry("a")).size()).hasValue(5);
            assertThat(get(session.exists("d"))).isTrue();
        }
    }

    @Test
    void shouldNotBelieveMlstThatReadsANameAsAPattern() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MLST [ab]")
                .reply("250-here", " type=dir; a", "250 end")
                .expect("SIZE [ab]")
                .reply("213 5")
                .expect("MDTM [ab]")
                .reply("550 no")
                .expect("MLST [ab]/f")
                .reply("550 no")
                .expect("SIZE [ab]/f")
                .reply("213 6")
                .expect("MDTM [ab]/f")
                .reply("550 no")
                .expect("MLST /x/[ab]")
                .reply("250-here", " type=file;size=7; /x/[ab]", "250 end"))) {
            FtpSession session = connect(server);
            assertThat(get(session.entry("[ab]")).size()).hasValue(5);
            assertThat(get(session.exists("[ab]/f"))).isTrue();
            assertThat(get(session.entry("/x/[ab]")).size()).hasValue(7);
        }
    }

    @Test
    void shouldNotCallThereWhatNobodyCanFind() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST")
                    .expect("MLST a")
                    .reply("250 nothing")
                    .expect("SIZE a")
                    .reply("550 no file")
                    .expect("PWD")
                    .reply("550 no");
            listing(script, "NLST", "b\r\n");
        })) {
            assertThat(get(client(server).exists("a"))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void shouldAskForOneEntryBySizeAndMdtmFromThenOnWhenMlstIsUnknown(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("MLST")
                .expect("MLST a")
                .reply(code + " what?")
                .expect("SIZE a")
                .reply("213 5")
                .expect("MDTM a")
                .reply("213 20240102030405")
                .expect("SIZE b")
                .reply("213 6")
                .expect("MDTM b")
                .reply("500 no"))) {
            FtpSession session = connect(server);
            FtpEntry first = get(session.entry("a"));
            assertThat(first.isFile()).isTrue();
            assertThat(first.size()).hasValue(5);
            assertThat(first.modified()).isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
            FtpEntry second = get(session.entry("b"));
            assertThat(second.modified()).isNull();
        }
    }

    @Test
    void shouldTellADirectoryByChangingIntoItAndBack() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE")
                .expect("SIZE d")
                .reply("550 not a file")
                .expect("PWD")
                .reply("257 \"/home/\"\"joe\"\"\" is current")
                .expect("CWD d")
                .reply("250 ok")
                .expect("CWD /home/\"joe\"")
                .reply("250 ok"))) {
            FtpEntry entry = get(client(server).entry("d"));
            assertThat(entry.isDirectory()).isTrue();
            assertThat(entry.name()).isEqualTo("d");
        }
    }

    @Test
    void shouldFailWithTheAnswerToSizeWhenItIsNoDirectoryEither() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE")
                .expect("SIZE x")
                .reply("550 no such file")
                .expect("PWD")
                .reply("257 \"/\"")
                .expect("CWD x")
                .reply("550 no such directory"))) {
            FtpReplyException error =
                    failure(FtpReplyException.class, client(server).entry("x"));
            assertThat(error).hasMessageContaining("no such file");
        }
    }

    @ParameterizedTest
    @CsvSource({"213 many", "213 -5", "200 5", "213 99999999999999999999"})
    void shouldFailOnAnUnreadableSize(String answer) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("SIZE a").reply(answer))) {
            failure(FtpProtocolException.class, client(server).size("a"));
        }
    }

    @Test
    void shouldReadAndSetTimes() {
        Instant time = Instant.parse("2024-01-02T03:04:05Z");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("MDTM a")
                .reply("213 20240102030405")
                .expect("MFMT 20240102030405 a")
                .reply("213 Modify=20240102030405; a"))) {
            FtpSession session = connect(server);
            assertThat(session.modified("a").block(LONG)).isEqualTo(time);
            session.setModified("a", time).block(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void shouldSetTimesBySiteWhereMfmtIsUnknown(int code) {
        Instant time = Instant.parse("2024-01-02T03:04:05Z");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("MFMT 20240102030405 a b")
                .reply(code + " what?")
                .expect("SITE UTIME a b 20240102030405 20240102030405 20240102030405 UTC")
                .reply("200 ok")
                .expect("MFMT 20240102030405 c")
                .reply(code + " what?")
                .expect("SITE UTIME c 20240102030405 20240102030405 20240102030405 UTC")
                .reply("501 what?")
                .expect("SITE UTIME 20240102030405 c")
                .reply("200 ok")
                .expect("MFMT 20240102030405 ./-d")
                .reply(code + " what?")
                .expect("SITE UTIME ./-d 20240102030405 20240102030405 20240102030405 UTC")
                .reply("501 what?")
                .expect("SITE UTIME 20240102030405 ./-d")
                .reply("200 ok"))) {
            FtpSession session = connect(server);
            session.setModified("a b", time).block(LONG);
            session.setModified("c", time).block(LONG);
            session.setModified("-d", time).block(LONG);
        }
    }

    @Test
    void shouldFailWithTheAnswerToMfmtWhereNothingSetsTimes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("MFMT 20240102030405 a")
                .reply("500 what?")
                .expectStarting("SITE UTIME a ")
                .reply("500 what site?")
                .expectStarting("SITE UTIME 20240102030405")
                .reply("500 what site?")
                .expect("MFMT 20240102030405 none")
                .reply("550 no such file"))) {
            FtpSession session = connect(server);
            Instant time = Instant.parse("2024-01-02T03:04:05Z");
            assertThat(failure(FtpReplyException.class, session.setModified("a", time))
                            .command())
                    .startsWith("MFMT");
            assertThat(failure(FtpReplyException.class, session.setModified("none", time))
                            .reply()
                            .code())
                    .isEqualTo(550);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 550})
    void shouldTakeARefusedListOfADirectoryThatIsThereForEmpty(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            refuses(script.login("SIZE"), "LIST empty", code + " no files found");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD empty").reply("250 ok");
            script.expect("CWD /").reply("250 ok");
            refuses(script, "NLST", code + " no files found");
            refuses(script, "LIST none", code + " no such directory");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD none").reply("550 no");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "empty")).isEmpty();
            assertThat(get(session.names("").collectList())).isEmpty();
            assertThat(failure(FtpReplyException.class, session.list("none")).command())
                    .isEqualTo("LIST none");
        }
    }

    @Test
    void shouldChooseFactsOnceAndTakeTheChoiceBackForTheNextClient() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST type*;size*;perm;modify*;")
                    .expect("OPTS MLST type;size;")
                    .reply("200 ok");
            listing(script, "MLSD", MLSD);
            script.expect("MLST a").reply("250-here", " type=file; a", "250 end");
            script.expect("OPTS MLST type;size;modify;").reply("200 ok");
            listing(script, "MLSD", MLSD);
        })) {
            FtpClient client = client(server);
            FtpClient choosing = client.listingOptions(options -> options.facts("type", "size"));
            assertThat(names(choosing, "")).containsExactly("a b", "d");
            get(choosing.entry("a"));
            assertThat(names(client, "")).containsExactly("a b", "d");
        }
    }

    @Test
    void shouldAlwaysAskForTheTypeAndTakeAChoiceBackWhereFeatTellsNoFacts() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST").expect("OPTS MLST type;size;").reply("200 ok");
            listing(script, "MLSD", MLSD);
            script.expect("OPTS MLST type;size;modify;perm;unique;").reply("200 ok");
            listing(script, "MLSD", MLSD);
        })) {
            FtpClient client = client(server);
            assertThat(names(client.listingOptions(options -> options.facts("size")), ""))
                    .containsExactly("a b", "d");
            assertThat(names(client, "")).containsExactly("a b", "d");
        }
    }

    @Test
    void shouldListWhereTheChoiceOfFactsIsRefused() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login("MLST type*;").expect("OPTS MLST type;").reply("501 what?");
            listing(script, "MLSD", MLSD);
            listing(script, "MLSD", MLSD);
        })) {
            FtpSession session = connect(server).listingOptions(options -> options.facts("type"));
            assertThat(names(session, "")).containsExactly("a b", "d");
            assertThat(names(session, "")).containsExactly("a b", "d");
        }
    }

    @Test
    void shouldRefuseFactsThatWouldBeMoreThanOne() {
        for (String fact : new String[] {"", "a;b", "a b", "a\r\nDELE b"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ListingOptions.DEFAULT.facts(fact));
        }
    }

    @Test
    void shouldAskWithListWhereMlsdIsNotWantedAndReadItsTimesInTheServersZone() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST type*;"), "LIST", "-rw-r--r-- 1 ftp ftp 5 ao\u00fbt 02 2024 a\r\n");
            script.expect("SIZE a").reply("213 5");
            script.expect("MDTM a").reply("213 20240802000000");
        })) {
            FtpSession session = connect(server)
                    .listingOptions(options -> options.machine(false)
                            .zone(ZoneId.of("Europe/Paris"))
                            .months(Locale.FRENCH));
            assertThat(get(session.list("").single()).modified()).isEqualTo(Instant.parse("2024-08-01T22:00:00Z"));
            assertThat(get(session.entry("a")).isFile()).isTrue();
        }
    }

    @Test
    void shouldReadDatesInTheOrderOfTheServer() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> listing(script.login("SIZE"), "LIST", "JOE    1 04/05/06 00:00:00 *STMF a\r\n"))) {
            FtpSession session = connect(server).listingOptions(options -> options.dateOrder(DateOrder.DAY_MONTH_YEAR));
            assertThat(get(session.list("").single()).modified()).isEqualTo(Instant.parse("2006-05-04T00:00:00Z"));
        }
    }

    @Test
    void shouldReadADialectOfTheUsersOwn() {
        ListingParser own = (line, now, zone) -> line.startsWith("* ")
                ? FtpEntry.builder(line, line.substring(2), FtpEntryType.FILE).build()
                : null;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST", "* a\r\n* b\r\n");
            listing(script, "LIST", LIST);
        })) {
            FtpSession session = connect(server).listingOptions(options -> options.addParser(own));
            assertThat(names(session, "")).containsExactly("a", "b");
            assertThat(names(session, "")).containsExactly("a b", "d");
        }
    }

    @Test
    void shouldReadAnEntryOfTwoLines() {
        String vms = String.join(
                "\r\n",
                "Directory DISK:[A]",
                "",
                "A_VERY_LONG_NAME_INDEED.TXT;1",
                "                       3  10-JAN-2024 11:12  [JOE]  (RWED,RWED,R,)",
                "",
                "Total of 1 file, 3 blocks.");
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> listing(script.login("SIZE"), "LIST", vms))) {
            assertThat(names(client(server), "")).singleElement().asString().startsWith("A_VERY_LONG");
        }
    }

    @Test
    void shouldNotTakeAMissingDirectoryForAnEmptyOneWhereTheServerDoes() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("SIZE"), "LIST empty", "");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD empty").reply("250 ok");
            script.expect("CWD /").reply("250 ok");
            listing(script, "LIST none", "");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD none").reply("550 no such directory");
            listing(script, "LIST", "");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "empty")).isEmpty();
            assertThat(failure(FtpReplyException.class, session.list("none")))
                    .hasMessageContaining("no such directory");
            assertThat(names(session, "")).isEmpty();
        }
    }

    @Test
    void shouldTakeAListingThatIsRefusedAfterItBeganForEmptyOnlyIfTheDirectoryIsThere() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            refusesLate(script.login("SIZE"), "LIST empty");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD empty").reply("250 ok");
            script.expect("CWD /").reply("250 ok");
            refusesLate(script, "LIST none");
            script.expect("PWD").reply("257 \"/\"");
            script.expect("CWD none").reply("550 no such directory");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "empty")).isEmpty();
            assertThat(failure(FtpTransferException.class, session.list("none")).reply())
                    .hasToString("450 no files");
        }
    }

    private static FtpScript refusesLate(FtpScript script, String command) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 here")
                .acceptData()
                .closeData()
                .reply("450 no files");
    }

    /** A disk that fails says nothing of the directory, nor does a listing that breaks off within its first line. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-rw-r--r-- 1 u g 3 Jan  5 2004 a"})
    void shouldNotTakeAListingThatBrokeOffForEmpty(String begun) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login("SIZE")
                .expect("EPSV")
                .passive()
                .expect("LIST full")
                .reply("150 here")
                .acceptData()
                .sendData(begun)
                .closeData()
                .reply("550 " + (begun.isEmpty() ? "disk" : "no files")))) {
            FtpTransferException error =
                    failure(FtpTransferException.class, connect(server).list("full"));
            assertThat(error.bytes()).isEqualTo(begun.length());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 550})
    void shouldTakeARefusedMlsdOfADirectoryThatIsThereForEmpty(int code) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            refuses(script.login("MLST"), "MLSD empty", code + " No files found");
            script.expect("MLST empty").reply("250-x", " type=dir; empty", "250 x");
            refuses(script, "MLSD none", code + " Directory is empty or none");
            script.expect("MLST none").reply("550 no such directory");
            refuses(script, "MLSD full", code + " disk");
        })) {
            FtpSession session = connect(server);
            assertThat(names(session, "empty")).isEmpty();
            failure(FtpReplyException.class, session.list("none"));
            failure(FtpReplyException.class, session.list("full"));
        }
    }

    @Test
    void shouldAskByMlstWhetherADirectoryIsThereThatMlsdSaysNothingOf() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            listing(script.login("MLST"), "MLSD none", "");
            script.expect("MLST none").reply("550 no such directory");
            listing(script, "MLSD empty", "type=cdir; .\r\n");
        })) {
            FtpSession session = connect(server);
            failure(FtpReplyException.class, session.list("none"));
            assertThat(names(session, "empty")).isEmpty();
        }
    }

    @Test
    void shouldRefuseAPathThatWouldBeASecondCommandBeforeAnythingIsSent() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login())) {
            FtpSession session = connect(server);
            String path = "a\r\nDELE b";
            for (Publisher<?> operation : List.<Publisher<?>>of(
                    session.retrieve(path),
                    session.list(path),
                    session.names(path),
                    session.entry(path),
                    session.size(path),
                    session.delete(path),
                    session.rename(path, "b"),
                    session.rename("b", path),
                    session.makeDirectory(path),
                    session.store(path, Mono.empty()))) {
                failure(RuntimeException.class, operation);
            }
            assertThat(afterLogin(server)).isEmpty();
        }
    }
}
