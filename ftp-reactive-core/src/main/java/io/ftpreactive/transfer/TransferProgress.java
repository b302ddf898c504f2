package io.ftpreactive.transfer;

import java.time.Duration;

/**
 * How far a transfer has come.
 *
 * @param path the remote path as the caller gave it
 * @param bytes file bytes moved so far by this transfer, without those that a resumed one began after
 * @param total how many there will be, -1 if nobody has said
 * @param elapsed since the server agreed to the transfer
 */
public record TransferProgress(String path, long bytes, long total, Duration elapsed) {}
