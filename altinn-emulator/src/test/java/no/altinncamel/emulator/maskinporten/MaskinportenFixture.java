package no.altinncamel.emulator.maskinporten;

import java.security.PrivateKey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.token.RsaKeys;

/**
 * One emulator and one key for each test class; for each test a new client {@code c1} of the vendor, with key {@code k1}, as
 * in contract maskinporten 17.1, and a clock that stands still.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MaskinportenFixture {

    protected static final String VENDOR = "310000001";
    protected static final String CUSTOMER = "310000002";
    protected static final String READ = "altinn:broker.read";
    protected static final String WRITE = "altinn:broker.write";

    protected AltinnEmulator emulator;
    protected MaskinportenClient c1;
    protected RSAKey k1;

    @BeforeAll
    void start() {
        emulator = AltinnEmulator.start();
        k1 = RsaKeys.generate("k1");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @BeforeEach
    void fresh() {
        emulator.clock().reset();
        emulator.clock().freeze();
        emulator.faults().clear();
        emulator.recorder().clear();
        maskinporten().profile(Profile.OBSERVED);
        maskinporten().tokenEndpointAsAudience(true);
        maskinporten().scope(READ).grantTo(VENDOR);
        maskinporten().scope(WRITE).grantTo(VENDOR);
        c1 = maskinporten().registerClient(VENDOR).scopes(READ, WRITE);
        c1.addKey(k1);
    }

    protected Maskinporten maskinporten() {
        return emulator.maskinporten();
    }

    /** A right request of {@code c1} for one scope. */
    protected Grant grant() {
        return grant(c1);
    }

    protected Grant grant(MaskinportenClient client) {
        return new Grant(emulator, client.id(), k1.getKeyID(), privateKey(k1), READ);
    }

    protected static PrivateKey privateKey(RSAKey key) {
        try {
            return key.toPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
