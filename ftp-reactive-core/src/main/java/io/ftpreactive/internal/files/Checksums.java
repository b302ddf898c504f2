package io.ftpreactive.internal.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.transfer.ServerChecksums;
import io.ftpreactive.internal.transfer.Transfers;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks for checksums of files: by HASH where FEAT lists the algorithm, otherwise by the commands that came before it. */
public final class Checksums implements ServerChecksums {

    /** Some servers leave zeros out at the front; a name that looks like a shorter number is none of them. */
    private static final int LEFT_OUT = 4;

    /** What HASH was computed of, the first and the last byte or the one behind it, and whose number it is. */
    private static final Pattern HASHED =
            Pattern.compile("\\s*+\\S++\\s++(\\d{1,18})-(-?\\d{1,18})\\s++\\S++\\s*+(.*+)");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** SHA-256 first: longer ones cost the server more, and shorter ones can be forged. */
    private static final List<ChecksumAlgorithm> PREFERENCE = List.of(
            ChecksumAlgorithm.SHA_256,
            ChecksumAlgorithm.SHA_512,
            ChecksumAlgorithm.SHA_1,
            ChecksumAlgorithm.MD5,
            ChecksumAlgorithm.CRC32);

    private final ControlConnection control;

    /**
     * Creates the checksums of a session.
     *
     * @param control its control connection
     */
    public Checksums(ControlConnection control) {
        this.control = control;
    }

