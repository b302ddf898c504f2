package io.ftpreactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCharset;
import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.HostPort;
import io.ftpreactive.codec.ReplyLimits;
import io.ftpreactive.codec.TimeVal;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.ListingFormat;
import io.ftpreactive.codec.listing.ListingReader;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.tls.TlsSession;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.netty.tcp.TcpClient;

/**
 * Whoever passes null where there must be something is told at once, and by the parameter's name; not by a puzzle when
 * the operation is subscribed.
 */
class NullArgumentTest extends ScriptedTest {

    /** Where users begin; whatever these methods take and give is theirs too. */
    private static final List<Class<?>> ROOTS = List.of(
            FtpClient.class,
            ConnectedSession.class,
            FtpSessionProvider.class,
            FtpMirror.class,
            FtpUrl.class,
            FtpConnectionException.class,
            FtpFileException.class,
            FtpProtocolException.class,
            FtpReplyException.class,
            FtpTransferException.class,
            FtpCharset.class,
            FtpCodecException.class,
            FtpCommand.class,
            FtpFeatures.class,
            FtpReplies.class,
            FtpReply.class,
            HostPort.class,
            ReplyLimits.class,
            TimeVal.class,
            FtpEntry.class,
            ListingFormat.class,
            ListingReader.class,
            DataChannel.class);

    /** Public for the sibling packages only. */
    private static final Set<Class<?>> INTERNAL = Set.of(TlsSession.class);

    private final Map<Class<?>, Object> samples = new LinkedHashMap<>();

    /** Those that are being made: a factory that takes one of its own kind is none. */
    private final Set<Class<?>> making = new HashSet<>();

    /** What is needed to call anything; of each type one that is valid where it is asked for. */
    private void collect(FtpSession session, DataChannel channel) {
        FtpReply reply = FtpReply.of("213 7");
        for (Object sample : List.of(
                session,
                channel,
                FtpClient.create(),
                FtpClient.create().bulk(),
                FtpMirror.of(FtpClient.create()),
                FtpSessionProvider.builder(),
                FtpSessionProvider.create(1),
                FtpUrl.parse("ftp://h/a"),
                reply,
                FtpCommand.noop(),
                FtpCharset.utf8(),
                StandardCharsets.UTF_8,
                Reason.CLOSED,
                new FtpConnectionException(Reason.CLOSED, "", null),
                Duration.ofSeconds(1),
                Instant.EPOCH,
                OptionalLong.empty(),
                Locale.ROOT,
                TcpClient.create(),
                new IOException(),
                FtpEntry.builder("a", "a", FtpEntryType.FILE),
                FtpEntry.builder("a", "a", FtpEntryType.FILE).build(),
                ListingReader.mlsd(Clock.systemUTC(), ZoneOffset.UTC))) {
            samples.put(sample.getClass(), sample);
        }
        samples.put(String.class, "a");
        samples.put(CharSequence.class, "a");
        samples.put(Path.class, Path.of("a"));
        samples.put(Charset.class, StandardCharsets.UTF_8);
        samples.put(ZoneId.class, ZoneOffset.UTC);
        samples.put(Publisher.class, Flux.empty());
        samples.put(UnaryOperator.class, UnaryOperator.identity());
        samples.put(Function.class, Function.identity());
        samples.put(List.class, List.of());
        samples.put(Map.class, Map.of());
        samples.put(Set.class, Set.of());
        samples.put(ByteBuf.class, Unpooled.EMPTY_BUFFER);
        samples.put(ByteBufAllocator.class, UnpooledByteBufAllocator.DEFAULT);
        samples.put(ChannelOption.class, ChannelOption.SO_RCVBUF);
        samples.put(DefaultFileRegion.class, new DefaultFileRegion(new File("a"), 0, 0));
        samples.put(SslContext.class, sslContext());
        samples.put(Clock.class, Clock.systemUTC());
        samples.put(KeyStore.class, keyStore());
        samples.put(Object.class, new Object());
        samples.put(Throwable.class, new IllegalStateException());
    }

