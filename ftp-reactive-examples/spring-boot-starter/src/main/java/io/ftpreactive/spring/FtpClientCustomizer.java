package io.ftpreactive.spring;

import io.ftpreactive.FtpClient;

/**
 * Changes the clients of the properties {@code ftp.clients} before they become beans, for what has no property. All beans
 * of this type are called, in their order.
 *
 * <pre>{@code
 * @Bean
 * FtpClientCustomizer names() {
 *     return (name, client) -> client.transferOptions(options -> options.temporaryName(path -> path + ".part"));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface FtpClientCustomizer {

    /**
     * Changes a client.
     *
     * @param name its name in the properties
     * @param client the client so far
     * @return the changed client
     */
    FtpClient customize(String name, FtpClient client);
}
