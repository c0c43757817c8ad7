package no.altinncamel.broker.client.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;

/**
 * What proves to Maskinporten who we are: a private RSA key of at least 2048 bits, and either the {@code kid} under which it
 * is registered or an enterprise certificate (maskinporten 3.2, 4). It signs and never shows itself.
 */
public final class SigningKey {

    private static final int SHORTEST = 2048;

    private final String name;
    private final JWSHeader header;
    private final JWSSigner signer;
    private final Instant expiresAt;

    private SigningKey(String name, JWSHeader header, JWSSigner signer, Instant expiresAt) {
        this.name = name;
        this.header = header;
        this.signer = signer;
        this.expiresAt = expiresAt;
    }

    /**
     * @param  jwk                      the JSON of a private RSA key, or the base64 of it
     * @param  keyId                    overrides the key's own {@code kid}; {@code null} keeps that
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey fromJwk(String jwk, String keyId) {
        return JwkText.parse(jwk, keyId);
    }

    /**
     * @param  pem                      text with one private key, PKCS#8 or PKCS#1, not encrypted; certificates beside it are
     *                                  ignored
     * @param  keyId                    the {@code kid} under which Maskinporten knows the key
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey fromPem(String pem, String keyId) {
        return fromPem(pem, keyId, null);
    }

    /**
     * @param  pem                      text with one private key, PKCS#8, encrypted PKCS#8 or PKCS#1; certificates beside it
     *                                  are ignored
     * @param  keyId                    the {@code kid} under which Maskinporten knows the key
     * @param  password                 decrypts an encrypted PKCS#8 key; may be {@code null} for one that is not
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey fromPem(String pem, String keyId, String password) {
        return of(PemPrivateKey.parse(pem, password), keyId);
    }

    /**
     * A registered key.
     *
     * @param  key                      an RSA key; one of a hardware module need not show its members
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey of(PrivateKey key, String keyId) {
        if (keyId == null || keyId.isBlank()) {
            throw new IllegalArgumentException(
                    "The key has no key id (kid): set it to the one under which Maskinporten registered" + " the key");
        }
        String id = keyId.strip();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build();
        return new SigningKey("key " + id, header, new RSASSASigner(checked(key)), null);
    }

    /**
     * An enterprise certificate, for clients without registered keys.
     *
     * @param  key                      the RSA key of the first certificate
     * @param  chain                    the certificate of the organisation first, then its issuers
     * @param  sent                     which of them the assertion carries
     * @param  clock                    decides whether the certificate is in force
     * @throws IllegalArgumentException naming the fault and what mends it
     */
    public static SigningKey ofCertificate(
            PrivateKey key, List<X509Certificate> chain, CertificateChain sent, Clock clock) {
        PrivateKey usable = checked(key);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "The key has no certificate: give a key id if the key itself is registered"
                            + " with Maskinporten, else a key store that holds the enterprise certificate, too");
        }
        X509Certificate certificate = chain.get(0);
        String name = "certificate " + certificate.getSerialNumber() + " of "
                + certificate.getSubjectX500Principal().getName();
        Instant begins = certificate.getNotBefore().toInstant();
        Instant ends = certificate.getNotAfter().toInstant();
        if (!clock.instant().isBefore(ends)) {
            throw new IllegalArgumentException(
                    "The " + name + " expired at " + ends + ": order a new one and put it into the key store");
        }
        if (clock.instant().isBefore(begins)) {
            throw new IllegalArgumentException("The " + name + " is valid from " + begins
                    + " only: use the present one until then, or correct this" + " machine's clock");
        }
        if (!belongTogether(usable, certificate)) {
            throw new IllegalArgumentException("The private key does not belong to the " + name
                    + ": import key and certificate together, as they were issued");
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .x509CertChain(encoded(sent.of(chain)))
                .build();
        return new SigningKey(name, header, new RSASSASigner(usable), ends);
    }

    private static PrivateKey checked(PrivateKey key) {
        if (key == null || !"RSA".equals(key.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "The key is " + (key == null ? "missing" : "an " + key.getAlgorithm() + " key")
                            + ", but Maskinporten takes RSA keys only: make an RSA key of at least " + SHORTEST
                            + " bits and register it");
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST) {
            throw new IllegalArgumentException(
                    "The RSA key has " + rsa.getModulus().bitLength() + " bits, but Maskinporten wants" + " at least "
                            + SHORTEST + ": make a longer key and register it");
        }
        return key;
    }

    /** Signs and verifies, because a key in a hardware module shows nothing that could be compared. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        byte[] probe = "camel-altinn-broker".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance("SHA256withRSA");
            signing.initSign(key);
            signing.update(probe);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance("SHA256withRSA");
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(probe);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            // a certificate of another kind of key, or a signature of another length
            return false;
        }
    }

    /** Standard base64 without line breaks (maskinporten 3.2). */
    private static List<Base64> encoded(List<X509Certificate> chain) {
        List<Base64> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                encoded.add(Base64.encode(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("A certificate of the chain cannot be encoded: import it again");
            }
        }
        return encoded;
    }

    /** The {@code kid}, or {@code null} for an enterprise certificate. */
    public String keyId() {
        return header.getKeyID();
    }

    /** How a message calls it: {@code key} and its id, or {@code certificate}, its serial number and subject. */
    public String name() {
        return name;
    }

    /** When an enterprise certificate expires; {@code null} for a registered key, whose age only Maskinporten knows. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The assertion's header: the algorithm, and exactly one of {@code kid} and {@code x5c}. */
    JWSHeader header() {
        return header;
    }

    JWSSigner signer() {
        return signer;
    }

    /** Only the name. */
    @Override
    public String toString() {
        return "SigningKey[" + name + "]";
    }
}
