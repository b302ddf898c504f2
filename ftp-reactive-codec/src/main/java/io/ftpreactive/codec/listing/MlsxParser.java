package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.TimeVal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code fact=value;fact=value; name} of RFC 3659 section 7.2: exactly one space, and all behind it is the name. */
final class MlsxParser implements ListingParser {

    static final ListingParser INSTANCE = new MlsxParser();

    /** The example of RFC 3659 section 7.5.1.5 says {@code slink}; servers say both. */
    private static final Pattern LINK =
            Pattern.compile("os\\.unix=(?:slink|symlink)(?::(.*+))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Servers tell at least one of them, and no name begins like one by chance. */
    private static final Set<String> CERTAIN_FACTS = Set.of("type", "size", "modify", "perm", "unique");

    private MlsxParser() {}

    /** Some servers indent their lines: then there are no facts before the first space, but those behind the others. */
    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        if (!line.isEmpty() && Column.isBlank(line.charAt(0))) {
            FtpEntry indented = read(line, withoutIndent(line));
            if (indented != null && !Collections.disjoint(indented.facts().keySet(), CERTAIN_FACTS)) {
                return indented;
            }
        }
        return read(line, line);
    }

    private static String withoutIndent(String line) {
        int start = 0;
        while (start < line.length() && Column.isBlank(line.charAt(start))) {
            start++;
        }
        return line.substring(start);
    }

    private static @Nullable FtpEntry read(String raw, String line) {
        Map<String, String> facts = new LinkedHashMap<>();
        int space = readFacts(line, facts);
        boolean hasName = space >= 0 && space < line.length() - 1;
        return hasName ? entry(raw, line.substring(space + 1), facts) : null;
    }

    /** Some servers make the data of MLSD of those of LIST, and leave its sum. */
    @Override
    public boolean isNote(String line) {
        return UnixParser.INSTANCE.isNote(line);
    }

    /**
     * Finds the line of facts in an MLST reply: indented as in the RFC, or more, or not, or with the code before it.
     */
    static @Nullable FtpEntry findIn(FtpReply reply) {
        for (String text : ReplyLines.texts(reply)) {
            FtpEntry entry = read(text, withoutIndent(text));
            if (entry != null && !entry.facts().isEmpty()) {
                return entry;
            }
        }
        return null;
    }

    /** Returns the index of the space before the name, or -1 if the line does not have this form. */
    private static int readFacts(String line, Map<String, String> facts) {
        int index = 0;
        while (index < line.length() && line.charAt(index) != ' ') {
            if (line.charAt(index) == '\t' && index > 0) {
                // a tab in place of the space
                return index;
            }
            int equals = endOfFactName(line, index);
            if (equals < 0) {
                return -1;
            }
            int end = endOfValue(line, equals + 1);
            facts.put(line.substring(index, equals).toLowerCase(Locale.ROOT), line.substring(equals + 1, end));
            index = end < line.length() && line.charAt(end) == ';' ? end + 1 : end;
        }
        return index < line.length() ? index : -1;
    }

    /** Returns the index of the equals sign behind a fact name, or -1 if there is no fact name. */
    private static int endOfFactName(String line, int start) {
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '=') {
                return i > start ? i : -1;
            }
            if (c <= ' ' || c >= 0x7F || c == ';') {
                return -1;
            }
        }
        return -1;
    }

    /**
     * A value ends at its semicolon. Some servers leave out the last one, and some put spaces into owners and link
     * targets: a space is part of the value if the semicolon after it is followed by what may follow a fact.
     */
    private static int endOfValue(String line, int start) {
        int end = start;
        while (end < line.length() && line.charAt(end) != ';' && line.charAt(end) != ' ') {
            end++;
        }
        if (end == line.length() || line.charAt(end) == ';') {
            return end;
        }
        int semicolon = line.indexOf(';', end);
        boolean goesOn =
                semicolon >= 0 && (line.startsWith(" ", semicolon + 1) || endOfFactName(line, semicolon + 1) >= 0);
        return goesOn ? semicolon : end;
    }

    private static FtpEntry entry(String line, String name, Map<String, String> facts) {
        String type = facts.getOrDefault("type", "");
        Matcher link = LINK.matcher(type);
        boolean isLink = link.matches();
        FtpEntryBuilder entry = FtpEntry.builder(line, name, isLink ? FtpEntryType.LINK : typeOf(type));
        String target = isLink ? link.group(1) : null;
        String modify = facts.getOrDefault("modify", "");
        return entry.size(Digits.parse(facts.getOrDefault("size", "")))
                .modified(TimeVal.parse(modify), modify.indexOf('.') < 0 ? TimePrecision.SECOND : TimePrecision.MILLI)
                .permissions(facts.get("unix.mode"))
                .owner(first(facts, "unix.ownername", "unix.owner", "unix.uid"))
                .group(first(facts, "unix.groupname", "unix.group", "unix.gid"))
                .linkTarget(target == null || target.isEmpty() ? null : target)
                .facts(facts)
                .build();
    }

    private static FtpEntryType typeOf(String fact) {
        return switch (fact.toLowerCase(Locale.ROOT)) {
            case "file" -> FtpEntryType.FILE;
            case "dir", "cdir", "pdir" -> FtpEntryType.DIRECTORY;
            default -> FtpEntryType.OTHER;
        };
    }

    private static @Nullable String first(Map<String, String> facts, String... names) {
        for (String name : names) {
            String value = facts.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
