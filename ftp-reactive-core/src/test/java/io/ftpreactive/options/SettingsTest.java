package io.ftpreactive.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.FtpClient;
import io.ftpreactive.internal.settings.Settings;
import io.ftpreactive.mirror.FtpMirror;
import io.ftpreactive.result.ChecksumAlgorithm;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.util.retry.Retry;

/** Whatever can be chosen can be read, by the same name, and changes a copy alone. */
class SettingsTest {

    /** What is read as part of a whole, or is a secret. */
    private static final Set<String> WITHOUT_GETTER = Set.of(
            // ListingOptions.format()
            "zone",
            "months",
            "dateOrder",
            "parsers",
            "addParser",
            // FtpSecurity.context() and isAuthenticated()
            "trust",
            "certificate",
            "insecureTrustAll",
            "insecureHostName");

    private static <S> Arguments change(S settings, UnaryOperator<S> change) {
        return Arguments.of(settings, change);
    }

    private static Stream<Arguments> changes() {
        TransferOptions transfer = TransferOptions.DEFAULT;
        ListingOptions listing = ListingOptions.DEFAULT;
        LoginOptions login = LoginOptions.DEFAULT;
        FtpSecurity security = FtpSecurity.explicit();
        FtpMirror mirror = FtpMirror.of(FtpClient.create());
        UnaryOperator<String> name = path -> path + ".part";
        Retry retry = Retry.max(1);
        return Stream.of(
                change(transfer, o -> o.ascii(true)),
                change(transfer, o -> o.compression(1)),
                change(transfer, o -> o.sizeCheck(SizeCheck.NEVER)),
                change(transfer, o -> o.resumed(true)),
                change(transfer, o -> o.allocated(true)),
                change(transfer, o -> o.minimumSpeed(1, Duration.ofSeconds(30))),
                change(transfer, o -> o.minimumSpeed(0, Duration.ofSeconds(1))),
                change(transfer, o -> o.temporaryName(name)),
                change(transfer, o -> o.replaces(true)),
                change(transfer, o -> o.keepAlive(Duration.ofSeconds(1))),
                change(transfer, o -> o.retry(retry)),
                change(transfer, o -> o.verified(true)),
                change(transfer, o -> o.stallTimeout(Duration.ofSeconds(1))),
                change(transfer, o -> o.maxChunk(1)),
                change(transfer, o -> o.segments(2)),
                change(listing, o -> o.machine(false)),
                change(listing, o -> o.byDirectory(true)),
                change(listing, o -> o.hidden(true)),
                change(listing, o -> o.facts("size")),
                change(login, o -> o.account("a")),
                change(login, o -> o.alternative("SITE AUTH")),
                change(login, o -> o.virtualHost("a")),
                change(login, o -> o.systemQuirks(true)),
                change(login, o -> o.lenientReplies(true)),
                change(mirror, o -> o.sessions(1)),
                change(mirror, o -> o.deleteExtra(true)),
                change(mirror, o -> o.onlyNewer(true)),
                change(mirror, o -> o.checksum(ChecksumAlgorithm.MD5)),
                change(mirror, o -> o.include("a")),
                change(mirror, o -> o.exclude("a")),
                change(mirror, o -> o.depth(1)),
                change(mirror, o -> o.dryRun(true)),
                change(mirror, o -> o.keepTimes(false)),
                change(mirror, o -> o.keepModes(true)),
                change(mirror, o -> o.move(true)),
                change(WalkOptions.DEFAULT, o -> o.maxDepth(1)),
                change(WalkOptions.DEFAULT, o -> o.maxEntries(1)),
                change(ActiveMode.DEFAULT, o -> o.address(":4000")),
                change(ActiveMode.DEFAULT, o -> o.announced("192.0.2.7")),
                change(ActiveMode.DEFAULT, o -> o.extended(false)),
                change(ActiveMode.DEFAULT, o -> o.acceptTimeout(Duration.ofSeconds(1))),
                change(ActiveMode.DEFAULT, o -> o.peerChecked(false)),
                change(PassiveMode.DEFAULT, o -> o.extended(false)),
                change(PassiveMode.DEFAULT, o -> o.address(PassiveAddress.SERVER)),
                change(PassiveMode.DEFAULT, o -> o.announced(false)),
                change(security, o -> o.mode(FtpSecurity.Mode.IMPLICIT)),
                change(security, o -> o.versions("TLSv1.3")),
                change(security, o -> o.newerVersionTried(false)),
                change(security, o -> o.dataProtected(false)),
                change(security, o -> o.controlCleared(true)),
                change(security, o -> o.applicationProtocol(true)),
                change(security, o -> o.lenientEnd(true)),
                change(security, FtpSecurity::insecureHostName));
    }

    @ParameterizedTest
    @MethodSource("changes")
    <S extends Settings<S>> void shouldChangeACopyAlone(S before, UnaryOperator<S> change) {
        String shown = before.toString();
        S changed = change.apply(before);
        assertThat(changed).isNotSameAs(before).isNotEqualTo(before);
        assertThat(before).hasToString(shown);
        assertThat(change.apply(before)).isEqualTo(changed).hasSameHashCodeAs(changed);
    }

    private static Stream<Class<?>> types() {
        return Stream.of(
                TransferOptions.class,
                ListingOptions.class,
                LoginOptions.class,
                WalkOptions.class,
                ActiveMode.class,
                PassiveMode.class,
                FtpSecurity.class,
                FtpMirror.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldHaveAGetterForEachSetter(Class<?> type) {
        List<Method> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .toList();
        assertThat(methods)
                .filteredOn(method -> method.getReturnType() == type && !WITHOUT_GETTER.contains(method.getName()))
                .isNotEmpty()
                .allSatisfy(setter -> assertThat(methods)
                        .anyMatch(getter -> getter.getName().equals(setter.getName())
                                && getter.getParameterCount() == 0
                                && getter.getReturnType() != type));
    }

    @Test
    void shouldGiveWhatWasChosen() {
        RateLimit limit = RateLimit.bytesPerSecond(7);
        assertThat(TransferOptions.DEFAULT.rateLimits(limit).rateLimits()).containsExactly(limit);
        assertThat(limit.bytesPerSecond()).isEqualTo(7);
        assertThat(ListingOptions.DEFAULT.facts("size", "modify").facts()).containsExactly("type", "size", "modify");
        assertThat(ListingOptions.DEFAULT.facts("Type").facts()).containsExactly("Type");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(ListingOptions.DEFAULT.zone(berlin).format().zone()).isEqualTo(berlin);
        assertThat(LoginOptions.DEFAULT.account("billing").account()).isEqualTo("billing");
        assertThat(LoginOptions.DEFAULT.account("billing").toString()).doesNotContain("billing");
        assertThat(FtpSecurity.none().dataProtected()).isFalse();
        assertThat(FtpSecurity.explicit().dataProtected()).isTrue();
    }
}
