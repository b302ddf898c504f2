package io.ftpreactive.internal.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What of a file is there, as it stands beside the file: lines of text, the last of which proves the others. What cannot be
 * read counts for nothing. All methods block.
 */
final class SegmentState {

    private static final String VERSION = "ftp-reactive segments 1";
    private static final String UNTOLD = "-";

    /** Far more than there can be ranges. */
    private static final long LONGEST = 64L * 1024 * 1024;

    private SegmentState() {}

    /**
     * Reads it.
     *
     * @param file where it stands
     * @param identity of which file it has to be
     * @param present how many bytes the file has of which it tells
     * @return pairs of where a range begins and where it ends; null if nothing is known to be there
     */
    static long @Nullable [] read(Path file, FileIdentity identity, long present) throws IOException {
        try {
            if (Files.size(file) > LONGEST) {
                return null;
            }
            return parse(Files.readString(file, StandardCharsets.UTF_8), identity, present);
        } catch (NoSuchFileException | CharacterCodingException e) {
            return null;
        }
    }

    private static long @Nullable [] parse(String text, FileIdentity identity, long present) {
        int last = text.lastIndexOf("crc ");
        if (last < 0 || !text.substring(last).equals(check(text.substring(0, last)))) {
            return null;
        }
        List<String> lines = text.substring(0, last).lines().toList();
        return lines.size() >= head(identity).size()
                        && lines.subList(0, head(identity).size()).equals(head(identity))
                ? ranges(lines.subList(head(identity).size(), lines.size()), present)
                : null;
    }

    private static long @Nullable [] ranges(List<String> lines, long present) {
        long[] ranges = new long[2 * lines.size()];
        try {
            for (int i = 0; i < lines.size(); i++) {
                String[] ends = lines.get(i).split("-", 2);
                ranges[2 * i] = Long.parseLong(ends[0]);
                ranges[2 * i + 1] = Long.parseLong(ends[1]);
                if (ranges[2 * i] < 0 || ranges[2 * i + 1] > present) {
                    return null;
                }
            }
            return ranges;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    private static List<String> head(FileIdentity identity) {
        return List.of(
                VERSION,
                "size " + identity.size(),
                "modified " + (identity.modified() == null ? UNTOLD : identity.modified()));
    }

    private static String check(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return "crc " + Long.toHexString(sum.getValue()) + "\n";
    }

    /** Replaces it as a whole, so that there is never half of it. */
    static void write(Path file, FileIdentity identity, long[] ranges) throws IOException {
        List<String> lines = new ArrayList<>(head(identity));
        for (int i = 0; i < ranges.length; i += 2) {
            lines.add(ranges[i] + "-" + ranges[i + 1]);
        }
        String text = String.join("\n", lines) + "\n";
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        // A link of this name is somebody else's.
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.wrap((text + check(text)).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(false);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
