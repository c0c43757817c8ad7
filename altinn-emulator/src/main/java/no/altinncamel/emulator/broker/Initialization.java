package no.altinncamel.emulator.broker;

import java.util.List;
import java.util.Map;

/**
 * The metadata of a transfer as the sender gave it. Before {@link InitializationCheck} has passed it, any member but
 * {@code disableVirusScan} may be {@code null}.
 *
 * @param reference {@code sendersFileTransferReference}
 */
record Initialization(
        String fileName,
        String resourceId,
        String reference,
        String sender,
        List<String> recipients,
        Map<String, String> propertyList,
        String checksum,
        boolean disableVirusScan) {

    private static final String RESOURCE_PREFIX = "urn:altinn:resource:";

    String bareResourceId() {
        return resourceId.startsWith(RESOURCE_PREFIX) ? resourceId.substring(RESOURCE_PREFIX.length()) : resourceId;
    }

    boolean hasChecksum() {
        return checksum != null && !checksum.isEmpty();
    }
}
