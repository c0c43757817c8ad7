package no.altinncamel.broker;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.OrganizationNumber;
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

    /** Milliseconds: below it, renewing claims would be all that a node does. */
    private static final long LEAST_CLAIM_TIMEOUT = 1000;

    /** Bytes: the Broker holds a whole chunk in memory. */
    private static final long LARGEST_CHUNK = 1024 * 1024 * 1024;

    private final String component;
    private final AltinnBrokerConfiguration configuration;
    private final List<WrongOptionsException.Fault> faults = new ArrayList<>();

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
            fault(
                    "resourceId",
                    ShownValue.of(configuration.getResourceId()) + " is not a resource id",
                    "write " + component
                            + ":my-resource, with the bare id of the resource (1 to 255 characters, no colon or slash)");
        }
        checkAddresses();
        checkIdentity();
        customer();
        organization("organization", configuration.getOrganization());
        organization("sender", configuration.getSender());
        recipients();
        lengths();
        filters();
        numbers();
        if (!faults.isEmpty()) {
            throw new WrongOptionsException(component, configuration.getResourceId(), faults);
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
            fault(option, "there is no address", "set environment to TT02 or PRODUCTION, or set " + option);
            return;
        }
        if (RETIRED_MASKINPORTEN.matcher(value).matches()) {
            fault(
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
                fault(
                        option,
                        ShownValue.of(value) + " is not an https address",
                        "use https (http is for loopback addresses only)");
            }
        } catch (URISyntaxException e) {
            fault(option, ShownValue.of(value) + " is not an address", "write it as https://host");
        }
    }

    private void checkIdentity() {
        if (configuration.getTokenProvider() != null) {
            return;
        }
        if (isBlank(configuration.getClientId())) {
            fault(
                    "clientId",
                    "it is missing",
                    "set the client id of your Maskinporten client, preferably on the component");
        }
        KeyOptions.of(configuration).check(this::fault);
    }

    private void customer() {
        organization("systemUserOrganization", configuration.getSystemUserOrganization());
        organization("consumerOrganization", configuration.getConsumerOrganization());
        boolean systemUser = configuration.getSystemUserOrganization() != null;
        if (systemUser && configuration.getConsumerOrganization() != null) {
            fault(
                    "consumerOrganization",
                    "it is set together with systemUserOrganization",
                    "set one of them: a token is for a delegated scope or for a system user, never for both");
        }
        String reference = configuration.getSystemUserExternalRef();
        if (reference != null && isBlank(reference)) {
            fault("systemUserExternalRef", "it is blank", "leave it out if the system user was created without one");
        }
        if (reference != null && !systemUser) {
            fault("systemUserExternalRef", "there is no system user", "set it together with systemUserOrganization");
        }
        String audience = configuration.getMaskinportenResource();
        if (audience != null && ExchangeParameters.split(audience).isEmpty()) {
            fault("maskinportenResource", "it is blank", "leave it out: the Broker needs none");
        }
        if (configuration.isExchangeTest() && !configuration.isExchange()) {
            fault("exchangeTest", "exchange is off", "leave out one of them");
        }
    }

    private void organization(String option, String value) {
        if (value != null && OrganizationNumber.parse(value).isEmpty()) {
            fault(
                    option,
                    ShownValue.of(value) + " is not an organisation number",
                    "write nine digits, or 0192: and nine digits");
        }
    }

    private void recipients() {
        if (configuration.getRecipients() != null) {
            ExchangeParameters.split(configuration.getRecipients())
                    .forEach(recipient -> organization("recipients", recipient));
        }
    }

    private void lengths() {
        length("fileName", configuration.getFileName(), 255);
        length("sendersFileTransferReference", configuration.getSendersFileTransferReference(), 500);
        Map<String, Object> properties = configuration.getProperties();
        if (properties == null) {
            return;
        }
        if (properties.size() > 10) {
            fault("property.*", "there are " + properties.size() + " properties", "a transfer takes at most 10");
        }
        properties.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > 50) {
                fault("property.*", "a property name has " + name.length() + " characters", "use 1 to 50");
            }
            length("property." + name, String.valueOf(value), 3000);
        });
    }

    private void length(String option, String value, int most) {
        if (value != null && (value.isEmpty() || value.length() > most)) {
            fault(option, "it has " + value.length() + " characters", "use 1 to " + most);
        }
    }

    private void filters() {
        if (configuration.getStatus() == FileTransferStatus.UNKNOWN
                || configuration.getRecipientStatus() == RecipientStatus.UNKNOWN) {
            fault("status", "UNKNOWN cannot be asked for", "use a state such as Published");
        }
        time("from", configuration.getFrom());
        time("to", configuration.getTo());
        if (configuration.getFileTransferId() != null) {
            try {
                UUID.fromString(configuration.getFileTransferId());
            } catch (IllegalArgumentException e) {
                fault(
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
                fault(option, ShownValue.of(value) + " is not a time with offset", "write it as 2026-01-31T12:00:00Z");
            }
        }
    }

    private void numbers() {
        atLeast("maxConnections", configuration.getMaxConnections(), 1);
        atLeast("maxCallAttempts", configuration.getMaxCallAttempts(), 1);
        atLeast("connectTimeout", configuration.getConnectTimeout(), 1);
        atLeast("responseTimeout", configuration.getResponseTimeout(), 1);
        atLeast("retryTimeout", configuration.getRetryTimeout(), 1);
        atLeast("rateLimitTimeout", configuration.getRateLimitTimeout(), 0);
        atLeast("publicationTimeout", configuration.getPublicationTimeout(), 1);
        if (!(configuration.getRateLimitShare() > 0 && configuration.getRateLimitShare() <= 1)) {
            fault(
                    "rateLimitShare",
                    configuration.getRateLimitShare() + " is not a share",
                    "use a number above 0 and at most 1, such as 0.5 on each of two nodes");
        }
        atLeast("progressInterval", configuration.getProgressInterval(), 0);
        uploading();
        receiving();
        if (configuration.getProxyHost() != null && configuration.getProxyPort() == null) {
            fault("proxyPort", "it is missing", "set it together with proxyHost");
        }
    }

    private void uploading() {
        atLeast("tusThreshold", configuration.getTusThreshold(), 0);
        atLeast("tusRetryTimeout", configuration.getTusRetryTimeout(), 1);
        atLeast("tusChunkSize", configuration.getTusChunkSize(), 0);
        atMost("tusChunkSize", configuration.getTusChunkSize(), LARGEST_CHUNK);
        atLeast("parallelUploads", configuration.getParallelUploads(), 1);
        atMost("parallelUploads", configuration.getParallelUploads(), configuration.getMaxConnections());
        atLeast("sendOnceLookback", configuration.getSendOnceLookback(), 1);
        if (configuration.getUploadStoreDirectory() != null && configuration.getUploadStore() != null) {
            fault("uploadStore", "it is set together with uploadStoreDirectory", "use one of them");
        }
        if (configuration.isSendOnce() && configuration.getIdempotentRepository() == null) {
            fault(
                    "idempotentRepository",
                    "it is missing, and sendOnce has nowhere to note what was sent",
                    "set a repository that outlives a crash, such as a JdbcMessageIdRepository, as #bean:name");
        }
    }

    private void receiving() {
        atLeast("concurrentTransfers", configuration.getConcurrentTransfers(), 1);
        atLeast("parallelDownloads", configuration.getParallelDownloads(), 1);
        connections();
        atLeast("maxAttempts", configuration.getMaxAttempts(), 0);
        atLeast("failureBackoff", configuration.getFailureBackoff(), 1);
        atLeast("failureBackoffMax", configuration.getFailureBackoffMax(), configuration.getFailureBackoff());
        atLeast("claimTimeout", configuration.getClaimTimeout(), LEAST_CLAIM_TIMEOUT);
        atLeast("healthPollTimeout", configuration.getHealthPollTimeout(), 1);
        atLeast("expiryWarning", configuration.getExpiryWarning(), 0);
        boolean poison = configuration.getPoisonEndpoint() != null || configuration.getPoisonPredicate() != null;
        if (poison && configuration.getMaxAttempts() == 0) {
            fault(
                    "maxAttempts",
                    "it is 0, so no file is ever given up",
                    "set it to the number of attempts after which poisonEndpoint or poisonPredicate shall decide");
        }
        if (poison && configuration.getConfirm() != ConfirmPolicy.onSuccess) {
            fault(
                    "confirm",
                    "it is " + configuration.getConfirm() + ", but poison files are to be confirmed",
                    "leave out poisonEndpoint and poisonPredicate, or use confirm=onSuccess");
        }
        if (configuration.getIdempotentRepository() != null) {
            sharedClaims();
        }
        senders();
        if (configuration.getFilterReference() != null && isBlank(configuration.getFilterReference())) {
            fault(
                    "filterReference",
                    "it is blank, so no file would be wanted",
                    "write a regular expression, or leave it out");
        }
        try {
            Pattern.compile(configuration.getFilterReference() == null ? "" : configuration.getFilterReference());
        } catch (PatternSyntaxException e) {
            fault("filterReference", e.getDescription() + " at " + e.getIndex(), "write a regular expression");
        }
    }

    private void senders() {
        if (configuration.getFilterSenders() == null) {
            return;
        }
        List<String> senders = ExchangeParameters.split(configuration.getFilterSenders());
        if (senders.isEmpty()) {
            fault("filterSenders", "it is blank, so no file would be wanted", "name the senders, or leave it out");
        }
        senders.forEach(sender -> organization("filterSenders", sender));
    }

    /** Else files that come in parts could take all connections, and polls and confirmations wait for one. */
    private void connections() {
        long parts = configuration.getParallelDownloads();
        long files = configuration.getConcurrentTransfers();
        long connections = configuration.getMaxConnections();
        if (parts > 1 && files >= 1 && files * parts >= connections) {
            fault(
                    "parallelDownloads",
                    parts + " parts of each of " + files + " files (concurrentTransfers) leave none of " + connections
                            + " connections (maxConnections) for other calls",
                    "set maxConnections to at least " + (files * parts + 1)
                            + ", or fetch fewer parts or files at a time");
        }
    }

    private void sharedClaims() {
        if (configuration.getConfirm() != ConfirmPolicy.onSuccess) {
            fault(
                    "idempotentRepository",
                    "it is set together with confirm=" + configuration.getConfirm()
                            + ", so nobody would know when a claim has served its purpose",
                    "use confirm=onSuccess, or Camel's idempotentConsumer in the route");
        }
        if (configuration.getTokenProvider() != null && EndpointIdentity.organization(configuration) == null) {
            fault(
                    "organization",
                    "it is missing, and with a tokenProvider nothing else tells whose claims those in the repository are",
                    "set the organisation whose files are received or sent");
        }
    }

    private void atLeast(String option, long value, long least) {
        if (value < least) {
            fault(option, value + " is too small", "use at least " + least);
        }
    }

    private void atMost(String option, long value, long most) {
        if (value > most) {
            fault(option, value + " is too large", "use at most " + most);
        }
    }

    private void fault(String option, String what, String mend) {
        faults.add(new WrongOptionsException.Fault(option, what, mend));
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