    /**
     * Asks for the checksum of a file's bytes.
     *
     * @param path the file
     * @param algorithm how to compute it
     * @return the checksum
     */
    public Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm) {
        return Mono.defer(() -> {
            FtpCommand hash = FtpCommand.hash(path);
            return control.inTurn(
                    algorithm + " of " + path,
                    turn -> control.parameters()
                            .image(turn)
                            .then(
                                    offersHash(algorithm)
                                            ? byHash(turn, path, hash, algorithm)
                                            : byCommands(turn, path, algorithm)));
        });
    }

    @Override
    public @Nullable ChecksumAlgorithm offered() {
        FtpFeatures features = control.traits().features();
        for (ChecksumAlgorithm algorithm : PREFERENCE) {
            if (offersHash(algorithm) || commands(algorithm).stream().anyMatch(features::has)) {
                return algorithm;
            }
        }
        return null;
    }

    @Override
    public Mono<Checksum> offered(String path, ChecksumAlgorithm algorithm) {
        return checksum(path, algorithm).onErrorResume(Lookup::isUnknownCommand, unknown -> Mono.empty());
    }

    private boolean offersHash(ChecksumAlgorithm algorithm) {
        String offered = control.traits().features().parameters("HASH");
        return offered != null && algorithms(offered).anyMatch(algorithm.hashName()::equalsIgnoreCase);
    }

    /** As in {@code SHA-256*;SHA-512;MD5}, where the star marks what HASH gives when nothing was chosen. */
    private static Stream<String> algorithms(String offered) {
        return Arrays.stream(offered.replace("*", "").split(";"));
    }

    private Mono<Checksum> byHash(Turn turn, String path, FtpCommand hash, ChecksumAlgorithm algorithm) {
        return control.parameters()
                .hash(turn, algorithm.hashName())
                .then(turn.require(hash))
                .flatMap(reply -> {
                    Checksum checksum = read(hash, reply, algorithm);
                    return checkWhole(turn, path, hash, reply).thenReturn(checksum);
                });
    }

    /** A checksum of a part, or of another file, is none that was asked for. */
    private static Mono<Void> checkWhole(Turn turn, String path, FtpCommand hash, FtpReply reply) {
        Matcher hashed = HASHED.matcher(reply.message());
        if (!hashed.matches()) {
            return Mono.empty();
        }
        if (isOfAnother(hashed.group(3), path)) {
            return Mono.error(unfit("another file", hash, reply));
        }
        if (Long.parseLong(hashed.group(1)) != 0) {
            return Mono.error(unfit("a part of the file", hash, reply));
        }
        long last = Long.parseLong(hashed.group(2));
        return Transfers.size(turn, path)
                .filter(said -> said.isCompletion()
                        && !isWhole(last, ReplyChecks.read(FtpCommand.size(path), said, FtpReplies::size)))
                .flatMap(said -> Mono.error(unfit("a part of the file", hash, reply)));
    }

    /** Servers differ in whether the last byte is named or the one behind it. */
    private static boolean isWhole(long last, long size) {
        return last == size || last == size - 1;
    }

    /** Servers repeat the path as it came, in full, in quotes, or in another charset: only what cannot be it is another's. */
    private static boolean isOfAnother(String said, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String told = said.toLowerCase(Locale.ROOT);
        boolean comparable = (told + name).chars().allMatch(c -> c >= ' ' && c < 127 && c != '"');
        return comparable && !told.isBlank() && !name.isEmpty() && !told.contains(name);
    }

    private static FtpProtocolException unfit(String what, FtpCommand hash, FtpReply reply) {
        return new FtpProtocolException(
                "The checksum in the reply to " + hash + " is that of " + what + ": " + reply, null);
    }

    /** The commands of servers that are older than HASH. */
    private static List<String> commands(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> List.of("XCRC");
            case MD5 -> List.of("XMD5", "MD5");
            case SHA_1 -> List.of("XSHA1", "XSHA");
            case SHA_256 -> List.of("XSHA256");
            case SHA_512 -> List.of("XSHA512");
        };
    }

    /** Those that FEAT lists first; it does not always tell the truth, so the others too. */
    private Mono<Checksum> byCommands(Turn turn, String path, ChecksumAlgorithm algorithm) {
        FtpFeatures features = control.traits().features();
        List<String> commands = commands(algorithm).stream()
                .sorted(Comparator.comparing(command -> !features.has(command)))
                .toList();
        return byCommand(turn, path, algorithm, commands, 0);
    }

    private static Mono<Checksum> byCommand(
            Turn turn, String path, ChecksumAlgorithm algorithm, List<String> commands, int index) {
        FtpCommand command = FtpCommand.of(commands.get(index), FtpCommand.pathArgument(path));
        Mono<Checksum> asked = turn.require(command).map(reply -> read(command, reply, algorithm));
        return index + 1 == commands.size()
                ? asked
                : asked.onErrorResume(
                        Lookup::isUnknownCommand, unknown -> byCommand(turn, path, algorithm, commands, index + 1));
    }

    /**
     * HASH answers {@code 213 SHA-256 0-49 6ae8... name}, XCRC and its kin {@code 250 6ae8...}, MD5 {@code 251 name
     * 6ae8...}: the number is what has its length, a CRC-32 perhaps a bit less.
     */
    private static Checksum read(FtpCommand command, FtpReply reply, ChecksumAlgorithm algorithm) {
        String text = QUOTED.matcher(reply.message()).replaceAll(" ");
        return Arrays.stream(text.split("[\\s=]+"))
                .filter(word -> isChecksum(word, algorithm))
                .reduce((first, second) -> isBetter(second, first, command) ? second : first)
                .map(word -> new Checksum(algorithm, word))
                .orElseThrow(() -> new FtpProtocolException(
                        "No " + algorithm + " in the reply to " + command + ": " + reply, null));
    }

    /** A name may look like a checksum: HASH has it behind the number, the others before it. */
    private static boolean isBetter(String second, String first, FtpCommand command) {
        return second.length() > first.length()
                || (second.length() == first.length() && !command.verb().equals("HASH"));
    }

    private static boolean isChecksum(String word, ChecksumAlgorithm algorithm) {
        int missing = algorithm.digits() - word.length();
        return missing >= 0
                && missing <= (algorithm == ChecksumAlgorithm.CRC32 ? LEFT_OUT : 0)
                && word.toLowerCase(Locale.ROOT).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
}
