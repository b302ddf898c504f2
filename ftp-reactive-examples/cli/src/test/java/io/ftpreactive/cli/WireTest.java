package io.ftpreactive.cli;

import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the command line against a script. */
abstract class WireTest {

    /** A login and a server that knows no SIZE, which a download asks for. */
    static FtpScript login(FtpScript script) {
        return script.login().on("SIZE", "500 what");
    }

    /** A download of "bytes". */
    static FtpScript retrieve(FtpScript script, String path) {
        return script.expect("EPSV")
                .passive()
                .expect("RETR " + path)
                .reply("150 coming")
                .acceptData()
                .sendData("bytes")
                .closeData()
                .reply("226 done");
    }

    /** An upload, to its end. */
    static FtpScript store(FtpScript script, String command) {
        return script.expect("EPSV")
                .passive()
                .expect(command)
                .reply("150 send")
                .acceptData()
                .readDataToEnd()
                .reply("226 done");
    }

    /**
     * Runs; each {@code URL} at the beginning of an argument becomes that of the server, with a slash behind it, and
     * {@code SERVER} in one becomes the server's name, for which there are certificates, and its port.
     */
    static Outcome run(FtpScript.Author author, String... args) {
        return with(new byte[0], author, args).outcome();
    }

    /** Runs with something on standard input. */
    static Run with(byte[] input, FtpScript.Author author, String... args) {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(author)) {
            String url = "ftp://" + server.host() + ":" + server.port() + "/";
            String[] filled = Arrays.stream(args)
                    .map(arg -> arg.startsWith("URL") ? url + arg.substring(3) : arg)
                    .map(arg -> arg.replace("://SERVER/", "://localhost:" + server.port() + "/"))
                    .toArray(String[]::new);
            Outcome outcome = Outcome.withInput(input, filled);
            server.verify();
            return new Run(outcome, server.commands(), server.uploads());
        }
    }

    /**
     * A run.
     *
     * @param outcome what it gave
     * @param commands what the server heard
     * @param uploads what it was sent
     */
    record Run(Outcome outcome, List<String> commands, List<byte[]> uploads) {

        /** The uploads as text. */
        List<String> texts() {
            List<String> texts = new ArrayList<>();
            uploads.forEach(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
            return texts;
        }
    }
}
