package no.altinncamel.broker.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a new file transfer is to be (altinn-broker 3.5). Nothing is checked until {@link #validate()}.
 *
 * @param fileName         1 to 255 characters
 * @param resourceId       bare resource id, 1 to 255 characters
 * @param reference        the sender's own reference, 1 to 500 characters
 * @param sender           organisation number of the sender
 * @param recipients       organisation numbers of the recipients, at least one
 * @param properties       at most 10; keys up to 50 characters, values up to 3000
 * @param checksum         MD5 of the file, 32 lower-case hexadecimal digits, or {@code null}
 * @param disableVirusScan skips the scan; in production only with Altinn's approval
 */
public record Initialization(
        String fileName,
        String resourceId,
        String reference,
        String sender,
        List<String> recipients,
        Map<String, String> properties,
        String checksum,
        boolean disableVirusScan) {

    public Initialization {
        recipients = recipients == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(recipients));
        properties = properties == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * @return                          the same with organisation numbers in the form {@code 0192:123456789}, the bare resource
     *                                  id and no checksum where it was blank
     * @throws InvalidTransferException naming everything the Broker would refuse or lose
     */
    public Initialization validate() {
        return new InitializationCheck(this).validated();
    }

    /** The same with the MD5 of the file. */
    public Initialization withChecksum(String md5) {
        return new Initialization(
                fileName, resourceId, reference, sender, recipients, properties, md5, disableVirusScan);
    }

    /** Collects the values of an {@link Initialization}. */
    public static final class Builder {

        private String fileName;
        private String resourceId;
        private String reference;
        private String sender;
        private final List<String> recipients = new ArrayList<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private String checksum;
        private boolean disableVirusScan;

        private Builder() {}

        public Builder fileName(String value) {
            this.fileName = value;
            return this;
        }

        public Builder resourceId(String value) {
            this.resourceId = value;
            return this;
        }

        public Builder reference(String value) {
            this.reference = value;
            return this;
        }

        public Builder sender(String value) {
            this.sender = value;
            return this;
        }

        public Builder recipients(String... values) {
            recipients.addAll(Arrays.asList(values));
            return this;
        }

        public Builder recipients(Collection<String> values) {
            recipients.addAll(values);
            return this;
        }

        public Builder property(String key, String value) {
            properties.put(key, value);
            return this;
        }

        public Builder properties(Map<String, String> values) {
            properties.putAll(values);
            return this;
        }

        public Builder checksum(String value) {
            this.checksum = value;
            return this;
        }

        public Builder disableVirusScan(boolean on) {
            this.disableVirusScan = on;
            return this;
        }

        public Initialization build() {
            return new Initialization(
                    fileName, resourceId, reference, sender, recipients, properties, checksum, disableVirusScan);
        }
    }
}
