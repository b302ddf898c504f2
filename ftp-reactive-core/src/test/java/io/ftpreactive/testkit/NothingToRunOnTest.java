package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs samples as the tests are run, with the extensions that are registered for all. */
class NothingToRunOnTest {

    private static final String MISSING = "missing-ftpd";
    private static final String SKIPPED = "skipped: what it runs on is missing: missing-ftpd (no such program)";
    private static final String MISTAKE = "must configure at least one set of arguments";

    /** As the kit's own sources do: what is missing is asked for, and does not come. */
    static Stream<String> missing() {
        LeftOut.add(MISSING, "no such program");
        LeftOut.ask(MISSING);
        return Stream.empty();
    }

    static List<String> noneByMistake() {
        LeftOut.ask("there-ftpd");
        return List.of();
    }

    static Stream<String> there() {
        return Stream.of("there-ftpd");
    }

    static Stream<String> required() {
        missing();
        throw new AssertionError("missing-ftpd is required");
    }

    @Test
    void shouldSkipWhatHasNothingToRunOnAndSayWhatIsMissing() {
        assertThat(run(Missing.class)).containsExactly(SKIPPED);
        assertThat(run(MissingByItsName.class)).containsExactly(SKIPPED);
        assertThat(run(MissingClass.class)).containsExactly(SKIPPED);
    }

    @Test
    void shouldRunOnWhatIsThere() {
        assertThat(run(OneOfTwo.class)).containsExactly("passed");
    }

    @Test
    void shouldFailWhereNothingIsMissingOrWhatIsMissingIsRequired() {
        assertThat(run(Mistake.class)).singleElement().asString().contains(MISTAKE);
        assertThat(run(Required.class)).singleElement().asString().contains("missing-ftpd is required");
    }

    static class Missing {
        @ParameterizedTest
        @MethodSource("io.ftpreactive.testkit.NothingToRunOnTest#missing")
        void shouldBeSkipped(String server) {}
    }

    static class MissingByItsName {
        static Stream<String> none() {
            return missing();
        }

        @ParameterizedTest
        @MethodSource("none")
        void shouldBeSkipped(String server) {}
    }

    @ParameterizedClass
    @MethodSource("io.ftpreactive.testkit.NothingToRunOnTest#missing")
    static class MissingClass {
        @Parameter
        String server = "";

        @Test
        void shouldBeSkipped() {}
    }

    static class OneOfTwo {
        @ParameterizedTest
        @MethodSource({
            "io.ftpreactive.testkit.NothingToRunOnTest#missing",
            "io.ftpreactive.testkit.NothingToRunOnTest#there"
        })
        void shouldRun(String server) {}
    }

    static class Mistake {
        @ParameterizedTest
        @MethodSource("io.ftpreactive.testkit.NothingToRunOnTest#noneByMistake")
        void shouldFail(String server) {}
    }

    static class Required {
        @ParameterizedTest
        @MethodSource("io.ftpreactive.testkit.NothingToRunOnTest#required")
        void shouldFail(String server) {}
    }

    /** Gives what became of each test of a class. */
    private static List<String> run(Class<?> sample) {
        List<String> outcomes = new ArrayList<>();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(sample))
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionSkipped(TestIdentifier test, String reason) {
                                outcomes.add("skipped: " + reason);
                            }

                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable().ifPresent(error -> outcomes.add("failed: " + error.getMessage()));
                                if (test.isTest() && result.getThrowable().isEmpty()) {
                                    outcomes.add("passed");
                                }
                            }
                        });
        return outcomes;
    }
}
