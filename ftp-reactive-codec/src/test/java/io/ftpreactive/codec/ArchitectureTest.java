package io.ftpreactive.codec;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.ZoneId;
import java.util.Date;
import java.util.Set;

@AnalyzeClasses(packages = "io.ftpreactive.codec", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> CLOCK_READERS = Set.of("now", "system", "systemUTC", "systemDefaultZone");

    private static final DescribedPredicate<JavaClass> SOCKETS = describe(
            "sockets",
            type -> type.isAssignableTo(Socket.class)
                    || type.isAssignableTo(ServerSocket.class)
                    || type.isAssignableTo(DatagramSocket.class));

    private static final DescribedPredicate<JavaClass> BLOCKING_STREAMS = describe(
            "blocking streams",
            type -> (type.isAssignableTo(InputStream.class) || type.isAssignableTo(OutputStream.class))
                    && !type.isEquivalentTo(OutputStream.class)
                    && !type.isEquivalentTo(ByteArrayOutputStream.class));

    private static final DescribedPredicate<JavaCall<?>> READS_THE_CLOCK = describe("reads the clock", call -> {
        JavaClass owner = call.getTargetOwner();
        boolean ofTime = owner.getPackageName().equals("java.time") && CLOCK_READERS.contains(call.getName());
        boolean ofSystem = owner.isEquivalentTo(System.class)
                && (call.getName().equals("currentTimeMillis") || call.getName().equals("nanoTime"));
        boolean ofZone = owner.isEquivalentTo(ZoneId.class) && call.getName().equals("systemDefault");
        return ofTime || ofSystem || ofZone;
    });

    @ArchTest
    static final ArchRule shouldKnowOnlyNettyAndTheJdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.ftpreactive.codec..", "io.netty..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule shouldKnowNoSockets =
            noClasses().should().dependOnClassesThat(SOCKETS.or(resideInAPackage("java.nio.channels..")));

    @ArchTest
    static final ArchRule shouldKnowNoBlockingStreams =
            noClasses().should().dependOnClassesThat(BLOCKING_STREAMS.or(resideInAPackage("java.nio.file..")));

    @ArchTest
    static final ArchRule shouldReadNoClock = noClasses().should().callCodeUnitWhere(READS_THE_CLOCK);

    @ArchTest
    static final ArchRule shouldUseNoDates =
            noClasses().should().dependOnClassesThat().areAssignableTo(Date.class);

    @ArchTest
    static final ArchRule shouldNotKnowListingsInReplies = noClasses()
            .that()
            .resideInAPackage("io.ftpreactive.codec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ftpreactive.codec.listing");
}
