package io.ftpreactive.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ftpreactive.FtpClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which durations settings take. */
class RequireTest {

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldTakeNoDurationThatIsNotPositive(long nanos) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.positive("The time", Duration.ofNanos(nanos)))
                .withMessageStartingWith("The time must be positive, not ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, Long.MAX_VALUE})
    void shouldTakeWhatClocksCanCount(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        assertThat(Require.positive("The time", time)).isEqualTo(time);
    }

    /** Else the first transfer would fail where it starts its clock. */
    @Test
    void shouldSayThatATimeoutIsTooLong() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpClient.create().idleTimeout(forever))
                .withMessageStartingWith("The idle timeout must be at most 106751 days, not ");
    }
}
