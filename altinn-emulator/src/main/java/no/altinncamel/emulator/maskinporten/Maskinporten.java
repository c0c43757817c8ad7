package no.altinncamel.emulator.maskinporten;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;

import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;

/**
 * Maskinporten: metadata, keys and the token endpoint, with the registry behind them (contract maskinporten). The registry
 * may be changed at any time and from any thread; what is changed holds from the next token request on.
 */
public final class Maskinporten {

    private final TokenIssuer tokens;
    private final EmulatorClock clock;
    private final Registry registry = new Registry();
    private final CertificateCheck certificates;
    private final ClaimsCheck claims;
    private final TokenEndpoint tokenEndpoint;

    public Maskinporten(TokenIssuer tokens, EmulatorClock clock) {
        this.tokens = tokens;
        this.clock = clock;
        this.certificates = new CertificateCheck(clock);
        this.claims = new ClaimsCheck(tokens::issuer, clock);
        this.tokenEndpoint = new TokenEndpoint(
                registry,
                new ClientAuthentication(certificates, clock),
                claims,
                new UsedGrants(clock),
                new AccessTokens(tokens, clock),
                tokens::issuer);
    }

    /** Puts Maskinporten's operations on the server. */
    public void register(Router router) {
        router.add(Operation.MASKINPORTEN_METADATA, "GET", "/.well-known/oauth-authorization-server", this::metadata);
        router.add(Operation.MASKINPORTEN_KEYS, "GET", "/jwk", call -> Reply.json(200, tokens.publicKeys()));
        router.add(Operation.MASKINPORTEN_TOKEN, "POST", "/token", tokenEndpoint);
    }

    /** Contract maskinporten 2.2. */
    private Reply metadata(HttpCall call) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", tokens.issuer());
        metadata.put("token_endpoint", tokens.issuer() + "token");
        metadata.put("jwks_uri", tokens.issuer() + "jwk");
        metadata.put("grant_types_supported", List.of("urn:ietf:params:oauth:grant-type:jwt-bearer"));
        metadata.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        metadata.put("token_endpoint_auth_signing_alg_values_supported", List.of("RS256", "RS384", "RS512"));
        metadata.put("authorization_details_types_supported", List.of("urn:altinn:systemuser", "urn:altinn:consent"));
        return Reply.json(200, metadata);
    }

    /** A new client of an organisation, with a random id and neither keys nor scopes. */
    public MaskinportenClient registerClient(String organization) {
        return registerClient(UUID.randomUUID().toString(), organization);
    }

    /** @throws IllegalArgumentException if there is a client with that id */
    public MaskinportenClient registerClient(String clientId, String organization) {
        MaskinportenClient client = new MaskinportenClient(clientId, organization, clock);
        registry.add(client);
        return client;
    }

    /** @throws NoSuchElementException if there is no such client */
    public MaskinportenClient client(String clientId) {
        MaskinportenClient client = registry.client(clientId);
        if (client == null) {
            throw new NoSuchElementException("There is no client " + clientId);
        }
        return client;
    }

    public void removeClient(String clientId) {
        registry.removeClient(clientId);
    }

    /** The scope of that name, for changing it; one that nobody has asked for yet comes into being, granted to nobody. */
    public Scope scope(String name) {
        return registry.scope(name);
    }

    /** A consumer lets a supplier use a scope on its behalf ({@code consumer_org}). */
    public void delegate(String consumer, String supplier, String scope) {
        registry.add(new Registry.Delegation(consumer, supplier, scope));
    }

    /** Tokens that were issued before stay valid. */
    public void withdrawDelegation(String consumer, String supplier, String scope) {
        registry.remove(new Registry.Delegation(consumer, supplier, scope));
    }

    /**
     * A vendor's new system, without clients.
     *
     * @param  id                       vendor's number, an underscore, a name
     * @throws IllegalArgumentException if the id is in use or does not begin like that
     */
    public AltinnSystem registerSystem(String id, String vendor) {
        if (!id.startsWith(vendor + "_")) {
            throw new IllegalArgumentException("The id of a system of " + vendor + " begins with " + vendor + "_");
        }
        AltinnSystem system = new AltinnSystem(id, vendor);
        registry.add(system);
        return system;
    }

    /** As {@link #requestSystemUser(AltinnSystem, String, String)} without a reference. */
    public SystemUser requestSystemUser(AltinnSystem system, String owner) {
        return requestSystemUser(system, owner, null);
    }

    /**
     * Asks a customer for a system user, who has yet to be approved. Asking again while it is pending gives the same one.
     *
     * @param  owner                 the customer's organisation number
     * @param  externalRef           tells several system users of a customer apart; {@code null} stands for the number
     * @throws IllegalStateException if it is approved already
     */
    public SystemUser requestSystemUser(AltinnSystem system, String owner, String externalRef) {
        return registry.requestSystemUser(system, owner, externalRef);
    }

    /** {@link Profile#OBSERVED} by default. */
    public void profile(Profile profile) {
        claims.profile(profile);
    }

    /** Whether the observed profile takes the token endpoint's address as audience; it does by default. */
    public void tokenEndpointAsAudience(boolean on) {
        claims.tokenEndpointAsAudience(on);
    }

    /**
     * Replaces the certificate authorities that issue enterprise certificates; none are trusted at first.
     *
     * @param authorities roots, and the intermediates of clients that send their leaf certificate only
     */
    public void trust(X509Certificate... authorities) {
        certificates.trust(List.of(authorities));
    }

    /** Back to the defaults of all settings; clients, scopes, delegations, systems, trusted authorities and keys stay. */
    public void reset() {
        profile(Profile.OBSERVED);
        tokenEndpointAsAudience(true);
    }

    /** A new key signs tokens from now on; the previous one stays published. */
    public void rotateKey() {
        tokens.rotate();
    }

    /** What earlier keys have signed is refused from now on. */
    public void dropPreviousKeys() {
        tokens.dropPreviousKeys();
    }
}
