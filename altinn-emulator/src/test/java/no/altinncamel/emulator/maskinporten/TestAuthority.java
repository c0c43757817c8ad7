package no.altinncamel.emulator.maskinporten;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import no.altinncamel.emulator.token.RsaKeys;

/** A certificate authority like those that issue enterprise certificates: it makes leaves and intermediates. */
final class TestAuthority {

    /** {@code organizationIdentifier}. */
    static final ASN1ObjectIdentifier NEW_PROFILE = BCStyle.ORGANIZATION_IDENTIFIER;
    /** {@code serialNumber}. */
    static final ASN1ObjectIdentifier OLD_PROFILE = BCStyle.SERIALNUMBER;

    private static final Instant FROM = Instant.now().minus(400, ChronoUnit.DAYS);
    private static final Instant TO = Instant.now().plus(400, ChronoUnit.DAYS);

    private final X500Name name;
    private final PrivateKey key;
    private final X509Certificate certificate;

    private TestAuthority(X500Name name, PrivateKey key, X509Certificate certificate) {
        this.name = name;
        this.key = key;
        this.certificate = certificate;
    }

    static TestAuthority root(String commonName) {
        RSAKey pair = RsaKeys.generate("root");
        X500Name name = new X500Name("CN=" + commonName);
        return new TestAuthority(
                name, privateKey(pair), issue(name, privateKey(pair), name, publicKey(pair), TO, true));
    }

    TestAuthority intermediate(String commonName) {
        RSAKey pair = RsaKeys.generate("intermediate");
        X500Name subject = new X500Name("CN=" + commonName);
        return new TestAuthority(subject, privateKey(pair), issue(name, key, subject, publicKey(pair), TO, true));
    }

    /** @param value such as {@code NTRNO-310000001} */
    X509Certificate leaf(RSAKey of, ASN1ObjectIdentifier profile, String value) {
        return leaf(of, profile, value, TO);
    }

    X509Certificate leaf(RSAKey of, ASN1ObjectIdentifier profile, String value, Instant notAfter) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NO")
                .addRDN(BCStyle.O, "Virksomhet, med komma AS")
                .addRDN(profile, value)
                .addRDN(BCStyle.CN, "Virksomhet")
                .build();
        return issue(name, key, subject, publicKey(of), notAfter, false);
    }

    X509Certificate certificate() {
        return certificate;
    }

    private static X509Certificate issue(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            PublicKey key,
            Instant notAfter,
            boolean authority) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(FROM),
                            Date.from(notAfter),
                            subject,
                            key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(RSAKey pair) {
        return MaskinportenFixture.privateKey(pair);
    }

    private static PublicKey publicKey(RSAKey pair) {
        try {
            return pair.toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
