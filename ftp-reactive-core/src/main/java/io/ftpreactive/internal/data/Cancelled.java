package io.ftpreactive.internal.data;

/** The cause of an abort that nobody is to hear of. */
final class Cancelled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Cancelled() {
        super("cancelled", null, false, false);
    }
}
