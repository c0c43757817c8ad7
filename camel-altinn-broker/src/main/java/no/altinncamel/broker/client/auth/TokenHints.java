package no.altinncamel.broker.client.auth;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.Problem;

/** For each way in which no token is had: the step of the onboarding that is usually at fault, and what mends it. */
final class TokenHints {

    private static final String TEST_SELF_SERVICE = "https://sjolvbetjening.test.samarbeid.digdir.no";
    private static final String SELF_SERVICE = "https://sjolvbetjening.samarbeid.digdir.no";
    private static final String TIME_SYNC = "turn on time synchronisation (NTP) on this machine";

    private TokenHints() {}

    /** @return the hint for a refusal by Maskinporten, or {@code null} if the description says enough */
    static String of(Identity identity, SigningKey key, Category category, Problem problem) {
        String byCode = problem.code() == null ? null : byCode(identity, key, problem.code());
        return byCode != null ? byCode : byText(identity, key, category, problem.detail());
    }

    private static String byCode(Identity identity, SigningKey key, String code) {
        return switch (code) {
            case "MP-011", "MP-302" ->
                "a value in the request is malformed: check the scopes, the organisation numbers and the external reference";
            case "MP-012" -> "the same assertion arrived twice: look for a proxy that repeats requests";
            case "MP-100" ->
                "Maskinporten does not know client " + identity.clientId()
                        + " in this environment: check the client id, and"
                        + " whether the client was made in the test or the production environment; see "
                        + selfService(identity);
            case "MP-110" ->
                "the audience '" + identity.issuer()
                        + "' is not this Maskinporten's issuer: it must be the issuer to the"
                        + " letter, with the slash at its end, and of the same environment as the token endpoint";
            case "MP-120", "MP-122", "MP-123" -> certificate(identity, key, code);
            case "MP-121" ->
                "key " + key.keyId() + " is past its year: register it again or register a new one at "
                        + selfService(identity);
            case "MP-124" ->
                key.keyId() == null
                        ? "Maskinporten cannot verify the signature of the " + key.name()
                                + ": check that it is still valid, and that nothing between changes the request"
                        : "the private key is not the one registered as key id " + key.keyId()
                                + ": use the private key of that registration, or register this one at "
                                + selfService(identity);
            case "MP-130" -> clock(null);
            case "MP-200" ->
                "a scope is not on client " + identity.clientId() + " (asked for: " + scopes(identity)
                        + "): add it to the client at " + selfService(identity)
                        + "; if it is not offered there, ask Altinn to grant the Broker scopes to your organisation";
            case "MP-201" ->
                "a scope belongs to another kind of client: ask for scopes made for Maskinporten, such as"
                        + " altinn:broker.read and altinn:broker.write, on a Maskinporten client";
            case "MP-250" ->
                "the owner of the API has not granted the scope to your organisation: ask Altinn for access to "
                        + scopes(identity) + ", for test and production separately";
            case "MP-251" ->
                "organisation " + identity.consumerOrg() + " has not delegated the scope to you: it does so in Altinn"
                        + " (access management, API delegation), in this environment's Altinn; it may heal by itself";
            case "MP-301" -> "this Maskinporten does not know system users: check the token endpoint";
            case "MP-303" -> systemUser(identity);
            default -> null;
        };
    }

    private static String byText(Identity identity, SigningKey key, Category category, String detail) {
        String text = detail == null ? "" : detail.toLowerCase(Locale.ROOT);
        if (text.contains("unknown key identifier")) {
            return "key id " + key.keyId() + " is not registered on client " + identity.clientId()
                    + ": register the public key or correct the key id or client id at " + selfService(identity)
                    + "; a key just registered can take up to 15 minutes to be known";
        }
        if (text.contains("no key identifier (kid) provided")) {
            return "client " + identity.clientId()
                    + " has registered keys, so that an enterprise certificate does not do:"
                    + " sign with a registered key and its key id (keyId), or remove the keys from the client at "
                    + selfService(identity);
        }
        if (text.contains("expired key")) {
            return byCode(identity, key, "MP-121");
        }
        if (text.contains("invalid jwt signature")) {
            return byCode(identity, key, "MP-124");
        }
        if (text.contains("combination consumer_org")) {
            return "the consumer organisation is the client's own: leave it out to act for yourself";
        }
        return category == Category.CLOCK ? clock(null) : null;
    }

