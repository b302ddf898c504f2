package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void shouldNeverListenOnAPortAgain() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            try (ServerSocket listener = FreshPort.listen(InetAddress.getLoopbackAddress(), 1)) {
                ports.add(listener.getLocalPort());
            }
        }
        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void shouldFindTwoPortsSideBySide() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        int first = FreePort.firstOfTwoOn(here.getHostAddress());
        try (ServerSocket one = new ServerSocket(first, 1, here);
                ServerSocket two = new ServerSocket(first + 1, 1, here)) {
            assertThat(List.of(one.getLocalPort(), two.getLocalPort())).containsExactly(first, first + 1);
        }
    }
}
