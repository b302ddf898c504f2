package io.ftpreactive.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Standard streams that know how much has gone through them: what has is not had or given a second time. */
final class Counted {

    private Counted() {}

    /** Counts what is written. */
    static final class Out extends OutputStream {

        private final OutputStream out;
        private final AtomicLong bytes = new AtomicLong();

        Out(OutputStream out) {
            this.out = out;
        }

        long bytes() {
            return bytes.get();
        }

        @Override
        public void write(int b) throws IOException {
            bytes.incrementAndGet();
            out.write(b);
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            bytes.addAndGet(length);
            out.write(b, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Counts how often it is read, since its end too comes but once. */
    static final class In extends FilterInputStream {

        private final AtomicLong reads = new AtomicLong();

        In(InputStream in) {
            super(in);
        }

        long reads() {
            return reads.get();
        }

        @Override
        public int read() throws IOException {
            reads.incrementAndGet();
            return super.read();
        }

        @Override
        public int read(byte[] b, int offset, int length) throws IOException {
            reads.incrementAndGet();
            return super.read(b, offset, length);
        }
    }
}
