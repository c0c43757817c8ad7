package no.altinncamel.broker;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;

/**
 * Finds what is wrong with the options of an endpoint without asking anybody, and says all of it at once: which option, what
 * is wrong with it, how to mend it.
 */
final class ConfigurationCheck {

    private static final String RESOURCE_PREFIX = "urn:altinn:resource:";
    private static final Pattern RESOURCE_ID = Pattern.compile("[^:/?#]{1,255}");
    private static final Pattern RETIRED_MASKINPORTEN = Pattern.compile("https://ver[12]\\.maskinporten\\.no.*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final String component;
    private final AltinnBrokerConfiguration configuration;
    private final OptionFaults faults = new OptionFaults();

    /** @param component how the endpoint's URI calls its component */
    ConfigurationCheck(String component, AltinnBrokerConfiguration configuration) {
        this.component = component;
        this.configuration = configuration;
    }

    static String bareResourceId(String resourceId) {
        return resourceId != null && resourceId.startsWith(RESOURCE_PREFIX)
                ? resourceId.substring(RESOURCE_PREFIX.length())
                : resourceId;
    }

    static boolean isResourceId(String resourceId) {
        return resourceId != null && RESOURCE_ID.matcher(resourceId).matches();
    }

    /** @throws WrongOptionsException naming every fault */
    void check() {
        if (!isResourceId(configuration.getResourceId())) {
            faults.add(
                    "resourceId",
                    ShownValue.of(configuration.getResourceId()) + " is not a resource id",
                    "write " + component
                            + ":my-resource, with the bare id of the resource (1 to 255 characters, no colon or slash)");
        }
        checkAddresses();
        checkIdentity();
        customer();
        faults.organization("organization", configuration.getOrganization());
        faults.organization("sender", configuration.getSender());
        recipients();
        lengths();
        filters();
        numbers();
        if (!faults.found().isEmpty()) {
            throw new WrongOptionsException(component, configuration.getResourceId(), faults.found());
        }
    }

    private void checkAddresses() {
        address("platformUrl", configuration.platformUrl());
        if (configuration.getTokenProvider() == null) {
            address("maskinportenIssuer", configuration.maskinportenIssuer());
            address("tokenEndpoint", configuration.tokenEndpoint());
        }
    }

    private void address(String option, String value) {
        if (value == null) {
            faults.add(option, "there is no address", "set environment to TT02 or PRODUCTION, or set " + option);
            return;
        }
        if (RETIRED_MASKINPORTEN.matcher(value).matches()) {
            faults.add(
                    option,
                    ShownValue.of(value) + " is retired",
                    "use https://test.maskinporten.no/ or https://maskinporten.no/");
            return;
        }
        try {
            URI uri = new URI(value);
            boolean loopback =
                    uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches();
            if (uri.getHost() == null
                    || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && loopback)) {
                faults.add(
                        option,
                        ShownValue.of(value) + " is not an https address",
                        "use https (http is for loopback addresses only)");
            }
        } catch (URISyntaxException e) {
            faults.add(option, ShownValue.of(value) + " is not an address", "write it as https://host");
        }
    }

    private void checkIdentity() {
        if (configuration.getTokenProvider() != null) {
            return;
        }
        if (isBlank(configuration.getClientId())) {
            faults.add(
                    "clientId",
                    "it is missing",
                    "set the client id of your Maskinporten client, preferably on the component");
        }
        KeyOptions.of(configuration).check(faults::add);
    }

