/**
 * A non-blocking, reactive FTP client.
 *
 * <p>Start with {@link io.ftpreactive.FtpClient}. {@link io.ftpreactive.FtpOperations} lists what it does with files
 * and directories, {@link io.ftpreactive.FtpSession} what needs one certain connection. {@link
 * io.ftpreactive.FtpSessionProvider} is the pool.
 */
@NullMarked
package io.ftpreactive;

import org.jspecify.annotations.NullMarked;
