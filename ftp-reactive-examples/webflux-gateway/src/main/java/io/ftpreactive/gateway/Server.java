package io.ftpreactive.gateway;

import io.ftpreactive.FtpClient;

/**
 * An FTP server behind the gateway.
 *
 * @param name its name in URLs
 * @param primary whether it is the one at {@code /files}
 * @param client what talks to it
 */
record Server(String name, boolean primary, FtpClient client) {}
