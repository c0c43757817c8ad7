package no.altinncamel.broker;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds what is wrong with the options that say how files are received. */
final class ReceivingCheck {

    /** Milliseconds: below it, renewing claims would be all that a node does. */
    private static final long LEAST_CLAIM_TIMEOUT = 1000;

    private final AltinnBrokerConfiguration configuration;
    private final OptionFaults faults;

    /** @param faults where to add what is wrong */
    ReceivingCheck(AltinnBrokerConfiguration configuration, OptionFaults faults) {
        this.configuration = configuration;
        this.faults = faults;
    }

    void check() {
        faults.atLeast("concurrentTransfers", configuration.getConcurrentTransfers(), 1);
        faults.atLeast("parallelDownloads", configuration.getParallelDownloads(), 1);
        connections();
        faults.atLeast("maxAttempts", configuration.getMaxAttempts(), 0);
        faults.atLeast("failureBackoff", configuration.getFailureBackoff(), 1);
        faults.atLeast("failureBackoffMax", configuration.getFailureBackoffMax(), configuration.getFailureBackoff());
        faults.atLeast("claimTimeout", configuration.getClaimTimeout(), LEAST_CLAIM_TIMEOUT);
        faults.atLeast("healthPollTimeout", configuration.getHealthPollTimeout(), 1);
        faults.atLeast("expiryWarning", configuration.getExpiryWarning(), 0);
        boolean poison = configuration.getPoisonEndpoint() != null || configuration.getPoisonPredicate() != null;
        if (poison && configuration.getMaxAttempts() == 0) {
            faults.add(
                    "maxAttempts",
                    "it is 0, so no file is ever given up",
                    "set it to the number of attempts after which poisonEndpoint or poisonPredicate shall decide");
        }
        if (poison && configuration.getConfirm() != ConfirmPolicy.onSuccess) {
            faults.add(
                    "confirm",
                    "it is " + configuration.getConfirm() + ", but poison files are to be confirmed",
                    "leave out poisonEndpoint and poisonPredicate, or use confirm=onSuccess");
        }
        if (configuration.getIdempotentRepository() != null) {
            sharedClaims();
        }
        senders();
        reference();
    }

    private void senders() {
        if (configuration.getFilterSenders() == null) {
            return;
        }
        List<String> senders = ExchangeParameters.split(configuration.getFilterSenders());
        if (senders.isEmpty()) {
            faults.add("filterSenders", "it is blank, so no file would be wanted", "name the senders, or leave it out");
        }
        senders.forEach(sender -> faults.organization("filterSenders", sender));
    }

    private void reference() {
        String reference = configuration.getFilterReference();
        if (reference == null) {
            return;
        }
        if (reference.isBlank()) {
            faults.add(
                    "filterReference",
                    "it is blank, so no file would be wanted",
                    "write a regular expression, or leave it out");
        }
        try {
            Pattern.compile(reference);
        } catch (PatternSyntaxException e) {
            faults.add("filterReference", e.getDescription() + " at " + e.getIndex(), "write a regular expression");
        }
    }

    /** Else files that come in parts could take all connections, and polls and confirmations wait for one. */
    private void connections() {
        long parts = configuration.getParallelDownloads();
        long files = configuration.getConcurrentTransfers();
        long connections = configuration.getMaxConnections();
        if (parts > 1 && files >= 1 && files * parts >= connections) {
            faults.add(
                    "parallelDownloads",
                    parts + " parts of each of " + files + " files (concurrentTransfers) leave none of " + connections
                            + " connections (maxConnections) for other calls",
                    "set maxConnections to at least " + (files * parts + 1)
                            + ", or fetch fewer parts or files at a time");
        }
    }

    private void sharedClaims() {
        if (configuration.getConfirm() != ConfirmPolicy.onSuccess) {
            faults.add(
                    "idempotentRepository",
                    "it is set together with confirm=" + configuration.getConfirm()
                            + ", so nobody would know when a claim has served its purpose",
                    "use confirm=onSuccess, or Camel's idempotentConsumer in the route");
        }
        if (configuration.getTokenProvider() != null && EndpointIdentity.organization(configuration) == null) {
            faults.add(
                    "organization",
                    "it is missing, and with a tokenProvider nothing else tells whose claims those in the repository are",
                    "set the organisation whose files are received or sent");
        }
    }
}
