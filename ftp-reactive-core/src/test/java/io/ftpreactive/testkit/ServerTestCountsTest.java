package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTestCountsTest {

    @Test
    void shouldFindTheServerAmongTheArgumentsOfATest() {
        assertThat(ServerTestCounts.serversIn("[3] server=proftpd, mode=PASSIVE"))
                .containsExactly("proftpd");
        assertThat(ServerTestCounts.serversIn("apache-ftpserver/epoll/EPSV")).containsExactly("apache-ftpserver");
    }

    @Test
    void shouldNotTakeALongerNameForAShorter() {
        assertThat(ServerTestCounts.serversIn("[1] vsftpd-ipv6")).containsExactly("vsftpd-ipv6");
        assertThat(ServerTestCounts.serversIn("shouldStopVsftpd() pure-ftpds")).isEmpty();
    }

    @Test
    void shouldCountATestBetweenTwoServersForBoth() {
        assertThat(ServerTestCounts.serversIn("from vsftpd to pure-ftpd")).containsExactly("vsftpd", "pure-ftpd");
    }
}
