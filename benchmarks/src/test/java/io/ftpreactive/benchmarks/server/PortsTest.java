package io.ftpreactive.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "229 Extended Passive mode OK (|||6446|); 229 Extended Passive mode OK (|||513|)",
                "227 Entering Passive Mode (127,0,0,1,25,46); 227 Entering Passive Mode (127,0,0,1,2,1)",
                "227 =127,0,0,1,25,46; 227 =127,0,0,1,2,1",
                "EPRT |1|127.0.0.1|6446|; EPRT |1|127.0.0.1|513|",
                "eprt |2|::1|6446|; eprt |2|::1|513|",
                "PORT 127,0,0,1,25,46; PORT 127,0,0,1,2,1"
            })
    void shouldReplaceThePort(String line, String replaced) {
        Ports ports = Objects.requireNonNull(Ports.in(line + "\r\n"));

        assertThat(ports.port()).isEqualTo(6446);
        assertThat(ports.replacedBy(513)).isEqualTo(replaced + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"226 done", "150 to 127,0,0,1,25,46", "RETR PORT 1,2,3,4,5,6", "EPSV", "EPSV ALL"})
    void shouldLeaveOthersAlone(String line) {
        assertThat(Ports.in(line + "\r\n")).isNull();
    }
}
