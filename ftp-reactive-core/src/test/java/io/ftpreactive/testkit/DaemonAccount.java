package io.ftpreactive.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the daemons run as: the user of the tests or, where that is root, nobody.
 *
 * @param switched whether that is another user than the test's
 */
record DaemonAccount(boolean switched, int uid, int gid, String user, String group) {

    private static final int NOBODY = 65534;

    /** Decides from the owner of a freshly made path. */
    static DaemonAccount of(Path path) throws IOException {
        boolean root = id(path, "unix:uid") == 0;
        int uid = root ? NOBODY : id(path, "unix:uid");
        int gid = root ? NOBODY : id(path, "unix:gid");
        DaemonAccount account = new DaemonAccount(root, uid, gid, "", "");
        account.own(path);
        PosixFileAttributes owner = Files.readAttributes(path, PosixFileAttributes.class);
        return new DaemonAccount(
                root, uid, gid, owner.owner().getName(), owner.group().getName());
    }

    /** Gives a path to the account. */
    Path own(Path path) throws IOException {
        if (switched) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
        return path;
    }

    /** Puts what switches the user before a command. */
    List<String> launch(List<String> command) {
        if (!switched) {
            return command;
        }
        List<String> launched =
                new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
        launched.addAll(command);
        return launched;
    }

    private static int id(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
    }
}
