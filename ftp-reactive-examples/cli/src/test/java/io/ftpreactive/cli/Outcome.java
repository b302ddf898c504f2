package io.ftpreactive.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a run of the command line in this process gave. */
final class Outcome {

    private final int code;
    private final byte[] bytes;
    private final String err;

    private Outcome(int code, byte[] bytes, String err) {
        this.code = code;
        this.bytes = bytes;
        this.err = err;
    }

    /** Runs with nothing on standard input and no terminal. */
    static Outcome of(String... args) {
        return withInput(new byte[0], args);
    }

    static Outcome withInput(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream(input), out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
        int code = Main.run(streams, args);
        return new Outcome(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    int code() {
        return code;
    }

    String err() {
        return err;
    }

    byte[] bytes() {
        return bytes;
    }

    /** What was printed on stdout. */
    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
