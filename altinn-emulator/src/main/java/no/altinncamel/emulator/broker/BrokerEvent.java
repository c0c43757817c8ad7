package no.altinncamel.emulator.broker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * One event as the Broker hands it to Altinn Events.
 *
 * @param subject organisation that the event is for, nine digits
 * @param role    what that organisation is to the transfer
 */
public record BrokerEvent(
        UUID id, EventType type, Instant time, String resourceId, UUID fileTransferId, String subject, Role role) {

    /**
     * @param actor the organisation in the form in which the Broker stores it, which decides about the id of
     *              {@code published}
     */
    static BrokerEvent of(EventType type, Transfer transfer, String actor, Role role, Instant time) {
        UUID id = type == EventType.PUBLISHED ? publishedId(transfer.id(), role, actor) : UUID.randomUUID();
        return new BrokerEvent(
                id, type, time, transfer.resourceId(), transfer.id(), OrganizationNumber.bare(actor), role);
    }

    /** A repeated publication gets the same id, so that receivers can tell (contract altinn-broker 8.1). */
    private static UUID publishedId(UUID transfer, Role role, String actor) {
        String name = "published:" + transfer + ":" + role.wireName() + ":" + actor;
        ByteBuffer hash = ByteBuffer.wrap(sha256(name));
        hash.order(ByteOrder.LITTLE_ENDIAN);
        long first = hash.getInt() & 0xFFFFFFFFL;
        long second = hash.getShort() & 0xFFFFL;
        long third = hash.getShort() & 0xFFFFL;
        hash.order(ByteOrder.BIG_ENDIAN);
        return new UUID(first << 32 | second << 16 | third, hash.getLong());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
