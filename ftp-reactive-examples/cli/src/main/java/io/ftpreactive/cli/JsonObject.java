package io.ftpreactive.cli;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JSON object (RFC 8259) on one line, with its keys in the order in which they are put; what is not known is null. */
final class JsonObject {

    private final StringBuilder json = new StringBuilder("{");

    JsonObject put(String key, @Nullable String text) {
        return raw(key, text == null ? "null" : quoted(text));
    }

    JsonObject put(String key, long number) {
        return raw(key, Long.toString(number));
    }

    JsonObject put(String key, OptionalLong number) {
        return raw(key, number.isPresent() ? Long.toString(number.getAsLong()) : "null");
    }

    JsonObject put(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    JsonObject put(String key, List<String> texts) {
        return raw(key, texts.stream().map(JsonObject::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    private JsonObject raw(String key, String value) {
        json.append(json.length() == 1 ? "" : ",")
                .append(quoted(key))
                .append(':')
                .append(value);
        return this;
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        value.codePoints().forEach(c -> append(text, c));
        return text.append('"').toString();
    }

    /**
     * All control characters are escaped, also those that JSON allows, since a terminal obeys them. So are lone
     * surrogates, which stand for bytes that are not UTF-8 and could not be written as such.
     */
    private static void append(StringBuilder text, int c) {
        if (c == '"' || c == '\\') {
            text.append('\\').append((char) c);
        } else if (Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            text.append(String.format("\\u%04x", c));
        } else {
            text.appendCodePoint(c);
        }
    }

    /** The line. */
    @Override
    public String toString() {
        return json + "}";
    }
}
