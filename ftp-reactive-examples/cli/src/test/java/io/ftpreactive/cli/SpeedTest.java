package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bytes and times as people read them. */
class SpeedTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldFindTheUnitThatFits() {
        assertThat(Speed.size(0)).isEqualTo("0 B");
        assertThat(Speed.size(1023)).isEqualTo("1023 B");
        assertThat(Speed.size(1024)).isEqualTo("1.0 KiB");
        assertThat(Speed.size(12_345)).isEqualTo("12 KiB");
        assertThat(Speed.size(1024 * 1024 - 1)).isEqualTo("1.0 MiB");
        assertThat(Speed.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void shouldTellHowFarItIsInOneFamilyOfUnits() {
        assertThat(Speed.soFar(12_288, 307_200, 3 * SECOND)).isEqualTo("12 KiB of 300 KiB, 4.0 KiB/s");
        assertThat(Speed.soFar(0, -1, 0)).isEqualTo("0 B, 0 B/s");
        assertThat(Speed.of(300_000, SECOND)).isEqualTo("300000 bytes in 1.00 s (293 KiB/s)");
    }
}
