package no.altinncamel.broker.client.auth;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/** How much of an enterprise certificate's chain goes into the header {@code x5c} (maskinporten 3.2). */
public enum CertificateChain {

    /** The certificate and those of its issuers that the key store has, without the root. */
    full,
    /** The certificate alone. */
    leaf;

    /** @param chain at least one certificate, the leaf first */
    List<X509Certificate> of(List<X509Certificate> chain) {
        X509Certificate first = chain.get(0);
        if (this == leaf) {
            return List.of(first);
        }
        return chain.stream()
                .filter(certificate -> certificate.equals(first) || !isRoot(certificate))
                .toList();
    }

    private static boolean isRoot(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // an issuer that signed a successor of the same name
            return false;
        }
    }
}
