package no.altinncamel.broker;

import java.net.URI;

import no.altinncamel.broker.client.OrganizationNumber;
import no.altinncamel.broker.client.auth.Identity;

/** Who an endpoint is towards Maskinporten and Altinn, by its options. */
final class EndpointIdentity {

    private static final String EXCHANGE_PATH = "/authentication/api/v1/exchange/maskinporten";
    /** Stands for the client where the tokens come from somebody else and no client id is given. */
    private static final String FOREIGN_CLIENT = "tokenProvider";

    private EndpointIdentity() {}

    /** Who the endpoint is for a call that needs the scope; configured scopes replace it. */
    static Identity of(AltinnBrokerConfiguration configuration, String scope) {
        return of(configuration, scope, Customer.of(configuration));
    }

    /** @param customer whom it acts for instead of the one in the options; {@code null} for ourselves */
    static Identity of(AltinnBrokerConfiguration configuration, String scope, Customer customer) {
        // only a token provider of the user's own can do without the first ones of these
        String issuer = or(configuration.maskinportenIssuer(), configuration.platformUrl());
        Identity.Builder identity = Identity.builder()
                .issuer(issuer)
                .tokenEndpoint(URI.create(or(configuration.tokenEndpoint(), issuer)))
                .clientId(or(configuration.getClientId(), FOREIGN_CLIENT))
                .scopes(configuration.getScopes() == null ? scope : configuration.getScopes());
        if (configuration.getMaskinportenResource() != null) {
            identity.resources(configuration.getMaskinportenResource());
        }
        if (customer != null) {
            customer.applyTo(identity);
        }
        if (configuration.isExchange()) {
            identity.exchangeEndpoint(exchangeEndpoint(configuration)).exchangeTest(configuration.isExchangeTest());
        }
        return identity.build();
    }

    /**
     * The organisation as which the Broker sees the endpoint, as far as the options tell: a token for a customer is the
     * customer's, whoever owns the Maskinporten client (contract altinn-broker 2.3).
     *
     * @return {@code null} to take it from the token
     */
    static String organization(AltinnBrokerConfiguration configuration) {
        Customer customer = Customer.of(configuration);
        return customer != null ? customer.organization() : configuration.getOrganization();
    }

    /** What all nodes of an application are known by: their organisation, or their Maskinporten client where that is not said. */
    static String name(AltinnBrokerConfiguration configuration) {
        String organization = organization(configuration);
        return organization == null
                ? or(configuration.getClientId(), FOREIGN_CLIENT)
                : OrganizationNumber.parse(organization)
                        .map(number -> number.digits())
                        .orElse(organization);
    }

    /** Where Altinn exchanges Maskinporten's tokens, whether the configuration asks for it or not. */
    static URI exchangeEndpoint(AltinnBrokerConfiguration configuration) {
        return URI.create(withoutSlash(configuration.platformUrl()) + EXCHANGE_PATH);
    }

    private static String or(String value, String otherwise) {
        return value != null ? value : otherwise;
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
