package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.token.RsaKeys;

class EnterpriseCertificateTest extends MaskinportenFixture {

    private TestAuthority root;
    private TestAuthority intermediate;
    private TestAuthority production;
    private MaskinportenClient c2;

    @BeforeAll
    void authorities() {
        root = TestAuthority.root("Test Root");
        intermediate = root.intermediate("Test Enterprise CA");
        production = TestAuthority.root("Production Root");
    }

    @BeforeEach
    void certificateClient() {
        maskinporten().trust(root.certificate(), intermediate.certificate());
        c2 = maskinporten().registerClient(VENDOR).scopes(READ);
    }

    private X509Certificate leaf() {
        return intermediate.leaf(k1, TestAuthority.NEW_PROFILE, "NTRNO-" + VENDOR);
    }

    private Grant grant(X509Certificate... chain) {
        return withX5c(Arrays.stream(chain)
                .map(certificate -> Base64.getEncoder().encodeToString(der(certificate)))
                .toList());
    }

    private Grant withX5c(Object x5c) {
        return grant(c2).withoutKeyId().header("x5c", x5c);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertGranted(HttpAnswer answer) {
        assertThat(answer.claims().get("client_amr").asText()).isEqualTo("virksomhetssertifikat");
    }

    @Test
    @Scenario("M-10")
    void theFullChainIsTaken() {
        assertGranted(grant(leaf(), intermediate.certificate()).send());
        assertGranted(
                grant(leaf(), intermediate.certificate(), root.certificate()).send());
    }

    @Test
    @Scenario("M-10")
    void theRootSufficesIfTheChainIsSent() {
        maskinporten().trust(root.certificate());
        assertGranted(grant(leaf(), intermediate.certificate()).send());
        assertUntrusted(grant(leaf()));
    }

    @Test
    @Scenario("M-11")
    void theLeafAloneIsTaken() {
        assertGranted(grant(leaf()).send());
    }

    @Test
    @Scenario("M-11")
    void theOrganisationMayBeTheSerialNumberOfTheSubject() {
        assertGranted(
                grant(intermediate.leaf(k1, TestAuthority.OLD_PROFILE, VENDOR)).send());
    }

    @Test
    @Scenario("M-56")
    void aStringIsNotAnArray() {
        assertUnreadable(withX5c(Base64.getEncoder().encodeToString(der(leaf()))));
        assertUnreadable(withX5c(List.of()));
        assertUnreadable(withX5c(List.of(7)));
    }

    @Test
    @Scenario("M-57")
    void elementsAreStandardBase64OfDer() {
        byte[] der = der(leaf());
        String armour = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END CERTIFICATE-----";
        assertUnreadable(withX5c(List.of(urlEncoded(der))));
        assertUnreadable(withX5c(List.of(armour)));
        assertUnreadable(withX5c(List.of(Base64.getMimeEncoder().encodeToString(der))));
        assertUnreadable(withX5c(List.of("AAAA")));
    }

    /** In the URL alphabet, whether or not this certificate happens to have a character that differs. */
    private static String urlEncoded(byte[] der) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(der);
        return encoded.contains("-") || encoded.contains("_") ? encoded : encoded + "_";
    }

    @Test
    @Scenario("M-58")
    void theCertificateMustBeOfTheClientsOrganisation() {
        assertForeign(intermediate.leaf(k1, TestAuthority.NEW_PROFILE, "NTRNO-" + CUSTOMER));
        assertForeign(intermediate.leaf(k1, TestAuthority.NEW_PROFILE, VENDOR + "0"));
        assertForeign(intermediate.leaf(k1, TestAuthority.OLD_PROFILE, CUSTOMER));
    }

    private void assertForeign(X509Certificate certificate) {
        grant(certificate)
                .send()
                .isRefused(
                        400,
                        "invalid_grant",
                        "Invalid JWT. Invalid organization number for client. Does not match certificate orgno",
                        "MP-122");
    }

    @Test
    @Scenario("M-59")
    void theCertificateMustBeOfThisEnvironment() {
        assertUntrusted(grant(production.leaf(k1, TestAuthority.NEW_PROFILE, "NTRNO-" + VENDOR)));
        maskinporten().trust();
        assertUntrusted(grant(leaf()));
    }

    @Test
    @Scenario("M-59")
    void theCertificateMustBeInForceByTheEmulatorsClock() {
        X509Certificate certificate = intermediate.leaf(
                k1,
                TestAuthority.NEW_PROFILE,
                "NTRNO-" + VENDOR,
                emulator.clock().instant().plusSeconds(3600));
        assertGranted(grant(certificate).send());
        emulator.clock().advance(Duration.ofMinutes(61));
        assertUntrusted(grant(certificate));
    }

    @Test
    @Scenario("M-59")
    void anAuthoritysOwnCertificateIsNoProof() {
        assertUntrusted(grant(root.certificate()));
    }

    @Test
    void theSignatureMustFitTheCertificate() {
        X509Certificate other =
                intermediate.leaf(RsaKeys.generate("other"), TestAuthority.NEW_PROFILE, "NTRNO-" + VENDOR);
        grant(other).send().isRefused(400, "invalid_grant", "Invalid JWT signature", "MP-124");
    }

    private static void assertUntrusted(Grant grant) {
        grant.send().isRefused(400, "invalid_grant", "The JWT is signed with an invalid certificate.", "MP-120");
    }

    private static void assertUnreadable(Grant grant) {
        grant.send().isRefused(400, "invalid_grant", "Invalid JWT header x5c", "MP-123");
    }
}
