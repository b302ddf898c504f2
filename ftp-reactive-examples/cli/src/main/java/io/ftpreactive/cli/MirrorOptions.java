package io.ftpreactive.cli;

import io.ftpreactive.FtpClient;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is mirrored, and how. */
@OptionGroup("Mirror")
final class MirrorOptions {

    /** Servers allow far fewer. */
    private static final int MOST = 300;

    @Option(
            names = "--delete",
            description = "Delete at the destination what the source does not have, where its directory was listed as a"
                    + " whole.")
    boolean delete;

    @Option(names = "--only-newer", description = "Transfer only what is missing or newer.")
    boolean onlyNewer;

    @Option(
            names = "--checksum",
            description = "Compare files of the same size by checksums that the server computes, instead of times.")
    boolean checksum;

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            converter = HashCommand.AlgorithmConverter.class,
            description = "The checksum: sha256, the default, sha512, sha1, md5, or crc32; implies --checksum.")
    @Nullable
    ChecksumAlgorithm algorithm;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description =
                    "Only files that match; of names, or with a slash in it of paths from the start. ** stands for"
                            + " directories too.")
    List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "No files and directories that match. They are not deleted either.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--max-depth",
            paramLabel = "N",
            description = "How many directories deep; 1 is the start alone. 256 by default.")
    int depth = 256;

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    boolean dryRun;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Transfer by so many sessions, 1 to 300; 4 by default. A server that allows fewer gets fewer.")
    int sessions = 4;

    @Option(names = "--modes", description = "Keep permissions of files too, where they are known.")
    boolean modes;

    @Option(names = "--move", description = "Remove from the source what has arrived.")
    boolean move;

    /** Makes the mirror that they describe. */
    FtpMirror mirror(FtpClient client) {
        if (sessions < 1 || sessions > MOST) {
            throw new CliException(ExitCode.USAGE, "--parallel needs a number from 1 to 300, not " + sessions);
        }
        if (depth < 1) {
            throw new CliException(ExitCode.USAGE, "--max-depth is at least 1, not " + depth);
        }
        try {
            return FtpMirror.of(client)
                    .sessions(sessions)
                    .deleteExtra(delete)
                    .onlyNewer(onlyNewer)
                    .checksum(algorithm == null && checksum ? ChecksumAlgorithm.SHA_256 : algorithm)
                    .include(include.toArray(String[]::new))
                    .exclude(exclude.toArray(String[]::new))
                    .depth(depth)
                    .dryRun(dryRun)
                    .keepModes(modes)
                    .move(move);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
