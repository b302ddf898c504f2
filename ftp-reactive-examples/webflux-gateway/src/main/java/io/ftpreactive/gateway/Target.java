package io.ftpreactive.gateway;

import io.ftpreactive.FtpClient;

/**
 * What a request is about.
 *
 * @param server the server
 * @param path the file or directory on it
 */
record Target(Server server, RemotePath path) {

    FtpClient client() {
        return server.client();
    }
}
