package io.ftpreactive.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records outlive the ledger that made them, until they are forgotten. */
class FileLedgerTest {

    private static final String ID = UUID.randomUUID().toString();

    @TempDir
    Path folder = Path.of("");

    private Ledger ledger() {
        return new FileLedger(folder.resolve("made/on/demand"));
    }

    private boolean isRecorded() {
        return Objects.requireNonNull(ledger().contains(ID).block());
    }

    @Test
    void shouldRemember() {
        assertThat(isRecorded()).isFalse();
        ledger().record(ID).block();
        ledger().record(ID).block();
        assertThat(isRecorded()).isTrue();
        ledger().forget(ID).block();
        ledger().forget(ID).block();
        assertThat(isRecorded()).isFalse();
    }

    @Test
    void shouldTakeNothingForAnIdThatLeadsElsewhere() {
        assertThatThrownBy(() -> ledger().record("../x").block()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFindClaimsByTheirNames() {
        Claim claim = Claim.of("a_b\u00e4 c.txt");
        assertThat(Claim.read(claim.fileName())).isEqualTo(claim);
        assertThat(Claim.read("a.txt")).isNull();
    }
}
