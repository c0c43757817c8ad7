package no.altinncamel.emulator.broker;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The changes of a transfer's state that several operations and jobs share, with the events that go with them (contract
 * altinn-broker 4.1). The caller holds the transfer's lock and has made sure that the change is allowed.
 */
final class Lifecycle {

    private final Clock clock;
    private final EventLog events;
    private final Storage storage;

    Lifecycle(Clock clock, EventLog events, Storage storage) {
        this.clock = clock;
        this.events = events;
        this.storage = storage;
    }

    void initialized(Transfer transfer) {
        tellSender(EventType.FILE_TRANSFER_INITIALIZED, transfer);
    }

    void uploadStarted(Transfer transfer) {
        transfer.addStatus(TransferStatus.UPLOAD_STARTED, now(), null);
    }

    void uploadProcessing(Transfer transfer) {
        uploadProcessingSilently(transfer);
        tellSender(EventType.UPLOAD_PROCESSING, transfer);
    }

    /** TUS's way of processing a concatenation: nobody is told. */
    void uploadProcessingSilently(Transfer transfer) {
        transfer.addStatus(TransferStatus.UPLOAD_PROCESSING, now(), null);
    }

    void published(Transfer transfer) {
        if (!transfer.metadata().hasChecksum()) {
            transfer.checksum(transfer.stored().md5());
        }
        transfer.addStatus(TransferStatus.PUBLISHED, now(), null);
        tellSender(EventType.PUBLISHED, transfer);
        transfer.recipients().forEach(recipient -> tellRecipient(EventType.PUBLISHED, transfer, recipient));
    }

    /** Publishes the transfer if that was the last thing it waited for. */
    void fulfilled(Transfer transfer, PublishCondition condition) {
        if (transfer.fulfil(condition) && transfer.status() == TransferStatus.UPLOAD_PROCESSING) {
            published(transfer);
        }
    }

    /** A failure without an event: the sender has heard of it in the answer to the upload. */
    void checksumMismatch(Transfer transfer) {
        transfer.addStatus(TransferStatus.FAILED, now(), "Checksum mismatch");
    }

    void uploadFailed(Transfer transfer, String text) {
        transfer.addStatus(TransferStatus.FAILED, now(), text);
        tellSender(EventType.UPLOAD_FAILED, transfer);
    }

    void malwareFound(Transfer transfer, String name) {
        uploadFailed(transfer, "Malware scan failed: " + name);
        tellNeverConfirmed(transfer);
        storage.delete(transfer.stored());
    }

    void downloadConfirmed(Transfer transfer, Transfer.Recipient recipient) {
        transfer.addRecipientStatus(recipient.recipient(), RecipientStatus.DOWNLOAD_CONFIRMED, now());
        tellRecipient(EventType.DOWNLOAD_CONFIRMED, transfer, recipient);
        tellSender(EventType.DOWNLOAD_CONFIRMED, transfer);
    }

    void allConfirmedDownloaded(Transfer transfer) {
        transfer.addStatus(TransferStatus.ALL_CONFIRMED_DOWNLOADED, now(), null);
        tellSender(EventType.ALL_CONFIRMED_DOWNLOADED, transfer);
    }

    void purged(Transfer transfer) {
        transfer.addStatus(TransferStatus.PURGED, now(), null);
        tellSender(EventType.FILE_PURGED, transfer);
        tellNeverConfirmed(transfer);
        if (transfer.stored() != null) {
            storage.delete(transfer.stored());
        }
    }

    Instant now() {
        return BrokerTime.now(clock);
    }

    private void tellNeverConfirmed(Transfer transfer) {
        List<Transfer.Recipient> unconfirmed = transfer.recipients().stream()
                .filter(recipient -> recipient.highest() != RecipientStatus.DOWNLOAD_CONFIRMED)
                .toList();
        if (!unconfirmed.isEmpty()) {
            unconfirmed.forEach(
                    recipient -> tellRecipient(EventType.FILE_NEVER_CONFIRMED_DOWNLOADED, transfer, recipient));
            tellSender(EventType.FILE_NEVER_CONFIRMED_DOWNLOADED, transfer);
        }
    }

    private void tellSender(EventType type, Transfer transfer) {
        events.publish(BrokerEvent.of(type, transfer, transfer.sender(), Role.SENDER, now()));
    }

    private void tellRecipient(EventType type, Transfer transfer, Transfer.Recipient recipient) {
        events.publish(BrokerEvent.of(type, transfer, recipient.recipient(), Role.RECIPIENT, now()));
    }
}
