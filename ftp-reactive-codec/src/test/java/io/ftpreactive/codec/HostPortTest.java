package io.ftpreactive.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "227 Entering Passive Mode (192,168,1,2,19,137).|192.168.1.2:5001",
                "227 Entering Passive Mode. 10,0,0,1,0,21|10.0.0.1:21",
                "227 Entering Passive Mode (127, 0, 0, 1, 4, 1)|127.0.0.1:1025",
                "227 Passive: 127 ,0 ,0 ,1 ,4 ,1 .|127.0.0.1:1025",
                "227 Passive ( 127 , 0,\t0 ,1, 4 ,1 )|127.0.0.1:1025",
                "227 At 12 o'clock (1, 2, 3, 4, 5, 6)|1.2.3.4:1286",
                "227 =10,0,0,1,255,255|10.0.0.1:65535",
                "227 Mode 2 of 3 (1,2,3,4,5,6), have fun|1.2.3.4:1286",
                "227 Passive (0,0,0,0,4,1)|0.0.0.0:1025",
                "227 Passive (1,2,3,4,0,0)|1.2.3.4:0",
                "227 Passive (127,000,0,01,4,1)|127.0.0.1:1025"
            })
    void shouldFindSixNumbersWhereverTheyStand(String line, String expected) {
        assertThat(HostPort.ofPassive(FtpReply.of(line))).hasToString(expected);
    }

    @Test
    void shouldFindSixNumbersInMultiLineReply() {
        FtpReply reply = FtpReply.of("227-Passive", " (1,2,3,4,5,6)", "227 Go");

        assertThat(HostPort.ofPassive(reply)).isEqualTo(new HostPort("1.2.3.4", 1286));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 Entering Passive Mode",
                "227",
                "227 (1,2,3,4,5)",
                "227 (256,2,3,4,5,6)",
                "227 (1,2,3,4,256,6)",
                "227 (1,2,3,4,5,999)",
                "227 (1,2,3,4,5,9999999999)",
                "227 (99999999999,2,3,4,5,6)",
                "227 (1,2,3,4,-5,6)",
                "227 (1,2,3,4,5,6,7)",
                "227 (256, 2, 3, 4, 5, 6)",
                "227 (1, 2, 3, 4, 5, 256)",
                "227 (1, 2, 3, 4, 5, 6, 7)",
                "227 (1, 2, 3, 4, 5)",
                "227 (1 2 3 4 5 6)",
                "227 (\u0661,2,3,4,5,6)",
                "200 (1,2,3,4,5,6)"
            })
    void shouldRefuseRepliesWithoutAddress(String line) {
        assertThatExceptionOfType(FtpCodecException.class)
                .isThrownBy(() -> HostPort.ofPassive(FtpReply.of(line)))
                .withMessageContaining(line);
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort(" ", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("h", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("h", 65536));
    }
}
