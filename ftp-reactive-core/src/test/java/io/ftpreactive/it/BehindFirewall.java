package io.ftpreactive.it;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.IsolatedNetwork;
import io.ftpreactive.testkit.Vsftpd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Runs in a network of its own: transfers whose second connection the packet filter drops. Prints what came of them. */
final class BehindFirewall {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private BehindFirewall() {}

    public static void main(String[] arguments) throws IOException {
        FtpServerFixture server = Vsftpd.start();
        server.write("file", "bytes".getBytes(StandardCharsets.US_ASCII));
        FtpClient client = FtpClient.create(FtpSessionProvider.create(1))
                .host(server.host())
                .port(server.port())
                .credentials(server.user(), server.password())
                .connectTimeout(PATIENCE)
                .abortTimeout(PATIENCE);
        IsolatedNetwork.drop(arguments[1]);
        switch (arguments[0]) {
            case "passive" -> retrieve(client, server);
            case "until-pasv" -> retrieve(client.doOnDialogue(BehindFirewall::openOnPasv), server);
            case "active" ->
                retrieve(client.active(mode -> mode.address(":" + arguments[1]).acceptTimeout(PATIENCE)), server);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        server.stop();
        System.exit(0);
    }

    /** As a firewall that reads along, and knows PASV but not EPSV. */
    private static void openOnPasv(String line) {
        try {
            if (line.equals("> PASV")) {
                IsolatedNetwork.open();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void retrieve(FtpClient client, FtpServerFixture server) {
        try {
            String text =
                    client.retrieve(server.path("file")).aggregate().asString().block(Duration.ofSeconds(40));
            System.out.println("received " + text);
        } catch (FtpConnectionException e) {
            System.out.println(e.reason() + ": " + e.getMessage());
        }
    }
}
