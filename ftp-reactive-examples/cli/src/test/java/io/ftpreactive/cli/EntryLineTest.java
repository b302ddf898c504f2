package io.ftpreactive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntryLineTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void shouldLookLikeLs() {
        FtpEntry entry = FtpEntry.builder("", "a.txt", FtpEntryType.FILE)
                .size(12)
                .modified(TIME, TimePrecision.MINUTE)
                .permissions("rw-r--r--")
                .owner("me")
                .group("us")
                .build();

        assertThat(EntryLine.of(entry)).isEqualTo("-rw-r--r-- me       us                 12 2026-01-02 03:04 a.txt");
    }

    @Test
    void shouldSpellModesOut() {
        FtpEntry entry = FtpEntry.builder("", "d", FtpEntryType.DIRECTORY)
                .permissions("0750")
                .modified(TIME, TimePrecision.DAY)
                .build();

        assertThat(EntryLine.of(entry)).isEqualTo("drwxr-x--- -        -                   - 2026-01-02       d");
    }

    @Test
    void shouldShowWhereALinkPoints() {
        FtpEntry entry = FtpEntry.builder("", "l", FtpEntryType.LINK)
                .linkTarget("there\u001b[0m")
                .build();

        assertThat(EntryLine.of(entry)).startsWith("l????????? ").endsWith(" l -> there\\x1b[0m");
    }

    @Test
    void shouldShowAnUnreadableLineHarmlessly() {
        FtpEntry entry = FtpEntry.builder("what\u0007", "what\u0007", FtpEntryType.UNPARSED)
                .build();

        assertThat(EntryLine.of(entry)).isEqualTo("what\\x07");
    }
}
