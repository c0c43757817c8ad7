package no.altinncamel.broker.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Which transfers a list shall hold (altinn-broker 4.6). All but the resource id may be {@code null}.
 *
 * @param resourceId      bare resource id; the Broker refuses the urn form here
 * @param status          the transfer's present state
 * @param recipientStatus our own latest state as a recipient; with it the Broker ignores the role
 * @param role            our part in the transfer
 * @param from            strictly later than this; inclusive when {@code to} is given too. The time compared is when
 *                        {@code status} was reached, or the creation if no status is asked for
 * @param to              strictly earlier than this; inclusive when {@code from} is given too
 * @param orderAscending  oldest first; otherwise the 100 newest, newest first
 */
public record TransferQuery(
        String resourceId,
        FileTransferStatus status,
        RecipientStatus recipientStatus,
        Role role,
        Instant from,
        Instant to,
        boolean orderAscending) {

    /** Most ids the Broker lists at once; it has no pages. */
    public static final int MOST_RESULTS = 100;

    /** Our part in a transfer. */
    public enum Role {
        SENDER("Sender"),
        RECIPIENT("Recipient");

        private final String wireName;

        Role(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    public TransferQuery {
        Objects.requireNonNull(resourceId, "resourceId");
        if (status == FileTransferStatus.UNKNOWN || recipientStatus == RecipientStatus.UNKNOWN) {
            throw new IllegalArgumentException("A list cannot be asked for a status that the Broker does not know");
        }
    }

    /** All transfers of a resource, newest first. */
    public static TransferQuery of(String resourceId) {
        return new TransferQuery(resourceId, null, null, null, null, null, false);
    }

    public TransferQuery withStatus(FileTransferStatus value) {
        return new TransferQuery(resourceId, value, recipientStatus, role, from, to, orderAscending);
    }

    public TransferQuery withRecipientStatus(RecipientStatus value) {
        return new TransferQuery(resourceId, status, value, role, from, to, orderAscending);
    }

    public TransferQuery withRole(Role value) {
        return new TransferQuery(resourceId, status, recipientStatus, value, from, to, orderAscending);
    }

    public TransferQuery withFrom(Instant value) {
        return new TransferQuery(resourceId, status, recipientStatus, role, value, to, orderAscending);
    }

    public TransferQuery withTo(Instant value) {
        return new TransferQuery(resourceId, status, recipientStatus, role, from, value, orderAscending);
    }

    public TransferQuery oldestFirst() {
        return new TransferQuery(resourceId, status, recipientStatus, role, from, to, true);
    }

    /** As the query string of a list call. */
    String parameters() {
        StringBuilder text = new StringBuilder("?resourceId=").append(encoded(resourceId));
        append(text, "status", status == null ? null : status.wireName());
        append(text, "recipientStatus", recipientStatus == null ? null : recipientStatus.wireName());
        append(text, "role", role == null ? null : role.wireName());
        append(text, "from", time(from));
        append(text, "to", time(to));
        append(text, "orderAscending", orderAscending ? "true" : null);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String value) {
        if (value != null) {
            text.append('&').append(name).append('=').append(encoded(value));
        }
    }

    /** The Broker keeps microseconds. */
    private static String time(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
