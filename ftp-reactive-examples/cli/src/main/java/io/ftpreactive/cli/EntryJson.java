package io.ftpreactive.cli;

import io.ftpreactive.codec.listing.FtpEntry;
import java.util.Locale;

/** One entry of a listing as one line of JSON; what the server did not tell is {@code null}. */
final class EntryJson {

    private EntryJson() {}

    static String of(FtpEntry entry) {
        return put(new JsonObject(), entry).toString();
    }

    /** Puts what is known of an entry behind what is in an object. */
    static JsonObject put(JsonObject json, FtpEntry entry) {
        return json.put("name", entry.name())
                .put("type", entry.type().name().toLowerCase(Locale.ROOT))
                .put("size", entry.size())
                .put(
                        "modified",
                        entry.modified() == null ? null : entry.modified().toString())
                .put("permissions", entry.permissions())
                .put("link", entry.linkTarget())
                .put("raw", entry.raw());
    }
}
