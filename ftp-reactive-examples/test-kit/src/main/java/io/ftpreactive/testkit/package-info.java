/**
 * Servers to test an FTP client with, on loopback.
 *
 * <p>{@link io.ftpreactive.testkit.FtpTestServer} is a real server with faults by name. {@link
 * io.ftpreactive.testkit.ScriptedFtpServer} plays a script of expected commands and canned replies.
 */
@NullMarked
package io.ftpreactive.testkit;

import org.jspecify.annotations.NullMarked;
