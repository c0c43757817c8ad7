package no.altinncamel.emulator.maskinporten;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Enterprise certificates: trusted, in force, and of the client's organisation (contract maskinporten 3.2 and 4.2). */
final class CertificateCheck {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final String ORGANIZATION_IDENTIFIER = "organizationIdentifier";
    private static final String SERIAL_NUMBER = "serialNumber";
    private static final Map<String, String> NAMES =
            Map.of("2.5.4.97", ORGANIZATION_IDENTIFIER, "2.5.4.5", SERIAL_NUMBER);
    private static final Pattern ORGANIZATION = Pattern.compile("(?:NTRNO-)?([0-9]{9})");

    private final Clock clock;
    private volatile Set<TrustAnchor> anchors = Set.of();

    CertificateCheck(Clock clock) {
        this.clock = clock;
    }

    void trust(Collection<X509Certificate> authorities) {
        anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param  x5c                   the header's value as it was sent
     * @return                       the key that the assertion must be signed with
     * @throws GrantRefusedException if the certificate is not readable, not trusted or of another organisation
     */
    PublicKey check(Object x5c, String organization) throws GrantRefusedException {
        List<X509Certificate> chain = parse(x5c);
        if (!isTrusted(chain)) {
            throw Refusal.INVALID_CERTIFICATE.exception();
        }
        X509Certificate leaf = chain.get(0);
        if (!organization.equals(organization(leaf.getSubjectX500Principal()))) {
            throw Refusal.FOREIGN_CERTIFICATE.exception();
        }
        return leaf.getPublicKey();
    }

    private static List<X509Certificate> parse(Object x5c) throws GrantRefusedException {
        if (!(x5c instanceof List<?> elements) || elements.isEmpty()) {
            throw Refusal.INVALID_X5C.exception();
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof String text)
                    || text.length() % 4 != 0
                    || !BASE64.matcher(text).matches()) {
                throw Refusal.INVALID_X5C.exception();
            }
            try {
                byte[] der = Base64.getDecoder().decode(text);
                chain.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException | IllegalArgumentException e) {
                throw Refusal.INVALID_X5C.exception();
            }
        }
        return chain;
    }

    private boolean isTrusted(List<X509Certificate> chain) {
        Set<TrustAnchor> trusted = anchors;
        if (trusted.isEmpty()) {
            return false;
        }
        Set<X509Certificate> authorities =
                trusted.stream().map(TrustAnchor::getTrustedCert).collect(Collectors.toSet());
        // some send the root along, which must not be part of the path
        List<X509Certificate> path = chain.stream()
                .filter(certificate -> !authorities.contains(certificate))
                .toList();
        try {
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return !path.isEmpty();
        } catch (GeneralSecurityException e) {
            // the contract has one answer for every reason
            return false;
        }
    }

    /** The number in {@code organizationIdentifier} ({@code NTRNO-123456789}), else in {@code serialNumber}; or null. */
    private static String organization(X500Principal subject) {
        Map<String, String> found = new java.util.HashMap<>();
        try {
            for (Rdn rdn : new LdapName(subject.getName(X500Principal.RFC2253, NAMES)).getRdns()) {
                for (var all = rdn.toAttributes().getAll(); all.hasMore(); ) {
                    Attribute attribute = all.next();
                    Matcher number = ORGANIZATION.matcher(attribute.get().toString());
                    if (number.matches()) {
                        found.put(attribute.getID(), number.group(1));
                    }
                }
            }
        } catch (InvalidNameException e) {
            return null;
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
        return found.getOrDefault(ORGANIZATION_IDENTIFIER, found.get(SERIAL_NUMBER));
    }
}