    private static String certificate(Identity identity, SigningKey key, String code) {
        if (key.keyId() != null) {
            return "the registered key carries a certificate that Maskinporten does not take: register a key without"
                    + " certificate at " + selfService(identity);
        }
        return switch (code) {
            case "MP-122" ->
                "the " + key.name() + " is of another organisation than client " + identity.clientId()
                        + ": use a certificate of the client's organisation, or a client of the certificate's";
            case "MP-123" ->
                "the certificate chain was not understood: send the certificate alone (certificateChain=leaf)";
            default ->
                "Maskinporten does not take the " + key.name()
                        + ": it may be expired, revoked or of the other environment"
                        + " (test certificates are for test.maskinporten.no only), or come from an issuer other than Buypass"
                        + " and Commfides, or lack its chain (certificateChain=full)";
        };
    }

    private static String systemUser(Identity identity) {
        return "no approved system user of organisation " + identity.systemUserOrg()
                + (identity.externalRef() == null ? "" : " with external reference '" + identity.externalRef() + "'")
                + " for client " + identity.clientId()
                + " (may heal by itself); check in this order: the customer has approved the system user in Altinn; the"
                + " external reference is sent exactly if it was created with one, and spelt alike; the organisation is the"
                + " customer's, not your own; the client id is on the registered system, and on no other; the system user is"
                + " not deleted; test and production are not mixed up";
    }

    /** @param ahead how far our clock is ahead, or {@code null} if unknown */
    static String clock(Duration ahead) {
        if (ahead == null) {
            return "this machine's clock is wrong: " + TIME_SYNC;
        }
        if (ServerTime.agrees(ahead)) {
            return "the clocks agree now: look for a clock that jumps, or a proxy that holds requests back";
        }
        return "this machine's clock is " + Math.round(ahead.abs().toMillis() / 1000.0) + " s "
                + (ahead.isNegative() ? "behind" : "ahead") + ": " + TIME_SYNC;
    }

    /** The answer does not come from the service that was meant. */
    static String notTheService(URI endpoint, int status) {
        if (status / 100 == 3) {
            return "redirects are not followed, so that nothing secret goes astray: check the address "
                    + endpoint.getPath() + " and whether a proxy or login page stands in between";
        }
        return retired(endpoint) == null
                ? "this does not look like the service itself: check the address " + endpoint.getPath()
                        + " and whether a proxy stands in between"
                : retired(endpoint);
    }

    /** @return what to do about an address that is no longer in service, or {@code null} for any other */
    static String retired(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        if (host.equals("ver1.maskinporten.no") || host.equals("ver2.maskinporten.no")) {
            return host + " is closed down: the test environment is test.maskinporten.no now";
        }
        return null;
    }

    static String untrusted() {
        return "the server's certificate is not trusted here: put the issuer into the trust store, or look for a proxy that"
                + " opens TLS";
    }

    static String exchangeRefused() {
        return "Altinn refused two fresh Maskinporten tokens in a row and gives no reason; it also answers so when a part of"
                + " Altinn itself is down, so it is tried again later; if it lasts, check that Maskinporten and the platform"
                + " belong to the same environment and that the client does not get opaque tokens";
    }

    static String exchangeAddress() {
        return "check that the platform URL is Altinn's platform of this environment";
    }

    private static String scopes(Identity identity) {
        return String.join(" ", identity.scopes());
    }

    private static String selfService(Identity identity) {
        return switch (String.valueOf(identity.tokenEndpoint().getHost()).toLowerCase(Locale.ROOT)) {
            case "maskinporten.no" -> SELF_SERVICE;
            case "test.maskinporten.no" -> TEST_SELF_SERVICE;
            default -> "Digdir's self-service of this environment";
        };
    }
}
