package io.ftpreactive.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ftpreactive.testkit.IsolatedNetwork;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** vsftpd behind a packet filter that drops, without an answer, what makes the second connection. */
class FirewallIT {

    /** What vsftpd chooses passive ports from, as its fixture is configured. */
    private static final String PASSIVE_PORTS = "20000-21999";

    @BeforeEach
    void needsANetworkOfItsOwn() {
        assumeTrue(IsolatedNetwork.isAvailable(), "no network of its own");
    }

    private static String run(String what, String ports) throws IOException {
        return IsolatedNetwork.run(BehindFirewall.class, List.of(what, ports));
    }

    @Test
    void shouldFailInTimeNamingThePassivePortThatDoesNotAnswer() throws IOException {
        assertThat(run("passive", PASSIVE_PORTS))
                .contains("CONNECT_TIMEOUT: ")
                .containsPattern("to port 2[01]\\d{3} that the server named")
                .contains("firewall")
                .contains("active mode");
    }

    @Test
    void shouldFallBackToPasvWhenThePortOfEpsvDoesNotAnswer() throws IOException {
        assertThat(run("until-pasv", PASSIVE_PORTS)).contains("received bytes");
    }

    @Test
    void shouldFailInTheAcceptTimeoutNamingThePortThatTheServerCannotReach() throws IOException {
        assertThat(run("active", "31500-31510"))
                .contains("NEVER_CONNECTED: ")
                .containsPattern("127\\.0\\.0\\.1:315(0\\d|10)")
                .contains("firewall")
                .contains("passive mode");
    }
}
