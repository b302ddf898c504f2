package io.ftpreactive.cli;

import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets the server compute checksums. */
@Command(
        name = "hash",
        description = "Print checksums that the server computes of its files, as sha256sum prints them.",
        footer = {
            "  ftp-reactive hash -a md5 ftp://host/a.iso ftp://host/b.iso",
            "  ftp-reactive hash --local a.iso ftp://host/a.iso && echo same"
        },
        mixinStandardHelpOptions = true)
final class HashCommand extends RemoteCommand {

    @Parameters(arity = "1..*", paramLabel = "URL", description = "ftp://host/path")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            converter = AlgorithmConverter.class,
            description = "sha256, the default, sha512, sha1, md5, or crc32.")
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.SHA_256;

    @Option(
            names = "--local",
            paramLabel = "FILE",
            description = "Compare with a local file, - is stdin; ends with 1 where they differ.")
    @Nullable
    String local;

    @Option(names = "--json", description = "One JSON object for each.")
    boolean json;

    HashCommand(Streams streams) {
        super(streams);
    }

    @Override
    public Integer call() {
        return each(urls, this::hash);
    }

    private Mono<Void> hash(Run run, Target target) {
        if (local != null && urls.size() > 1) {
            throw new CliException(ExitCode.USAGE, "--local compares with one URL, not with " + urls.size());
        }
        String path = target.requiredPath();
        LocalFile file = local == null ? null : LocalFile.of(local, streams().in());
        Mono<Checksum> remote = run.session(target)
                .flatMap(session -> session.checksum(path, algorithm))
                .onErrorMap(UnknownCommand::is, this::unknown);
        return file == null
                ? remote.flatMap(there -> print(line(target, there, null)))
                : Mono.zip(remote, LocalChecksum.of(file, algorithm))
                        .flatMap(both -> print(line(target, both.getT1(), both.getT2()))
                                .then(compare(target, both.getT1(), both.getT2())));
    }

    private CliException unknown(Throwable refused) {
        return UnknownCommand.advised(
                refused,
                "the server computes no " + LocalChecksum.name(algorithm)
                        + ": try another --algorithm, or compute it from what 'get' gives");
    }

    private Mono<Void> print(String line) {
        return Lines.print(streams(), Flux.just(line));
    }

    private String line(Target target, Checksum there, @Nullable Checksum here) {
        if (!json) {
            return line(there, target.name());
        }
        JsonObject object = new JsonObject()
                .put("url", RemoteUrl.of(target.url(), target.path()))
                .put("path", target.path())
                .put("algorithm", LocalChecksum.name(algorithm))
                .put("checksum", there.hex());
        if (here != null) {
            object.put("local", local).put("localChecksum", here.hex()).put("same", here.equals(there));
        }
        return object.toString();
    }

    /** As sha256sum writes and reads it: a backslash in front says that those in the name are doubled. */
    private String line(Checksum sum, String name) {
        String line = sum.hex() + "  " + (streams().outIsTerminal() ? Escapes.visible(name) : name);
        return name.indexOf('\\') < 0 ? line : "\\" + line.replace("\\", "\\\\");
    }

    private Mono<Void> compare(Target target, Checksum there, Checksum here) {
        return here.equals(there)
                ? Mono.empty()
                : Mono.error(new CliException(
                        ExitCode.DIFFERENT,
                        local + " differs from " + target.url() + ": " + LocalChecksum.name(algorithm) + " "
                                + here.hex() + " here, " + there.hex() + " there"));
    }

    /** Reads {@code sha256}, {@code SHA-256} and the like. */
    static final class AlgorithmConverter implements ITypeConverter<ChecksumAlgorithm> {

        @Override
        public ChecksumAlgorithm convert(String value) {
            return Arrays.stream(ChecksumAlgorithm.values())
                    .filter(known -> plain(known.name()).equals(plain(value)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is none of sha256, sha512, sha1, md5 and crc32"));
        }

        private static String plain(String name) {
            return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
        }
    }
}
