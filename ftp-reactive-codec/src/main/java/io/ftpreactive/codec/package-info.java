/** Netty codec of FTP commands and replies (RFC 959). */
@NullMarked
package io.ftpreactive.codec;

import org.jspecify.annotations.NullMarked;
