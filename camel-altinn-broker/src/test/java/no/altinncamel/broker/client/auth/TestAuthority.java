package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority like those that issue enterprise certificates. */
public final class TestAuthority {

    private static final Instant FROM = Instant.now().minus(400, ChronoUnit.DAYS);
    private static final Instant TO = Instant.now().plus(400, ChronoUnit.DAYS);

    private final X500Name name;
    private final KeyPair pair;
    private final X509Certificate certificate;

    private TestAuthority(X500Name name, KeyPair pair, X509Certificate certificate) {
        this.name = name;
        this.pair = pair;
        this.certificate = certificate;
    }

    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestAuthority root() {
        KeyPair pair = keyPair();
        X500Name name = new X500Name("CN=Test Root");
        return new TestAuthority(name, pair, issue(name, pair, name, pair, FROM, TO, true));
    }

    public TestAuthority intermediate() {
        KeyPair own = keyPair();
        X500Name subject = new X500Name("CN=Test Enterprise CA");
        return new TestAuthority(subject, own, issue(name, pair, subject, own, FROM, TO, true));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public KeyPair keys() {
        return pair;
    }

    /** A certificate of an organisation, in force. */
    public X509Certificate leaf(KeyPair of, String organization) {
        return leaf(of, organization, FROM, TO);
    }

    public X509Certificate leaf(KeyPair of, String organization, Instant from, Instant to) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "NO")
                .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRNO-" + organization)
                .addRDN(BCStyle.CN, "Virksomhet AS")
                .build();
        return issue(name, pair, subject, of, from, to, false);
    }

    private static X509Certificate issue(
            X500Name issuer,
            KeyPair issuerPair,
            X500Name subject,
            KeyPair of,
            Instant from,
            Instant to,
            boolean authority) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    issuer,
                                    BigInteger.valueOf(System.nanoTime()),
                                    Date.from(from),
                                    Date.from(to),
                                    subject,
                                    of.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerPair.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
