package io.ftpreactive;

import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.Listener;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.TransferProgress;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The directory that relative paths of a client refer to. It is put before each of them, so that the server need not be told
 * and sessions can be shared; users see the paths without it. Who lends a session may enter it: from then on the server
 * knows, and paths are left alone.
 */
final class BaseDirectory {

    /** The directory of the login. */
    static final BaseDirectory LOGIN = new BaseDirectory("");

    private final String path;
    private final AtomicBoolean entered = new AtomicBoolean();

    private BaseDirectory(String path) {
        this.path = path;
    }

    static BaseDirectory of(String path) {
        if (path.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("The directory contains CR, LF or NUL");
        }
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end == 0 ? LOGIN : new BaseDirectory(path.substring(0, end));
    }

    /** The same for a session that is lent. */
    BaseDirectory lend() {
        return path.isEmpty() ? this : new BaseDirectory(path);
    }

    String path() {
        return path;
    }

    /** Whether paths depend on what was done on the session. */
    boolean isJoined() {
        return !path.isEmpty() && !entered.get();
    }

    /** Has its paths left alone from now on; true for who is the first, who must change the directory. */
    boolean enter() {
        return !path.isEmpty() && entered.compareAndSet(false, true);
    }

    /** The path of a file as it is sent. The empty one, which is no file's, stays. */
    String at(String given) {
        return given.isEmpty() || !isJoined() || isAbsolute(given) ? given : prefix() + given;
    }

    /** The path of a directory, or the directory itself. */
    String directory(String given) {
        return given.isEmpty() && isJoined() ? path : at(given);
    }

    /** Data sets of z/OS are quoted. */
    private static boolean isAbsolute(String given) {
        return given.startsWith("/") || given.startsWith("'");
    }

    private String prefix() {
        return path.endsWith("/") ? path : path + '/';
    }

    /** The path that users know, of one that is sent. */
    private String known(String sent) {
        if (!isJoined()) {
            return sent;
        }
        return sent.startsWith(prefix()) ? sent.substring(prefix().length()) : sent.equals(path) ? "" : sent;
    }

    /** A result as the caller is told it, who gave the path that was sent. */
    static TransferResult told(TransferResult result, String given, String sent) {
        return result.path().equals(sent) ? renamed(result, given) : result;
    }

    private static TransferResult renamed(TransferResult result, String path) {
        return new TransferResult(path, result.bytes(), result.duration(), result.reply(), result.tls());
    }

    /** A listener as it is to be called with results of paths that are sent. */
    Listener<TransferResult> told(Listener<TransferResult> listener) {
        return path.isEmpty() ? listener : listener.of(result -> renamed(result, known(result.path())));
    }

    private TransferProgress told(TransferProgress progress) {
        return new TransferProgress(
                known(progress.path()), progress.bytes(), progress.total(), progress.elapsed(), progress.result());
    }

    /** Options as they are to be used with paths that are sent. */
    TransferOptions told(TransferOptions options) {
        if (path.isEmpty()) {
            return options;
        }
        TransferOptions told = options;
        UnaryOperator<String> naming = options.temporaryName();
        if (naming != null) {
            told = told.temporaryName(sent -> at(naming.apply(known(sent))));
        }
        Consumer<? super TransferProgress> listener = options.progress();
        return listener == null
                ? told
                : told.progress(options.progressInterval(), progress -> listener.accept(told(progress)));
    }

    /** An entry of a tree as the caller is told it, who gave the start that was sent. */
    TreeEntry told(TreeEntry entry, String given, String sent) {
        String path = inTree(entry.path(), given, sent);
        return new TreeEntry(path, entry.depth(), entry.entry().withPath(path));
    }

    private String inTree(String path, String given, String sent) {
        return given.isEmpty() ? path.substring(prefix().length()) : given + path.substring(sent.length());
    }

    /** Options of a walk as they are to be used with a start that is sent. */
    WalkOptions told(WalkOptions options, String given, String sent) {
        WalkOptions told = options.into(entry -> options.into().test(told(entry, given, sent)));
        BiConsumer<? super String, ? super FtpReplyException> refused = options.onRefused();
        return refused == null
                ? told
                : told.onRefused((path, error) -> refused.accept(inTree(path, given, sent), error));
    }
}
