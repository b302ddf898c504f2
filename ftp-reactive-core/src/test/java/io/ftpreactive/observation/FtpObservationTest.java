package io.ftpreactive.observation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.SizeCheck;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.testkit.FtpScript;
import io.ftpreactive.testkit.ScriptedFtpServer;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Commands and transfers are observed, with key values of few values, in the trace of who subscribed. */
class FtpObservationTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String COMMAND = "ftp.client.command";
    private static final String TRANSFER = "ftp.client.transfer";

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final FtpSessionProvider pool = FtpSessionProvider.create(1);

    @AfterEach
    void dispose() {
        pool.disposeLater().block(LONG);
    }

    private FtpClient client(ScriptedFtpServer server) {
        return FtpClient.create(pool)
                .host(server.host())
                .port(server.port())
                .credentials("joe", "s3cret")
                .observation(FtpObservation.of(registry));
    }

    private TestObservationRegistryAssert assertRegistry() {
        return TestObservationRegistryAssert.assertThat(registry);
    }

    private static FtpScript begin(FtpScript script, String command) {
        return script.expect("EPSV").passive().expect(command).reply("150 go").acceptData();
    }

    private static Flux<String> texts(FtpClient client, String path) {
        return client.retrieve(path).asString();
    }

    @Test
    void shouldObserveCommandsAndTheirRefusals() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> script.login()
                .expect("MKD in/box")
                .reply("257 made")
                .expect("DELE a")
                .reply("550 no"))) {
            FtpClient client = client(server);
            client.makeDirectory("in/box").block(LONG);
            StepVerifier.create(client.delete("a"))
                    .expectError(FtpReplyException.class)
                    .verify(LONG);
            assertRegistry()
                    .hasAnObservation(observation -> observation
                            .hasNameEqualTo(COMMAND)
                            .hasContextualNameEqualTo("ftp mkd")
                            .hasLowCardinalityKeyValue("ftp.verb", "MKD")
                            .hasLowCardinalityKeyValue("ftp.outcome", "2yz")
                            .hasLowCardinalityKeyValue("ftp.server", server.host() + ":" + server.port())
                            .hasLowCardinalityKeyValue("ftp.tls", "false")
                            .hasHighCardinalityKeyValue("ftp.path", "in/box"))
                    .hasAnObservation(observation -> observation
                            .hasNameEqualTo(COMMAND)
                            .hasLowCardinalityKeyValue("ftp.verb", "DELE")
                            .hasLowCardinalityKeyValue("ftp.outcome", "5yz")
                            .doesNotHaveError());
        }
    }

    @Test
    void shouldTellNoSecretAndNoArgumentInLowCardinality() {
        List<Observation.Context> ended = new CopyOnWriteArrayList<>();
        registry.observationConfig().observationHandler(new Collecting(ended));
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("XYZZY s3cret").reply("200 nothing happens"))) {
            client(server)
                    .withSession(session -> session.send(FtpCommand.of("XYZZY", "s3cret")))
                    .blockLast(LONG);
        }
        assertThat(ended).isNotEmpty();
        assertThat(ended.stream().map(Observation.Context::getAllKeyValues).map(KeyValues::toString))
                .noneMatch(values -> values.contains("s3cret") || values.contains("joe"));
        assertThat(ended.stream()
                        .map(context -> requireNonNull(context.getLowCardinalityKeyValue("ftp.verb"))
                                .getValue()))
                .contains("USER", "PASS", "OTHER")
                .doesNotContain("XYZZY");
        assertThat(ended.toString()).doesNotContain("s3cret");
    }

    private record Collecting(List<Observation.Context> ended) implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Test
    void shouldObserveTransfersInBothDirections() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script.login(), "RETR a").sendData("bytes").closeData().reply("226 done");
            begin(script, "STOR b").readDataToEnd().reply("226 done");
            begin(script, "LIST").sendData("").closeData().reply("226 done");
        })) {
            FtpClient client = client(server);
            texts(client, "a").blockLast(LONG);
            client.store("b", Mono.fromSupplier(() -> Unpooled.copiedBuffer("by", StandardCharsets.UTF_8)))
                    .block(LONG);
            client.list("").blockLast(LONG);
            for (String[] each : new String[][] {{"RETR", "download"}, {"STOR", "upload"}, {"LIST", "listing"}}) {
                assertRegistry()
                        .hasAnObservation(observation -> observation
                                .hasNameEqualTo(TRANSFER)
                                .hasLowCardinalityKeyValue("ftp.verb", each[0])
                                .hasLowCardinalityKeyValue("ftp.direction", each[1])
                                .hasLowCardinalityKeyValue("ftp.outcome", "2yz")
                                .doesNotHaveError());
            }
        }
    }

    @Test
    void shouldTellWhyATransferFailed() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            begin(script.login(), "RETR a").sendData("by").resetData().reply("426 no");
            script.expect("EPSV").passive().expect("RETR b").reply("550 no");
            begin(script, "RETR c")
                    .sendData("bytes")
                    .expect("ABOR")
                    .reply("426 aborted", "226 done")
                    .expect("NOOP")
                    .reply("200 ok");
            script.expect("SIZE d").reply("213 5");
            begin(script, "RETR d").sendData("by").closeData().reply("226 done");
        })) {
            FtpClient client = client(server);
            StepVerifier.create(texts(client, "a").then()).expectError().verify(LONG);
            StepVerifier.create(texts(client, "b").then()).expectError().verify(LONG);
            texts(client, "c").take(1).blockLast(LONG);
            StepVerifier.create(client.transferOptions(options -> options.sizeCheck(SizeCheck.REQUIRED))
                            .retrieve("d")
                            .then())
                    .expectError()
                    .verify(LONG);
            for (String[] each :
                    new String[][] {{"a", "NEGATIVE_REPLY"}, {"b", "5yz"}, {"c", "CANCELLED"}, {"d", "WRONG_SIZE"}}) {
                assertRegistry()
                        .hasAnObservation(observation -> observation
                                .hasNameEqualTo(TRANSFER)
                                .hasHighCardinalityKeyValue("ftp.path", each[0])
                                .hasLowCardinalityKeyValue("ftp.outcome", each[1]));
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked") // The assertions are chained as raw types.
    void shouldJoinTheTraceOfTheCallerOnASessionThatAnotherHasOpened() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script -> {
            script.login().expect("SIZE x").reply("213 1");
            begin(script, "RETR a").sendData("bytes").closeData().reply("226 done");
        })) {
            FtpClient client = client(server);
            Observation opener = Observation.start("opener", registry);
            client.size("x")
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, opener))
                    .block(LONG);
            Observation caller = Observation.start("caller", registry);
            texts(client, "a")
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, caller))
                    .blockLast(LONG);
            opener.stop();
            caller.stop();
            assertRegistry()
                    .hasAnObservation(observation -> observation
                            .hasNameEqualTo(COMMAND)
                            .hasLowCardinalityKeyValue("ftp.verb", "SIZE")
                            .hasParentObservationEqualTo(opener))
                    .hasAnObservation(
                            observation -> observation.hasNameEqualTo(TRANSFER).hasParentObservationEqualTo(caller))
                    .hasAnObservation(observation -> observation
                            .hasNameEqualTo(COMMAND)
                            .hasLowCardinalityKeyValue("ftp.verb", "RETR")
                            .hasParentObservationContextMatching(
                                    context -> context instanceof FtpOperationContext of
                                            && of.operation().kind() == FtpOperation.Kind.TRANSFER,
                                    "the transfer"));
        }
    }

    @Test
    void shouldUseAConvention() {
        FtpObservationConvention shorter = new FtpObservationConvention() {

            @Override
            public String getName() {
                return "my.ftp";
            }

            @Override
            public KeyValues getLowCardinalityKeyValues(FtpOperationContext context) {
                return KeyValues.of("tenant", "one");
            }
        };
        try (ScriptedFtpServer server = ScriptedFtpServer.start(
                script -> script.login().expect("DELE a").reply("250 ok"))) {
            client(server)
                    .observation(FtpObservation.of(registry).convention(shorter))
                    .delete("a")
                    .block(LONG);
            assertRegistry()
                    .hasAnObservation(observation ->
                            observation.hasNameEqualTo("my.ftp").hasLowCardinalityKeyValue("tenant", "one"))
                    .hasAnObservation(observation -> observation.hasNameEqualTo(COMMAND));
        }
    }

    @Test
    void shouldMeasureNothingWithARegistryThatDoesNothing() {
        FtpObservation none = FtpObservation.of(ObservationRegistry.NOOP);
        assertThat(none.begun(new FtpOperation(
                        FtpOperation.Kind.COMMAND, "1", "localhost:21", false, FtpCommand.noop(), Context.empty())))
                .isNull();
    }

    @Test
    void shouldDoNoHarmWhatAnObserverThrows() {
        try (ScriptedFtpServer server = ScriptedFtpServer.start(script ->
                script.login().expect("DELE a").reply("250 ok").expect("DELE b").reply("250 ok"))) {
            FtpClient client = client(server)
                    .observation(operation -> {
                        throw new IllegalStateException("an observer's own fault");
                    })
                    .observation(operation -> outcome -> {
                        throw new NoClassDefFoundError("an observer's own fault");
                    });
            client.delete("a").block(LONG);
            client.delete("b").block(LONG);
            assertThat(server.connections()).isEqualTo(1);
            assertRegistry().hasAnObservation(observation -> observation.hasLowCardinalityKeyValue("ftp.verb", "DELE"));
        }
    }
}
