package io.ftpreactive.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Errors go through Java serialization with all that they tell, as logging and remoting need it. */
class SerializationTest {

    private static final FtpReply REPLY = FtpReply.of("426-broken", "426 End");

    private static FtpConnectionException connection() {
        return new FtpConnectionException(Reason.IDLE_TIMEOUT, "idle", REPLY, new IOException("reset"));
    }

    /** Holds what cannot be written, as Reactor's own errors do. */
    private static final class Unwritable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"})
        private final Object secret = new Object();

        Unwritable(String message) {
            super(message);
        }
    }

    static Stream<FtpException> errors() {
        return Stream.of(
                connection(),
                new FtpConnectionException(Reason.CLOSED, "closed", null),
                new FtpReplyException(FtpCommand.pass("secret"), REPLY),
                FtpReplyException.ofLogin(FtpCommand.user("joe"), REPLY, "try another"),
                new FtpTransferException("RETR a", "it broke", 77, REPLY, connection()),
                new FtpTransferException(Reason.WRONG_SIZE, "RETR a", "too much", 78, null, null),
                new FtpProtocolException("not FTP", new FtpCodecException("no code", "?")),
                new FtpProtocolException(FtpCommand.pass("secret"), "no answer", new IOException("reset")),
                new FtpFileException("write", Path.of("a"), new IOException("No space left on device")));
    }

    @Test
    void shouldTryEveryKindOfError() {
        assertThat(errors().map(Object::getClass))
                .containsAll(Arrays.asList(FtpException.class.getPermittedSubclasses()));
    }

    private static <T> T roundTrip(T error) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(error);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                @SuppressWarnings("unchecked")
                T read = (T) in.readObject();
                return read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String print(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void assertSame(FtpException copy, FtpException error) {
        assertThat(copy).usingRecursiveComparison().isEqualTo(error);
        assertThat(print(copy)).isEqualTo(print(error));
        assertThat(copy.isTransient()).isEqualTo(error.isTransient());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldKeepEverything(FtpException error) {
        error.addSuppressed(new IOException("on the way", connection()));
        assertSame(roundTrip(error), error);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldKeepTheTextOfWhatCannotBeWritten(FtpException error) {
        FtpException broken = error.withCause(new Unwritable("a cause"));
        broken.setStackTrace(error.getStackTrace());
        broken.addSuppressed(new IOException("fine"));
        broken.addSuppressed(new IOException("outside", new Unwritable("inside")));
        FtpException copy = roundTrip(broken);

        assertThat(copy).hasSameClassAs(error).hasMessage(error.getMessage());
        assertThat(copy.getStackTrace()).isEqualTo(error.getStackTrace());
        assertThat(copy.getCause()).hasMessage(Unwritable.class.getName() + ": a cause");
        assertThat(copy.getSuppressed()[0])
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("fine");
        assertThat(copy.getSuppressed()[1]).hasMessage("java.io.IOException: outside");
        assertThat(copy)
                .usingRecursiveComparison()
                .ignoringFields("cause", "suppressedExceptions")
                .isEqualTo(broken);
    }

    @Test
    void shouldGoDownTheChain() {
        FtpException outer = new FtpTransferException(
                "RETR a", "it broke", 5, null, new FtpProtocolException("lost", new Unwritable("deep")));
        FtpException copy = roundTrip(outer);
        assertThat(copy.getCause()).isInstanceOf(FtpProtocolException.class);
        assertThat(Objects.requireNonNull(copy.getCause()).getCause())
                .hasMessage(Unwritable.class.getName() + ": deep");
    }

    @Test
    void shouldKeepErrorsThatHoldEachOther() {
        Exception source = new Exception("the source failed");
        FtpException error = new FtpTransferException("STOR a", "it broke", 5, null, source);
        source.addSuppressed(error);
        FtpException copy = roundTrip(error);
        assertThat(copy.getCause()).hasMessage("the source failed");
        assertThat(Objects.requireNonNull(copy.getCause()).getSuppressed()).containsExactly(copy);
        assertThat(roundTrip(source).getSuppressed()[0]).hasMessage(error.getMessage());
    }

    @Test
    void shouldPassWithReactorsCheckpoints() {
        List<Throwable> failed = new ArrayList<>();
        Mono.error(new FtpProtocolException("lost", null)).checkpoint("RETR a").subscribe(v -> {}, failed::add);
        assertThat(failed.get(0).getSuppressed()).hasSize(1);
        assertThat(print(roundTrip(failed.get(0)))).contains("RETR a");
    }

    @Test
    void shouldKeepTheCodecsErrorAndReplies() {
        FtpCodecException error = new FtpCodecException("no code", "?");
        assertThat(roundTrip(error)).hasMessage(error.getMessage());
        assertThat(roundTrip(REPLY)).isEqualTo(REPLY);
    }
}
