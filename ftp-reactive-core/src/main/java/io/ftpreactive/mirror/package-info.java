/**
 * Makes a local folder like a remote directory, or the other way round: {@link io.ftpreactive.mirror.FtpMirror}. Stands on the
 * public operations of {@link io.ftpreactive.FtpClient}; nothing else in the client needs it.
 */
@NullMarked
package io.ftpreactive.mirror;

import org.jspecify.annotations.NullMarked;
