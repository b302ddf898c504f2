package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One entry of a listing as one line of JSON (RFC 8259); what the server did not tell is {@code null}. */
final class EntryJson {

    private EntryJson() {}

    static String of(FtpEntry entry) {
        return "{\"name\":" + text(entry.name())
                + ",\"type\":" + text(entry.type().name().toLowerCase(Locale.ROOT))
                + ",\"size\":"
                + (entry.size().isPresent() ? Long.toString(entry.size().getAsLong()) : "null")
                + ",\"modified\":"
                + text(entry.modified() == null ? null : entry.modified().toString())
                + ",\"permissions\":" + text(entry.permissions())
                + ",\"link\":" + text(entry.linkTarget())
                + ",\"raw\":" + text(entry.raw())
                + "}";
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        value.codePoints().forEach(c -> append(json, c));
        return json.append('"').toString();
    }

    /**
     * All control characters are escaped, also those that JSON allows, since a terminal obeys them. So are lone
     * surrogates, which stand for bytes that are not UTF-8 and could not be written as such.
     */
    private static void append(StringBuilder json, int c) {
        if (c == '"' || c == '\\') {
            json.append('\\').append((char) c);
        } else if (Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            json.append(String.format("\\u%04x", c));
        } else {
            json.appendCodePoint(c);
        }
    }
}
