package io.ftpreactive;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** The classes of this class path once more, with static state of their own, and without some of the jars. */
final class IsolatedClasses implements AutoCloseable {

    private final URLClassLoader loader;

    private IsolatedClasses(URLClassLoader loader) {
        this.loader = loader;
    }

    /** All classes but those of the jars whose paths contain one of these. */
    static IsolatedClasses without(String... parts) {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Arrays.stream(parts).noneMatch(entry::contains))
                .map(IsolatedClasses::url)
                .toArray(URL[]::new);
        return new IsolatedClasses(new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()));
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Class<?> load(String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }

    /** Calls a static method of the isolated class of the same name, with the address of a server. */
    Object call(Class<?> type, String method, String host, int port) throws Exception {
        try {
            return Objects.requireNonNull(load(type.getName())
                    .getMethod(method, String.class, int.class)
                    .invoke(null, host, port));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
