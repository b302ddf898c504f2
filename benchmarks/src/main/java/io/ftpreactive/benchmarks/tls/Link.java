package io.ftpreactive.benchmarks.tls;

/** One login of one client, which does what it is told one after the other, each with a data connection. */
interface Link extends AutoCloseable {

    /** Lists a directory. */
    void list(String path) throws Exception;

    /** Downloads a file, and gives its size. */
    long retrieve(String path) throws Exception;

    /** Uploads a file. */
    void store(String path, byte[] content) throws Exception;

    /** Whether every data connection until now has resumed the control connection's session, as the client sees it. */
    boolean isResumed();

    /** The server's first words, for the name and version in them. */
    String greeting();

    /** What went wrong, in a word: the code of the server's reply if there is one. */
    String explain(Exception failure);

    @Override
    void close();
}
