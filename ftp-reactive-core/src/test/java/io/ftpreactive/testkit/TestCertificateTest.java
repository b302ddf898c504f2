package io.ftpreactive.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Files;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestCertificateTest {

    static Stream<TestCertificate> all() {
        return Stream.of(
                TestCertificate.LOCALHOST,
                TestCertificate.OTHER_LOCALHOST,
                TestCertificate.WRONG_HOST,
                TestCertificate.EXPIRED,
                TestCertificate.SELF_SIGNED,
                TestCertificate.UNTRUSTED,
                TestCertificate.CLIENT);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeReadableFromItsFiles(TestCertificate certificate) {
        assertThatCode(() -> SslContextBuilder.forServer(
                                certificate.chain().toFile(), certificate.key().toFile())
                        .trustManager(TestCertificate.ca().toFile())
                        .build())
                .doesNotThrowAnyException();
        assertThat(certificate.keyAndChain()).contains("PRIVATE KEY", "CERTIFICATE");
    }

    @Test
    void shouldBeTrustedOnlyWhereTheAuthorityIs() throws Exception {
        for (TestCertificate good :
                List.of(TestCertificate.LOCALHOST, TestCertificate.OTHER_LOCALHOST, TestCertificate.WRONG_HOST)) {
            trust().checkServerTrusted(chain(good), "ECDHE_ECDSA");
        }
        trust().checkClientTrusted(chain(TestCertificate.CLIENT), "ECDHE_ECDSA");
        for (TestCertificate bad : List.of(TestCertificate.SELF_SIGNED, TestCertificate.UNTRUSTED)) {
            assertThatThrownBy(() -> trust().checkServerTrusted(chain(bad), "ECDHE_ECDSA"))
                    .hasMessageContaining("unable to find valid certification path");
        }
        assertThatThrownBy(() -> trust().checkServerTrusted(chain(TestCertificate.EXPIRED), "ECDHE_ECDSA"))
                .hasRootCauseInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void shouldNameTheirHostsAndNoAddress() throws Exception {
        assertThat(chain(TestCertificate.LOCALHOST)[0].getSubjectAlternativeNames())
                .containsExactly(List.of(2, "localhost"));
        assertThat(chain(TestCertificate.WRONG_HOST)[0].getSubjectAlternativeNames())
                .containsExactly(List.of(2, "elsewhere.example"));
    }

    @Test
    void shouldDifferWhereTheNamesAreTheSame() throws Exception {
        assertThat(Files.readString(TestCertificate.LOCALHOST.key()))
                .isNotEqualTo(Files.readString(TestCertificate.OTHER_LOCALHOST.key()));
        assertThat(TestCertificate.LOCALHOST.keyManagers().getKeyManagers()).isNotEmpty();
    }

    private static X509TrustManager trust() {
        for (TrustManager manager : TestCertificate.trust().getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new AssertionError("no trust manager");
    }

    private static X509Certificate[] chain(TestCertificate certificate) {
        return certificate.bundle().getCertificatePath();
    }
}
