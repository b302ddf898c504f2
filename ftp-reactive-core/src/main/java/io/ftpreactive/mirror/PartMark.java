package io.ftpreactive.mirror;

import io.ftpreactive.codec.TimeVal;
import io.ftpreactive.mirror.Step.Transfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * Notes beside a part file which version of the remote file it is a part of: its size alone would not tell the part of
 * another version. Only a part that was made with the note has it, and it goes when the part is begun anew; so a note is
 * never wrong, whatever breaks off. All methods block.
 */
final class PartMark {

    /** What a transfer of is too short to be continued. */
    static final long WORTHWHILE = 1 << 20;

    private static final String NAME = "ftp-reactive.mirror";

    private PartMark() {}

    /** Whether a part of this version is there. If not, one is begun, if there is none at all. */
    static boolean prepare(Transfer source) {
        if (!source.exact() || source.size() < WORTHWHILE) {
            return false;
        }
        Path part = LocalSide.partOf(source.local());
        try {
            BasicFileAttributes found = LocalSide.found(part);
            if (found == null) {
                begin(part, version(source));
                return false;
            }
            return LocalSide.isFile(found) && isOf(part, found.size(), source);
        } catch (IOException | UnsupportedOperationException e) {
            // There are no such attributes here: the transfer begins anew.
            return false;
        }
    }

    private static boolean isOf(Path part, long size, Transfer source) throws IOException {
        if (version(source).equals(read(part)) && size <= source.size()) {
            return size > 0;
        }
        remove(part);
        return false;
    }

    private static void begin(Path part, String version) throws IOException {
        try {
            Files.newByteChannel(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
        } catch (FileAlreadyExistsException e) {
            // Somebody else's.
            return;
        }
        UserDefinedFileAttributeView view = view(part);
        if (view != null) {
            view.write(NAME, StandardCharsets.US_ASCII.encode(version));
        }
    }

    private static String version(Transfer source) {
        return source.size() + " " + (source.time() == null ? "" : TimeVal.format(source.time()));
    }

    /** Whether a file bears the note of any version. */
    static boolean isNoted(Path file) {
        try {
            return read(file) != null;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static @Nullable UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable String read(Path file) throws IOException {
        UserDefinedFileAttributeView view = view(file);
        if (view == null || !view.list().contains(NAME)) {
            return null;
        }
        ByteBuffer value = ByteBuffer.allocate(view.size(NAME));
        view.read(NAME, value);
        return StandardCharsets.US_ASCII.decode(value.flip()).toString();
    }

    /** Takes the note off a file, which may be the whole one. */
    static void remove(Path file) throws IOException {
        UserDefinedFileAttributeView view = view(file);
        if (view != null && view.list().contains(NAME)) {
            view.delete(NAME);
        }
    }
}
