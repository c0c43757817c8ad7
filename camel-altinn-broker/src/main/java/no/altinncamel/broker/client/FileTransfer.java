package no.altinncamel.broker.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The overview of a file transfer (altinn-broker 3.8). Times are {@code null} where the Broker gives none.
 *
 * @param id            the transfer's id
 * @param resourceId    bare resource id
 * @param fileName      as the sender gave it: may hold anything, path separators included
 * @param reference     the sender's own reference
 * @param checksum      MD5 in hexadecimal, or {@code null} until given or computed
 * @param virusScan     whether the file is scanned before it is published
 * @param size          bytes; 0 until the upload is complete
 * @param status        state of the transfer
 * @param statusText    the Broker's words for it, or {@code null}
 * @param statusChanged since when the transfer is in that state
 * @param created       when it was initialized
 * @param expires       when the Broker removes it
 * @param published     when recipients could first download it, or {@code null}
 * @param sender        as sent, normally {@code 0192:} and nine digits
 * @param recipients    all recipients, whoever asks
 * @param properties    the sender's properties; names and values chosen by the other party
 */
public record FileTransfer(
        UUID id,
        String resourceId,
        String fileName,
        String reference,
        String checksum,
        boolean virusScan,
        long size,
        FileTransferStatus status,
        String statusText,
        Instant statusChanged,
        Instant created,
        Instant expires,
        Instant published,
        String sender,
        List<RecipientState> recipients,
        Map<String, String> properties) {

    public FileTransfer {
        recipients = List.copyOf(recipients);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** @return the recipient with that organisation number, in any of its forms */
    public Optional<RecipientState> recipient(String organization) {
        return recipients.stream()
                .filter(recipient -> recipient.isOrganization(organization))
                .findFirst();
    }

    /** Whether the file is, or once was, offered to its recipients (altinn-broker appendix B). */
    public boolean wasPublished() {
        return status.downloadable() || status == FileTransferStatus.PURGED && published != null;
    }
}
