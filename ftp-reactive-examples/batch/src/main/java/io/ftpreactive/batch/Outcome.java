package io.ftpreactive.batch;

/** What has become of a file. */
public sealed interface Outcome {

    /**
     * Returns the name of the file.
     *
     * @return the name in the inbox
     */
    String name();

    /**
     * The result is in the outbox, and the file is gone.
     *
     * @param name the name of both
     * @param bytes the size of the result
     */
    record Delivered(String name, long bytes) implements Outcome {}

    /**
     * The result had been delivered before the job was interrupted; now the file is gone too.
     *
     * @param name the name
     */
    record Completed(String name) implements Outcome {}

    /**
     * Another job was faster.
     *
     * @param name the name
     */
    record Taken(String name) implements Outcome {}

    /**
     * The file has not been delivered. It is in the folder of failed files, unless the failure may pass: then it stays
     * claimed, for the next start of the job.
     *
     * @param name the name
     * @param error the last error
     */
    record Failed(String name, Throwable error) implements Outcome {}
}
