package io.ftpreactive.cli;

import io.ftpreactive.codec.FtpCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Changes the modes of files. */
@Command(
        name = "chmod",
        description = "Change the modes of files and directories, where the server knows SITE CHMOD.",
        footer = {"  ftp-reactive chmod 640 ftp://me@host/secret.txt"},
        mixinStandardHelpOptions = true)
final class ChmodCommand extends RemoteCommand {

    @Parameters(
            index = "0",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "Octal digits, such as 644 or 2755.")
    String mode = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    ChmodCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(urls, (run, target) -> {
            String path = target.requiredPath();
            return run.session(target)
                    .flatMap(session -> session.site("CHMOD " + mode + " " + FtpCommand.pathArgument(path)))
                    .onErrorMap(
                            UnknownCommand::is,
                            refused -> UnknownCommand.advised(refused, "this server lets nobody change modes by FTP"));
        });
    }

    /** Servers take octal modes only; one that misreads {@code u+x} may set what nobody wanted. */
    static final class ModeConverter implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (!value.matches("[0-7]{3,4}")) {
                throw new TypeConversionException(
                        "'" + value + "' is not a mode of three or four octal digits, such as 644 or 2755");
            }
            return value;
        }
    }
}
