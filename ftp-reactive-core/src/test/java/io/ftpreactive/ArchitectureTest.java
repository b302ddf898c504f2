package io.ftpreactive;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.X509ExtendedTrustManager;

/** Packages depend one way, and nothing in them can block an event loop by its own nature. */
@AnalyzeClasses(packages = "io.ftpreactive", importOptions = ArchitectureTest.CoreOnly.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("observation")
            .definedBy("io.ftpreactive.observation")
            .layer("mirror")
            .definedBy("io.ftpreactive.mirror")
            .layer("root")
            .definedBy("io.ftpreactive")
            .layer("files")
            .definedBy("io.ftpreactive.internal.files")
            .layer("transfer")
            .definedBy("io.ftpreactive.internal.transfer")
            .layer("opening")
            .definedBy("io.ftpreactive.internal.opening")
            .layer("data")
            .definedBy("io.ftpreactive.internal.data")
            .layer("control")
            .definedBy("io.ftpreactive.internal.control")
            .layer("tls")
            .definedBy("io.ftpreactive.internal.tls")
            .layer("jfr")
            .definedBy("io.ftpreactive.internal.jfr")
            .layer("context")
            .definedBy("io.ftpreactive.internal.context")
            .layer("blocking")
            .definedBy("io.ftpreactive.internal.blocking")
            .layer("options")
            .definedBy("io.ftpreactive.options")
            .layer("result")
            .definedBy("io.ftpreactive.result")
            .layer("settings")
            .definedBy("io.ftpreactive.internal.settings")
            .layer("error")
            .definedBy("io.ftpreactive.error")
            .whereLayer("observation")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("mirror")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("observation", "mirror")
            .whereLayer("jfr")
            .mayOnlyBeAccessedByLayers("control")
            .whereLayer("context")
            .mayNotAccessAnyLayer()
            .whereLayer("blocking")
            .mayNotAccessAnyLayer()
            .whereLayer("files")
            .mayOnlyBeAccessedByLayers("root", "mirror")
            .whereLayer("transfer")
            .mayOnlyBeAccessedByLayers("files", "root")
            .whereLayer("opening")
            .mayOnlyBeAccessedByLayers("transfer", "root")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("opening", "transfer", "files", "root")
            .whereLayer("control")
            .mayOnlyBeAccessedByLayers("opening", "data", "transfer", "files", "root")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("control", "opening", "data", "transfer", "root")
            .whereLayer("options")
            .mayOnlyBeAccessedByLayers("tls", "control", "opening", "data", "transfer", "files", "root", "mirror")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers(
                    "options",
                    "jfr",
                    "tls",
                    "control",
                    "opening",
                    "data",
                    "transfer",
                    "files",
                    "root",
                    "observation",
                    "mirror")
            .whereLayer("settings")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.ftpreactive.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_BLOCKS = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("block|blockFirst|blockLast|blockOptional|toIterable|toStream")));

    @ArchTest
    static final ArchRule MICROMETER_IS_OPTIONAL = noClasses()
            .that()
            .resideOutsideOfPackage("io.ftpreactive.observation")
            .and()
            .doNotHaveSimpleName("SnapshotRestorer")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule THE_FLIGHT_RECORDER_IS_OPTIONAL = noClasses()
            .that()
            .resideOutsideOfPackage("io.ftpreactive.internal.jfr")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.jfr..");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NO_BLOCKING_SOCKETS_AND_FILES = noClasses()
            .that()
            // These have methods for sockets, which nobody calls.
            .areNotAssignableTo(X509ExtendedTrustManager.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Socket.class,
                    ServerSocket.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class,
                    RandomAccessFile.class);

    /** What stands where the client's class file does. */
    static final class CoreOnly implements ImportOption {

        private static final String ROOT = FtpClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();

        @Override
        public boolean includes(Location location) {
            return location.asURI().toString().startsWith(ROOT) && !location.contains("/codec/");
        }
    }
}
