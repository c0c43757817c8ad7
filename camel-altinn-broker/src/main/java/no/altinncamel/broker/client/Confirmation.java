package no.altinncamel.broker.client;

import java.util.UUID;

import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * Tells the Broker that a file was received. The last recipient's second confirmation is refused (altinn-broker 4.4, trap 44),
 * and the answer to the first may be lost: our own state in the overview decides.
 */
final class Confirmation {

    private static final String NOT_PUBLISHED = "BRO-00010";

    private final BrokerClient client;
    private final BrokerCalls calls;
    private final UUID id;
    private final String organization;

    Confirmation(BrokerClient client, BrokerCalls calls, UUID id, String organization) {
        this.client = client;
        this.calls = calls;
        this.id = id;
        this.organization = organization;
    }

    void run() {
        BrokerCall call = BrokerCall.of(BrokerOperation.CONFIRM, id, calls.transfer(id, "/confirmdownload"));
        try {
            calls.perform(call, JsonRequest.post(call.uri(), null), answer -> {
                answer.discard();
                return answer.status();
            });
        } catch (AltinnClientException e) {
            boolean inDoubt = e.outcomeUnknown() || NOT_PUBLISHED.equals(e.code());
            if (!inDoubt || !confirmed(e)) {
                throw e;
            }
        }
    }

    private boolean confirmed(AltinnClientException failure) {
        try {
            FileTransfer transfer = client.overview(id);
            String own = organization != null ? organization : client.organization();
            // when all have confirmed, so have we; who has delegated rights is a recipient too (altinn-broker 4.5)
            return transfer.status() == FileTransferStatus.ALL_CONFIRMED_DOWNLOADED
                    || transfer.recipient(own)
                            .filter(recipient -> recipient.status() == RecipientStatus.DOWNLOAD_CONFIRMED)
                            .isPresent();
        } catch (AltinnClientException e) {
            failure.addSuppressed(e);
            return false;
        }
    }
}
