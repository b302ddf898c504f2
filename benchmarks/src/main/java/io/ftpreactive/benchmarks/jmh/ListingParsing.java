package io.ftpreactive.benchmarks.jmh;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.ListingParser;
import io.ftpreactive.codec.listing.ListingReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.EnterpriseUnixFTPEntryParser;
import org.apache.commons.net.ftp.parser.MLSxEntryParser;
import org.apache.commons.net.ftp.parser.MVSFTPEntryParser;
import org.apache.commons.net.ftp.parser.MacOsPeterFTPEntryParser;
import org.apache.commons.net.ftp.parser.NTFTPEntryParser;
import org.apache.commons.net.ftp.parser.NetwareFTPEntryParser;
import org.apache.commons.net.ftp.parser.OS2FTPEntryParser;
import org.apache.commons.net.ftp.parser.OS400FTPEntryParser;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.apache.commons.net.ftp.parser.VMSFTPEntryParser;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One line of a listing to one entry, beside Commons Net on the same lines. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListingParsing {

    private static final int LINES = 1000;

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-15T12:00:00Z"), ZoneOffset.UTC);

    /** The dialects, each with the parsers of both sides; Commons Net reads no EPLF. */
    @SuppressWarnings("ImmutableEnumChecker") // Commons Net's parsers keep a matcher, and one thread uses them
    public enum Dialect {
        MLSX(
                i ->
                        "type=file;size=%d;modify=20251%d0%d121314;perm=adfrw;unique=fd00g%x;UNIX.mode=0644; report %05d.csv"
                                .formatted(i * 977L, i % 3, 1 + i % 9, i, i),
                ListingParser.mlsx(),
                MLSxEntryParser.getInstance()),
        UNIX(
                i -> "-rw-r--r--    1 1000     staff    %8d Nov %2d 12:%02d report %05d.csv"
                        .formatted(i * 977L, 1 + i % 28, i % 60, i),
                ListingParser.unix(),
                new UnixFTPEntryParser()),
        DOS(
                i -> "11-%02d-25  %02d:%02d%s %20d report %05d.csv"
                        .formatted(1 + i % 28, 1 + i % 12, i % 60, i % 2 == 0 ? "AM" : "PM", i * 977L, i),
                ListingParser.dos(),
                new NTFTPEntryParser()),
        NETWARE(
                i -> "- [RWCEAFMS] rwinston                 %12d Nov %2d 12:%02d report %05d.csv"
                        .formatted(i * 977L, 1 + i % 28, i % 60, i),
                ListingParser.netWare(),
                new NetwareFTPEntryParser()),
        OS2(
                i -> "%6d      A          11-%02d-98   16:%02d  report %05d.csv"
                        .formatted(i * 977L, 1 + i % 28, i % 60, i),
                ListingParser.os2(),
                new OS2FTPEntryParser()),
        MAC(
                i -> "-rw-r--r--%9d%12d%9d Nov %2d 12:%02d report %05d.csv"
                        .formatted(i, i * 976L, i * 977L, 1 + i % 28, i % 60, i),
                ListingParser.mac(),
                new MacOsPeterFTPEntryParser()),
        ENTERPRISE_UNIX(
                i -> "-C--E-----FTP B QUA1I1      18128 %8d Nov %2d 12:%02d REPORT%05d"
                        .formatted(i * 977L, 10 + i % 19, i % 60, i),
                ListingParser.enterpriseUnix(),
                new EnterpriseUnixFTPEntryParser()),
        VMS(
                i -> "REPORT%05d.CSV;%d       %6d  %2d-JUN-1998 07:%02d:04  [ISCS,ANONYMOUS]  (RWED,RWED,RE,R)"
                        .formatted(i, 1 + i % 9, i, 1 + i % 28, i % 60),
                ListingParser.vms(),
                new VMSFTPEntryParser()),
        MVS(
                i -> "SYSPP2 3390   2000/01/%02d  1  %3d  FBA     80  3120  PS  SPFLOG.LIST%03d"
                        .formatted(1 + i % 28, i % 999, i % 999),
                ListingParser.mvs(),
                dataSets()),
        OS400(
                i -> "QSYS      %9d 06/%02d/00 16:36:%02d *STMF      report%05d.csv"
                        .formatted(i * 977L, 1 + i % 28, i % 60, i),
                ListingParser.os400(),
                new OS400FTPEntryParser());

        /** It learns from the heading which of the system's listings it reads. */
        private static FTPFileEntryParser dataSets() {
            MVSFTPEntryParser parser = new MVSFTPEntryParser();
            parser.preParse(
                    new ArrayList<>(List.of("Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname")));
            return parser;
        }

        private final List<String> lines;
        private final ListingParser ours;
        private final FTPFileEntryParser theirs;

        Dialect(IntFunction<String> line, ListingParser ours, FTPFileEntryParser theirs) {
            this.lines = IntStream.range(0, LINES).mapToObj(line).toList();
            this.ours = ours;
            this.theirs = theirs;
        }
    }

    /** Which lines. */
    @Param
    public Dialect dialect = Dialect.MLSX;

    /** A line that one side cannot read would make it look fast. */
    @Setup
    public void check() {
        ListingReader reader = reader();
        for (String line : dialect.lines) {
            if (isUnread(reader.read(line)) || dialect.theirs.parseFTPEntry(line) == null) {
                throw new IllegalStateException("Not read: " + line);
            }
        }
    }

    private static boolean isUnread(@Nullable FtpEntry entry) {
        return entry == null || entry.type() == FtpEntryType.UNPARSED;
    }

    private ListingReader reader() {
        return ListingReader.of(List.of(dialect.ours), CLOCK, ZoneOffset.UTC);
    }

    /** Ours, per line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void ours(Blackhole hole) {
        ListingReader reader = reader();
        for (String line : dialect.lines) {
            hole.consume(reader.read(line));
        }
    }

    /** Commons Net's, per line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void commonsNet(Blackhole hole) {
        for (String line : dialect.lines) {
            hole.consume(dialect.theirs.parseFTPEntry(line));
        }
    }
}
