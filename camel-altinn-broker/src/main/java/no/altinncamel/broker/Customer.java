package no.altinncamel.broker;

import org.apache.camel.Message;

import no.altinncamel.broker.client.OrganizationNumber;
import no.altinncamel.broker.client.auth.Identity;

/**
 * The organisation that a supplier acts for: as its system user, or with a scope that it has delegated (contract maskinporten
 * 8). A request has one customer, in one of the two ways.
 *
 * @param organization nine digits
 * @param systemUser   whether through a system user; else through a delegated scope
 * @param externalRef  chooses among several system users of the organisation, or {@code null}
 */
record Customer(String organization, boolean systemUser, String externalRef) {

    /** @return {@code null} if the options name none */
    static Customer of(AltinnBrokerConfiguration configuration) {
        if (configuration.getSystemUserOrganization() != null) {
            return new Customer(
                    digits(configuration.getSystemUserOrganization()), true, configuration.getSystemUserExternalRef());
        }
        return configuration.getConsumerOrganization() == null
                ? null
                : new Customer(digits(configuration.getConsumerOrganization()), false, null);
    }

    /** @return {@code null} if the identity acts for itself */
    static Customer of(Identity identity) {
        if (identity.systemUserOrg() != null) {
            return new Customer(identity.systemUserOrg(), true, identity.externalRef());
        }
        return identity.consumerOrg() == null ? null : new Customer(identity.consumerOrg(), false, null);
    }

    /**
     * The customer of one exchange. A header that names an organisation replaces everything the options say, also the external
     * reference, which belongs to the customer of the options. A blank header is an error: it must not make a call for a
     * customer into one for ourselves.
     *
     * @return                          {@code null} if neither headers nor options name one
     * @throws IllegalArgumentException naming the header that is wrong
     */
    static Customer of(Message message, AltinnBrokerConfiguration configuration) {
        String systemUser = organization(message, AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION);
        String consumer = organization(message, AltinnBrokerConstants.CONSUMER_ORGANIZATION);
        String externalRef = externalRef(message);
        if (systemUser != null && consumer != null) {
            throw new IllegalArgumentException("The headers " + AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION + " and "
                    + AltinnBrokerConstants.CONSUMER_ORGANIZATION
                    + " exclude one another: a token is for a system user or for a delegated scope");
        }
        if (configuration.isCustomerRequired() && systemUser == null && consumer == null) {
            throw new IllegalArgumentException(
                    "The exchange names no customer, as customerRequired demands: set the header "
                            + AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION + " or "
                            + AltinnBrokerConstants.CONSUMER_ORGANIZATION);
        }
        if (systemUser != null) {
            return new Customer(systemUser, true, externalRef);
        }
        Customer configured = consumer != null ? new Customer(consumer, false, null) : of(configuration);
        if (externalRef == null) {
            return configured;
        }
        if (configured == null || !configured.systemUser()) {
            throw new IllegalArgumentException("The header " + AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF
                    + " chooses a system user: set the header " + AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION
                    + " too");
        }
        return new Customer(configured.organization(), true, externalRef);
    }

    /** For a person. */
    @Override
    public String toString() {
        if (!systemUser) {
            return "organisation " + organization + ", by a delegated scope";
        }
        return "the system user of organisation " + organization
                + (externalRef == null ? "" : " with external reference '" + externalRef + "'");
    }

    void applyTo(Identity.Builder identity) {
        if (systemUser) {
            identity.systemUser(organization, externalRef);
        } else {
            identity.consumerOrg(organization);
        }
    }

    private static String organization(Message message, String header) {
        Object value = message.getHeader(header);
        if (value == null) {
            if (message.getHeaders().containsKey(header)) {
                // an expression that found nothing sets the header nevertheless
                throw ExchangeParameters.fault(
                        header, null, "the customer's organisation number, or is left out to act for oneself");
            }
            return null;
        }
        return OrganizationNumber.parse(value.toString())
                .orElseThrow(() -> ExchangeParameters.fault(
                        header, value, "an organisation number: nine digits, or 0192: and nine digits"))
                .digits();
    }

    private static String externalRef(Message message) {
        Object value = message.getHeader(AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF);
        if (value != null && value.toString().isBlank()) {
            throw ExchangeParameters.fault(
                    AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF,
                    value,
                    "the reference of a system user, or is left out");
        }
        return value == null ? null : value.toString();
    }

    private static String digits(String organization) {
        return OrganizationNumber.parse(organization).orElseThrow().digits();
    }
}