    private static SslContext sslContext() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore keyStore() {
        try {
            return KeyStore.getInstance(KeyStore.getDefaultType());
        } catch (KeyStoreException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldBeRefusedByName() {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> DataMode.PASSIVE.begin(script.login(), "RETR a").hang())) {
            FtpSession session = connect(server);
            DataChannel channel = get(session.dataChannel(FtpCommand.retr("a")));
            collect(session, channel);
            for (Class<?> type : publicTypes()) {
                for (Executable executable : executables(type)) {
                    for (int i = 0; i < executable.getParameterCount(); i++) {
                        if (isNeeded(executable, i)) {
                            calls++;
                            call(type, executable, i, wrong);
                        }
                    }
                }
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
        assertThat(calls).isGreaterThan(150);
    }

    private static Set<Class<?>> publicTypes() {
        Set<Class<?>> found = new LinkedHashSet<>();
        Deque<Type> open = new ArrayDeque<>(ROOTS);
        while (!open.isEmpty()) {
            Type next = open.remove();
            if (next instanceof ParameterizedType generic) {
                open.add(generic.getRawType());
                open.addAll(Arrays.asList(generic.getActualTypeArguments()));
            } else if (next instanceof Class<?> type
                    && type.getName().startsWith("io.ftpreactive")
                    && (Modifier.isPublic(type.getModifiers()) || type == ConnectedSession.class)
                    && !INTERNAL.contains(type)
                    && found.add(type)) {
                for (Executable executable : executables(type)) {
                    open.addAll(Arrays.asList(executable.getGenericParameterTypes()));
                    if (executable instanceof Method method) {
                        open.add(method.getGenericReturnType());
                    }
                }
            }
        }
        return found;
    }

    /** Those of users: what a type declares, or has from one that is not public. */
    private static List<Executable> executables(Class<?> type) {
        List<Executable> all = new ArrayList<>(Arrays.asList(type.getConstructors()));
        Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.ftpreactive"))
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .filter(method ->
                        !method.getName().equals("equals") && !method.getName().equals("valueOf"))
                .filter(method -> !type.isInterface() || Modifier.isStatic(method.getModifiers()))
                .forEach(all::add);
        all.sort(Comparator.comparing(Executable::toString));
        return all;
    }

    private static boolean isNeeded(Executable executable, int index) {
        Parameter parameter = executable.getParameters()[index];
        AnnotatedType type = executable.getAnnotatedParameterTypes()[index];
        boolean nullable = type instanceof AnnotatedArrayType array
                ? array.isAnnotationPresent(Nullable.class)
                : type.isAnnotationPresent(Nullable.class);
        return !parameter.getType().isPrimitive() && !nullable;
    }

    private void call(Class<?> type, Executable executable, int nullAt, List<String> wrong) {
        String what = type.getSimpleName() + "." + executable.getName()
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList() + " at " + nullAt;
        try {
            Object[] arguments = Arrays.stream(executable.getParameterTypes())
                    .map(this::sample)
                    .toArray();
            arguments[nullAt] = null;
            if (executable instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) executable;
                method.setAccessible(true);
                method.invoke(Modifier.isStatic(method.getModifiers()) ? null : sample(type), arguments);
            }
            wrong.add(what + " was taken");
        } catch (InvocationTargetException e) {
            if (!isNamed(e.getTargetException(), executable.getParameters()[nullAt])) {
                wrong.add(what + ": " + e.getTargetException());
            }
        } catch (ReflectiveOperationException | RuntimeException | AssertionError | LinkageError e) {
            wrong.add(what + " could not be called: " + e);
        }
    }

    private static boolean isNamed(Throwable error, Parameter parameter) {
        String message = String.valueOf(error.getMessage());
        return error instanceof NullPointerException
                && (parameter.isNamePresent() ? message.equals(parameter.getName()) : message.matches("[a-zA-Z]+"));
    }

    private @Nullable Object sample(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == char.class) {
            return 'a';
        }
        if (type.isPrimitive()) {
            return type == long.class ? (Object) 1L : 1;
        }
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 1);
            if (!type.getComponentType().isPrimitive()) {
                Array.set(array, 0, sample(type.getComponentType()));
            }
            return array;
        }
        for (Map.Entry<Class<?>, Object> known : samples.entrySet()) {
            if (type.isAssignableFrom(known.getKey()) && (type != Object.class || known.getKey() == Object.class)) {
                return known.getValue();
            }
        }
        if (!making.add(type)) {
            throw new AssertionError("a sample of " + type + " takes one");
        }
        try {
            Object made = make(type);
            samples.put(type, made);
            return made;
        } finally {
            making.remove(type);
        }
    }

    private Object make(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        try {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == type && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    return field.get(null);
                }
            }
            for (Method method : type.getMethods()) {
                if (Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() == type
                        && !List.of(method.getParameterTypes()).contains(type)) {
                    Object[] arguments = Arrays.stream(method.getParameterTypes())
                            .map(this::sample)
                            .toArray();
                    return method.invoke(null, arguments);
                }
            }
            for (Constructor<?> constructor : type.getConstructors()) {
                return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                        .map(this::sample)
                        .toArray());
            }
            if (type.isInterface()) {
                return Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sample of " + type, e);
        }
        throw new AssertionError("no sample of " + type);
    }
}
