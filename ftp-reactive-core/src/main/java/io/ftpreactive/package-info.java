/** The FTP client. */
@NullMarked
package io.ftpreactive;

import org.jspecify.annotations.NullMarked;
