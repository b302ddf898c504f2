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
     * The file has not been delivered, or it has and could not be deleted. Where it is depends on the step that failed:
     *
     * <ul>
     *   <li>If it could not be claimed, it stays in the inbox, for the next start: one run takes up each version once.
     *   <li>If it could not be converted and would fail again, it is in the folder of failed files. If it could not be moved
     *       there, it stays claimed, and the error has the reason among its suppressed ones.
     *   <li>Otherwise it stays claimed, for the next start.
     * </ul>
     *
     * @param name the name
     * @param error the last error
     */
    record Failed(String name, Throwable error) implements Outcome {}
}
