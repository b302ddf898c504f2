package io.ftpreactive.codec.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtpEntryTest {

    private static FtpEntryBuilder named(String name) {
        return FtpEntry.builder("raw", name, FtpEntryType.FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", "...", ".a", "a..b", "a:b", "\u00e9", "\udcff", "~", "-rf"})
    void shouldTakeOneComponentForSafe(String name) {
        assertThat(named(name).build().isSafeName()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "/",
                "/a",
                "a/",
                "a/b",
                "../a",
                "a\\b",
                "..\\a",
                "a\0",
                "a\nb",
                "a\u001b[2J",
                "\u007f",
                "\u0085"
            })
    void shouldTakeOtherNamesForUnsafe(String name) {
        assertThat(named(name).build().isSafeName()).isFalse();
    }

    @Test
    void shouldTakeALineThatCannotBeReadForUnsafe() {
        assertThat(FtpEntry.builder("a", "a", FtpEntryType.UNPARSED).build().isSafeName())
                .isFalse();
    }

    @Test
    void shouldRefuseEmptyNameAndTimeWithoutPrecision() {
        assertThatIllegalArgumentException().isThrownBy(() -> named(""));
        assertThatIllegalArgumentException().isThrownBy(() -> named("a").modified(Instant.EPOCH, TimePrecision.NONE));
    }

    @Test
    void shouldHaveNoPrecisionWithoutTime() {
        assertThat(named("a").modified(null, TimePrecision.DAY).build().modifiedPrecision())
                .isEqualTo(TimePrecision.NONE);
    }

    @Test
    void shouldTakeNegativeSizeForUnknown() {
        assertThat(named("a").size(-5).build()).isEqualTo(named("a").build());
        assertThat(named("a").size(0).build().size()).hasValue(0);
    }

    @Test
    void shouldNotChangeWithTheFactsItWasMadeOf() {
        Map<String, String> facts = new HashMap<>(Map.of("type", "file"));
        FtpEntry entry = named("a").facts(facts).build();
        facts.clear();

        assertThat(entry.facts()).containsEntry("type", "file").isUnmodifiable();
    }

    @Test
    void shouldEqualByAllThatWasTold() {
        FtpEntry entry = named("a").build();

        assertThat(entry)
                .isEqualTo(named("a").build())
                .hasSameHashCodeAs(named("a").build());
        assertThat(entry).hasToString("FILE a");
        assertThat(entry).isNotEqualTo(named("b").build());
        assertThat(entry)
                .isNotEqualTo(FtpEntry.builder("other", "a", FtpEntryType.FILE).build());
        assertThat(entry)
                .isNotEqualTo(FtpEntry.builder("raw", "a", FtpEntryType.LINK).build());
        assertThat(entry).isNotEqualTo(named("a").size(1).build());
        assertThat(entry)
                .isNotEqualTo(
                        named("a").modified(Instant.EPOCH, TimePrecision.DAY).build());
        assertThat(entry).isNotEqualTo(named("a").permissions("x").build());
        assertThat(entry).isNotEqualTo(named("a").owner("x").build());
        assertThat(entry).isNotEqualTo(named("a").group("x").build());
        assertThat(entry).isNotEqualTo(named("a").linkTarget("x").build());
        assertThat(entry).isNotEqualTo(named("a").facts(Map.of("a", "b")).build());
        assertThat(named("a").modified(Instant.EPOCH, TimePrecision.MINUTE).build())
                .isNotEqualTo(
                        named("a").modified(Instant.EPOCH, TimePrecision.DAY).build());
    }

    @Test
    void shouldHaveThePathItIsFoundWith() {
        FtpEntry entry = named("a").size(1).facts(Map.of("type", "file")).build();
        assertThat(entry.path()).isEqualTo("a");
        FtpEntry moved = entry.withPath("dir/a");
        assertThat(moved.path()).isEqualTo("dir/a");
        assertThat(moved).isNotEqualTo(entry);
        assertThat(moved.withPath("a")).isEqualTo(entry);
    }

    @ParameterizedTest
    @CsvSource({
        "rwxr-xr-x, 755",
        "rw-r--r--, 644",
        "---------, 0",
        "rwsr-xr-x, 4755",
        "rwSr--r--, 4644",
        "rwxr-sr-x, 2755",
        "rw-r-Sr--, 2644",
        "rw-r-lr--, 2644",
        "rwxrwxrwt, 1777",
        "rwxrwxrwT, 1776",
        "rwsrwsrwt, 7777",
        "0755, 755",
        "644, 644",
        "4755, 4755",
        "0100644, 644"
    })
    void shouldTellTheModeAsANumber(String permissions, String octal) {
        assertThat(named("a").permissions(permissions).build().mode()).hasValue(Integer.parseInt(octal, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0789", "rwxr-x", "rwxr-xr-xr", "RWCEAFMS", "rwtr-xr-x", "rwxr-xr-s", "12345678"})
    void shouldTellNoModeOfOtherPermissions(String permissions) {
        assertThat(named("a").permissions(permissions).build().mode()).isEmpty();
        assertThat(named("a").build().mode()).isEmpty();
    }
}
