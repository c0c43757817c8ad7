package no.altinncamel.broker.client.auth;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who we are towards Altinn: everything that makes one token differ from another, and the key under which tokens are kept
 * (maskinporten 14.1). Two identities are equal exactly if the same token serves both.
 *
 * @param tokenEndpoint    Maskinporten's token endpoint; https, or http on a loopback host
 * @param issuer           Maskinporten's issuer byte for byte, normally with a slash at its end; the assertion's audience
 * @param clientId         the client registered with Maskinporten
 * @param scopes           at least one; order, duplicates and white space make no difference
 * @param resources        audience restriction of the token; may be empty
 * @param consumerOrg      organisation that delegated its scopes to us, nine digits, or {@code null}; excludes a system user
 * @param systemUserOrg    organisation that owns the system user we act as, nine digits, or {@code null}
 * @param externalRef      chooses among several system users of that organisation, or {@code null}
 * @param exchangeEndpoint Altinn's exchange without query, or {@code null} to use Maskinporten's token as it is
 * @param exchangeTest     asks the exchange for the test organisation (maskinporten 9.1)
 */
public record Identity(
        URI tokenEndpoint,
        String issuer,
        String clientId,
        SortedSet<String> scopes,
        SortedSet<String> resources,
        String consumerOrg,
        String systemUserOrg,
        String externalRef,
        URI exchangeEndpoint,
        boolean exchangeTest) {

    /** @throws IllegalArgumentException naming what is missing or wrong */
    public Identity {
        secure(tokenEndpoint, "token endpoint");
        issuer = required(issuer, "issuer");
        clientId = required(clientId, "client id");
        scopes = normalized(scopes);
        resources = normalized(resources);
        consumerOrg = organization(consumerOrg, "consumer organisation");
        systemUserOrg = organization(systemUserOrg, "system user organisation");
        externalRef = externalRef == null ? null : required(externalRef, "external reference of the system user");
        if (exchangeEndpoint != null) {
            secure(exchangeEndpoint, "exchange endpoint");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("At least one scope is required, such as altinn:broker.read");
        }
        if (consumerOrg != null && systemUserOrg != null) {
            throw new IllegalArgumentException(
                    "A consumer organisation (delegated scope) and a system user organisation exclude one another; set one of them");
        }
        if (externalRef != null && systemUserOrg == null) {
            throw new IllegalArgumentException(
                    "An external reference chooses a system user: set the system user organisation too");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The same identity acting as the system user of an organisation; both {@code null} = as ourselves. */
    public Identity withSystemUser(String organization, String reference) {
        return new Identity(
                tokenEndpoint,
                issuer,
                clientId,
                scopes,
                resources,
                organization == null ? consumerOrg : null,
                organization,
                reference,
                exchangeEndpoint,
                exchangeTest);
    }

    /** The same identity asking for other scopes. */
    public Identity withScopes(Collection<String> others) {
        return new Identity(
                tokenEndpoint,
                issuer,
                clientId,
                new TreeSet<>(others),
                resources,
                consumerOrg,
                systemUserOrg,
                externalRef,
                exchangeEndpoint,
                exchangeTest);
    }

    /** The same identity with its token exchanged there; {@code null} = not exchanged. */
    public Identity withExchange(URI endpoint) {
        return new Identity(
                tokenEndpoint,
                issuer,
                clientId,
                scopes,
                resources,
                consumerOrg,
                systemUserOrg,
                externalRef,
                endpoint,
                exchangeTest);
    }

    private static String required(String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The " + name + " is required and must not be blank");
        }
        return value.strip();
    }

    private static String organization(String value, String name) {
        if (value == null) {
            return null;
        }
        String digits = value.strip();
        digits = digits.startsWith("0192:") ? digits.substring("0192:".length()) : digits;
        if (!digits.matches("\\d{9}")) {
            throw new IllegalArgumentException("The " + name
                    + " must be an organisation number of nine digits, with or without" + " 0192: before it");
        }
        return digits;
    }

    private static SortedSet<String> normalized(Collection<String> values) {
        TreeSet<String> sorted = new TreeSet<>();
        for (String value : values == null ? List.<String>of() : values) {
            for (String part : value.split("[\\s,]+")) {
                if (!part.isEmpty()) {
                    sorted.add(part);
                }
            }
        }
        return Collections.unmodifiableSortedSet(sorted);
    }

    private static void secure(URI uri, String name) {
        Objects.requireNonNull(uri, name);
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The " + name + " must be an address with a host name and no user in it");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !isLoopback(uri)) {
            throw new IllegalArgumentException(
                    "The " + name + " must be an https address, but is " + uri.getScheme() + "://" + uri.getHost());
        }
    }

    private static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        return "http".equalsIgnoreCase(uri.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }

    /** Collects the values of an {@link Identity}. */
    public static final class Builder {

        private URI tokenEndpoint;
        private String issuer;
        private String clientId;
        private final SortedSet<String> scopes = new TreeSet<>();
        private final SortedSet<String> resources = new TreeSet<>();
        private String consumerOrg;
        private String systemUserOrg;
        private String externalRef;
        private URI exchangeEndpoint;
        private boolean exchangeTest;

        private Builder() {}

        public Builder tokenEndpoint(URI uri) {
            this.tokenEndpoint = uri;
            return this;
        }

        public Builder issuer(String value) {
            this.issuer = value;
            return this;
        }

        public Builder clientId(String value) {
            this.clientId = value;
            return this;
        }

        /** Adds scopes; each string may hold several, separated by white space or commas. */
        public Builder scopes(String... values) {
            scopes.addAll(List.of(values));
            return this;
        }

        /** Adds audiences. */
        public Builder resources(String... values) {
            resources.addAll(List.of(values));
            return this;
        }

        public Builder consumerOrg(String value) {
            this.consumerOrg = value;
            return this;
        }

        public Builder systemUser(String organization, String reference) {
            this.systemUserOrg = organization;
            this.externalRef = reference;
            return this;
        }

        public Builder exchangeEndpoint(URI uri) {
            this.exchangeEndpoint = uri;
            return this;
        }

        public Builder exchangeTest(boolean on) {
            this.exchangeTest = on;
            return this;
        }

        public Identity build() {
            return new Identity(
                    tokenEndpoint,
                    issuer,
                    clientId,
                    scopes,
                    resources,
                    consumerOrg,
                    systemUserOrg,
                    externalRef,
                    exchangeEndpoint,
                    exchangeTest);
        }
    }
}
