package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import io.ftpreactive.result.TreeEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What one listing shows that the one before did not. */
class ChangesTest {

    private static TreeEntry file(String name, long size) {
        return entry(name, size, FtpEntryType.FILE, "2026-01-02T03:04:05Z");
    }

    private static TreeEntry entry(String name, long size, FtpEntryType type, String modified) {
        FtpEntry entry = FtpEntry.builder("", name, type)
                .size(size)
                .modified(Instant.parse(modified), TimePrecision.SECOND)
                .build();
        return new TreeEntry("d/" + name, 1, entry);
    }

    private static String next(Changes changes, TreeEntry... listing) {
        List<Changes.Change> next = changes.next(Arrays.asList(listing));
        return next.stream()
                .map(change -> change.kind().sign() + change.found().entry().name())
                .collect(Collectors.joining(" "));
    }

    @Test
    void shouldTellAllThatIsThereAtFirstAndThenWhatIsNewAndWhatIsGone() {
        Changes changes = new Changes(1);

        assertThat(next(changes, file("a", 1), file("b", 1))).isEqualTo("+a +b");
        assertThat(next(changes, file("a", 1), file("b", 1))).isEmpty();
        assertThat(next(changes, file("c", 1), file("b", 1))).isEqualTo("-a +c");
        assertThat(next(changes)).isEqualTo("-c -b");
        assertThat(next(changes, file("a", 1))).isEqualTo("+a");
    }

    @Test
    void shouldTellAnotherSizeTimeOrType() {
        Changes changes = new Changes(1);
        next(changes, file("a", 1));

        assertThat(next(changes, file("a", 2))).isEqualTo("~a");
        assertThat(next(changes, entry("a", 2, FtpEntryType.FILE, "2026-01-02T03:04:06Z")))
                .isEqualTo("~a");
        assertThat(next(changes, entry("a", 2, FtpEntryType.DIRECTORY, "2026-01-02T03:04:06Z")))
                .isEqualTo("~a");
    }

    @Test
    void shouldWaitUntilAFileIsTheSameForSoManyListings() {
        Changes changes = new Changes(3);

        assertThat(next(changes, file("a", 1))).isEmpty();
        assertThat(next(changes, file("a", 2))).isEmpty();
        assertThat(next(changes, file("a", 2))).isEmpty();
        assertThat(next(changes, file("a", 2))).isEqualTo("+a");
        assertThat(next(changes, file("a", 2))).isEmpty();
        assertThat(next(changes, file("a", 3))).isEmpty();
        assertThat(next(changes, file("a", 3))).isEmpty();
        assertThat(next(changes, file("a", 3))).isEqualTo("~a");
    }

    @Test
    void shouldNotTellThatSomethingIsGoneThatItNeverTold() {
        Changes changes = new Changes(2);
        next(changes, file("a", 1));

        assertThat(next(changes)).isEmpty();
    }

    @Test
    void shouldTellThatSomethingIsGoneThatWasJustChanging() {
        Changes changes = new Changes(2);
        next(changes, file("a", 1));
        next(changes, file("a", 1));
        next(changes, file("a", 2));

        assertThat(next(changes)).isEqualTo("-a");
    }

    @Test
    void shouldTakeANameThatIsListedTwiceOnce() {
        Changes changes = new Changes(1);

        assertThat(next(changes, file("a", 1), file("a", 2))).isEqualTo("+a");
        assertThat(next(changes, file("a", 1), file("a", 2))).isEmpty();
    }

    @Test
    void shouldLeaveOutLinesThatCannotBeRead() {
        FtpEntry total =
                FtpEntry.builder("total 5", "total 5", FtpEntryType.UNPARSED).build();

        assertThat(next(new Changes(1), new TreeEntry("total 5", 1, total))).isEmpty();
    }
}
