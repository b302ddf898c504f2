/**
 * A non-blocking, reactive FTP client.
 *
 * <p>Start with {@link io.ftpreactive.FtpClient}. {@link io.ftpreactive.FtpOperations} lists what it does with files
 * and directories, {@link io.ftpreactive.FtpSession} what needs one certain connection. {@link
 * io.ftpreactive.FtpSessionProvider} is the pool.
 *
 * <p><b>Logs.</b> By SLF4J or, without it, the JDK; a session is called by the id that {@code FtpSession.toString()} shows.
 *
 * <ul>
 *   <li>{@code io.ftpreactive.dialogue}, DEBUG: a line for each command, each line of a reply, what TLS has agreed on, and
 *       for data connections where they go, what came of them, and their bytes. Passwords are masked.
 *   <li>{@code io.ftpreactive.connections}: INFO if a server refuses a TLS version and another is tried.
 *   <li>{@code io.ftpreactive.listeners}: ERROR and WARN for what listeners and observers throw.
 *   <li>{@code io.ftpreactive.files}: local files that could not be tidied up.
 * </ul>
 *
 * <p><b>Threads.</b> Both connections of a session live on one event loop, where listeners are called too. Those of clients
 * without a transport of their own are called {@code ftp-reactive-nio-1}, {@code ftp-reactive-epoll-1} and so on; those of a
 * {@code TcpClient} as its {@code LoopResources} say. Local files are read and written on Reactor's {@code boundedElastic}
 * threads, timeouts of the pool run on its {@code parallel} ones.
 *
 * <p><b>Flight recorder.</b> Recordings of the JDK have the events {@code io.ftpreactive.Command} and {@code
 * io.ftpreactive.Transfer}, with session, server, verb, path, reply code and outcome, and of transfers direction, bytes and
 * TLS. Nothing is made unless a recording wants them.
 */
@NullMarked
package io.ftpreactive;

import org.jspecify.annotations.NullMarked;
