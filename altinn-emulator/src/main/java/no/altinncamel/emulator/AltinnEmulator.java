package no.altinncamel.emulator;

import no.altinncamel.emulator.authentication.AltinnAuthentication;
import no.altinncamel.emulator.broker.Broker;
import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.control.Faults;
import no.altinncamel.emulator.control.RateLimits;
import no.altinncamel.emulator.control.Recorder;
import no.altinncamel.emulator.http.EmulatorServer;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.maskinporten.Maskinporten;
import no.altinncamel.emulator.token.TokenIssuer;

/**
 * A local Altinn on one loopback port: Maskinporten, Altinn Authentication and Broker, as their contracts describe them.
 * It keeps its files in a temporary folder, which {@link #close()} removes.
 */
public final class AltinnEmulator implements AutoCloseable {

    /** The resource that is configured from the start. */
    public static final String RESOURCE_ID = "my-resource";

    private final EmulatorClock clock = new EmulatorClock();
    private final Recorder recorder = new Recorder(clock);
    private final Faults faults = new Faults();
    private final RateLimits rateLimits = new RateLimits(clock);
    private final TokenIssuer maskinportenTokens = new TokenIssuer(this::maskinportenIssuer, clock);
    private final TokenIssuer altinnTokens =
            new TokenIssuer(() -> platformUrl() + "/authentication/api/v1/openid/", clock);
    private final Maskinporten maskinporten = new Maskinporten(maskinportenTokens, clock);
    private final AltinnAuthentication authentication =
            new AltinnAuthentication(maskinportenTokens, altinnTokens, clock);
    private final Broker broker = new Broker(altinnTokens, maskinportenTokens, clock);
    private final EmulatorServer server;

    private AltinnEmulator(int port) {
        Router router = new Router();
        maskinporten.register(router);
        authentication.register(router);
        broker.register(router);
        broker.addResource(RESOURCE_ID);
        this.server = new EmulatorServer(port, router, recorder, faults, rateLimits);
    }

    /** Starts on a free port. */
    public static AltinnEmulator start() {
        return start(0);
    }

    public static AltinnEmulator start(int port) {
        AltinnEmulator emulator = new AltinnEmulator(port);
        emulator.server.start();
        return emulator;
    }

    public String platformUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    public String maskinportenIssuer() {
        return platformUrl() + "/";
    }

    public String tokenEndpoint() {
        return platformUrl() + "/token";
    }

    public EmulatorClock clock() {
        return clock;
    }

    public Recorder recorder() {
        return recorder;
    }

    public Faults faults() {
        return faults;
    }

    public RateLimits rateLimits() {
        return rateLimits;
    }

    public TokenIssuer maskinportenTokens() {
        return maskinportenTokens;
    }

    public TokenIssuer altinnTokens() {
        return altinnTokens;
    }

    /** Maskinporten's registry and behaviour. */
    public Maskinporten maskinporten() {
        return maskinporten;
    }

    /** How the exchange of tokens behaves. */
    public AltinnAuthentication authentication() {
        return authentication;
    }

    /** The Broker's resources, policy, scanner, storage and jobs. */
    public Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        server.close();
        broker.close();
    }
}
