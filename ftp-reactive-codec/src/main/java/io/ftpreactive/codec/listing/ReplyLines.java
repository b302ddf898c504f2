package io.ftpreactive.codec.listing;

import io.ftpreactive.codec.FtpReply;
import java.util.List;

/** What stands in the lines of a reply that holds entries, with or without the code before them. */
final class ReplyLines {

    private ReplyLines() {}

    /** Returns all lines without the code. */
    static List<String> texts(FtpReply reply) {
        String code = Integer.toString(reply.code());
        return reply.lines().stream().map(line -> withoutCode(code, line)).toList();
    }

    private static String withoutCode(String code, String line) {
        boolean coded = line.startsWith(code) && line.length() > code.length();
        boolean separated = coded && " -".indexOf(line.charAt(code.length())) >= 0;
        return separated ? line.substring(code.length() + 1) : line;
    }
}
