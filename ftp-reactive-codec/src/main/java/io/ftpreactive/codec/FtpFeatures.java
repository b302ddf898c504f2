package io.ftpreactive.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that a server lists in its reply to FEAT (RFC 2389 section 3).
 *
 * <p>Immutable. Names are not case-sensitive.
 */
public final class FtpFeatures {

    private static final FtpFeatures NONE = new FtpFeatures(Map.of());

    private final Map<String, String> parametersByName;

    private FtpFeatures(Map<String, String> parametersByName) {
        this.parametersByName = Collections.unmodifiableMap(parametersByName);
    }

    /**
     * Returns the features of a server that lists none.
     *
     * @return no features
     */
    public static FtpFeatures none() {
        return NONE;
    }

    /**
     * Reads the reply to FEAT.
     *
     * <p>If a name occurs on several lines, such as {@code AUTH TLS} and {@code AUTH SSL}, its parameters are joined by
     * semicolons.
     *
     * @param reply any reply; all but a multiline 211 mean no features (RFC 2389 section 3.2)
     * @return the features
     */
    public static FtpFeatures parse(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        List<String> lines = reply.lines();
        if (reply.code() != 211 || lines.size() < 3) {
            return NONE;
        }
        Map<String, String> parametersByName = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            // Before RFC 2389 was final, and in some servers after it, every line had the code.
            String feature = reply.text(line).strip();
            int space = feature.indexOf(' ');
            String name = (space < 0 ? feature : feature.substring(0, space)).toUpperCase(Locale.ROOT);
            String parameters = space < 0 ? "" : feature.substring(space + 1).strip();
            if (!name.isEmpty()) {
                parametersByName.merge(name, parameters, FtpFeatures::join);
            }
        }
        return new FtpFeatures(parametersByName);
    }

    private static String join(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + ';' + second;
    }

    /**
     * Tells whether the server lists a feature.
     *
     * @param feature the name, in any case
     * @return true if it does
     */
    public boolean has(String feature) {
        Objects.requireNonNull(feature, "feature");
        return parametersByName.containsKey(feature.toUpperCase(Locale.ROOT));
    }

    /**
     * Returns the parameters of a feature.
     *
     * @param feature the name, in any case
     * @return the text after the name, which may be empty; null if the server does not list the feature
     */
    public @Nullable String parameters(String feature) {
        Objects.requireNonNull(feature, "feature");
        return parametersByName.get(feature.toUpperCase(Locale.ROOT));
    }

    /**
     * Returns the names of all features in the server's order.
     *
     * @return names in upper case, unmodifiable
     */
    public Set<String> names() {
        return parametersByName.keySet();
    }

    /**
     * Tells whether the server encodes names in UTF-8 (RFC 2640).
     *
     * @return true if it lists UTF8
     */
    public boolean utf8() {
        return has("UTF8");
    }

    /**
     * Tells whether the server has MLST and MLSD (RFC 3659 section 7.8).
     *
     * @return true if it lists MLST, which stands for both
     */
    public boolean mlst() {
        return has("MLST");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FtpFeatures that && parametersByName.equals(that.parametersByName);
    }

    @Override
    public int hashCode() {
        return parametersByName.hashCode();
    }

    @Override
    public String toString() {
        return parametersByName.toString();
    }
}
