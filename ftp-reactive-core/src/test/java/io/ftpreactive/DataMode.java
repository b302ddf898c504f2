package io.ftpreactive;

import io.ftpreactive.testkit.FtpScript;

/** Who connects the data connection: as the client is told, and as a script plays it. */
enum DataMode {
    PASSIVE {
        @Override
        FtpClient set(FtpClient client) {
            return client.passive();
        }

        @Override
        FtpScript asked(FtpScript script) {
            return script.expect("EPSV").passive();
        }

        @Override
        FtpScript connected(FtpScript script) {
            return script.acceptData();
        }
    },
    ACTIVE {
        @Override
        FtpClient set(FtpClient client) {
            return client.active();
        }

        @Override
        FtpScript asked(FtpScript script) {
            return script.expectStarting("EPRT |1|127.0.0.1|").reply("200 ok");
        }

        @Override
        FtpScript connected(FtpScript script) {
            return script.connectBack();
        }
    };

    abstract FtpClient set(FtpClient client);

    abstract FtpScript asked(FtpScript script);

    abstract FtpScript connected(FtpScript script);

    /** A transfer up to its data connection. */
    FtpScript begin(FtpScript script, String command) {
        return connected(asked(script).expect(command).reply("150 go"));
    }

    /** A good download, which shows that the session is as good as before. */
    void next(FtpScript script) {
        begin(script, "RETR next").sendData("next").closeData().reply("226 done");
    }
}
