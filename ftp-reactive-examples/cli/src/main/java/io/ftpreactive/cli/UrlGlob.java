package io.ftpreactive.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A URL that stands for many, with curl's {@code {a,b}} and {@code [1-9]}. The URLs are made one by one, as they are needed. */
final class UrlGlob {

    /** More would be a slip of the keyboard. */
    static final long LARGEST = 1_000_000_000;

    /** A stretch of the URL: what stands there in each of its variants. */
    interface Part {

        /** The number of variants. */
        long size();

        /** One of them, from 0. */
        String at(long index);

        /** Whether it is a glob, and so counts for {@code #1}. */
        default boolean isGlob() {
            return true;
        }
    }

    /**
     * What stands outside of globs.
     *
     * @param text without the backslashes
     */
    record Literal(String text) implements Part {

        @Override
        public long size() {
            return 1;
        }

        @Override
        public String at(long index) {
            return text;
        }

        @Override
        public boolean isGlob() {
            return false;
        }
    }

    private final List<Part> parts;
    private final long size;

    private UrlGlob(List<Part> parts) {
        this.parts = parts;
        long product = 1;
        for (Part part : parts) {
            if (part.size() > LARGEST / product) {
                throw new CliException(
                        ExitCode.BAD_URL, "The URL stands for more than " + LARGEST + " URLs; make its ranges smaller");
            }
            product *= part.size();
        }
        size = product;
    }

    /** Reads a URL with globs. */
    static UrlGlob parse(String text) {
        return new UrlGlob(UrlGlobParser.parse(text));
    }

    /** Reads a URL whose last part is not looked at. */
    static UrlGlob parseDirectories(String text) {
        int slash = text.lastIndexOf('/') + 1;
        List<Part> parts = new ArrayList<>(UrlGlobParser.parse(text.substring(0, slash)));
        parts.add(new Literal(text.substring(slash)));
        return new UrlGlob(parts);
    }

    /** Takes a URL as it stands. */
    static UrlGlob literal(String text) {
        return new UrlGlob(List.of(new Literal(text)));
    }

    /** The URLs, those that differ in the last glob next to each other. */
    Stream<GivenUrl> urls(int index) {
        return LongStream.range(0, size).mapToObj(number -> url(index, number));
    }

    private GivenUrl url(int index, long number) {
        StringBuilder text = new StringBuilder();
        List<String> values = new ArrayList<>();
        long before = size;
        long rest = number;
        for (Part part : parts) {
            before /= part.size();
            String value = part.at(rest / before);
            rest %= before;
            text.append(value);
            if (part.isGlob()) {
                values.add(value);
            }
        }
        return new GivenUrl(index, text.toString(), values);
    }
}
