package io.ftpreactive.gateway;

import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.result.SessionPoolMetrics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway on a free port, with the user {@code ann} and the password {@code secret}, and an HTTP client for it. */
final class TestGateway implements AutoCloseable {

    static final String USER = "ann";
    static final String PASSWORD = "secret";
    static final String TOKEN = "token";

    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it with the FTP server in its process. */
    static TestGateway of(Path folder, String... properties) {
        return start(Stream.concat(Stream.of("gateway.folder=" + folder), Stream.of(properties))
                .toArray(String[]::new));
    }

    /** Starts it with properties of the form {@code name=value}. */
    static TestGateway start(String... properties) {
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        return new TestGateway(new SpringApplicationBuilder(Gateway.class)
                .properties("server.port=0")
                .properties("gateway.user=" + USER, "gateway.password=" + PASSWORD, "gateway.token=" + TOKEN)
                .run(arguments));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    /** A request with the login. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", basic());
    }

    static String basic() {
        byte[] login = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Sends a request with headers, each a name and a value. */
    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, body);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<byte[]> put(String path, byte[] content, String... headers) throws IOException, InterruptedException {
        return send("PUT", path, BodyPublishers.ofByteArray(content), headers);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Opens a connection and writes a request by hand, lines without their ends. */
    Socket raw(String... head) throws IOException {
        Socket socket = new Socket("localhost", port());
        String text = String.join("\r\n", head) + "\r\nHost: localhost:" + port() + "\r\nAuthorization: " + basic()
                + "\r\n\r\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** The status of the answer to a request written by hand. */
    int rawStatus(String requestLine) throws IOException {
        try (Socket socket = raw(requestLine, "Connection: close")) {
            return status(socket);
        }
    }

    /** Reads the first line of an answer. */
    static int status(Socket socket) throws IOException {
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    }

    /** Sessions that are at work, of all servers. */
    int activeSessions() {
        return bean(FtpSessionProvider.class).metrics().stream()
                .mapToInt(SessionPoolMetrics::active)
                .sum();
    }

    /** Sessions that wait for work, of all servers. */
    int idleSessions() {
        return bean(FtpSessionProvider.class).metrics().stream()
                .mapToInt(SessionPoolMetrics::idle)
                .sum();
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    static byte[] part(byte[] bytes, int first, int last) {
        return Arrays.copyOfRange(bytes, first, last + 1);
    }

    @Override
    public void close() {
        context.close();
    }
}
