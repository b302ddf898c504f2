package io.ftpreactive;

import static io.ftpreactive.TransferToTest.direct;
import static io.ftpreactive.TransferToTest.listening;
import static io.ftpreactive.TransferToTest.login;
import static io.ftpreactive.TransferToTest.sending;
import static io.ftpreactive.TransferToTest.source;
import static io.ftpreactive.TransferToTest.storing;
import static io.ftpreactive.TransferToTest.streaming;
import static io.ftpreactive.TransferToTest.taking;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is remembered of two servers that were to exchange files. */
class TransferToMemoryTest extends ScriptedTest {

    private static final String NO = "500 Illegal PORT command.";

    private static FtpScript refusesPort(FtpScript script) {
        return script.expectStarting("PORT ").reply(NO);
    }

    private static FtpSessionProvider pool(CapabilityCache cache) {
        return FtpSessionProvider.builder()
                .maxSessions(1)
                .capabilityCache(cache)
                .build();
    }

    private static FtpScript sizeAndPasv(FtpScript script) {
        return script.expect("SIZE a").reply("213 5").expect("PASV").passivePasv();
    }

    /** The way round in which the source listens. */
    private static FtpScript sendsListening(FtpScript script) {
        return sizeAndPasv(script)
                .expect("RETR a")
                .reply("150 here")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("226 sent");
    }

    private static FtpScript takesConnecting(FtpScript script) {
        return script.expectStarting("PORT 127,0,0,1,")
                .reply("200 fine")
                .expect("STOR b")
                .connectBack()
                .reply("150 go on")
                .readDataToEnd()
                .reply("226 stored")
                .expect("SIZE b")
                .reply("213 5");
    }

    /** The second file is streamed at once. */
    @Test
    void shouldAskTwoServersThatRefuseNoSecondTime() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> streaming(streaming(sizeAndPasv(refusesPort(source(script))))));
                ScriptedFtpServer target =
                        ScriptedFtpServer.start(script -> taking(taking(refusesPort(listening(script)))))) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            for (int i = 0; i < 2; i++) {
                assertThat(get(from.transferTo("a", to, "b")).bytes()).isEqualTo(5);
            }
            FtpConnectionException known = failure(FtpConnectionException.class, direct(from, to));
            assertThat(known.reason()).isEqualTo(Reason.DIRECT_REFUSED);
            assertThat(known).hasMessageContaining(NO).hasMessageContaining("not long ago");
        }
    }

    /** For other sessions, too: the servers are remembered, not the sessions. */
    @Test
    void shouldGoTheWayThatIsLeftAtOnce() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(
                        script -> sendsListening(refusesPort(source(script))),
                        script -> sendsListening(login(script)));
                ScriptedFtpServer target =
                        ScriptedFtpServer.start(script -> takesConnecting(takesConnecting(listening(script))))) {
            CapabilityCache cache = CapabilityCache.create();
            FtpClient to = client(target, pool(cache));
            for (int i = 0; i < 2; i++) {
                assertThat(get(direct(client(source, pool(cache)), to)).bytes()).isEqualTo(5);
            }
            assertThat(source.commands())
                    .filteredOn(command -> command.startsWith("PORT"))
                    .hasSize(1);
        }
    }

    /** As Pure-FTPd, which waits on: the first time costs a session and the abort timeout, the second time nothing. */
    @Test
    void shouldRememberAServerThatWaitsForSomebodyElse() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script ->
                        streaming(sizeAndPasv(streaming(sending(script).reply("226 sent")))));
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> listening(script)
                                .expect("STOR b")
                                .acceptData()
                                .closeData()
                                .expectClose(),
                        script -> taking(refusesPort(taking(login(script)))))) {
            FtpClient from = client(source);
            FtpClient to = client(target).abortTimeout(Duration.ofMillis(500));
            for (int i = 0; i < 2; i++) {
                assertThat(get(from.transferTo("a", to, "b")).bytes()).isEqualTo(5);
            }
        }
    }

    /** It is asked again, for the next file. */
    @Test
    void shouldNotRememberWhatIsRefusedForNow() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> {
                    login(script);
                    for (int i = 0; i < 2; i++) {
                        script.expect("SIZE a").reply("213 5");
                        script.expect("SIZE a").reply("213 5").expect("PASV").reply("450 busy");
                    }
                });
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> {
                    login(script)
                            .expect("PASV")
                            .reply("450 busy")
                            .expect("PASV")
                            .reply("450 busy");
                })) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            failure(FtpConnectionException.class, direct(from, to));
            failure(FtpConnectionException.class, direct(from, to));
            assertThat(target.commands()).filteredOn("PASV"::equals).hasSize(2);
        }
    }

    /** A connection that did not come about once says little of servers that have exchanged files. */
    @Test
    void shouldNotTakeAnAccidentForARefusal() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> {
                    sending(script).reply("226 sent");
                    for (int i = 0; i < 2; i++) {
                        script.expect("SIZE a").reply("213 5");
                        script.expectStarting("PORT ")
                                .reply("200 fine")
                                .expect("RETR a")
                                .reply("425 no");
                        script.expect("SIZE a").reply("213 5").expect("PASV").reply("450 busy");
                    }
                });
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> {
                    storing(script)
                            .readDataToEnd()
                            .reply("226 stored")
                            .expect("SIZE b")
                            .reply("213 5");
                    script.expect("PASV").passivePasv().expect("PASV").passivePasv();
                })) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            get(direct(from, to));
            failure(FtpConnectionException.class, direct(from, to));
            failure(FtpConnectionException.class, direct(from, to));
        }
    }

    @Test
    void shouldForgetWithTheServer() {
        CapabilityCache cache = CapabilityCache.create();
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> {
                    sizeAndPasv(refusesPort(source(script)));
                    sizeAndPasv(refusesPort(script.expect("SIZE a").reply("213 5")));
                });
                ScriptedFtpServer target = ScriptedFtpServer.start(script -> {
                    refusesPort(listening(script)).expect("PASV").passivePasv();
                    refusesPort(script);
                })) {
            FtpClient from = client(source, pool(cache));
            FtpClient to = client(target, pool(cache));
            failure(FtpConnectionException.class, direct(from, to));
            cache.forget(source.host(), source.port());
            failure(FtpConnectionException.class, direct(from, to));
            source.verify();
            target.verify();
        }
    }

    /** A file that is not there says nothing of the servers. */
    @Test
    void shouldNotBlameTheServersForAFile() {
        try (ScriptedFtpServer source = ScriptedFtpServer.start(script -> {
                    login(script).expect("SIZE a").reply("550 no such file");
                    script.expect("SIZE a")
                            .reply("213 5")
                            .expectStarting("PORT ")
                            .reply("200 fine");
                    script.expect("RETR a").reply("550 no");
                    script.expect("SIZE a")
                            .reply("213 5")
                            .expectStarting("PORT ")
                            .reply("200 fine");
                    script.expect("RETR a").reply("550 no");
                });
                ScriptedFtpServer target = ScriptedFtpServer.start(
                        script -> listening(script).expect("PASV").passivePasv())) {
            FtpClient from = client(source);
            FtpClient to = client(target);
            for (int i = 0; i < 3; i++) {
                failure(Exception.class, direct(from, to));
            }
        }
    }
}
