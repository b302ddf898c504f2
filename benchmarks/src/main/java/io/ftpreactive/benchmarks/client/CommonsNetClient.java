package io.ftpreactive.benchmarks.client;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPListParseEngine;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/** Apache Commons Net, one thread for each session. */
final class CommonsNetClient implements Client {

    private static final int LISTED_AT_A_TIME = 1000;
    private static final long STALL_MILLIS = 100;
    private static final long MILLIS = 1000;

    private final Server server;
    private final int bufferSize;
    private final ExecutorService threads;

    /**
     * With buffers of a certain size; 0 leaves the library's own.
     *
     * @param threads live as long as the process: what they allocate is counted as long as they live
     */
    CommonsNetClient(Server server, int bufferSize, ExecutorService threads) {
        this.server = server;
        this.bufferSize = bufferSize;
        this.threads = threads;
    }

    /** Threads of JDK 21 and newer, which this is not compiled for. */
    static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JDK has no virtual threads", e);
        }
    }

    @Override
    public long run(Job job, Runnable tick) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<String> paths = job.kind() == Job.Kind.TREE ? job.paths() : List.of();
        List<Callable<Long>> sessions = new ArrayList<>();
        for (int i = 0; i < job.sessions(); i++) {
            sessions.add(job.kind() == Job.Kind.STALLED ? () -> stall(job, tick) : () -> session(job, paths, next));
        }
        long moved = 0;
        for (Future<Long> session : threads.invokeAll(sessions)) {
            moved += session.get();
        }
        return moved;
    }

    /** Reads what one read gives at each tick, and breaks the download off in the end. */
    private long stall(Job job, Runnable tick) throws Exception {
        FTPClient client = client(server.tls());
        client.connect(server.host(), server.port());
        try {
            login(client);
            byte[] buffer = new byte[Job.CHUNK];
            try (InputStream in = client.retrieveFileStream(job.remote(0))) {
                for (long left = job.amount() * MILLIS; left > 0; left -= STALL_MILLIS) {
                    Thread.sleep(STALL_MILLIS);
                    if (in.read(buffer) < 0) {
                        throw new IOException("the file ended");
                    }
                    tick.run();
                }
            }
            return 0;
        } finally {
            client.disconnect();
        }
    }

    private long session(Job job, List<String> paths, AtomicInteger next) throws IOException, GeneralSecurityException {
        FTPClient client = client(server.tls());
        client.connect(server.host(), server.port());
        try {
            login(client);
            if (job.active()) {
                client.enterLocalActiveMode();
            }
            long bytes = 0;
            for (int index = next.getAndIncrement(); index < job.files(); index = next.getAndIncrement()) {
                bytes += paths.isEmpty()
                        ? move(client, job, job.remote(index))
                        : download(
                                client,
                                job.remote() + "/" + paths.get(index),
                                job.local().resolve(paths.get(index)));
            }
            client.logout();
            return bytes;
        } finally {
            client.disconnect();
        }
    }

    private static FTPClient client(Server.@Nullable Tls tls) throws IOException, GeneralSecurityException {
        if (tls == null) {
            return new FTPClient();
        }
        FTPSClient client = new FTPSClient(tls.implicit(), trusting(tls.authority()));
        client.setEnabledProtocols(new String[] {Server.Tls.VERSION});
        return client;
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void login(FTPClient client) throws IOException {
        if (bufferSize > 0) {
            client.setBufferSize(bufferSize);
        }
        require(client, client.login(server.user(), server.password()));
        if (client instanceof FTPSClient secure) {
            secure.execPBSZ(0);
            secure.execPROT("P");
        }
        require(client, client.setFileType(FTP.BINARY_FILE_TYPE));
        client.enterLocalPassiveMode();
    }

    private static long move(FTPClient client, Job job, String remote) throws IOException {
        return switch (job.kind()) {
            case TO_NOTHING -> {
                Counter counter = new Counter();
                require(client, client.retrieveFile(remote, counter));
                yield counter.bytes;
            }
            case TO_FILE -> retrieve(client, remote, job.local());
            case UPLOAD -> {
                try (InputStream in = new FileInputStream(job.local().toFile())) {
                    require(client, client.storeFile(remote, in));
                }
                yield Files.size(job.local());
            }
            case UPLOAD_STREAM -> stream(client, remote, job.amount(), Job.CHUNK);
            case UPLOAD_LINES -> stream(client, remote, job.amount(), Job.LINE);
            case LIST -> list(client, remote);
            case TREE, STALLED -> throw new IllegalArgumentException("not of one file");
        };
    }

    private static long download(FTPClient client, String remote, Path local) throws IOException {
        Path folder = local.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return retrieve(client, remote, local);
    }

    private static long retrieve(FTPClient client, String remote, Path local) throws IOException {
        try (OutputStream out = new FileOutputStream(local.toFile())) {
            require(client, client.retrieveFile(remote, out));
        }
        return Files.size(local);
    }

    private static long stream(FTPClient client, String remote, long bytes, int most) throws IOException {
        byte[] chunk = new byte[most];
        OutputStream stream = client.storeFileStream(remote);
        require(client, stream != null);
        // Or each line would be a system call.
        try (OutputStream out = new BufferedOutputStream(stream, Job.CHUNK)) {
            for (long left = bytes; left > 0; left -= chunk.length) {
                out.write(chunk, 0, (int) Math.min(left, chunk.length));
            }
        }
        require(client, client.completePendingCommand());
        return bytes;
    }

    /** The way that its documentation advises for large listings. */
    private static long list(FTPClient client, String directory) throws IOException {
        FTPListParseEngine listing = client.initiateListParsing(directory);
        long entries = 0;
        while (listing.hasNext()) {
            entries += listing.getNext(LISTED_AT_A_TIME).length;
        }
        return entries;
    }

    private static void require(FTPClient client, boolean done) throws IOException {
        if (!done) {
            throw new IOException("Refused: " + client.getReplyString());
        }
    }

    private static final class Counter extends OutputStream {

        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
