package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;

/** A client that has no registered key but an enterprise certificate; maskinporten 3.2, 4.2. */
class EnterpriseCertificateTest extends WithEmulator {

    private static final String VENDOR = "310000001";
    private static final String WRITE = "altinn:broker.write";
    private static final TestAuthority ROOT = TestAuthority.root();
    private static final TestAuthority ISSUER = ROOT.intermediate();
    private static final KeyPair PAIR = TestAuthority.keyPair();
    private static final X509Certificate LEAF = ISSUER.leaf(PAIR, VENDOR);

    private final MaskinportenClient client =
            emulator.maskinporten().registerClient(VENDOR).scopes(WRITE);
    private final Identity identity = direct().clientId(client.id()).build();

    @BeforeEach
    void grantAndTrust() {
        emulator.maskinporten().scope(WRITE).grantTo(VENDOR);
        emulator.maskinporten().trust(ROOT.certificate());
    }

    private static SigningKey certificate(X509Certificate leaf, CertificateChain sent) {
        return SigningKey.ofCertificate(
                PAIR.getPrivate(),
                List.of(leaf, ISSUER.certificate(), ROOT.certificate()),
                sent,
                Clock.fixed(leaf.getNotBefore().toInstant(), Clock.systemUTC().getZone()));
    }

    private MaskinportenTokenProvider with(SigningKey key) {
        return opened(MaskinportenTokenProvider.builder(transport, key, Runnable::run)
                .clock(time)
                .nanoTime(time)
                .retryPolicy(THREE_QUICK_ATTEMPTS)
                .build());
    }

    private static Map<?, ?> header() {
        return (Map<?, ?>)
                emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN).get(0).detail("assertionHeader");
    }

    @Test
    @Scenario("M-10")
    void theFullChainWithoutTheRootIsTaken() {
        assertThat(with(certificate(LEAF, CertificateChain.full)).get(identity).organization())
                .isEqualTo(VENDOR);
        assertThat(header().keySet().toArray()).containsExactlyInAnyOrder("alg", "x5c");
        assertThat((List<?>) header().get("x5c")).hasSize(2);
    }

    @Test
    @Scenario("M-11")
    void theLeafAloneIsTakenWhereTheIssuerIsKnown() {
        MaskinportenTokenProvider tokens = with(certificate(LEAF, CertificateChain.leaf));
        assertThat(failure(tokens, identity))
                .hasMessageContainingAll("MP-120", "Virksomhet AS", "certificateChain=full", "test certificates");

        advance(FailureMemory.OURS);
        emulator.maskinporten().trust(ISSUER.certificate());
        assertThat(tokens.get(identity)).isNotNull();
        assertThat((List<?>) header().get("x5c")).hasSize(1);
    }

    @Test
    @Scenario("M-58")
    void aCertificateOfAnotherOrganisationIsNamedAsSuch() {
        TokenException failure =
                failure(with(certificate(ISSUER.leaf(PAIR, "310000002"), CertificateChain.full)), identity);

        assertThat(failure.category()).isEqualTo(Category.CONFIGURATION);
        assertThat(failure).hasMessageContainingAll("MP-122", "another organisation than client " + client.id());
    }

    @Test
    @Scenario("M-54")
    void aClientWithRegisteredKeysIsToldToUseThem() throws Exception {
        client.addKey(new RSAKeyGenerator(2048).keyID("registered").generate());

        TokenException failure = failure(with(certificate(LEAF, CertificateChain.full)), identity);

        assertThat(failure.category()).isEqualTo(Category.CONFIGURATION);
        assertThat(failure).hasMessageContainingAll("has registered keys", "keyId");
        assertThat(grants()).isEqualTo(1);
    }

    @Test
    void theLogWarnsOnceADayFromThirtyDaysBeforeTheExpiry() throws Exception {
        Instant ends = time.instant().plus(Duration.ofDays(31));
        X509Certificate ending = ISSUER.leaf(PAIR, VENDOR, time.instant().minusSeconds(60), ends);
        try (LogCapture log = LogCapture.of(KeyChoice.class)) {
            MaskinportenTokenProvider tokens = with(certificate(ending, CertificateChain.full));
            tokens.get(identity);
            assertThat(log.text()).isEmpty();

            advance(Duration.ofDays(1).plusSeconds(1));
            tokens.get(identity);
            advance(Duration.ofHours(23));
            tokens.get(identity);
            assertThat(log.text()).containsOnlyOnce("expires at").contains("Virksomhet AS", "order a new one");

            advance(Duration.ofHours(2));
            tokens.get(identity);
            assertThat(log.text().split("expires at", -1)).hasSize(3);
        }
    }

    @Test
    void aCertificateAboutToExpireIsReportedBeforeAnyTokenIsFetched() throws Exception {
        X509Certificate ending = ISSUER.leaf(
                PAIR, VENDOR, time.instant().minusSeconds(60), time.instant().plus(Duration.ofDays(29)));
        try (LogCapture log = LogCapture.of(KeyChoice.class)) {
            with(certificate(ending, CertificateChain.full));
            assertThat(log.text()).contains("WARN", "expires at");
        }
        assertThat(grants()).isZero();
    }
}
