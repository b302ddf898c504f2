package io.ftpreactive.mirror;

import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The entries of one directory, in the order in which they were added, and what is found out about each of them. Packed,
 * since a directory may have a million: an entry takes the bytes of its name and about 13 more, and becomes an object as
 * long as somebody looks at it. For one thread at a time.
 */
final class Entries implements Iterable<Entries.Entry> {

    /** What is found out about an entry; eight of them at most. */
    enum Mark {
        /** It is to be transferred. */
        TRANSFER(1),
        /** But only if its checksum differs. */
        CHECK(2),
        /** A part of it is there. */
        CONTINUE(4),
        /** Its copy is to get its permissions. */
        MODE(8),
        /** It has been copied before, and is to go. */
        REMOVE(16),
        /** The other side has its name. */
        MATCHED(32),
        /** It is not deleted, although the other side does not have its name. */
        SPARED(64);

        private final int bit;

        Mark(int bit) {
            this.bit = bit;
        }

        private int bit() {
            return bit;
        }
    }

    /**
     * An entry as it was when it was looked at.
     *
     * @param at where it is
     * @param marks the bits of its marks
     * @param listed what is known of it
     */
    record Entry(int at, int marks, Listed listed) {

        String name() {
            return listed.name();
        }

        boolean is(Mark mark) {
            return (marks & mark.bit()) != 0;
        }
    }

    /** No entry begins behind so many bytes of a chunk, so that one number tells where it is. */
    private static final int CHUNK = 1 << 16;

    private static final int FIRST = 1 << 8;
    /** What an entry takes at most, but for its name: marks and attributes, size, time and length of the name. */
    private static final int HEAD = 1 + 5 + 10 + 10 + 5 + 5;
    /** What a char of a name takes at most. */
    private static final int CHAR = 3;

    private static final List<FtpEntryType> TYPES = List.of(FtpEntryType.values());
    private static final List<TimePrecision> PRECISIONS = List.of(TimePrecision.values());

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[FIRST];
    private int end;
    private int size;
    /** The marks of all of them. */
    private int marked;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether one of them has, or had, this mark. */
    boolean has(Mark mark) {
        return (marked & mark.bit()) != 0;
    }

    void add(Listed listed, Set<Mark> marks) {
        String name = listed.name();
        reserve(HEAD + Math.multiplyExact(CHAR, name.length()));
        int bits = marks.stream().mapToInt(Mark::bit).sum();
        marked |= bits;
        last[end++] = (byte) bits;
        put(attributes(listed));
        put(listed.size() + 1);
        Instant time = listed.time();
        if (time != null) {
            long seconds = time.getEpochSecond();
            put(seconds << 1 ^ seconds >> 63);
            put(time.getNano());
        }
        put(name.length());
        for (int i = 0; i < name.length(); i++) {
            put(name.charAt(i));
        }
        size++;
    }

    private void reserve(int most) {
        if (end > 0 && end + most > CHUNK) {
            Math.multiplyExact(full.size() + 1, CHUNK);
            full.add(Arrays.copyOf(last, end));
            end = 0;
        }
        if (end + most > last.length) {
            last = Arrays.copyOf(last, Math.max(end + most, Math.min(2 * last.length, CHUNK)));
        }
    }

    /** Seven bits a byte, the lowest first; the highest bit tells that there are more. */
    private void put(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            last[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        last[end++] = (byte) rest;
    }

    private static int attributes(Listed listed) {
        int bits = listed.mode() + 1;
        bits = bits << 1 | (listed.safe() ? 1 : 0);
        bits = bits << 1 | (listed.time() == null ? 0 : 1);
        bits = bits << 3 | PRECISIONS.indexOf(listed.precision());
        return bits << 4 | TYPES.indexOf(listed.type());
    }

    /** The entry at a place that {@link Entry#at} has told. */
    Entry get(int at) {
        return new Reader(at / CHUNK, at % CHUNK).next();
    }

    void mark(Entry entry, Mark mark) {
        chunk(entry.at() / CHUNK)[entry.at() % CHUNK] |= (byte) mark.bit();
        marked |= mark.bit();
    }

    private byte[] chunk(int index) {
        return index < full.size() ? full.get(index) : last;
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Reader(0, 0);
    }

    Stream<Entry> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Those that have a mark. */
    Iterable<Entry> with(Mark mark) {
        return () -> stream().filter(entry -> entry.is(mark)).iterator();
    }

    /** Lets go of all of them. */
    void clear() {
        full.clear();
        last = new byte[0];
        end = 0;
        size = 0;
        marked = 0;
    }

    /** Reads one entry after another. */
    private final class Reader implements Iterator<Entry> {

        private int index;
        private byte[] chunk;
        private int at;

        Reader(int index, int at) {
            this.index = index;
            this.chunk = chunk(index);
            this.at = at;
        }

        @Override
        public boolean hasNext() {
            if (index < full.size() && at == chunk.length) {
                chunk = chunk(++index);
                at = 0;
            }
            return index < full.size() || at < end;
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int place = index * CHUNK + at;
            int marks = chunk[at++];
            return new Entry(place, marks, listed((int) number()));
        }

        private Listed listed(int attributes) {
            long bytes = number() - 1;
            Instant time = null;
            if ((attributes >> 7 & 1) != 0) {
                long seconds = number();
                time = Instant.ofEpochSecond(seconds >>> 1 ^ -(seconds & 1), number());
            }
            return new Listed(
                    name(),
                    TYPES.get(attributes & 15),
                    bytes,
                    time,
                    PRECISIONS.get(attributes >> 4 & 7),
                    (attributes >> 9) - 1,
                    (attributes >> 8 & 1) != 0);
        }

        private String name() {
            char[] chars = new char[(int) number()];
            for (int i = 0; i < chars.length; i++) {
                chars[i] = (char) number();
            }
            return new String(chars);
        }

        private long number() {
            long number = 0;
            int shift = 0;
            byte next;
            do {
                next = chunk[at++];
                number |= (next & 0x7FL) << shift;
                shift += 7;
            } while (next < 0);
            return number;
        }
    }
}
