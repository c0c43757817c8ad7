package no.altinncamel.emulator.maskinporten;

import java.security.PublicKey;
import java.time.Clock;

/** Who signed an assertion: a registered key or an enterprise certificate (contract maskinporten 3.2, 3.5 steps 4 and 5). */
final class ClientAuthentication {

    private static final String REGISTERED_KEY = "private_key_jwt";
    private static final String CERTIFICATE = "virksomhetssertifikat";

    private final CertificateCheck certificates;
    private final Clock clock;

    ClientAuthentication(CertificateCheck certificates, Clock clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /** @return the {@code client_amr}: how the client has shown that it is the one */
    String authenticate(MaskinportenClient client, Assertion assertion) throws GrantRefusedException {
        boolean withCertificate = !client.hasKeys() && assertion.header().containsKey("x5c");
        PublicKey key = withCertificate
                ? certificates.check(assertion.header().get("x5c"), client.organization())
                : registeredKey(client, assertion);
        if (!assertion.isSignedWith(key)) {
            throw Refusal.INVALID_SIGNATURE.exception();
        }
        return withCertificate ? CERTIFICATE : REGISTERED_KEY;
    }

    private PublicKey registeredKey(MaskinportenClient client, Assertion assertion) throws GrantRefusedException {
        Object keyId = assertion.header().get("kid");
        if (keyId == null) {
            throw (client.hasKeys() ? Refusal.KEY_ID_REQUIRED : Refusal.NO_KEY).exception();
        }
        RegisteredKey key = client.key(keyId.toString());
        if (key == null || !key.isPropagated()) {
            throw Refusal.UNKNOWN_KEY.exception();
        }
        if (key.isExpired(clock.instant())) {
            throw Refusal.EXPIRED_KEY.exception();
        }
        return key.publicKey();
    }
}
