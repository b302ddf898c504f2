package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoIT {

    @Test
    void shouldMoveFilesThereAndBackAndSaySo() {
        Outcome outcome = Outcome.of("demo", "--files", "40");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("upload: 40 files", "list: 40 entries", "download: 40 files", "40 right, 0 wrong")
                .contains("> EPSV", "> EPRT", "peak threads: client ");
    }

    @Test
    void shouldRefuseASenselessNumberOfFiles() {
        assertThat(Outcome.of("demo", "--files", "0").code()).isEqualTo(2);
    }
}