    private void customer() {
        faults.organization("systemUserOrganization", configuration.getSystemUserOrganization());
        faults.organization("consumerOrganization", configuration.getConsumerOrganization());
        boolean systemUser = configuration.getSystemUserOrganization() != null;
        if (systemUser && configuration.getConsumerOrganization() != null) {
            faults.add(
                    "consumerOrganization",
                    "it is set together with systemUserOrganization",
                    "set one of them: a token is for a delegated scope or for a system user, never for both");
        }
        String reference = configuration.getSystemUserExternalRef();
        if (reference != null && isBlank(reference)) {
            faults.add(
                    "systemUserExternalRef", "it is blank", "leave it out if the system user was created without one");
        }
        if (reference != null && !systemUser) {
            faults.add(
                    "systemUserExternalRef", "there is no system user", "set it together with systemUserOrganization");
        }
        String audience = configuration.getMaskinportenResource();
        if (audience != null && ExchangeParameters.split(audience).isEmpty()) {
            faults.add("maskinportenResource", "it is blank", "leave it out: the Broker needs none");
        }
        if (configuration.isExchangeTest() && !configuration.isExchange()) {
            faults.add("exchangeTest", "exchange is off", "leave out one of them");
        }
    }

    private void recipients() {
        if (configuration.getRecipients() != null) {
            ExchangeParameters.split(configuration.getRecipients())
                    .forEach(recipient -> faults.organization("recipients", recipient));
        }
    }

    private void lengths() {
        faults.length("fileName", configuration.getFileName(), 255);
        faults.length("sendersFileTransferReference", configuration.getSendersFileTransferReference(), 500);
        Map<String, Object> properties = configuration.getProperties();
        if (properties == null) {
            return;
        }
        if (properties.size() > 10) {
            faults.add("property.*", "there are " + properties.size() + " properties", "a transfer takes at most 10");
        }
        properties.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > 50) {
                faults.add("property.*", "a property name has " + name.length() + " characters", "use 1 to 50");
            }
            faults.length("property." + name, String.valueOf(value), 3000);
        });
    }

    private void filters() {
        if (configuration.getStatus() == FileTransferStatus.UNKNOWN
                || configuration.getRecipientStatus() == RecipientStatus.UNKNOWN) {
            faults.add("status", "UNKNOWN cannot be asked for", "use a state such as Published");
        }
        time("from", configuration.getFrom());
        time("to", configuration.getTo());
        if (configuration.getFileTransferId() != null) {
            try {
                UUID.fromString(configuration.getFileTransferId());
            } catch (IllegalArgumentException e) {
                faults.add(
                        "fileTransferId",
                        ShownValue.of(configuration.getFileTransferId()) + " is not a UUID",
                        "use the id that send returned");
            }
        }
    }

    private void time(String option, String value) {
        if (value != null) {
            try {
                OffsetDateTime.parse(value);
            } catch (DateTimeParseException e) {
                faults.add(
                        option,
                        ShownValue.of(value) + " is not a time with offset",
                        "write it as 2026-01-31T12:00:00Z");
            }
        }
    }

    private void numbers() {
        faults.atLeast("maxConnections", configuration.getMaxConnections(), 1);
        faults.atLeast("maxCallAttempts", configuration.getMaxCallAttempts(), 1);
        faults.atLeast("connectTimeout", configuration.getConnectTimeout(), 1);
        faults.atLeast("responseTimeout", configuration.getResponseTimeout(), 1);
        faults.atLeast("retryTimeout", configuration.getRetryTimeout(), 1);
        faults.atLeast("rateLimitTimeout", configuration.getRateLimitTimeout(), 0);
        faults.atLeast("publicationTimeout", configuration.getPublicationTimeout(), 1);
        if (!(configuration.getRateLimitShare() > 0 && configuration.getRateLimitShare() <= 1)) {
            faults.add(
                    "rateLimitShare",
                    configuration.getRateLimitShare() + " is not a share",
                    "use a number above 0 and at most 1, such as 0.5 on each of two nodes");
        }
        faults.atLeast("progressInterval", configuration.getProgressInterval(), 0);
        new SendingCheck(configuration, faults).check();
        new ReceivingCheck(configuration, faults).check();
        if (configuration.getProxyHost() != null && configuration.getProxyPort() == null) {
            faults.add("proxyPort", "it is missing", "set it together with proxyHost");
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
