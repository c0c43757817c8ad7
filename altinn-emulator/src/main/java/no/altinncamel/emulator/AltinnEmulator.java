package no.altinncamel.emulator;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.jwk.RSAKey;

import no.altinncamel.emulator.authentication.AltinnAuthentication;
import no.altinncamel.emulator.broker.Broker;
import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.control.Faults;
import no.altinncamel.emulator.control.RateLimits;
import no.altinncamel.emulator.control.Recorder;
import no.altinncamel.emulator.events.Events;
import no.altinncamel.emulator.http.EmulatorServer;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.maskinporten.Maskinporten;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;
import no.altinncamel.emulator.token.RsaKeys;
import no.altinncamel.emulator.token.TokenIssuer;

/**
 * A local Altinn on one loopback port: Maskinporten, Altinn Authentication, Broker and a part of Events, as their contracts
 * describe them.
 * It keeps its files in a temporary folder, which {@link #close()} removes.
 */
public final class AltinnEmulator implements AltinnService {

    /** The resource that is configured from the start. */
    public static final String RESOURCE_ID = "my-resource";

    private static final String[] BROKER_SCOPES = {"altinn:broker.write", "altinn:broker.read"};
    private static final String SENDER_ORGANIZATION = "310332216";
    private static final String SENDER_CLIENT = "0d4a7a2e-5f0b-4c61-9c9e-3b1f6f0a1001";
    private static final String RECIPIENT_ORGANIZATION = "314244370";
    private static final String RECIPIENT_CLIENT = "0d4a7a2e-5f0b-4c61-9c9e-3b1f6f0a1002";

    private final EmulatorClock clock = new EmulatorClock();
    private final Recorder recorder = new Recorder(clock);
    private final Faults faults = new Faults();
    private final RateLimits rateLimits = new RateLimits(clock);
    private final TokenIssuer maskinportenTokens = new TokenIssuer(this::maskinportenIssuer, clock);
    private final TokenIssuer altinnTokens = new TokenIssuer(
            () -> platformUrl() + "/authentication/api/v1/openid/", clock, TokenIssuer.KeyNames.THUMBPRINT);
    private final Maskinporten maskinporten = new Maskinporten(maskinportenTokens, clock);
    private final AltinnAuthentication authentication =
            new AltinnAuthentication(maskinportenTokens, altinnTokens, clock);
    private final Broker broker = new Broker(altinnTokens, maskinportenTokens, clock);
    private final Events events = new Events(altinnTokens, clock, broker::maySubscribe);
    private final EmulatorServer server;
    /** Making a key takes a noticeable time, so that it is done beside the start and waited for when it is asked for. */
    private final CompletableFuture<AltinnAccount> sender =
            CompletableFuture.supplyAsync(() -> addAccount(SENDER_ORGANIZATION, SENDER_CLIENT, BROKER_SCOPES));

    private final CompletableFuture<AltinnAccount> recipient =
            CompletableFuture.supplyAsync(() -> addAccount(RECIPIENT_ORGANIZATION, RECIPIENT_CLIENT, BROKER_SCOPES));

    private AltinnEmulator(int port) {
        Router router = new Router();
        maskinporten.register(router);
        authentication.register(router);
        broker.register(router);
        events.register(router);
        broker.addResource(RESOURCE_ID);
        this.server = new EmulatorServer(port, clock, router, recorder, faults, rateLimits);
    }

    /** Starts on a free port. */
    public static AltinnEmulator start() {
        return start(0);
    }

    /**
     * @param  port                                              on 127.0.0.1; 0 for a free one
     * @throws no.altinncamel.emulator.http.PortInUseException if another program has the port; nothing is left behind
     */
    public static AltinnEmulator start(int port) {
        AltinnEmulator emulator = new AltinnEmulator(port);
        try {
            emulator.server.start();
        } catch (RuntimeException e) {
            emulator.close();
            throw e;
        }
        return emulator;
    }

    @Override
    public String platformUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public String maskinportenIssuer() {
        return platformUrl() + "/";
    }

    @Override
    public String tokenEndpoint() {
        return platformUrl() + "/token";
    }

    @Override
    public String resourceId() {
        return RESOURCE_ID;
    }

    /** An organisation with one client, present from the start; its key is another one at each start. */
    @Override
    public AltinnAccount sender() {
        return sender.join();
    }

    /** Another organisation like {@link #sender()}. */
    @Override
    public AltinnAccount recipient() {
        return recipient.join();
    }

    /**
     * Registers a new client with a new key for an organisation, which may have clients already.
     *
     * @param organization organisation number, nine digits
     * @param scopes       registered on the client and granted to the organisation
     */
    public AltinnAccount addAccount(String organization, String... scopes) {
        return addAccount(organization, UUID.randomUUID().toString(), scopes);
    }

    private AltinnAccount addAccount(String organization, String clientId, String[] scopes) {
        RSAKey key = RsaKeys.generate(UUID.randomUUID().toString());
        MaskinportenClient client =
                maskinporten.registerClient(clientId, organization).scopes(scopes);
        client.addKey(key);
        for (String scope : scopes) {
            maskinporten.scope(scope).grantTo(organization);
        }
        return new AltinnAccount(organization, clientId, key.getKeyID(), key.toJSONString());
    }

    /** Nothing listens any more, as if Altinn were down; the state is kept. Does nothing if it is suspended already. */
    public void suspend() {
        server.suspend();
    }

    /** Listens again, on the same port. Does nothing if it is not suspended. */
    public void resume() {
        server.resume();
    }

    /**
     * Behaves again as after the start: listens, real time, no faults, no recordings, default rate limits (on) without
     * calls counted, and the settings of Maskinporten, token exchange and Broker at their defaults. What was made stays:
     * clients, scopes, keys, system users, resources and their rules, transfers and events.
     */
    public void reset() {
        resume();
        faults.clear();
        clock.reset();
        recorder.clear();
        rateLimits.reset();
        maskinporten.reset();
        authentication.reset();
        broker.reset();
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

    /** Altinn Events' subscriptions; what the Broker has published is {@code broker().events()}. */
    public Events events() {
        return events;
    }

    @Override
    public void close() {
        server.close();
        broker.close();
    }
}
